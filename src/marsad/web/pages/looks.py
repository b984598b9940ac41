"""Pictures and clips that may harm: opened by name, counted, covered and muted."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Form, Request
from fastapi.responses import RedirectResponse, Response

from marsad.enrich.video_clip import clip as made_anew
from marsad.errors import BadInput, NotFound, Withheld
from marsad.phrase import Phrase
from marsad.report.figures import pixels
from marsad.store import Store
from marsad.web.pages.address import Address
from marsad.web.pages.lab import Lab
from marsad.web.pages.who import Who, account
from marsad.web.paper import part, sheet_address
from marsad.web.passes import Passes
from marsad.web.views import looks
from marsad.web.views.desk_translation import Medium, Wanted
from marsad.web.views.dossier import medium_of

TRIAGE = "/triage?"
SEALED = {"content-security-policy": "default-src 'none'; sandbox"}

Said = Annotated[str, Form()]


def picture(request: Request, store: Lab, id: str, sha256: str, look: str = "") -> Response:
    """Send a picture of a post, made anew from its pixels; never the file itself."""
    medium = medium_of(store, id, sha256)
    _guarded(request, store, id, sha256, look)
    made = pixels(store, medium)
    return Response(made.data, media_type=made.mime)


def clip(request: Request, store: Lab, id: str, finding: str, look: str = "") -> Response:
    """Send the seconds of a recording in which something was heard, coded anew."""
    heard, post = store.finding(finding), store.post(id)
    if heard.post != post.id or heard.seconds is None:
        raise NotFound(
            Phrase(
                "%(finding)s is nothing heard in post %(id)s",
                finding=repr(finding[:64]),
                id=post.id,
            )
        )
    medium = medium_of(store, id, heard.media)
    _guarded(request, store, id, medium.sha256, look)
    if not store.blobs.intact(medium.sha256):
        raise BadInput(
            Phrase(
                "original %(sha256)s no longer matches its digest; see marsad verify",
                sha256=medium.sha256,
            )
        )
    made = made_anew(store.path(medium.sha256), heard.seconds, store.settings)
    return Response(made, headers=SEALED, media_type="video/webm")


def look(
    request: Request,
    store: Lab,
    id: str,
    sha256: str,
    wanted: Address,
    who: Who,
    back: Said = "",
) -> Response:
    """Open a medium once; the opening is counted for whoever is signed in."""
    medium = medium_of(store, id, sha256)
    looks.opened(store, store.post(id).id, medium.sha256, who.signature)
    store.checkpoint()
    passed = passes(request).give(medium.sha256)
    return RedirectResponse(_back(id, sha256, back, wanted, passed), 303)


def mark(
    store: Lab,
    id: str,
    sha256: str,
    wanted: Address,
    who: Who,
    note: Said = "",
    back: Said = "",
) -> Response:
    """Note under one's name what may harm in a picture or recording."""
    medium = medium_of(store, id, sha256)
    looks.mark(store, store.post(id).id, medium.sha256, note, who.signature)
    store.checkpoint()
    return RedirectResponse(_back(id, sha256, back, wanted), 303)


def passes(request: Request) -> Passes:
    """The passes of this run of the desk."""
    given: Passes = request.app.state.passes
    return given


@dataclass(frozen=True, slots=True)
class Opening:
    """How a medium stands before somebody: open or not, and their own count."""

    counted: looks.Exposures | None
    allowed: bool
    look: str


def opening(request: Request, store: Store, medium: Medium, wanted: Wanted) -> Opening:
    """Use up a pass for the page, and give one for what the page shows."""
    name, sha256 = account(request).name, medium.media.sha256
    taken = passes(request).take(wanted.look, sha256)
    allowed = taken or not medium.graphic
    if wanted.show and allowed:
        own = counted(request, store, medium.post, sha256, taken)
    else:
        own = looks.exposures(store, name, sha256) if medium.graphic else None
    look = passes(request).give(sha256) if taken and medium.graphic else ""
    return Opening(own, allowed, look)


def counted(
    request: Request, store: Store, post: str, sha256: str, taken: bool
) -> looks.Exposures | None:
    """Count an opening that no form has counted, and tell a person their own count.

    A page from elsewhere that leads here counts nothing: browsers keep the cookie back.
    """
    name = account(request).name
    if not taken:
        looks.opened(store, post, sha256, name)
        store.checkpoint()
    return looks.exposures(store, name, sha256)


def _guarded(request: Request, store: Store, post: str, sha256: str, look: str) -> None:
    note = looks.graphic(store.findings(post, looks.GRAPHIC), sha256)
    if note and not passes(request).show(look, sha256):
        raise Withheld(
            Phrase("this was marked graphic; open it from its page, where that is counted")
        )


def _back(post: str, sha256: str, from_: str, wanted: Wanted, passed: str = "") -> str:
    """The page that somebody came from: of the triage queue, of a translation, or of the post."""
    if from_.startswith(TRIAGE):
        return f"{from_}&show={part(sha256)}&look={passed}#media"
    if from_:
        return sheet_address(from_, wanted.asked, show=1, look=passed)
    return f"/post/{part(post)}?show={part(sha256)}&look={passed}#media"
