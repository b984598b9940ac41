"""The page on which a report is written, and what it asks while somebody types."""

from dataclasses import replace
from typing import Annotated

from fastapi import Depends, Form, Query, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from marsad.errors import BadInput, MarsadError, NotFound, Overtaken, Withheld
from marsad.model import Report
from marsad.phrase import Phrase
from marsad.report.meeting import meet
from marsad.report.render.pdf import pages
from marsad.report.resolve import resolve
from marsad.store import Store, Turn
from marsad.web.faults import status_of
from marsad.web.guard import KEYED
from marsad.web.pages.lab import Lab
from marsad.web.pages.report import previewed
from marsad.web.pages.who import Who, account
from marsad.web.paper import part, query, render
from marsad.web.readings import note_shown
from marsad.web.tried import Tried
from marsad.web.views import editor_pads
from marsad.web.views.candidates import Shelf
from marsad.web.views.editor import editor
from marsad.web.views.editor_pads import Unsaved
from marsad.web.views.edits import Sent, done, landed, tried
from marsad.web.views.saved import kept_at
from marsad.web.views.written import as_html

SCRIPTED = f"{KEYED}; connect-src 'self'; frame-src 'self'"

Said = Annotated[str, Form()]
Many = Annotated[list[str], Form()]


def shelf(
    q: str = "", source: Annotated[str, Query(alias="from")] = "", skip: int = 0, events: str = ""
) -> Shelf:
    """What the address asks of the shelf."""
    return Shelf(q.strip(), source or "approved", max(skip, 0), events.strip())


def sent(
    since: Said = "",
    act: Said = "",
    at: Many = [],  # noqa: B006 - read
    said: Many = [],  # noqa: B006 - read
    confirm: Many = [],  # noqa: B006 - read
    q: Said = "",
    source: Annotated[str, Form(alias="from")] = "",
    events: Said = "",
    pad: Said = "",
    stamp: Annotated[int, Form(ge=0)] = 0,
) -> Sent:
    """What the form of the page brings."""
    if len(at) != len(said):
        raise BadInput(
            Phrase(
                "the form brought %(said)s texts for %(at)s places; open it again",
                said=len(said),
                at=len(at),
            )
        )
    asked = Shelf(q.strip(), source or "approved", events=events.strip())
    return Sent(since, act, dict(zip(at, said, strict=True)), tuple(confirm), asked, pad, stamp)


Asked = Annotated[Shelf, Depends(shelf)]
Typed = Annotated[Sent, Depends(sent)]


def show(
    request: Request, store: Lab, who: Who, handle: str, asked: Asked, printed: bool = False,
    after: bool = False,
) -> Response:  # fmt: skip
    """Show a report with every word of it open to change, and what was typed and not saved.

    Right ``after`` saving, what another page of theirs holds stands beside, not in the form.
    """
    report = store.report(handle)
    if after:
        unsaved = editor_pads.beside(store, report, Unsaved())
    else:
        unsaved = editor_pads.recalled(store, report, who.signature)
    return _page(request, store, handle, asked, unsaved, printed)


def save(request: Request, store: Lab, who: Who, handle: str, form: Typed) -> Response:
    """Save what was typed and do what was asked, as one new version."""
    if form.act == "find":
        return _back(request, store, handle, form, Unsaved(form.words))
    try:
        made = done(store, handle, form, who.signature)
    except Overtaken as error:
        return _back(request, store, handle, form, _met(store, handle, form, error))
    except (BadInput, NotFound, Withheld) as error:
        return _back(request, store, handle, form, Unsaved(form.words, error=error))
    editor_pads.drop_spent(store, made, who.signature, form.pad)
    store.checkpoint()
    return RedirectResponse(f"{_address(made, form.shelf)}#{landed(made, form.act)}", 303)


def look(
    request: Request,
    store: Lab,
    who: Who,
    handle: str,
    form: Typed,
    page: Annotated[str, Form(pattern="^(?:[0-9a-f]{16})?$")] = "",
    turn: Annotated[int, Form(ge=0, lt=2**53)] = 0,
) -> Response:
    """Keep what was typed; say, in JSON, what is missing in it, and where readers would see it."""
    report = store.report(handle)
    said: dict[str, object] = {"overtaken": form.since != report.id}
    if page and report.state != "published":
        kept = editor_pads.keep(
            store, report, form.since, who.signature, form.words, form.pad, form.stamp,
            Turn(page, turn),
        )  # fmt: skip
        said["kept"] = {**kept_at(store, kept), "rivals": len(kept.rivals)}
    told = tried(store, report, form)
    said["preview"] = _tried(request).keep(told.report)
    return JSONResponse({**told.plain(), **said})


def discard(store: Lab, handle: str, pad: Said = "") -> Response:
    """Throw away what was typed and not saved."""
    report = store.report(handle)
    editor_pads.drop(store, report.handle, pad)
    return RedirectResponse(f"/report/{part(report.handle)}/edit", 303)


def looks(request: Request, store: Lab, handle: str, token: str) -> Response:
    """Show what was typed as readers would get it, in a frame that may do nothing."""
    held, handle = _tried(request), store.report(handle).handle
    return previewed(request, lambda: as_html(store, held.report(handle, token)))


def page(request: Request, store: Lab, handle: str, number: int, of: str = "") -> Response:
    """One page as it is printed, as a picture."""
    held = _tried(request)
    token = of or held.keep(store.report(handle))
    made = held.pages(store.report(handle).handle, token, lambda it: pages(resolve(store, it)))
    if not 1 <= number <= len(made):
        raise NotFound(
            Phrase(
                "there is no page %(number)s; the report has %(made)s",
                number=number,
                made=len(made),
            )
        )
    return Response(made[number - 1], media_type="image/png")


def candidates(request: Request, store: Lab, handle: str, asked: Asked) -> Response:
    """Show the shelf alone, for a page that is being typed on."""
    it = editor(store, handle, Unsaved(), asked)
    note_shown(request, store, account(request), it.shelf)
    return render(request, "editor_shelf.html", it=it)


def events(request: Request, store: Lab, handle: str, asked: Asked, event: str = "") -> Response:
    """Show the events alone that were found, for a page that is being typed on."""
    it = editor(store, handle, Unsaved({"event": event}), asked)
    return render(request, "editor_events.html", it=it)


def _back(request: Request, store: Store, handle: str, form: Sent, unsaved: Unsaved) -> Response:
    """The page with what the form brought."""
    unsaved = replace(unsaved, pad=form.pad)
    there = editor_pads.beside(store, store.report(handle), unsaved)
    return _page(request, store, handle, form.shelf, there)


def _page(
    request: Request,
    store: Store,
    handle: str,
    asked: Shelf,
    unsaved: Unsaved,
    printed: bool = False,
) -> Response:
    it = editor(store, handle, unsaved, asked)
    note_shown(request, store, account(request), it)
    status = status_of(unsaved.error)[0] if unsaved.error else 200
    count, fault = _printed(request, store, it.report) if printed else (0, "")
    answer = render(
        request, "editor.html", status, it=it, unsaved=unsaved, pages=count, fault=fault,
        printed=printed,
    )  # fmt: skip
    answer.headers["content-security-policy"] = SCRIPTED
    return answer


def _printed(request: Request, store: Store, report: Report) -> tuple[int, str]:
    """How many pages it has, or why it cannot be printed."""
    held = _tried(request)
    try:
        made = held.pages(report.handle, held.keep(report), lambda it: pages(resolve(store, it)))
    except MarsadError as error:
        return 0, error.said
    return len(made), ""


def _met(store: Store, handle: str, form: Sent, error: Overtaken) -> Unsaved:
    """Another person saved first: both versions side by side, and nothing of either is lost."""
    now = store.report(handle)
    read = store.report(form.since)
    if read.handle != now.handle:
        raise NotFound(
            Phrase(
                "the form is of another report than %(handle)s; open it again", handle=now.handle
            )
        )
    met = meet(read, now, form.words)
    return Unsaved(met.typed, met.theirs, met.homeless, error)


def _address(report: Report, asked: Shelf) -> str:
    return f"/report/{part(report.handle)}/edit?{query(asked.query(after=1))}"


def _tried(request: Request) -> Tried:
    held: Tried = request.app.state.tried
    return held
