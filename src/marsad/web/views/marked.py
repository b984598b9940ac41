"""A thing with its markings, as pages show it."""

from dataclasses import dataclass

from marsad import track
from marsad.errors import NotFound
from marsad.phrase import Phrase
from marsad.store import Store
from marsad.store.markings import KINDS, Markings
from marsad.store.veil_views import CASE, PLACE, POST, REPORT

PAGES = {POST: "/post/", PLACE: "/places/", CASE: "/case/", REPORT: "/report/"}


@dataclass(frozen=True, slots=True)
class Marked:
    """A post, place, case or report, and what stands on it."""

    kind: str
    id: str
    name: str
    own: tuple[str, ...]
    """Markings that can be taken off here."""
    of_place: tuple[str, ...]
    """Those of the place of a post."""
    home: str
    """Where its page is, but for its id."""


def marked(store: Store, kind: str, id: str) -> Marked:
    """Look a thing up with its markings."""
    if kind not in KINDS:
        raise NotFound(
            Phrase(
                "no kind %(kind)s of things to mark; there are %(kinds)s",
                kind=repr(kind[:20]),
                kinds=", ".join(KINDS),
            )
        )
    marks = Markings(store)
    if kind == POST:
        post = store.post(id)
        above = tuple(marks.of(PLACE, post.place))
        own = tuple(marks.of(POST, post.place, post.native_id))
        return Marked(kind, post.id, post.native_id, own, above, PAGES[kind])
    thing, name = _named(store, kind, id)
    return Marked(kind, thing, name, tuple(marks.of(kind, thing)), (), PAGES[kind])


def _named(store: Store, kind: str, id: str) -> tuple[str, str]:
    if kind == PLACE:
        place = store.place(id)
        return place.id, place.name
    if kind == CASE:
        one = track.case(store, id)
        return one.name, one.title
    report = store.report(id)
    return report.handle, report.title or report.handle
