"""A post as the coder reads it: words, sentences, cues, and what is excused and why."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

from marsad.enrich.coder_match import Match, Matcher, Word, words_of
from marsad.text.segments import segments
from marsad.vocabulary.codebook import Codebook, house
from marsad.vocabulary.cues import Cue, Frame

Stretch = tuple[int, int]
QUOTED = re.compile(r"«[^«»]{3,2000}»|“[^“”]{3,2000}”|\"[^\"\n]{3,2000}\"|„[^„“]{3,2000}“")
VERSE = re.compile(r"﴿[^﴿﴾]{1,2000}﴾|\{[^{}\n]{3,600}\}|\uFD3F[^\uFD3E\uFD3F]{1,2000}\uFD3E")
ATTRIBUTION, SCRIPTURE, MACHINE = "attribution", "scripture", "machine"


@dataclass(frozen=True, slots=True)
class Excused:
    """A stretch in which cues do not speak for the post, and why."""

    start: int
    end: int
    why: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What the coder saw."""

    words: list[Word]
    cues: list[Match[Cue]]
    excused: list[Excused]

    def excuse(self, match: Match[Cue]) -> str:
        """Why a cue does not speak for the post; empty when it does."""
        for one in self.excused:
            if one.start < match.end and match.start < one.end:
                return one.why
        return ""


class Reader:
    """Reads posts with the cues and frames of a codebook."""

    def __init__(self, book: Codebook) -> None:
        """Make the two trees."""
        self._cues = Matcher((cue, cue.terms) for cue in book.cues)
        self._frames = Matcher((frame, frame.terms) for frame in book.frames)

    def read(
        self,
        text: str,
        scripture: Sequence[Stretch] = (),
        machine: Sequence[Stretch] = (),
        most: int = 2000,
    ) -> Reading:
        """Read a text; what addresses a machine is not read at all."""
        words = [word for word in words_of(text) if not _within(word, machine)]
        cues = list(islice(self._cues.find(words), most))
        if not cues:
            return Reading(words, cues, [])
        excused = [Excused(start, end, SCRIPTURE) for start, end in scripture]
        excused += [Excused(*verse.span(), SCRIPTURE) for verse in VERSE.finditer(text)]
        excused += _framed(text, list(self._frames.find(words)))
        return Reading(words, cues, excused)


def reader(book: Codebook) -> Reader:
    """A reader of a codebook; the one for our own is made once, since its trees take a while."""
    return Reader(book) if book.own else _house_reader()


@cache
def _house_reader() -> Reader:
    return Reader(house())


def _framed(text: str, frames: Sequence[Match[Frame]]) -> Iterator[Excused]:
    """The sentences and the quotations that a frame excuses, or the whole post."""
    for frame in frames:
        if frame.what.reach == "post":
            yield Excused(0, len(text), frame.what.name)
            return
    if not frames:
        return
    cut = segments(text)
    place = 0
    for number, (start, end) in enumerate(cut):
        names = []
        while place < len(frames) and frames[place].start < end:
            names.append(frames[place].what.name)
            place += 1
        if names:
            # A sentence that ends in a colon hands over to the next.
            colon = text[start:end].rstrip().endswith(":") and number + 1 < len(cut)
            yield Excused(start, cut[number + 1][1] if colon else end, names[0])
    if any(frame.what.name == ATTRIBUTION for frame in frames):
        for quoted in QUOTED.finditer(text):
            yield Excused(*quoted.span(), ATTRIBUTION)


def _within(word: Word, stretches: Sequence[Stretch]) -> bool:
    return any(start <= word.start < end for start, end in stretches)
