"""How near suggested Latin forms are to settled ones: ``marsad evaluate transliteration``."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, NamedTuple

from rapidfuzz.distance import Levenshtein

from marsad.errors import BadInput
from marsad.evaluation import Failed, Figures, GoldLine, error_rate, rate, readable
from marsad.text.latin_suggest import suggestions
from marsad.text.transliterate import latin

MAKERS = ("suggest", "house")
OFFERED = 5


class Compared(NamedTuple):
    """One name: is the first form right, is one of the first five, how far off is the first."""

    exact: bool
    any: bool
    edits: int
    length: int


class TransliterationTask:
    """Compares the forms offered for each name with the one people use, capitals aside.

    ``--option maker=house`` measures the house scheme instead, which offers one form only.
    """

    name: ClassVar[str] = "transliteration"

    def run(self, gold: Iterable[GoldLine], options: Mapping[str, str]) -> Figures:
        """Go through the gold; lines are counted by their language too."""
        maker = options.get("maker", MAKERS[0])
        if maker not in MAKERS:
            raise BadInput(f"maker is {maker!r}; expected one of {', '.join(MAKERS)}")
        failed: list[Failed] = []
        groups: defaultdict[str, list[Compared]] = defaultdict(list)
        for source, lang, target in readable(gold, _question, failed):
            offered = (
                [latin(source, lang)] if maker == "house" else suggestions(source, lang, OFFERED)
            )
            groups[lang].append(_compared(offered, target))
        every = [one for some in groups.values() for one in some]
        values: dict[str, Any] = {
            **_figures(every),
            "by_lang": {
                lang: {"n": len(some), **_figures(some)} for lang, some in sorted(groups.items())
            },
        }
        return Figures(f"transliteration-{maker}/1", len(every), values, failed)


def _question(line: GoldLine) -> tuple[str, str, str]:
    source, target = line.text("source"), line.text("target")
    if not source.strip() or not target.strip():
        raise BadInput("'source' or 'target' is empty")
    return source, line.text("lang"), target


def _compared(offered: list[str], target: str) -> Compared:
    wanted = _plain(target)
    forms = [_plain(form) for form in offered]
    return Compared(
        forms[:1] == [wanted],
        wanted in forms,
        Levenshtein.distance(forms[0] if forms else "", wanted),
        len(wanted),
    )


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _figures(some: list[Compared]) -> dict[str, Any]:
    return {
        **rate("exact", sum(one.exact for one in some), len(some)),
        **error_rate("cer", [(one.edits, one.length) for one in some] or [(0, 0)]),
        **rate("exact_any", sum(one.any for one in some), len(some)),
    }
