"""The outlets and places of a lab, and one of them by itself."""

from dataclasses import dataclass
from datetime import timedelta

from marsad.model import Outlet, Place
from marsad.store import Seen, Store
from marsad.store.seen_media import Released, released
from marsad.store.seen_spans import Span, spans
from marsad.track import Edge, Life
from marsad.web.wording import N_

MEDIA = 30
"""Pictures and files listed of an outlet."""


@dataclass(frozen=True, slots=True)
class Listed:
    """Who is there to be looked at."""

    outlets: tuple[Outlet, ...]
    places: tuple[tuple[Place, Span | None], ...]
    """Those that post most first."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A life, with its lines ready to be put on a page."""

    life: Life
    names: dict[str, str]
    counts: tuple[tuple[str, dict[str, int]], ...]
    repeats: tuple[tuple[str, str, Edge, str], ...]
    """How it is repeated, with whom, and after how long."""
    media: tuple[Released, ...]
    """What it released last; nothing of it is opened here."""

    @property
    def narrowing(self) -> dict[str, str]:
        """What narrows a picture to it."""
        alone = self.life.places == (self.life.id,)
        return {"place" if alone else "outlet": self.life.id}


def outlets(store: Store) -> Listed:
    """Every outlet, and every place that anybody could read."""
    Seen(store).catch_up()
    known = {span.place: span for span in spans(store)}
    places = [(each, known.get(each.id)) for each in store.places() if each.public]
    places.sort(key=lambda pair: (-(pair[1].posts if pair[1] else 0), pair[0].id))
    return Listed(tuple(store.outlets()), tuple(places))


def shown(store: Store, life: Life) -> Shown:
    """A life with the names of those it has to do with."""
    names = names_of(store)
    titles = ("languages", "themes", "targets", "narratives")
    counts = [(title, getattr(life, title)) for title in titles]
    edges = [(N_("repeats"), names.get(each.source, each.source), each) for each in life.repeats]
    edges += [
        (N_("is repeated by"), names.get(each.target, each.target), each)
        for each in life.repeated_by
    ]
    return Shown(
        life,
        names,
        tuple((title, found) for title, found in counts if found),
        tuple((how, name, edge, after(edge)) for how, name, edge in edges),
        tuple(released(store, life.id, life.places, MEDIA)),
    )


def names_of(store: Store) -> dict[str, str]:
    """What outlets and places are called, by their ids."""
    names = {outlet.id: outlet.name for outlet in store.outlets()}
    return names | {place.id: place.name for place in store.places()}


def after(edge: Edge) -> str:
    """How long after half of the repetitions came, to be read by people."""
    seconds = edge.median_seconds
    return "" if seconds is None else str(timedelta(seconds=round(seconds)))
