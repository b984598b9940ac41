"""How well quotations of scripture are found and named: ``marsad evaluate scripture``."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, ClassVar

from marsad.enrich.loose import Loose, loose_post
from marsad.enrich.scripture import Scripture
from marsad.errors import BadInput
from marsad.evaluation import Failed, Figures, GoldLine, bootstrap, rate, readable
from marsad.plugins import signature
from marsad.settings import load

BATCH = 200
SPANS = ("scripture", "scripture-claimed")
"""Kinds whose spans are held against the gold: what is found, and what claims to be scripture."""

Counts = tuple[int, int, int]
"""Right among those said, said, and there in all; or the same for characters."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A quotation in gold or in findings; no reference where none is known."""

    start: int
    end: int
    reference: str | None


@dataclass(slots=True)
class Tally:
    """What one text adds to the figures."""

    characters: Counts = (0, 0, 0)
    said: tuple[int, int] = (0, 0)
    """Findings that overlap gold, and all of them."""
    there: tuple[int, int] = (0, 0)
    """Gold that a finding overlaps, and all of it."""
    named: tuple[int, int, int] = (0, 0, 0)
    """Gold with a reference: named right, found, in all."""


class ScriptureTask:
    """Compares the quotations that are found with those that people marked.

    ``--option hadith_books=FILES`` names collections of your own, as the setting does. A reference
    is right when it shares a verse with the one in gold, or has the very words of it.
    """

    name: ClassVar[str] = "scripture"

    def run(self, gold: Iterable[GoldLine], options: Mapping[str, str]) -> Figures:
        """Go through the gold in batches; what claims to be scripture counts as found."""
        for option in sorted(set(options) - {"hadith_books"}):
            raise BadInput(f"no option {option!r} here; there is hadith_books")
        settings = load(None)
        books = options.get("hadith_books", settings.hadith_books)
        enricher = Scripture(replace(settings, hadith_books=books))
        failed: list[Failed] = []
        tallies = list(_tallies(enricher, readable(gold, _question, failed)))
        values = {
            "characters": _characters(tallies),
            "overlap": _overlap(tallies),
            **_references(tallies),
            "books": enricher.books(),
        }
        return Figures(signature(enricher), len(tallies), values, failed)


def _question(line: GoldLine) -> tuple[str, list[Stretch]]:
    text, spans = line.text("text"), line.record.get("spans")
    if not isinstance(spans, list):
        raise BadInput("'spans' is not a list")
    return text, [_stretch(span, len(text)) for span in spans]


def _stretch(span: Any, size: int) -> Stretch:
    start, end, ref = (
        (span.get(key) for key in ("start", "end", "ref")) if isinstance(span, dict) else [None] * 3
    )
    if not (type(start) is int and type(end) is int and 0 <= start < end <= size):
        raise BadInput(f"a span is {span!r}; expected start and end within the text")
    if ref is not None and not isinstance(ref, str):
        raise BadInput(f"'ref' is {ref!r}; expected such as 'quran 2:255', or null")
    return Stretch(start, end, ref)


def _tallies(enricher: Scripture, asked: Iterator[tuple[str, list[Stretch]]]) -> Iterator[Tally]:
    known = Loose()
    while batch := list(islice(asked, BATCH)):
        posts = [loose_post(text, number) for number, (text, _) in enumerate(batch)]
        said: dict[str, list[Stretch]] = {post.id: [] for post in posts}
        for claim in enricher.enrich(posts, known):
            if claim.kind in SPANS and claim.span:
                reference = claim.value if claim.kind == "scripture" else None
                said[claim.post].append(Stretch(claim.span.start, claim.span.end, reference))
        for post, (_, gold) in zip(posts, batch, strict=True):
            yield _compared(enricher, said[post.id], gold)


def _compared(enricher: Scripture, said: Sequence[Stretch], gold: Sequence[Stretch]) -> Tally:
    tally = Tally()
    mine, theirs = _covered(said), _covered(gold)
    tally.characters = (len(mine & theirs), len(mine), len(theirs))
    tally.said = (sum(any(_meet(one, other) for other in gold) for one in said), len(said))
    tally.there = (sum(any(_meet(one, other) for other in said) for one in gold), len(gold))
    with_reference = [one for one in gold if one.reference]
    found = [one for one in with_reference if any(_meet(one, other) for other in said)]
    right = sum(_named(enricher, one, said) for one in found)
    tally.named = (right, len(found), len(with_reference))
    return tally


def _named(enricher: Scripture, gold: Stretch, said: Sequence[Stretch]) -> bool:
    return any(
        other.reference and gold.reference and enricher.same(other.reference, gold.reference)
        for other in said
        if _meet(gold, other)
    )


def _meet(one: Stretch, other: Stretch) -> bool:
    return one.start < other.end and other.start < one.end


def _covered(stretches: Iterable[Stretch]) -> set[int]:
    return {at for one in stretches for at in range(one.start, one.end)}


Both = Callable[[Sequence[Tally]], tuple[float, float]]
"""Precision and recall of some texts."""


def _characters(tallies: Sequence[Tally]) -> dict[str, Any]:
    def figures(some: Sequence[Tally]) -> tuple[float, float]:
        both, mine, theirs = (sum(one.characters[n] for one in some) for n in range(3))
        return _share(both, mine), _share(both, theirs)

    return _scores(tallies, figures)


def _overlap(tallies: Sequence[Tally]) -> dict[str, Any]:
    def figures(some: Sequence[Tally]) -> tuple[float, float]:
        precision = _share(sum(one.said[0] for one in some), sum(one.said[1] for one in some))
        recall = _share(sum(one.there[0] for one in some), sum(one.there[1] for one in some))
        return precision, recall

    return _scores(tallies, figures)


def _scores(tallies: Sequence[Tally], figures: Both) -> dict[str, Any]:
    """Precision, recall and F1 with intervals by resampling texts."""
    made: dict[str, Callable[[Sequence[Tally]], float]] = {
        "precision": lambda some: figures(some)[0],
        "recall": lambda some: figures(some)[1],
        "f1": lambda some: _f1(*figures(some)),
    }
    scores: dict[str, Any] = {}
    for name, statistic in made.items() if tallies else ():
        low, high = bootstrap(tallies, statistic)
        scores[name] = round(statistic(tallies), 5)
        scores[f"{name}_ci95"] = [round(low, 5), round(high, 5)]
    return scores


def _references(tallies: Sequence[Tally]) -> dict[str, Any]:
    right, found, there = (sum(one.named[n] for one in tallies) for n in range(3))
    return {
        **rate("ref_accuracy", right, found),
        **rate("ref_recall", right, there),
        "refs": there,
    }


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
