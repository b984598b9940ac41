"""Which new place goes on where another one ended: suggestions with their reasons, for a person.

Of channels and outlets alone. Each cue has a weight, as the logarithm of how much likelier it is
between a channel and its successor than between strangers; no single cue is enough.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from marsad.model import Place
from marsad.safeguards import of_an_outlet
from marsad.store import Seen, Store
from marsad.store.seen_spans import Span
from marsad.store.seen_spans import spans as read_spans
from marsad.store.signboards import of_outlets
from marsad.store.sources import Sources
from marsad.track.flow_kept import kept_flow
from marsad.track.successor_cue import Cue
from marsad.track.successor_cues import Cues

DAY = timedelta(days=1)
SILENT = 14 * DAY
"""A place that said nothing for so long before the end of what was collected has ended."""
BEFORE, AFTER = 7 * DAY, 120 * DAY
"""How long before the end of the old one, and how long after, a new one may have begun."""
ENOUGH = 4.5
LEAST_CUES = 2
ACT = "successor decided"
ENDED = ("dead", "renamed", "banned")


@dataclass(frozen=True, slots=True)
class Successor:
    """A place that may go on where another one ended."""

    old: str
    new: str
    ended: datetime
    began: datetime
    weight: float
    cues: tuple[Cue, ...]
    state: str = "suggested"
    """``suggested``, ``accepted`` or ``refused``."""
    by: str = ""


def successors(store: Store, every: bool = False, about: Collection[str] = ()) -> list[Successor]:
    """Suggestions, the surest first; decided ones only with ``every``; ``about`` narrows them."""
    known = decisions(store)
    found = []
    for each in _suggested(store, about):
        said = known.get((each.old, each.new))
        if said is None:
            found.append(each)
        elif every:
            found.append(replace(each, state=said["state"], by=said["by"]))
    return found


def decisions(store: Store) -> dict[tuple[str, str], Mapping[str, Any]]:
    """What persons decided about each two places, the last word of them."""
    return {(said["old"], said["new"]): said for said in store.acts(ACT)}


def _suggested(store: Store, about: Collection[str]) -> list[Successor]:
    places = {place.id: place for place in store.places()}
    known = of_outlets(store)
    Seen(store).catch_up()
    found_spans = (span for span in read_spans(store) if _shown(places.get(span.place), known))
    spans = {span.place: span for span in found_spans}
    pairs = _about(list(_pairs(spans, _ended(store, spans))), about)
    if not pairs:
        return []
    cues = Cues(store, places, spans, kept_flow(store).edges, {new for _old, new in pairs})
    found = []
    for old, new in pairs:
        some = tuple(cues.between(old, new))
        weight = round(sum(cue.weight for cue in some), 2)
        if weight >= ENOUGH and sum(cue.weight > 0 for cue in some) >= LEAST_CUES:
            found.append(Successor(old, new, spans[old].last, spans[new].first, weight, some))
    return [each for each in _best(found) if not about or {each.old, each.new} & set(about)]


def _shown(place: Place | None, known: frozenset[str]) -> bool:
    return place is not None and bool(of_an_outlet(place, known))


def _ended(store: Store, spans: Mapping[str, Span]) -> set[str]:
    if not spans:
        return set()
    end = max(span.last for span in spans.values())
    silent = {span.place for span in spans.values() if end - span.last >= SILENT}
    sources, healths = Sources(store).all(), Sources(store).healths()
    gone = {
        source.place
        for source in sources
        if source.handle in healths and healths[source.handle].state in ENDED
    }
    return silent | (gone & spans.keys())


def _pairs(spans: Mapping[str, Span], ended: set[str]) -> Iterator[tuple[str, str]]:
    for old in sorted(ended):
        for new, span in spans.items():
            begun = span.first - spans[old].last
            if new != old and -BEFORE <= begun <= AFTER and span.first > spans[old].first:
                yield old, new


def _about(pairs: list[tuple[str, str]], about: Collection[str]) -> list[tuple[str, str]]:
    """Pairs that touch some places, and the rivals of each: a new place has one old one."""
    new = {pair[1] for pair in pairs if not about or pair[0] in about or pair[1] in about}
    return [pair for pair in pairs if pair[1] in new]


def _best(found: list[Successor]) -> list[Successor]:
    """One old place for each new one: the likeliest. One old place may have several successors."""
    best: dict[str, Successor] = {}
    for each in sorted(found, key=lambda s: (-s.weight, s.old, s.new)):
        best.setdefault(each.new, each)
    return list(best.values())
