"""The same words get the same English, or somebody says why not."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from marsad.model import Translation
from marsad.store import Store
from marsad.store.standing import CHOSEN
from marsad.text.marks import marked
from marsad.translate.memory import Memory, Remembered
from marsad.translate.nearby import key


@dataclass(frozen=True, slots=True)
class Variant:
    """A segment that was approved otherwise in another text."""

    segment: int
    """Its number, from 1."""
    target: str
    entry: Remembered


@dataclass(frozen=True, slots=True)
class Decided:
    """One way of putting a source, who approved it, and why where they were asked."""

    entry: Remembered
    because: str = ""


@dataclass(frozen=True, slots=True)
class Inconsistent:
    """A source that was approved in more than one wording, spellings of the source set aside."""

    source: str
    language: str
    to: str
    decided: tuple[Decided, ...]
    """Oldest first; of each wording the first."""

    @property
    def explained(self) -> bool:
        """Say whether every later wording has its reason."""
        return all(each.because for each in self.decided[1:])


def otherwise(store: Store, made: Translation, skip: Collection[str] = ()) -> Iterator[Variant]:
    """Segments that the lab has approved in other words; marks are set aside."""
    memory = Memory.of(store)
    for number, each in enumerate(made.segments, 1):
        if not each.target.strip():
            continue
        found = memory.approved(each.source, made.source_language, made.language)
        if not found or found[0].entry.translation in skip:
            continue
        if marked(found[0].entry.target) != marked(each.target):
            yield Variant(number, each.target, found[0].entry)


def inconsistent(store: Store) -> list[Inconsistent]:
    """Every source that was approved in several wordings, with who decided what and why."""
    reasons = _reasons(store)
    found: dict[tuple[str, str, str], list[tuple[Any, Decided]]] = defaultdict(list)
    for made in sorted(store.translations(state="approved"), key=lambda each: each.made_at):
        for number, entry in _entries(made):
            said = marked(entry.target)
            ways = found[key(entry.source), made.source_language, made.language]
            if all(said != other for other, _ in ways):
                ways.append((said, Decided(entry, reasons.get((made.id, number), ""))))
    return [
        Inconsistent(ways[0][1].entry.source, language, to, tuple(one for _, one in ways))
        for (_, language, to), ways in found.items()
        if len(ways) > 1
    ]


def _entries(made: Translation) -> Iterator[tuple[int, Remembered]]:
    for number, each in enumerate(made.segments, 1):
        if each.target.strip():
            yield number, Remembered.of(each, made)


def _reasons(store: Store) -> Mapping[tuple[str, int], str]:
    return {
        (said["translation"], each["segment"]): said["because"]
        for said in store.acts(CHOSEN)
        for each in said["differs"]
    }
