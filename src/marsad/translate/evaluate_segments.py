"""How well sentences are told apart: ``marsad evaluate segments``."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar, NamedTuple

from marsad.errors import BadInput
from marsad.evaluation import Failed, Figures, GoldLine, bootstrap, readable
from marsad.text.segments import segments

MAKER = "segments/2"


class Counts(NamedTuple):
    """What was found of the boundaries of one text."""

    right: int
    found: int
    there: int


class SegmentsTask:
    """Compares where texts are cut with where people end a sentence."""

    name: ClassVar[str] = "segments"

    def run(self, gold: Iterable[GoldLine], options: Mapping[str, str]) -> Figures:  # noqa: ARG002
        """Go through the gold once; a boundary is the number of letters and digits before it."""
        failed: list[Failed] = []
        by_lang: dict[str, list[Counts]] = defaultdict(list)
        for text, lang, sentences in readable(gold, _question, failed):
            said = [text[start:end] for start, end in segments(text)]
            by_lang[lang].append(compared(said, sentences))
        counts = [each for some in by_lang.values() for each in some]
        values = {
            **scores(counts),
            "by_lang": {lang: scores(some) for lang, some in sorted(by_lang.items())},
        }
        return Figures(MAKER, len(counts), values, failed)


def compared(said: Iterable[str], sentences: Iterable[str]) -> Counts:
    """Count the boundaries between sentences, found and there."""
    found, there = set(boundaries(said)), set(boundaries(sentences))
    return Counts(len(found & there), len(found), len(there))


def boundaries(sentences: Iterable[str]) -> Iterator[int]:
    """How many letters and digits stand before each boundary; the end of a text is none."""
    counted = 0
    for sentence in sentences:
        if counted:
            yield counted
        counted += sum(map(str.isalnum, sentence))


def scores(counts: Sequence[Counts]) -> dict[str, Any]:
    """Precision, recall and their harmonic mean over all boundaries, each with its interval."""
    if not counts:
        return {"n": 0}
    made: dict[str, Any] = {"n": len(counts), "boundaries": sum(each.there for each in counts)}
    for name, statistic in (("precision", _precision), ("recall", _recall), ("f1", _f1)):
        low, high = bootstrap(counts, statistic)
        made |= {
            name: round(statistic(counts), 5),
            f"{name}_ci95": [round(low, 5), round(high, 5)],
        }
    return made


def _precision(counts: Sequence[Counts]) -> float:
    found = sum(each.found for each in counts)
    return sum(each.right for each in counts) / found if found else 1.0


def _recall(counts: Sequence[Counts]) -> float:
    there = sum(each.there for each in counts)
    return sum(each.right for each in counts) / there if there else 1.0


def _f1(counts: Sequence[Counts]) -> float:
    precision, recall = _precision(counts), _recall(counts)
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _question(line: GoldLine) -> tuple[str, str, list[str]]:
    text, sentences = line.text("text"), line.record.get("sentences")
    if not isinstance(sentences, list) or not all(isinstance(each, str) for each in sentences):
        raise BadInput("'sentences' is no list of strings")
    at = 0
    for each in sentences:
        at = text.find(each, at)
        if at < 0:
            raise BadInput(f"{each[:40]!r} does not stand in 'text' in this order")
        at += len(each)
    return text, line.text("lang").strip(), sentences
