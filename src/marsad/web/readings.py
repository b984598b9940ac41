"""The audit of reads: who was about to be shown an original, what may harm, what is marked, or a
private place.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass

from fastapi import Request

from marsad.errors import NotFound
from marsad.model import Translation
from marsad.store import Store, desk_audit
from marsad.store.desk import Desk
from marsad.store.desk_accounts import Account
from marsad.store.markings import Markings
from marsad.store.veil_views import CASE, PLACE, REPORT
from marsad.web.pages.lab import Lab
from marsad.web.pages.who import Who
from marsad.web.views import looks
from marsad.web.views.rows import Row

PRIVATE = "private place"
MARKED = "marked"
NAMED = {CASE: "name", PLACE: "id", REPORT: "handle"}
"""What an address names, beside posts, that may be marked itself."""


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
    """Note each post that is marked, or of a private place, whose words a page is to show."""
    restricted = _restricted_posts(store, posts)
    if not restricted:
        return
    address = request.url.path
    with Desk(store.lab) as desk:
        for kind in (PRIVATE, MARKED):
            some = (f"{address}?post={id}"[:500] for id, why in restricted.items() if why == kind)
            desk_audit.read_each(desk, who.name, who.role, kind, some)


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


def _restricted_posts(store: Store, posts: Iterable[str]) -> dict[str, str]:
    """Of some posts those that are restricted, each with why."""
    private = {place.id for place in store.places() if not place.public}
    marks = Markings(store)
    # Most labs have neither: no page of theirs reads its posts once more for this.
    if not private and not marks.any():
        return {}
    some = [store.post(id) for id in dict.fromkeys(posts)]
    marked = dict.fromkeys(marks.of_posts(some), MARKED)
    return marked | {post.id: PRIVATE for post in some if post.place in private}


def _restricted(store: Store, what: str, said: dict[str, str]) -> str:
    """What restricted material an address shows; empty where none."""
    if what in ("export", "original", "address"):
        return what
    if what in NAMED:
        return MARKED if Markings(store).of(what, said[NAMED[what]]) else ""
    try:
        id = store.translation(said["id"]).post if what == "translation" else said["id"]
        post = store.post(id)
        if why := _restricted_posts(store, [post.id]):
            return why[post.id]
        media = said.get("sha256") or store.finding(said["finding"]).media
    except (NotFound, KeyError):
        # Nothing is there, so nothing is shown; the page says so.
        return ""
    return "graphic" if looks.graphic(store.findings(post.id, looks.GRAPHIC), media) else ""
