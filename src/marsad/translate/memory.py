"""What the lab has translated before, and who answered for it.

Only what a person approved or reviewed is remembered. Percentages compare folded source texts: 100
is the same characters, 99 the same text spelled otherwise, anything below says how much differs.
A high percentage may still hide a "not" or another number, so it is always shown.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Self

from marsad.model import Segment, Translation
from marsad.safeguards import PERSON
from marsad.store import Store
from marsad.text.bidi import isolate
from marsad.text.fold import folded
from marsad.translate.engine import AID
from marsad.translate.segment import UNKNOWN

EXACT, FOLDED, CLOSEST = 100, 99, 98
LEAST = 75
LONGEST = 5000
"""Characters; longer segments match whole or not at all, for comparing them would take minutes."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """A segment, and who answered for it when."""

    source: str
    target: str
    translation: str
    post: str
    translator: str
    by: str
    """The approver, or the reviewer while nobody has approved."""
    state: str
    at: datetime
    memory: str = ""
    """The foreign memory it came with; empty for the lab's own work."""

    @property
    def told(self) -> str:
        """Who answers for it, and since when."""
        by = isolate(self.by.removeprefix(PERSON))
        return f"{self.state} by {by} on {self.at.date().isoformat()}"

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


@dataclass(slots=True)
class Shelf:
    """The entries of one pair of languages."""

    texts: list[str] = field(default_factory=list)
    by_text: dict[str, list[Remembered]] = field(default_factory=dict)

    def put(self, entry: Remembered) -> None:
        """Put an entry on the shelf, the later ones first."""
        text = key(entry.source)
        if text not in self.by_text:
            self.by_text[text] = []
            if len(text) <= LONGEST:
                self.texts.append(text)
        self.by_text[text].insert(0, entry)

    def find(self, source: str, least: int) -> Match | None:
        """The best match of at least so many percent."""
        text = key(source)
        for entry in self.by_text.get(text, ()):
            if entry.source == source:
                return Match(entry, EXACT)
        if text in self.by_text:
            return Match(self.by_text[text][0], FOLDED)
        return self._fuzzy(text, least)

    def _fuzzy(self, text: str, least: int) -> Match | None:
        from rapidfuzz import fuzz, process

        if not text or len(text) > LONGEST:
            return None
        found = process.extractOne(text, self.texts, scorer=fuzz.ratio, score_cutoff=least)
        if found is None:
            return None
        return Match(self.by_text[found[0]][0], min(CLOSEST, int(found[1])))

    def all(self, source: str, least: int, limit: int) -> Iterator[Match]:
        """The best matches, each target of a source once."""
        from rapidfuzz import fuzz, process

        text = key(source)
        alike = [(text, 100.0, 0)] if text in self.by_text else []
        if text and len(text) <= LONGEST:
            alike += process.extract(
                text, self.texts, scorer=fuzz.ratio, score_cutoff=least, limit=limit + 1
            )
        seen = set()
        for found, percent, _ in alike:
            for entry in self.by_text[found]:
                if (found, entry.target) not in seen:
                    seen.add((found, entry.target))
                    same = EXACT if entry.source == source else FOLDED
                    yield Match(entry, same if found == text else min(CLOSEST, int(percent)))


class Memory:
    """Approved and reviewed segments, looked up by their source."""

    def __init__(self, translations: Iterable[Translation] = ()) -> None:
        """Remember the translations that a person answers for; approved ones come first."""
        self._shelves: dict[tuple[str, str], Shelf] = defaultdict(Shelf)
        kept = [each for each in translations if each.state != "draft" and each.kind != AID]
        for each in sorted(kept, key=lambda each: (each.state == "approved", each.made_at)):
            for entry in _entries(each):
                self._shelves[each.source_language, each.language].put(entry)

    @classmethod
    def of(cls, store: Store) -> Self:
        """The memory of a lab."""
        return cls(
            each for state in ("reviewed", "approved") for each in store.translations(state=state)
        )

    def find(self, source: str, language: str, to: str, least: int = LEAST) -> Match | None:
        """What was said before of this source or one like it; any language when it is unknown."""
        matches = (shelf.find(source, least) for shelf in self._open(language, to))
        return max(filter(None, matches), key=lambda match: match.percent, default=None)

    def matches(
        self, source: str, language: str, to: str, limit: int = 5, least: int = LEAST
    ) -> list[Match]:
        """What was said before of this source and of those like it, the best first."""
        found = [
            match for shelf in self._open(language, to) for match in shelf.all(source, least, limit)
        ]
        return sorted(found, key=lambda match: -match.percent)[:limit]

    def _open(self, language: str, to: str) -> Iterator[Shelf]:
        for (source_language, target_language), shelf in list(self._shelves.items()):
            anything = UNKNOWN in (language, source_language)
            if target_language == to and (anything or source_language == language):
                yield shelf


def _entries(of: Translation) -> Iterator[Remembered]:
    for each in of.segments:
        if each.target.strip():
            yield Remembered.of(each, of)


def key(source: str) -> str:
    """A source as it is compared: folded, its blanks single."""
    return " ".join(folded(source).split())
