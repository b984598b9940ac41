"""How well names are found in running text: ``marsad evaluate names``."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, ClassVar, NamedTuple

from marsad.enrich.loose import Loose
from marsad.enrich.names import Names
from marsad.errors import BadInput
from marsad.evaluation import Failed, Figures, GoldLine, bootstrap, readable
from marsad.plugins import signature

LABELS = ("PER", "ORG", "LOC")


class Stretch(NamedTuple):
    """A stretch of text and what it names."""

    start: int
    end: int
    label: str


class Counts(NamedTuple):
    """Of one line: names said, said rightly, in gold, and in gold and found."""

    said: int
    right: int
    gold: int
    found: int


Marked = tuple[Sequence[Stretch], Sequence[Stretch]]
"""Gold, and what was said."""


class NamesTask:
    """Compares the names found in each text with those that people marked.

    Persons known by their context only count here, though a lab never stores them.
    """

    name: ClassVar[str] = "names"

    def run(self, gold: Iterable[GoldLine], options: Mapping[str, str]) -> Figures:  # noqa: ARG002
        """Go through the gold; with no register there is the shipped list of places."""
        failed: list[Failed] = []
        enricher = Names()
        list(enricher.enrich([], Loose()))
        lines: list[tuple[str, Marked]] = []
        for text, lang, spans in readable(gold, _question, failed):
            said = [Stretch(*one) for one in enricher.labelled(text)]
            lines.append((lang, (spans, said)))
        marked = [pair for _, pair in lines]
        values: dict[str, Any] = {
            "exact": _figures([_counts(pair, _same) for pair in marked]),
            "overlap": _figures([_counts(pair, _touches) for pair in marked]),
            "by_label": {label: _of_label(marked, label) for label in LABELS},
            "by_lang": _by_lang(lines),
        }
        return Figures(signature(enricher), len(lines), values, failed)


def _question(line: GoldLine) -> tuple[str, str, list[Stretch]]:
    text, spans = line.text("text"), line.record.get("spans")
    if not isinstance(spans, list):
        raise BadInput("'spans' is not a list")
    return text, line.text("lang"), [_stretch(span, len(text)) for span in spans]


def _stretch(span: object, size: int) -> Stretch:
    if not isinstance(span, dict) or span.get("label") not in LABELS:
        raise BadInput(f"a span has no label of {', '.join(LABELS)}")
    start, end = span.get("start"), span.get("end")
    if not isinstance(start, int) or not isinstance(end, int) or not 0 <= start < end <= size:
        raise BadInput("a span does not lie within the text")
    return Stretch(start, end, str(span["label"]))


def _same(one: Stretch, other: Stretch) -> bool:
    return one == other


def _touches(one: Stretch, other: Stretch) -> bool:
    return one.label == other.label and one.start < other.end and other.start < one.end


def _counts(pair: Marked, agree: Callable[[Stretch, Stretch], bool]) -> Counts:
    gold, said = pair
    right = sum(any(agree(one, other) for other in gold) for one in said)
    found = sum(any(agree(one, other) for other in said) for one in gold)
    return Counts(len(said), right, len(gold), found)


def _figures(counts: Sequence[Counts]) -> dict[str, Any]:
    low, high = bootstrap(counts, lambda some: _scores(some)["f1"])
    rounded = {key: round(value, 5) for key, value in _scores(counts).items()}
    return {**rounded, "f1_ci95": [round(low, 5), round(high, 5)]}


def _scores(counts: Sequence[Counts]) -> dict[str, float]:
    said, right, gold, found = map(sum, zip(*counts, strict=True))
    precision, recall = right / said if said else 0.0, found / gold if gold else 0.0
    both = precision + recall
    return {
        "precision": precision,
        "recall": recall,
        "f1": 2 * precision * recall / both if both else 0.0,
    }


def _of_label(marked: Sequence[Marked], label: str) -> dict[str, Any]:
    only = [tuple([one for one in side if one.label == label] for side in pair) for pair in marked]
    exact = _figures([_counts((gold, said), _same) for gold, said in only])
    overlap = _figures([_counts((gold, said), _touches) for gold, said in only])
    count = sum(len(gold) for gold, _ in only)
    return {"n": count, **exact, "overlap_f1": overlap["f1"], "overlap_f1_ci95": overlap["f1_ci95"]}


def _by_lang(lines: Sequence[tuple[str, Marked]]) -> dict[str, Any]:
    groups: defaultdict[str, list[Counts]] = defaultdict(list)
    for lang, pair in lines:
        groups[lang].append(_counts(pair, _same))
    return {lang: {"n": len(counts), **_figures(counts)} for lang, counts in sorted(groups.items())}
