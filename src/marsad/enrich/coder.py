"""The default coder: themes, targets, narratives, and what quotes or is propaganda.

Lexicon, rules and windows of words, and nothing learned: every label names the words it rests on.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar

from marsad.enrich.coder_examples import examples
from marsad.enrich.coder_flag import Flag
from marsad.enrich.coder_reading import SCRIPTURE, Reading, reader
from marsad.enrich.coder_rules import Coded, coded, targets
from marsad.enrich.machine_words import machine_stretches
from marsad.model import Claim, Post, Span
from marsad.plugins import Example, Known
from marsad.settings import Settings
from marsad.vocabulary.codebook import codebook

MOST = 2000
"""Cues that are looked at in one post, from its beginning."""
DOUBT = 0.5
"""What is left of the confidence of a code that rests on somebody else's words."""
DEFAULTS = Settings()


class Coder:
    """Says what passages are about, whom they turn against, and whether a person should look."""

    name: ClassVar[str] = "theme"
    version: ClassVar[str] = "2"
    needs: ClassVar[tuple[str, ...]] = ("language", "made-by-outlet", "scripture")
    makes: ClassVar[tuple[str, ...]] = (
        "theme", "target", "narrative", "quotes-propaganda", "is-propaganda", "withheld", "because",
    )  # fmt: skip
    reads: ClassVar[tuple[str, ...]] = ("register",)

    def __init__(self, settings: Settings = DEFAULTS) -> None:
        """Read the codebook, and what the lab adds to it; a change there is a new version."""
        self._book = codebook(settings.beside(settings.codebook))
        self._reader = reader(self._book)
        if self._book.own:
            self.version = f"{Coder.version}+{self._book.own}"  # type: ignore[misc]  # This instance's alone.

    def enrich(self, posts: Sequence[Post], known: Known) -> Iterable[Claim]:
        """Yield codes and flags, each followed by the cues that decided."""
        flag = Flag(known)
        for post in posts:
            reading = self.read(post, known)
            if reading.cues:
                yield from dict.fromkeys([*self._codes(post, reading), *flag.claims(post, reading)])

    def read(self, post: Post, known: Known) -> Reading:
        """A post with its scripture set apart and without what addresses machines."""
        scripture = [
            (finding.span.start, finding.span.end)
            for finding in known.findings(post.id, "scripture")
            if finding.span and not finding.media
        ]
        return self._reader.read(post.text, scripture, machine_stretches(post.text), MOST)

    def examples(self) -> Sequence[Example]:
        """Reports, notices and titles; scripture, news, rebuttal, satire and testimony."""
        return examples()

    def _codes(self, post: Post, reading: Reading) -> Iterator[Claim]:
        excuses = {cue: reading.excuse(cue) for cue in reading.cues}
        cues = [cue for cue in reading.cues if excuses[cue] != SCRIPTURE]
        for found in (*coded(cues, self._book.codes), *targets(cues)):
            lent = any(excuses[cue] for cue in found.cues)
            yield _claim(post, found, round(found.confidence * (DOUBT if lent else 1), 2))
            for cue in found.cues:
                said = f"{found.kind} {found.name}: {cue.what.kind} {cue.what.weight}"
                span = Span(cue.start, cue.end, post.text[cue.start : cue.end])
                yield Claim(post.id, "because", said, span=span)


def _claim(post: Post, found: Coded, confidence: float) -> Claim:
    start, end = found.stretch
    return Claim(
        post.id, found.kind, found.name, confidence, span=Span(start, end, post.text[start:end])
    )
