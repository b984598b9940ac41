"""The house marks that words of a translation need, may have, or seem to lack.

What is computed for certain is proposed as words: ``[...]`` where a quotation skips something. What
is a matter of judgement is offered: the meaning of a term at its first mention. What can only be
guessed is asked, with how likely it is. Nothing is written: a person takes what they agree with.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from marsad.errors import BadInput
from marsad.model import Report, Segment, Translation
from marsad.phrase import Phrase
from marsad.store import Store
from marsad.text.bidi import isolate
from marsad.text.coverage import whole
from marsad.text.eliding import elided
from marsad.text.marks import malformed, marks
from marsad.text.quoting import check_marks, unkept
from marsad.translate.engine import AID
from marsad.translate.gaps import Gap, gaps, lexicon
from marsad.translate.glosses import glosses
from marsad.translate.segment import text_of
from marsad.translate.terms import Termbase

WIDTH = 80


@dataclass(frozen=True, slots=True)
class Offer:
    """A gloss that may be taken or left."""

    after: str
    mark: str
    place: int
    """In the words proposed, in code points."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Words with the marks they need, and what a person has to decide."""

    words: str
    """Empty where only a person can say what was meant."""
    faults: tuple[str, ...]
    """What breaks the marks rule in the words as they were given."""
    offers: tuple[Offer, ...]
    gaps: tuple[Gap, ...]
    questions: tuple[str, ...]
    """Everything that is only likely, as a sentence each."""


@dataclass(frozen=True, slots=True)
class SegmentMarks:
    """What a segment may have, and what its translator is asked about it."""

    offers: tuple[Offer, ...]
    gaps: tuple[Gap, ...]
    questions: tuple[str, ...]
    """About the gaps, in their order, then about brackets."""


def house_marks(store: Store, id: str, words: str = "", report: str = "") -> Proposal:
    """Propose marks for a quotation of a translation, else for the whole of it.

    Glosses are offered at first mention in the words and in the report, where one is named.
    """
    made = store.translation(id)
    if made.kind == AID:
        raise BadInput(
            Phrase(
                "translation %(id)s is a reading aid; there is nothing to quote of it", id=made.id
            )
        )
    source = text_of(store, made.post, made.of)
    given = " ".join(words.split()) or whole(made, source)
    faults = tuple(check_marks(given, made, source))
    proposed = given if not faults else elided(given, made, source)
    termbase = Termbase.of(store)
    before = read_before(store.report(report)) if report else ()
    offered = glosses(proposed or given, made, termbase, before)
    known = lexicon(store, made.source_language, made.language, termbase)
    lacking = tuple(gaps(made, known))
    return Proposal(
        proposed,
        faults,
        tuple(Offer(each.said, each.mark, each.place) for each in offered),
        lacking,
        tuple(questions(made, lacking)),
    )


def segment_marks(store: Store, made: Translation) -> list[SegmentMarks]:
    """The same for each segment, in the words as they stand now, signed or not."""
    termbase = Termbase.of(store)
    lacking = gaps(made, lexicon(store, made.source_language, made.language, termbase))
    targets = [each.target for each in made.segments]
    found = []
    for number, each in enumerate(made.segments, 1):
        here = tuple(gap for gap in lacking if gap.segment == number)
        alone = replace(made, segments=(each,))
        offered = glosses(each.target, alone, termbase, targets[: number - 1])
        offers = tuple(Offer(one.said, one.mark, one.place) for one in offered)
        found.append(SegmentMarks(offers, here, tuple(_asked(each, here))))
    return found


def read_before(report: Report) -> tuple[str, ...]:
    """The words that a reader of a report has read when its next item begins."""
    items = [item for block in report.blocks for item in block.items]
    quoted = [part for each in items for part in (each.prose, *(q.words for q in each.quotes))]
    return (report.lede, *quoted)


def segment_faults(segments: Sequence[Segment]) -> list[str]:
    """Every mark of a translation that is none, or says of the source what is not so."""
    return [
        f"segment {number}: {fault}"
        for number, each in enumerate(segments, 1)
        for fault in (*malformed(each.target), *unkept(each.target, each.source))
    ]


def questions(made: Translation, lacking: tuple[Gap, ...]) -> Iterator[str]:
    """What a translator is asked about, one sentence each."""
    for number, each in enumerate(made.segments, 1):
        here = tuple(gap for gap in lacking if gap.segment == number)
        for asked in _asked(each, here):
            yield f"segment {number}: {asked}"


def _asked(segment: Segment, lacking: Sequence[Gap]) -> Iterator[str]:
    for gap in lacking:
        yield (
            f"{_short(gap.source)} seems to be left out "
            f"{_there(segment.target, gap.place)} ({gap.probability:.0%}); "
            "if it is, put [...] there"
        )
    added = [mark for mark in marks(segment.target) if mark.kind == "addition"]
    if added and "[" in segment.source and "\\[" not in segment.target:
        yield (
            f"the source itself has square brackets; if [{added[0].words}] "
            f"stands for them, write \\[{added[0].words}\\]"
        )


def _there(target: str, place: int) -> str:
    words = target[:place].split()
    return f"after “{' '.join(words[-4:])}”" if words else "at the beginning"


def _short(words: str) -> str:
    line = " ".join(words.split())
    return isolate(line if len(line) <= WIDTH else f"{line[: WIDTH - 1]}…")
