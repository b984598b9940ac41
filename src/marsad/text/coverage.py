"""Which of the source a translation covers."""

from collections.abc import Iterator, Sequence
from typing import Protocol


class Stretch(Protocol):
    """A stretch of source and what it says in the other language."""

    @property
    def start(self) -> int:
        """Where it begins in the source."""
        ...

    @property
    def end(self) -> int:
        """Where it ends in the source."""
        ...

    @property
    def source(self) -> str:
        """The source it quotes."""
        ...

    @property
    def target(self) -> str:
        """What it says; empty where nothing was translated."""
        ...


class Translated(Protocol):
    """Whatever binds stretches of a source to their translation."""

    @property
    def segments(self) -> Sequence[Stretch]:
        """The stretches in order."""
        ...


def pieces(translation: Translated, source: str = "") -> Iterator[tuple[bool, str]]:
    """Yield each translated piece, and whether source letters before it were left out.

    Without the ``source`` only segments that say nothing count as left out.
    """
    covered = {
        at for part in translation.segments if part.target for at in range(part.start, part.end)
    }
    skipped = False
    end = translation.segments[0].start if translation.segments else 0
    for part in translation.segments:
        between = range(max(end, 0), min(part.start, len(source)))
        skipped = skipped or any(at not in covered and source[at].isalnum() for at in between)
        end = part.end
        if not part.target:
            skipped = skipped or any(letter.isalnum() for letter in part.source)
            continue
        yield skipped, part.target
        skipped = False


def whole(translation: Translated, source: str = "") -> str:
    """The whole translation as words fit to quote: ``[...]`` where source text is left out."""
    said: list[str] = []
    for skipped, target in pieces(translation, source):
        if skipped and said:
            said.append("[...]")
        said.append(target)
    return " ".join(said)
