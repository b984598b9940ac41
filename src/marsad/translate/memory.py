"""What was translated before, and who answered for it.

Of the lab's own work only what a person approved or reviewed is remembered. What came from other
tools stands apart under its own name and never counts as approved. Percentages compare folded
source texts: 100 is the same characters, 99 the same text spelled otherwise, anything below says
how much differs. A high percentage may still hide a "not" or another number, so it is always shown.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import islice
from typing import Any, Self

from marsad.model import Segment, Translation
from marsad.safeguards import PERSON
from marsad.store import Store, records
from marsad.store.recall import FEW, OWN, Recall, Taken
from marsad.text.bidi import isolate
from marsad.translate.engine import AID
from marsad.translate.nearby import Nearby, Tell, hashed, key
from marsad.translate.segment import UNKNOWN

EXACT, FOLDED, CLOSEST = 100, 99, 98
LEAST = 75
"""Percent; a text that is less alike helps nobody, and this is what the search was measured for."""
FOREIGN = "foreign"
"""The state of what came from another tool, whatever it said there."""
BATCH = 500
"""Translations that are read in one transaction."""
SPARE, SPARE_HIDDEN = 8, 200
"""Sources that are looked at beyond those asked for: of some nothing stands any more."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """A segment, and who answered for it when."""

    source: str
    target: str
    translation: str
    post: str
    translator: str
    by: str
    """The approver, or the reviewer while nobody has approved; else whom a foreign memory names."""
    state: str
    at: datetime
    """When they did; where a foreign memory does not say, when it was taken in."""
    memory: str = OWN
    """The foreign memory it came with; empty for the lab's own work."""
    tool: str = ""
    """What wrote that memory."""
    turned: bool = False
    """It was translated the other way round."""

    @property
    def told(self) -> str:
        """Who answers for it, since when and where."""
        by, day = isolate(self.by.removeprefix(PERSON)), self.at.date().isoformat()
        if not self.memory:
            return f"{self.state} by {by} on {day}"
        tool = f" ({isolate(self.tool)})" if self.tool else ""
        turned = ", the other way round" if self.turned else ""
        signed = f", by {by}" if self.by else ""
        return f"foreign, from {isolate(self.memory)}{tool}{turned}{signed} on {day}"

    @classmethod
    def of(cls, segment: Segment, made: Translation) -> Self:
        """A segment of a translation that a person answers for."""
        by = made.approver or made.reviewer
        said = (segment.source, segment.target, made.id, made.post)
        return cls(*said, made.translator, by, made.state, made.made_at)


@dataclass(frozen=True, slots=True)
class Match:
    """Something remembered, and how alike its source is."""

    entry: Remembered
    percent: int


class Memory:
    """Approved and reviewed segments and those of other tools, looked up by their source."""

    def __init__(self, store: Store | None = None, tell: Tell = lambda _some: None) -> None:
        """Look into a lab as far as its memory was read; without a lab nothing is remembered."""
        self._recall, self._tell = Recall(store) if store else None, tell

    @classmethod
    def of(cls, store: Store, tell: Tell = lambda _some: None) -> Self:
        """The memory of a lab, with everything that was signed until now.

        ``tell`` hears how many segments were put into the index.
        """
        follow(store)
        return cls(store, tell)

    def find(self, source: str, language: str, to: str, least: int = LEAST) -> Match | None:
        """What was said before of this source or one like it; any language when it is unknown."""
        return next(iter(self.matches(source, language, to, 1, least)), None)

    def matches(
        self, source: str, language: str, to: str, limit: int = 5, least: int = LEAST
    ) -> list[Match]:
        """What was said before of this source and of those like it, the best first.

        Of what is equally alike the lab's own goes before what is foreign, approved before
        reviewed, late before early; each wording of a source comes once.
        """
        if self._recall is None or not (text := key(source)):
            return []
        asked = (source, language, to)
        found = [
            Match(entry, EXACT if entry.source == source else FOLDED)
            for entry in self._entries(text, *asked)
        ]
        if len(found) < limit and least < FOLDED:
            found += islice(self._alike(text, least, limit, *asked), limit)
        return sorted(found, key=lambda match: -match.percent)[:limit]

    def approved(self, source: str, language: str, to: str) -> list[Match]:
        """What the lab itself approved of the same words, spelling set aside; late before early."""
        if self._recall is None or not (text := key(source)):
            return []
        rows = self._recall.same(hashed(text), to, "approved")
        return [
            Match(entry, EXACT if entry.source == source else FOLDED)
            for entry in _once(text, rows, source, language)
        ]

    @cached_property
    def _nearby(self) -> Nearby:
        assert self._recall is not None
        return Nearby(Recall(self._recall.store.whole), self._tell)

    def _alike(
        self, text: str, least: int, limit: int, source: str, language: str, to: str
    ) -> Iterator[Match]:
        # Of what is hidden nothing stands either.
        spare = SPARE_HIDDEN if self._recall and self._recall.store.hidden else SPARE
        for same, percent in self._nearby.find(text, language, to, least, limit + spare):
            if same != text:
                for entry in self._entries(same, source, language, to):
                    yield Match(entry, min(CLOSEST, int(percent)))

    def _entries(self, text: str, source: str, language: str, to: str) -> Iterator[Remembered]:
        assert self._recall is not None
        hash = hashed(text)
        rows: list[Mapping[str, Any]] = []
        for state in ("approved", "reviewed"):
            some = self._recall.same(hash, to, state)
            if len(some) == FEW:
                # The very characters may have been approved long before.
                some = [*self._recall.same(hash, to, state, source), *some]
            rows += some
        rows += self._recall.same_foreign(hash, to)
        return _once(text, rows, source, language)


def follow(store: Store) -> None:
    """Bring the memory up to what was signed since; of two processes one does it."""
    recall = Recall(store.whole)
    there = recall.memory(OWN)
    last = there.last if there else 0
    fresh = recall.fresh(last)
    while some := list(islice(fresh, BATCH)):
        rows = [row for _seq, made in some for row in _rows(made)]
        if not recall.put(rows, last, Taken(OWN, "", some[-1][0], True)):
            return
        last = some[-1][0]


def own_segments(store: Store) -> int:
    """How many segments of the lab's own are remembered."""
    follow(store)
    return Recall(store).counts().get(OWN, 0)


def _rows(made: Translation) -> Iterator[dict[str, Any]]:
    if made.kind == AID:
        return
    for number, each in enumerate(made.segments, 1):
        text = key(each.source)
        if text and each.target.strip():
            by = made.approver or made.reviewer
            said = {"target": each.target, "by": by, "translator": made.translator}
            yield {
                "memory": OWN,
                "hash": hashed(text),
                "source_language": made.source_language,
                "language": made.language,
                "state": made.state,
                "at": records.instant(made.made_at),
                "source": each.source,
                "said": records.record(said),
                "translation": made.id,
                "segment": number,
                "post": made.post,
            }


def _once(
    text: str, rows: Sequence[Mapping[str, Any]], source: str, language: str
) -> Iterator[Remembered]:
    """Each wording once, the very characters first, of the rows that have this key and language."""
    seen: set[str] = set()
    for row in sorted(rows, key=lambda row: row["source"] != source):
        spoken = row["source_language"]
        if spoken != language and UNKNOWN not in (language, spoken):
            continue
        entry = _entry(row)
        if entry.target not in seen and key(entry.source) == text:
            seen.add(entry.target)
            yield entry


def _entry(row: Mapping[str, Any]) -> Remembered:
    said = records.plain(row["said"])
    return Remembered(
        row["source"],
        said["target"],
        row["translation"],
        row["post"],
        said.get("translator", said["by"]),
        said["by"],
        row["state"],
        datetime.fromisoformat(row["at"]),
        row["memory"],
        said.get("tool", ""),
        said.get("turned", False),
    )
