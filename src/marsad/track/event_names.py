"""By which names the actors and the place of an event may be called: both scripts, every alias."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from importlib.resources import files

from marsad.model import AuthorityRecord, Event, Outlet
from marsad.text.fold import folded

ACTOR, PLACE, WORD, TITLE, DATE = "actor", "place", "word", "title", "date"
OUTLET = "outlet:"
SHORTEST = 4
"""Letters of a word of the title from which on it may be looked for."""
MOST_DAYS = 7
"""Days of an event up to which naming one of them says something."""


@dataclass(slots=True)
class Cue:
    """One thing by which a post may speak of an event, under all its names."""

    family: str
    label: str
    names: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    """What findings say where they mean it: ``un:QDe.001``, ``geonames:98182``, a date."""


def cues(
    events: Sequence[Event], entries: Iterable[AuthorityRecord], outlets: Iterable[Outlet]
) -> list[list[Cue]]:
    """The cues of each event; what the register knows of actors and places is joined to them."""
    found = [list(_own(event)) for event in events]
    wanted: defaultdict[tuple[bool, str], list[Cue]] = defaultdict(list)
    for cue in (each for some in found for each in some if each.family in (ACTOR, PLACE)):
        for name in cue.names:
            wanted[cue.family == PLACE, folded(name).strip()].append(cue)
    fits = defaultdict[int, list[_Bearer]](list)
    by_id: dict[int, Cue] = {}
    for bearer in _bearers(entries, outlets):
        keys = {(bearer.place, folded(name).strip()) for name in (bearer.id, *bearer.names)}
        for cue in (each for key in keys for each in wanted.get(key, ())):
            by_id[id(cue)] = cue
            fits[id(cue)].append(bearer)
    for number, some in fits.items():
        _join(by_id[number], some)
    return found


@dataclass(frozen=True, slots=True)
class _Bearer:
    id: str
    names: tuple[str, ...]
    place: bool
    weight: int = 0


def _join(cue: Cue, bearers: list[_Bearer]) -> None:
    """Take over the names of the one that is meant: of places the largest, else a single one."""
    bearers.sort(key=lambda each: -each.weight)
    distinct = {each.id for each in bearers}
    if cue.family == ACTOR and len(distinct) > 1 and not set(cue.names) & distinct:
        return
    meant = bearers[0]
    cue.names = list(dict.fromkeys([*cue.names, *filter(None, meant.names)]))
    cue.ids = list(dict.fromkeys([*cue.ids, meant.id]))


def _own(event: Event) -> Iterator[Cue]:
    for actor in event.actors:
        yield Cue(ACTOR, actor, [actor], [actor] if ":" in actor else [])
    places = list(dict.fromkeys([*filter(None, _parts(event.place)), *event.places]))
    for place in places:
        yield Cue(PLACE, place, [place])
    for word in event.words:
        yield Cue(WORD, word, [word])
    said = {folded(each) for each in (*event.actors, *places, *event.words)}
    for said_word in dict.fromkeys(folded(event.title).split()):
        clean = said_word.strip(".,;:!?()\"'«»،؛")
        if len(clean) >= SHORTEST and not any(clean in each for each in said):
            yield Cue(TITLE, clean, [clean])
    days = (event.end - event.start).days + 1
    if days <= MOST_DAYS:
        dates = [f"{DATE}:{event.start + timedelta(days=n)}" for n in range(days)]
        yield Cue(DATE, str(event.start), [], dates)


def _parts(place: str) -> list[str]:
    return [part.strip() for part in place.replace("،", ",").split(",")]


def _bearers(entries: Iterable[AuthorityRecord], outlets: Iterable[Outlet]) -> Iterator[_Bearer]:
    for entry in entries:
        forms = (entry.name, entry.latin, *entry.aliases)
        yield _Bearer(entry.id, forms, entry.kind == "place", entry.weight)
    for outlet in outlets:
        yield _Bearer(f"{OUTLET}{outlet.id}", (outlet.name, outlet.latin, *outlet.aliases), False)
    shipped = files("marsad.vocabulary").joinpath("places.tsv")
    for line in shipped.read_text(encoding="utf-8").splitlines():
        if line[:1] != "#":
            id_, _country, weight, names = line.split("\t")
            yield _Bearer(id_, tuple(names.split("|")), True, int(weight))
