"""The audit of reads: who was about to be shown an original, what may harm, or a private place."""

from collections.abc import Callable

from fastapi import Request

from marsad.errors import NotFound
from marsad.store import Store, desk_audit
from marsad.store.desk import Desk
from marsad.store.desk_accounts import Account
from marsad.web.pages.lab import Lab
from marsad.web.pages.who import Who
from marsad.web.views import looks


def noted(what: str) -> Callable[..., None]:
    """Note the read before it is answered; what is ordinary is not noted."""

    def note(request: Request, store: Lab, who: Who) -> None:
        said = {name: str(value) for name, value in request.path_params.items()}
        kind = _restricted(store, what, said)
        if kind:
            with Desk(store.lab) as desk:
                desk_audit.read(desk, who.name, who.role, kind, request.url.path[:500])

    return note


def note_post(request: Request, store: Store, who: Account, id: str) -> None:
    """Note that a page is about to show a post that its address need not name."""
    if kind := _restricted(store, "post", {"id": id}):
        with Desk(store.lab) as desk:
            desk_audit.read(desk, who.name, who.role, kind, f"{request.url.path}?post={id}"[:500])


def _restricted(store: Store, what: str, said: dict[str, str]) -> str:
    """What restricted material an address shows; empty where none."""
    if what in ("export", "original", "address"):
        return what
    try:
        id = store.translation(said["id"]).post if what == "translation" else said["id"]
        post = store.post(id)
        if not store.place(post.place).public:
            return "private place"
        media = said.get("sha256") or store.finding(said["finding"]).media
    except (NotFound, KeyError):
        # Nothing is there, so nothing is shown; the page says so.
        return ""
    return "graphic" if looks.graphic(store.findings(post.id, looks.GRAPHIC), media) else ""
