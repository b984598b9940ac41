"""Evidence as it came: the desk lets somebody through, another name hands it out.

Here a browser never gets bytes from outside, only the address of a ticket at that name.
"""

from fastapi import Request
from fastapi.responses import FileResponse, RedirectResponse, Response

from marsad.errors import EvidenceAltered, NotFound
from marsad.phrase import Phrase
from marsad.store import Store
from marsad.web.evidence_name import NAME, SEALED, STYLED
from marsad.web.pages.lab import Lab
from marsad.web.tickets import Ticket, Tickets
from marsad.web.views.dossier import medium_of
from marsad.web.views.kept import kept_page, shown

GONE = "this address was good once, for two minutes; open it again from the page of its post"


def original(request: Request, store: Lab, id: str, sha256: str) -> Response:
    """Lead to an original, to be saved."""
    medium = medium_of(store, id, sha256)
    return _led(request, Ticket(store.post(id).id, medium.sha256))


def page(request: Request, store: Lab, id: str) -> Response:
    """Lead to the page that a post was read from, as it was."""
    post = store.post(id)
    kept_page(store, post)
    return _led(request, Ticket(post.id, ""))


def kept(request: Request, ticket: str) -> Response:
    """Hand out what a ticket opens."""
    found = _tickets(request).take(ticket)
    if found is None:
        raise NotFound(GONE)
    # The whole lab: nobody is signed in here, and what a ticket names was looked at by the desk.
    with Store(request.app.state.lab) as store:
        if not found.sha256:
            said = shown(store, kept_page(store, store.post(found.post)))
            return Response(said, headers=_sealed(STYLED), media_type="text/html; charset=utf-8")
        return _file(store, medium_of(store, found.post, found.sha256).sha256)


def _file(store: Store, sha256: str) -> Response:
    """An original under a type that no browser opens."""
    if not store.blobs.intact(sha256):
        raise EvidenceAltered(
            Phrase(
                "original %(sha256)s no longer matches its digest; see marsad verify", sha256=sha256
            )
        )
    return FileResponse(
        store.path(sha256),
        media_type="application/octet-stream",
        filename=f"{sha256}.bin",
        headers=_sealed(SEALED),
    )


def _sealed(policy: str) -> dict[str, str]:
    return {"content-security-policy": policy}


def _led(request: Request, ticket: Ticket) -> Response:
    """The address at the name of evidence, on the port that was asked."""
    port = request.headers["host"].rpartition("]")[2].partition(":")[2]
    at = f"{NAME}:{port}" if port else NAME
    made = _tickets(request).give(ticket)
    return RedirectResponse(f"{request.url.scheme}://{at}/kept/{made}", 303)


def _tickets(request: Request) -> Tickets:
    given: Tickets = request.app.state.tickets
    return given
