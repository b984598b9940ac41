"""The page of a translation, where a person answers for it."""

from typing import Annotated

from fastapi import Form, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from marsad import drafting
from marsad import translate as stage
from marsad.errors import BadInput, Withheld
from marsad.model import Translation
from marsad.store import About, Kept, Pads, Store, Turn
from marsad.web.faults import status_of
from marsad.web.guard import POLICY
from marsad.web.pages.address import Address
from marsad.web.pages.lab import Lab
from marsad.web.pages.looks import opening
from marsad.web.pages.who import Who
from marsad.web.paper import part, render, sheet_address
from marsad.web.views.desk_translation import Typed, Wanted, corrected, desk_translation, successor
from marsad.web.views.saved import saved
from marsad.web.views.versions import versions

SCRIPTED = f"{POLICY}; script-src 'self'; connect-src 'self'"
"""The one page whose script asks the desk: nothing inline, nothing from elsewhere."""

Name = Annotated[str, Form()]
Targets = Annotated[list[str], Form()]


def begin(store: Lab, id: str) -> Response:
    """Lead to the translation of a post; one that nobody has begun starts from a reading aid."""
    return RedirectResponse(f"/translation/{part(drafting.begin(store, id).id)}", 303)


def translation(request: Request, store: Lab, id: str, wanted: Address) -> Response:
    """Show a translation beside its source, and open what the address asks for."""
    return _sheet(request, store, id, wanted)


def decisions(request: Request, store: Lab, id: str) -> Response:
    """Show every version of a translation, word by word, and who may sign."""
    return render(request, "translation_history.html", versions=versions(store, id))


def keep(
    request: Request,
    store: Lab,
    id: str,
    wanted: Address,
    pad: Name = "",
    since: Annotated[int, Form()] = 0,
    target: Targets = [],  # noqa: B006 - read
    page: Annotated[str, Form(pattern="^(?:[0-9a-f]{16})?$")] = "",
    turn: Annotated[int, Form(ge=0, lt=2**53)] = 0,
) -> Response:
    """Keep what was typed, unsigned; the script is answered in JSON, a form with the page."""
    found = store.translation(id)
    segments = corrected(found, target)
    words = [each.target for each in segments]
    kept = Pads(store).write(_about(found), pad, since, words, Turn(page, turn))
    if "application/json" in request.headers.get("accept", ""):
        return JSONResponse(saved(store, found, segments, kept))
    return RedirectResponse(sheet_address(found.id, wanted.asked), 303)


def discard(store: Lab, id: str, wanted: Address, pad: Name = "") -> Response:
    """Throw away what was typed and not signed."""
    Pads(store).drop(id, pad)
    return RedirectResponse(sheet_address(store.translation(id).id, wanted.asked), 303)


def review(
    request: Request,
    store: Lab,
    id: str,
    wanted: Address,
    who: Who,
    pad: Name = "",
    target: Targets = [],  # noqa: B006 - read
) -> Response:
    """Sign a translation as read, with what was corrected in it."""
    typed = Typed(tuple(target), pad=pad)
    try:
        segments = corrected(store.translation(id), target)
        done = stage.review(store, id, who.signature, segments)
    except Withheld as error:
        return _met(request, store, id, wanted, typed, error)
    except BadInput as error:
        return _sheet(request, store, id, wanted, Typed(tuple(target), error, pad=pad))
    Pads(store).drop(id, pad)
    return _go_on(store, done, wanted)


def write(
    request: Request,
    store: Lab,
    id: str,
    wanted: Address,
    who: Who,
    pad: Name = "",
    target: Targets = [],  # noqa: B006 - read
) -> Response:
    """Put one's own translation in the place of a reading aid."""
    aid = store.translation(id)
    try:
        said = corrected(aid, target)
        done = stage.write(store, aid.post, said, who.signature, aid.of, aid.language)
    except (BadInput, Withheld) as error:
        return _sheet(request, store, id, wanted, Typed(tuple(target), error, pad=pad))
    Pads(store).drop(id, pad)
    return _go_on(store, done, wanted)


def approve(
    request: Request, store: Lab, id: str, wanted: Address, who: Who, because: Name = ""
) -> Response:
    """Answer for a translation by name, with the reason where somebody put it otherwise."""
    try:
        done = stage.approve(store, id, who.signature, because)
    except (BadInput, Withheld) as error:
        return _sheet(request, store, id, wanted, Typed(because=because, error=error))
    return _go_on(store, done.translation, wanted)


def _met(
    request: Request, store: Store, id: str, wanted: Wanted, typed: Typed, error: Withheld
) -> Response:
    """Another person signed first: both versions side by side, and what was typed is kept."""
    old = store.translation(id)
    now = successor(store, old)
    if now is None or len(typed.targets) != len(old.segments):
        return _sheet(request, store, id, wanted, Typed(typed.targets, error, pad=typed.pad))
    kept: Kept = Pads(store).write(_about(now), "", 0, typed.targets)
    Pads(store).drop(old.id, typed.pad)
    again = Typed(typed.targets, error, pad=kept.pad.id)
    return _sheet(request, store, now.id, wanted, again)


def _sheet(
    request: Request, store: Store, id: str, wanted: Wanted, typed: Typed | None = None
) -> Response:
    """The page; after a refusal with the reason and what was typed, so that no work is lost."""
    typed = typed or Typed()
    status = status_of(typed.error)[0] if typed.error else 200
    sheet = desk_translation(store, id, typed, wanted)
    said = opening(request, store, sheet.medium, wanted) if sheet.medium else None
    answer = render(request, "translation.html", status, sheet=sheet, typed=typed, opening=said)
    answer.headers["content-security-policy"] = SCRIPTED
    return answer


def _about(found: Translation) -> About:
    return About(found.id, (found.post,))


def _go_on(store: Store, done: Translation, wanted: Wanted) -> Response:
    store.checkpoint()
    return RedirectResponse(sheet_address(done.id, wanted.asked), 303)
