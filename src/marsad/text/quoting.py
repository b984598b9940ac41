"""The rule that keeps a quotation honest.

Strip the marks, and what is left must be an ordered part of the approved translation. Words may be
skipped, and source text the translation does not cover may be crossed, only where ``[...]`` stands.
``[sic]`` says that the word before it stands so in the source; of a number that can be checked.
A translation carries the same marks for what its translator added or left out.
"""

from collections.abc import Iterator

from marsad.phrase import Phrase
from marsad.text.anchors import numbers
from marsad.text.coverage import Translated, pieces
from marsad.text.marks import WORDS, malformed, marked, parse
from marsad.text.tokens import ELISION, Tokens, find, in_order, reach, runs


def translated(translation: Translated, source: str = "") -> Tokens:
    """The translation as tokens, with an elision wherever source text is not in it."""
    said: list[str] = []
    for skipped, target in pieces(translation, source):
        said += [ELISION, *marked(target)] if skipped else marked(target)
    return tuple(said)


def check_marks(words: str, translation: Translated, source: str = "") -> list[str]:
    """Name every place where the words break the marks rule, one sentence each."""
    complaints = malformed(words)
    if complaints:
        return complaints
    stretches = list(runs(marked(words)))
    if not stretches:
        return [Phrase("no words of the translation are left once the marks are taken out")]
    said = translated(translation, source)
    at = 0
    for run in stretches:
        found = find(run, said, at)
        if found is None:
            complaints.append(_why(run, said, at))
        else:
            at = found + len(run)
    return [*complaints, *unkept(words, source)]


def unkept(words: str, source: str) -> Iterator[str]:
    """Name every ``[sic]`` that follows no word, or a number that the source does not have."""
    before = ""
    there = numbers(source)
    for part in parse(words):
        if part.kind == "sic":
            kept = before.rstrip(' \t\n,.;:!?"”’»').rpartition(" ")[2]
            if not any(letter.isalnum() for letter in kept):
                yield Phrase("[sic] follows no word; put it right after what the source has so")
            elif source and numbers(kept) - there:
                yield Phrase("[sic] says that the source has “%(kept)s”, and it has not", kept=kept)
        before = part.text if part.kind == WORDS else ""


def _why(run: Tokens, said: Tokens, start: int) -> str:
    kept, at = reach(run, said, start)
    place = (
        Phrase("after “%(word)s”", word=run[kept - 1])
        if kept
        else Phrase("at the start of a stretch")
    )
    ends = at + kept if kept else start
    if kept and in_order(run[kept:], said[ends:]):
        return Phrase(
            "%(place)s words of the source are skipped before “%(run)s”; put [...] there",
            place=place,
            run=run[kept],
        )
    if find(run, said, 0) is not None:
        return Phrase(
            "“%(run)s” stands earlier in the translation than the words quoted before it",
            run=run[0],
        )
    return Phrase(
        "“%(run)s” %(place)s is not what the approved translation says there; "
        "quote its words, or put your own in [brackets]",
        run=run[kept],
        place=place,
    )
