"""The sections of a brief, in the order in which they are read."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import timedelta
from math import sqrt

from marsad.model.maker import ORIGIN, PLACE
from marsad.phrase import Counted, Joined, Phrase
from marsad.store import Seen, Sighting
from marsad.track.brief_bursts import bursts
from marsad.track.brief_day import USUAL, Day, Line, Section, of_outlets, of_posts
from marsad.track.brief_events import events
from marsad.track.brief_places import ended, new_places
from marsad.track.event_posted import unit
from marsad.track.picture_look import whole
from marsad.track.picture_units import ACCOUNTS

MADE_TO_PASS_ON, REPEATED = 2, 3
"""Points of a post with a medium or a forward, and for each other outlet that repeated it."""
BEYOND = 2.0
"""Standard deviations of a Poisson count above the usual, from which on it is told."""
LEAST = 3
"""Posts from which on more than usual is told."""
LABELS = ("themes", "targets", "narratives")


def outlets(day: Day) -> Section:
    """Whoever posted, registered outlets first."""
    repeated = _repeated(day)
    mine: defaultdict[str, list[Sighting]] = defaultdict(list)
    for row in day.rows:
        mine[_maker(row)].append(row)
    lines = [
        _outlet(day, id, rows, day.makers[id], repeated)
        for id, rows in mine.items()
        # Accounts of persons are not ranked; nor can their posts tell whose they are, together.
        if day.units.shown(id) != ACCOUNTS
    ]
    lines.sort(key=lambda line: (_rank(line.id), -line.strength, line.id))
    return Section(
        "outlets",
        "By outlet",
        Phrase(
            "outlets of the register, then those known from forwards, then places; within these by "
            "points: 1 for each post, %(made)s more for one with a picture, file or forward, "
            "%(repeated)s more for each other outlet that repeated it on the day",
            made=MADE_TO_PASS_ON,
            repeated=REPEATED,
        ),
        tuple(lines),
    )


def _maker(row: Sighting) -> str:
    """As findings have it, so that a report can take its blocks in this order."""
    return row.outlet or PLACE + row.place


def _rank(id: str) -> tuple[bool, bool]:
    return id.startswith(PLACE), id.startswith(ORIGIN)


def _outlet(
    day: Day, id: str, rows: Sequence[Sighting], before: int, repeated: dict[int, set[str]]
) -> Line:
    strong = sum(bool(row.media or row.origin or row.origin_name) for row in rows)
    others = {who for row in rows for who in repeated.get(row.seq, ())} - {id}
    times = sum(len(repeated.get(row.seq, set()) - {id}) for row in rows)
    usual = f"{day.usual(before):.1f}"
    said = [Phrase("%(posts)s, usually %(usual)s a day", posts=of_posts(len(rows)), usual=usual)]
    if strong:
        said.append(Phrase("%(strong)s with a picture, file or forward", strong=strong))
    if others:
        said.append(
            Counted("repeated by %(num)d other outlet", "repeated by %(num)d other outlets",
                    len(others))
        )  # fmt: skip
    points = len(rows) + MADE_TO_PASS_ON * strong + REPEATED * times
    name = day.units.name(id)
    return Line(id, name, Joined(said), points, tuple(row.post for row in rows))


def _repeated(day: Day) -> dict[int, set[str]]:
    """Who repeated each post on this day."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    for row in day.rows:
        for repeat in row.repeats:
            found[repeat.first].add(unit(row, day.units.runs))
    return found


class Labels:
    """What came more often than usual, or for the first time in the weeks."""

    def __init__(self, kind: str) -> None:
        """Of one kind of label."""
        self.kind, self.title = kind, f"{kind.capitalize()} above the usual"

    def __call__(self, day: Day) -> Section:
        """The section of a day."""
        found: defaultdict[str, list[Sighting]] = defaultdict(list)
        for row in day.rows:
            for label in dict.fromkeys(getattr(row, self.kind)):
                found[label].append(row)
        before = day.labels[LABELS.index(self.kind)]
        lines = [
            self._line(day, label, rows, before[label])
            for label, rows in found.items()
            if _beyond(len(rows), day.usual(before[label])) or not before[label]
        ]
        lines.sort(key=lambda line: (-line.strength, line.id))
        rule = Phrase(
            "by how far they are above what was usual in the %(days)s days before, in standard "
            "deviations of a Poisson count; told from %(least)s on, or where there were none",
            days=USUAL, least=f"{BEYOND:.0f}",
        )  # fmt: skip
        return Section(self.kind, self.title, rule, tuple(lines))

    def _line(self, day: Day, label: str, rows: Sequence[Sighting], before: int) -> Line:
        usual = day.usual(before)
        outlets = len({day.units.of(row) for row in rows})
        habit = (
            Phrase("usually %(usual)s a day", usual=f"{usual:.1f}")
            if before
            else Phrase("none in the %(days)s days before", days=USUAL)
        )
        reason = Phrase("%(posts)s of %(outlets)s, %(habit)s", posts=of_posts(len(rows)),
                        outlets=of_outlets(outlets), habit=habit)  # fmt: skip
        return Line(label, label, reason, _above(len(rows), usual), tuple(row.post for row in rows))


def _above(count: int, usual: float) -> float:
    # A habit that rests on nothing is not taken for never.
    return round((count - usual) / sqrt(max(usual, 1.0)), 2)


def _beyond(count: int, usual: float) -> bool:
    return count >= LEAST and _above(count, usual) >= BEYOND


def copies(day: Day) -> Section:
    """What was repeated on this day, and by whom."""
    found: defaultdict[int, list[Sighting]] = defaultdict(list)
    for row in day.rows:
        for first in {repeat.first for repeat in row.repeats}:
            found[first].append(row)
    firsts = Seen(day.store).by_number(sorted(found))
    lines = [
        _copied(day, firsts[first], rows)
        for first, rows in found.items()
        if first in firsts and firsts[first].place in day.units.places
    ]
    kept = [line for line in lines if line.strength]
    kept.sort(key=lambda line: (-line.strength, -len(line.posts), line.id))
    return Section(
        "copies", "Who repeated whom", Phrase("by how many other outlets repeated it"), tuple(kept)
    )


def _copied(day: Day, first: Sighting, rows: Sequence[Sighting]) -> Line:
    units = day.units
    source = units.of(first)
    others = sorted({units.of(row) for row in rows} - {source})
    ways = sorted(
        {repeat.by for row in rows for repeat in row.repeats if repeat.first == first.seq}
    )
    after = min(row.at for row in rows) - first.at
    names = Joined((whole(units.name(each)) for each in others[:5]), ", ")
    more = len(others) - 5
    some = Phrase("%(names)s and %(more)s more", names=names, more=more) if more > 0 else names
    reason = Phrase(
        "%(source)s had it first; repeated by %(others)s (%(ways)s), first after %(after)s",
        source=whole(units.name(source)), others=some, ways=", ".join(ways),
        after=str(timedelta(seconds=max(0, after // 10**6))),
    )  # fmt: skip
    return Line(first.post, units.name(source), reason, len(others),
                (first.post, *(row.post for row in rows)))  # fmt: skip


SECTIONS: tuple[Callable[[Day], Section], ...] = (
    outlets,
    *map(Labels, LABELS),
    bursts,
    new_places,
    ended,
    copies,
    events,
)
