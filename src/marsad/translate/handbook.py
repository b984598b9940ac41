"""What the lab knows that helps with a segment: memory, words, names, dates and scripture.

It is opened once and asked about many texts. What it says is material for a person; nothing of it
is a translation.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Self, TypeVar

from marsad.errors import NotFound
from marsad.model import Translation
from marsad.store import Store
from marsad.store.names import NOT
from marsad.text.dates import find_dates, find_months
from marsad.translate.helps import Helps, KnownDate, KnownName, KnownPassage, KnownTerm
from marsad.translate.memory import Match, Memory
from marsad.translate.renderings import HOW, Renderings, in_full, written
from marsad.translate.segment import (
    DATE,
    NAME,
    SCRIPTURE,
    Said,
    Source,
    apart,
    said_of,
    sources,
    text_of,
)
from marsad.translate.spelling import HOUSE, UNLINKED, Spelling, house, settled_in, unsettled
from marsad.translate.terms import Termbase

MOON = "by the Umm al-Qura tables; where the moon is looked for, it may be a day off"
PART = "a part of the passage is quoted; choose the words that render it"
MACHINE = "scripture is quoted as it was published, never translated by a machine"
SHOWN = 3
"""Of what is remembered."""
_DATED = re.compile(r"(\d{4}-\d\d-\d\d)(?:/(\d{4}-\d\d-\d\d))? (\w+)")

Stretch = TypeVar("Stretch", KnownTerm, KnownName, KnownDate, KnownPassage)


class Handbook:
    """Memory, termbase, spellings of names and renderings, to be asked about texts."""

    def __init__(
        self,
        memory: Memory,
        termbase: Termbase,
        spelling: Spelling = unsettled,
        renderings: Renderings | None = None,
    ) -> None:
        """Ask these; without a register, only the places that everybody knows are settled."""
        self.memory, self.termbase, self.spelling = memory, termbase, spelling
        self.renderings = renderings or Renderings()

    @classmethod
    def of(cls, store: Store) -> Self:
        """The handbook of a lab, as it is now."""
        made = cls.unrecalled(store)
        made.memory = Memory.of(store)
        return made

    @classmethod
    def unrecalled(cls, store: Store) -> Self:
        """The same without what was translated before, where that is not asked for."""
        found = Renderings.of(store.settings)
        return cls(Memory(), Termbase.of(store), settled_in(store), found)

    def helps(self, source: Source, to: str, skip: str = "") -> list[Helps]:
        """What is known of each segment of a text; ``skip`` is a translation not to recall."""
        spans = source.spans
        names, dates = _dealt(self._names(source), spans), _dealt(_dates(source, to), spans)
        passages = _dealt(self._passages(source, to), spans)
        return [
            Helps(
                source.of,
                number + 1,
                start,
                end,
                source.text[start:end],
                tuple(self._memory(source, start, end, to, skip)),
                tuple(_outside(self._terms(source, start, end), passages[number])),
                tuple(_outside(names[number], passages[number])),
                tuple(dates[number]),
                tuple(passages[number]),
            )
            for number, (start, end) in enumerate(spans)
        ]

    def _memory(self, source: Source, start: int, end: int, to: str, skip: str) -> Iterator[Match]:
        found = self.memory.matches(source.text[start:end], source.language, to, SHOWN + 1)
        # What this very translation said before helps nobody; what is foreign has no translation.
        others = [each for each in found if not skip or each.entry.translation != skip]
        yield from others[:SHOWN]

    def _terms(self, source: Source, start: int, end: int) -> Iterator[KnownTerm]:
        for match in self.termbase.find(source.text[start:end], source.language):
            first, last = start + match.start, start + match.end
            yield KnownTerm(first, last, source.text[first:last], match.term)

    def _names(self, source: Source) -> Iterator[KnownName]:
        found = [each for each in source.said if each.kind == NAME]
        linked = {(each.start, each.end) for each in found if not each.value.startswith(UNLINKED)}
        for each in found:
            denied = each.value.startswith(NOT)
            idle = each.value.startswith(UNLINKED) and (each.start, each.end) in linked
            if not denied and not idle:
                yield from self._name(each, source)

    def _name(self, said: Said, source: Source) -> Iterator[KnownName]:
        found = source.text[said.start : said.end]
        spelled = self.spelling(said.value)
        form = spelled.latin or house(spelled.name or found, source.language)
        if form:
            by = spelled.source if spelled.latin else HOUSE
            settled = bool(spelled.latin)
            yield KnownName(
                said.start, said.end, found, said.value, form, settled, by, spelled.name
            )

    def _passages(self, source: Source, to: str) -> Iterator[KnownPassage]:
        rendering = self.renderings.into(to)
        for each in apart(source.said, SCRIPTURE):
            found = source.text[each.start : each.end]
            said = rendering.of(each.value) if rendering else ""
            whole = in_full(found, each.value)
            note = (MACHINE if whole else PART) if said else HOW
            yield KnownPassage(
                each.start, each.end, found, each.value, written(each.value, to), said,
                rendering.name if said and rendering else "",
                rendering.licence if said and rendering else "", whole, note,
            )  # fmt: skip


def helps(store: Store, id: str) -> list[Helps]:
    """What the lab knows of each segment of a translation, or of all there is of a post."""
    book = Handbook.of(store)
    try:
        made = store.translation(id)
    except NotFound:
        to = store.settings.language
        every = sources(store, store.post(id))
        return [each for source in every for each in book.helps(source, to)]
    return book.helps(translated(store, made), made.language, made.id)


def translated(store: Store, made: Translation) -> Source:
    """What a translation is of, cut where the translation is cut."""
    spans = tuple((each.start, each.end) for each in made.segments)
    post = store.post(made.post)
    text = text_of(store, made.post, made.of)
    for source in sources(store, post):
        if source.of == made.of:
            return replace(source, language=made.source_language, spans=spans, quoted={})
    # What was read there is read otherwise by now; the words that were translated are still known.
    said = said_of(text, "", ())
    return Source(post, made.of, made.source_language, text, spans, {}, said)


def _dates(source: Source, to: str) -> Iterator[KnownDate]:
    """What findings say, then what else can be read as a date; days before months."""
    taken: set[int] = set()
    for start, end, value in _dated(source):
        places = range(start, end)
        if taken.isdisjoint(places):
            taken.update(places)
            if read := _DATED.fullmatch(value):
                first, last, calendar = read[1], read[2] or read[1], read[3]
                told = _said(first, last, to)
                note = MOON if calendar == "hijri" else ""
                found = source.text[start:end]
                yield KnownDate(start, end, found, calendar, first, last, told, note)


def _dated(source: Source) -> Iterator[tuple[int, int, str]]:
    for said in source.said:
        if said.kind == DATE:
            yield said.start, said.end, said.value
    for day in find_dates(source.text):
        yield day.start, day.end, f"{day.day.isoformat()} {day.calendar}"
    for month in find_months(source.text):
        lasts = f"{month.first.isoformat()}/{month.last.isoformat()}"
        yield month.start, month.end, f"{lasts} {month.calendar}"


def _said(first: str, last: str, to: str) -> str:
    one, other = date.fromisoformat(first), date.fromisoformat(last)
    if to != "en":
        return first if one == other else f"{first} – {last}"
    return _english(one) if one == other else f"{_english(one)} – {_english(other)}"


def _english(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def _dealt(stretches: Iterable[Stretch], spans: Sequence[tuple[int, int]]) -> list[list[Stretch]]:
    """The stretches that reach into each segment, in order."""
    dealt: list[list[Stretch]] = [[] for _ in spans]
    ends = [end for _, end in spans]
    for each in sorted(stretches, key=lambda one: one.start):
        for number in range(bisect_right(ends, each.start), len(spans)):
            if spans[number][0] >= each.end:
                break
            dealt[number].append(each)
    return dealt


def _outside(stretches: Iterable[Stretch], of: Sequence[KnownPassage]) -> Iterator[Stretch]:
    # In a published rendering nobody chooses words.
    for each in stretches:
        if not any(one.start < each.end and each.start < one.end for one in of):
            yield each
