"""Retention classes: how long posts are kept, and which are due to go.

The class of a post is that of the source it came from, unless a person gave it another. What is
due is asked to be erased like anything else: a second person approves, and holds come first.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from marsad.errors import BadInput
from marsad.model import Capture, Post
from marsad.phrase import Phrase
from marsad.preserve.erase import Asked, ask
from marsad.preserve.hold import holds
from marsad.preserve.tombstones import unversioned
from marsad.store import Store
from marsad.store.sources import Sources

SET, APPLIED = "retention set", "retention applied"
STANDARD = "standard"


@dataclass(frozen=True, slots=True)
class Due:
    """A post whose time is over."""

    post: str
    kept_as: str
    """The class that says so."""
    since: datetime
    held_by: str = ""
    """The hold that keeps it all the same."""


def classes(store: Store) -> dict[str, int]:
    """Each class of the settings, and for how many days it keeps; 0 is for good."""
    found = {}
    for each in store.settings.retention.split(","):
        name, equals, days = (part.strip() for part in each.partition("="))
        if not (name and equals and days.isdecimal()):
            raise BadInput(
                Phrase(
                    "setting retention has %(each)s; write such as short=90",
                    each=repr(each.strip()),
                )
            )
        found[name] = int(days)
    return found


def set_class(store: Store, posts: Sequence[str], name: str, by: str) -> None:
    """Give posts a class of their own."""
    if name not in (known := classes(store)):
        raise BadInput(
            Phrase(
                "no retention class %(name)s; there are %(known)s",
                name=repr(name),
                known=", ".join(known),
            )
        )
    ids = sorted({unversioned(store.post(id).id) for id in posts})
    with store.write() as writer:
        writer.act(SET, by, posts=ids, kept_as=name)


def due(store: Store, now: datetime | None = None) -> Iterator[Due]:
    """Every post whose time is over, counted from when it was collected."""
    now = now or datetime.now(UTC)
    days, kept, held = classes(store), _Kept(store), _held(store)
    for post in store.posts():
        name = kept.as_(post)
        if not (limit := days.get(name, 0)):
            continue
        over = kept.capture(post).taken_at + timedelta(days=limit)
        if over <= now:
            yield Due(post.id, name, over, held.get(post.capture, ""))


def apply(store: Store, by: str, now: datetime | None = None) -> Asked | None:
    """Ask that everything due and not held be erased; the run itself is logged."""
    found = list(due(store, now))
    free = [each for each in found if not each.held_by]
    with store.write() as writer:
        writer.act(APPLIED, by, due=len(found), held=len(found) - len(free))
    if not free:
        return None
    names = ", ".join(sorted({each.kept_as for each in free}))
    return ask(store, [each.post for each in free], by, f"end of retention ({names})")


def _held(store: Store) -> dict[str, str]:
    """Captures with a post on hold, and the hold: the file goes with any of its posts."""
    found: dict[str, str] = {}
    for post in store.posts() if (standing := holds(store)) else ():
        for each in standing:
            if each.covers(post):
                found.setdefault(post.capture, each.id)
    return found


class _Kept:
    """Which class each post is kept as."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._own: dict[str, str] = {}
        for said in store.acts(SET):
            self._own.update(dict.fromkeys(said["posts"], said["kept_as"]))
        sources = Sources(store).all()
        self._places: Mapping[str, str] = {each.place: each.retention for each in sources}
        self._origins: Mapping[str, str] = {each.origin: each.retention for each in sources}
        self._captures: dict[str, Capture] = {}

    def as_(self, post: Post) -> str:
        """The class of a post."""
        own = self._own.get(unversioned(post.id)) or self._places.get(post.place)
        return own or self._origins.get(self.capture(post).origin, STANDARD)

    def capture(self, post: Post) -> Capture:
        """What a post was read from."""
        if post.capture not in self._captures:
            self._captures[post.capture] = self._store.capture(post.capture)
        return self._captures[post.capture]
