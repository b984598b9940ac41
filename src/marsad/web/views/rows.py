"""One line about a post."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from marsad.errors import NotFound
from marsad.model import Post
from marsad.model.maker import ORIGIN, PLACE
from marsad.report import cite
from marsad.store import Store
from marsad.store.markings import Markings

PICTURES = ("photo", "sticker", "animation")
BADGES = {
    "photo": "picture", "sticker": "picture", "animation": "picture", "video": "video",
    "audio": "sound", "voice": "sound", "file": "file",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """What a list says about a post."""

    post: Post
    place: str
    outlet: str
    """Who made it, as far as it is known."""
    first: str
    language: str
    badges: tuple[str, ...]
    markings: tuple[str, ...] = ()


def rows(store: Store, posts: Iterable[Post]) -> tuple[Row, ...]:
    """A line for each post."""
    places, some = {place.id: place.name for place in store.places()}, list(posts)
    marks = Markings(store).of_posts(some)
    return tuple(_row(store, post, places, marks.get(post.id, ())) for post in some)


def _row(store: Store, post: Post, places: Mapping[str, str], marks: tuple[str, ...]) -> Row:
    return Row(
        post,
        places.get(post.place, post.place),
        made_by(store, post),
        _first_line(post),
        language_of(store, post),
        tuple(dict.fromkeys(_badges(post))),
        marks,
    )


def made_by(store: Store, post: Post) -> str:
    """The name of the outlet that made a post; empty when nobody said."""
    for finding in reversed(store.findings(post.id, "made-by-outlet")):
        try:
            if finding.value.startswith(PLACE):
                return store.place(finding.value.removeprefix(PLACE)).name
            if finding.value.startswith(ORIGIN):
                return finding.value.removeprefix(ORIGIN)
            return cite.outlet_name(store.outlet(finding.value))
        except NotFound:
            return finding.value
    return ""


def language_of(store: Store, post: Post) -> str:
    """The language of the text of a post; empty when it was not determined."""
    for finding in reversed(store.findings(post.id, "language")):
        if not finding.media and finding.span is None:
            return finding.value
    return ""


def _first_line(post: Post) -> str:
    said = post.text or (post.poll.question if post.poll else "")
    return next((line for line in said.splitlines() if line.strip()), "")


def _badges(post: Post) -> Iterator[str]:
    for medium in post.media:
        yield BADGES.get(medium.kind, "file")
    if post.poll:
        yield "poll"
    if post.forwarded_from:
        yield "forwarded"
    if post.edited_at:
        yield "edited"
    if post.kind == "service":
        yield "service message"
    if post.fiction:
        yield "fiction"
