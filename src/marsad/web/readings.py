"""The audit of reads: who was about to be shown an original, what may harm, or a private place."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass

from fastapi import Request

from marsad.errors import NotFound
from marsad.model import Translation
from marsad.store import Store, desk_audit
from marsad.store.desk import Desk
from marsad.store.desk_accounts import Account
from marsad.web.pages.lab import Lab
from marsad.web.pages.who import Who
from marsad.web.views import looks
from marsad.web.views.rows import Row

PRIVATE = "private place"


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


def note_posts(request: Request, store: Store, who: Account, posts: Iterable[str]) -> None:
    """Note each post of a private place among those whose words a page is about to show."""
    private = {place.id for place in store.places() if not place.public}
    if not private:
        return
    some = [id for id in dict.fromkeys(posts) if store.post(id).place in private]
    if some:
        address = request.url.path
        with Desk(store.lab) as desk:
            shown = (f"{address}?post={id}"[:500] for id in some)
            desk_audit.read_each(desk, who.name, who.role, PRIVATE, shown)


def note_shown(request: Request, store: Store, who: Account, shown: object) -> None:
    """The same for what a page was given, wherever a line about a post or a translation stands."""
    note_posts(request, store, who, posts_in(shown))


def posts_in(shown: object) -> Iterator[str]:
    """The ids of the posts whose words stand in the lines and translations of a view."""
    if isinstance(shown, Row):
        yield shown.post.id
    elif isinstance(shown, Translation):
        yield shown.post
    elif isinstance(shown, Mapping):
        for value in shown.values():
            yield from posts_in(value)
    elif isinstance(shown, tuple | list):
        for each in shown:
            yield from posts_in(each)
    elif is_dataclass(shown):
        for field in fields(shown):
            yield from posts_in(getattr(shown, field.name))


def _restricted(store: Store, what: str, said: dict[str, str]) -> str:
    """What restricted material an address shows; empty where none."""
    if what in ("export", "original", "address"):
        return what
    try:
        id = store.translation(said["id"]).post if what == "translation" else said["id"]
        post = store.post(id)
        if not store.place(post.place).public:
            return PRIVATE
        media = said.get("sha256") or store.finding(said["finding"]).media
    except (NotFound, KeyError):
        # Nothing is there, so nothing is shown; the page says so.
        return ""
    return "graphic" if looks.graphic(store.findings(post.id, looks.GRAPHIC), media) else ""
