"""What two places say and show of themselves: description and picture, as cues."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TypeVar

from rapidfuzz.fuzz import ratio

from marsad.store import Store
from marsad.store.signboards import Board, Signboards
from marsad.text.fold import folded
from marsad.track.successor_cue import Cue

SHORTEST = 16
"""Letters; shorter ones say what everybody says ("official channel")."""
ALIKE = 0.8
NEAR = 31
"""Bits of 256 by which two hashes of one picture may differ; as for pictures of posts."""
_POINTER = re.compile(r"(?:@|(?:t|telegram)\.me/(?:s/)?)(\w{4,32})", re.ASCII)
_ADDRESS = re.compile(r"https?://\S+|(?:\w+\.)+\w+/\S*|@\w+", re.ASCII)
_NO_WORD = re.compile(r"[\W\d_]+")


T = TypeVar("T")
Known = Mapping[str, tuple[T, ...]]


class Boards:
    """Signboards of the places that are compared, read once."""

    def __init__(self, store: Store, places: Collection[str]) -> None:
        """Read them; without addresses and numbers, which change with every new place."""
        every = Signboards(store).every()
        self._boards = {place: every[place] for place in places if place in every}
        self._words = {
            place: tuple(filter(None, map(_plain, boards)))
            for place, boards in self._boards.items()
        }
        self._hashes = {
            place: tuple({int(board.pdq, 16) for board in boards if board.pdq})
            for place, boards in self._boards.items()
        }

    def cues(self, old: str, new: str, handle_old: str, handle_new: str) -> Iterator[Cue]:
        """Every version of the one is held against every version of the other."""
        yield from self._description(old, new)
        yield from self._picture(old, new)
        yield from self._pointer(old, new, handle_old, handle_new)

    def _description(self, old: str, new: str) -> Iterator[Cue]:
        alike = max(_scores(self._words, old, new, _likeness), default=0)
        if alike >= ALIKE:
            others = _others(self._words, old, new, lambda a, b: _likeness(a, b) >= ALIKE)
            why = f"describes itself alike: {alike:.2f}, and {others} others do"
            yield Cue("description", round(2.5 / (1 + others), 2), why)

    def _picture(self, old: str, new: str) -> Iterator[Cue]:
        near = min(_scores(self._hashes, old, new, _bits), default=256)
        if near <= NEAR:
            # Flags and calligraphy hang over many doors.
            others = _others(self._hashes, old, new, lambda a, b: _bits(a, b) <= NEAR)
            why = f"shows the same picture: {near:.0f} of 256 bits differ, and {others} others do"
            yield Cue("picture", round(3.0 / (1 + others), 2), why)

    def _pointer(self, old: str, new: str, handle_old: str, handle_new: str) -> Iterator[Cue]:
        if handle_new in self._named(old):
            yield Cue("description names it", 4.0, "the old one's description names the new one")
        elif handle_old in self._named(new):
            # Anybody may claim to be the heir.
            yield Cue("description names it", 1.5, "the new one's description names the old one")

    def _named(self, place: str) -> set[str]:
        said = (board.description for board in self._boards.get(place, ()))
        return {handle.lower() for text in said for handle in _POINTER.findall(text)}


def _others(known: Known[T], old: str, new: str, same: Callable[[T, T], bool]) -> int:
    """How many further places have what the old one has: what many have tells little."""
    return sum(
        any(same(one, other) for one in known.get(old, ()) for other in theirs)
        for place, theirs in known.items()
        if place not in (old, new)
    )


def _scores(known: Known[T], old: str, new: str, score: Callable[[T, T], float]) -> list[float]:
    return [score(a, b) for a in known.get(old, ()) for b in known.get(new, ())]


def _plain(board: Board) -> str:
    words = _NO_WORD.sub(" ", folded(_ADDRESS.sub(" ", board.description))).strip()
    return words if len(words) >= SHORTEST else ""


def _likeness(one: str, other: str) -> float:
    return ratio(one, other) / 100


def _bits(one: int, other: int) -> int:
    return (one ^ other).bit_count()
