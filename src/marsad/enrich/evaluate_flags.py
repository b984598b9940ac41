"""How often ordinary speech is flagged, and how much propaganda is found: ``evaluate flags``.

Gold has no outlet, and Marsad flags nothing from a source it does not know. So the source test is
assumed to be passed: every text is read as if an official outlet had posted it, which is the
strictest measure of false flags. ``--option source=unknown`` shows what a lab does with it.
Scripture is not looked up here either: knowing it could only excuse more.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, ClassVar

from marsad.enrich.coder import Coder
from marsad.enrich.coder_flag import IS, QUOTES
from marsad.enrich.language import Language
from marsad.enrich.loose import PLACE, Loose, loose_post
from marsad.enrich.outlet import MadeBy
from marsad.errors import BadInput
from marsad.evaluation import Failed, Figures, GoldLine, bootstrap, rate, readable, wilson
from marsad.model import Outlet, Post
from marsad.plugins import Enricher, signature
from marsad.vocabulary.measured import Measured, withheld

BATCH = 500
SHOWN = 200
"""Numbers of flagged lines that are told in a stratum."""
ASSUMED = Outlet("outlet-assumed", "assumed", standing="official", places=(PLACE.id,))
SOURCES = ("assumed", "unknown")


@dataclass(frozen=True, slots=True)
class Judged:
    """A gold line and what was said of it."""

    line: int
    lang: str
    stratum: str
    gold: bool
    said: frozenset[str]
    """Kinds of findings made."""

    @property
    def flagged(self) -> bool:
        """It was called propaganda."""
        return IS in self.said


class FlagsTask:
    """Compares the flags of the default coder with those of careful analysts."""

    name: ClassVar[str] = "flags"

    def run(self, gold: Iterable[GoldLine], options: Mapping[str, str]) -> Figures:
        """Go through the gold once, with the enrichers that a run uses."""
        source = options.get("source", SOURCES[0])
        if source not in SOURCES:
            raise BadInput(f"source is {source!r}; expected one of {', '.join(SOURCES)}")
        coder, failed = Coder(), list[Failed]()
        outlets = (ASSUMED,) if source == "assumed" else ()
        judged = list(judgements(coder, readable(gold, _question, failed), outlets))
        return Figures(signature(coder), len(judged), figures(judged), failed)


Question = tuple[int, str, str, str, bool]


def judgements(
    coder: Enricher, asked: Iterator[Question], outlets: Sequence[Outlet] = (ASSUMED,)
) -> Iterator[Judged]:
    """What a coder says of each text, after the enrichers that it needs."""
    before: tuple[Enricher, ...] = (Language(), MadeBy())
    while batch := list(islice(asked, BATCH)):
        known = Loose(outlets)
        posts = [loose_post(text, number) for number, text, *_ in batch]
        for enricher in before:
            known.add_claims(enricher.enrich(posts, known), signature(enricher))
        said = _said(coder, posts, known)
        for post, (number, _, lang, stratum, flag) in zip(posts, batch, strict=True):
            yield Judged(number, lang, stratum, flag, frozenset(said.get(post.id, ())))


def figures(judged: Sequence[Judged]) -> dict[str, Any]:
    """Strata and languages of benign lines, and recall and precision when there are positives."""
    benign = [one for one in judged if not one.gold]
    values: dict[str, Any] = {
        "strata": {
            name: stratum([one for one in benign if one.stratum == name])
            for name in sorted({one.stratum for one in benign})
        },
        "by_lang": _by_language(benign),
        "quoting": {
            name: sum(QUOTES in one.said for one in judged if one.stratum == name)
            for name in sorted({one.stratum for one in judged})
        },
        "withheld": sum("withheld" in one.said for one in judged),
    }
    return values | (found(judged) if len(benign) < len(judged) else {})


def stratum(benign: Sequence[Judged]) -> dict[str, Any]:
    """How many of the benign lines are flagged, at most how many would be, and which."""
    flagged = [one.line for one in benign if one.flagged]
    return {
        "n": len(benign),
        "flagged": len(flagged),
        "rate": round(len(flagged) / len(benign), 5),
        "upper95": round(upper95(len(flagged), len(benign)), 5),
        "lines": flagged[:SHOWN],
    }


def found(judged: Sequence[Judged]) -> dict[str, Any]:
    """Recall, precision and F1 of the flag, each with its interval."""
    pairs = [(one.gold, one.flagged) for one in judged]
    right = sum(gold and flagged for gold, flagged in pairs)
    return {
        **rate("recall", right, sum(gold for gold, _ in pairs)),
        **rate("precision", right, sum(flagged for _, flagged in pairs)),
        "f1": round(_f1(pairs), 5),
        "f1_ci95": [round(edge, 5) for edge in bootstrap(pairs, _f1)],
    }


def upper95(events: int, n: int) -> float:
    """The exact (Clopper-Pearson) one-sided upper bound of a rate, by bisection."""
    if events >= n:
        return 1.0
    low, high = events / n, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _at_most(events, n, middle) > 0.05 else (low, middle)
    return high


def _at_most(events: int, n: int, p: float) -> float:
    """The chance of so few events or fewer."""
    log, odds = n * math.log1p(-p), math.log(p) - math.log1p(-p)
    total = 0.0
    for k in range(events + 1):
        total += math.exp(log)
        log += math.log((n - k) / (k + 1)) + odds
    return total


def _by_language(benign: Sequence[Judged]) -> dict[str, Any]:
    """By language and dialect, and why the label is withheld where it is."""
    groups = {
        lang: [one for one in benign if one.lang == lang]
        for lang in sorted({one.lang for one in benign})
    }
    counts = {
        lang: Measured(len(some), sum(one.flagged for one in some)) for lang, some in groups.items()
    }
    return {
        lang: {
            "n": each.n,
            "flagged": each.flagged,
            "rate": round(each.rate, 5),
            "rate_ci95": [round(edge, 5) for edge in wilson(each.flagged, each.n)],
            "held": sum("withheld" in one.said for one in groups[lang]),
            "withheld": withheld(lang, counts),
        }
        for lang, each in counts.items()
    }


def _said(coder: Enricher, posts: Sequence[Post], known: Loose) -> dict[str, set[str]]:
    said: dict[str, set[str]] = {}
    for claim in coder.enrich(posts, known):
        said.setdefault(claim.post, set()).add(claim.kind)
    return said


def _f1(pairs: Sequence[tuple[bool, bool]]) -> float:
    right = sum(gold and flagged for gold, flagged in pairs)
    wrong = sum(gold != flagged for gold, flagged in pairs)
    return 2 * right / (2 * right + wrong) if right + wrong else 0.0


def _question(line: GoldLine) -> Question:
    flag = line.record.get("flag", False)
    if not isinstance(flag, bool):
        raise BadInput(f"'flag' is {flag!r}; expected true or false")
    return line.number, line.text("text"), line.text("lang"), line.text("stratum"), flag
