"""How often the language of a text is told right: ``marsad evaluate language``."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, ClassVar

from marsad.enrich.language import Language
from marsad.enrich.language_guess import UNDETERMINED
from marsad.enrich.loose import Loose, loose_post
from marsad.errors import BadInput
from marsad.evaluation import Failed, Figures, GoldLine, rate, readable
from marsad.plugins import signature
from marsad.vocabulary.languages import canonical

BATCH = 500


class LanguageTask:
    """Compares the language said of each text with the one people said."""

    name: ClassVar[str] = "language"

    def run(self, gold: Iterable[GoldLine], options: Mapping[str, str]) -> Figures:  # noqa: ARG002
        """Go through the gold in batches; varieties count as the language they are written as."""
        enricher = Language()
        failed: list[Failed] = []
        right: defaultdict[str, list[bool]] = defaultdict(list)
        undetermined = 0
        for lang, said in _answers(enricher, readable(gold, _question, failed)):
            right[lang].append(said == canonical(lang))
            undetermined += said == UNDETERMINED
        n = sum(map(len, right.values()))
        values: dict[str, Any] = {
            **rate("accuracy", sum(map(sum, right.values())), n),
            "by_lang": {
                lang: {"n": len(marks), **rate("accuracy", sum(marks), len(marks))}
                for lang, marks in sorted(right.items())
            },
            **rate("undetermined", undetermined, n),
        }
        return Figures(signature(enricher), n, values, failed)


def _question(line: GoldLine) -> tuple[str, str]:
    lang = line.text("lang").strip().lower()
    if not lang.isalpha() or len(lang) not in (2, 3):
        raise BadInput(f"'lang' is {lang!r}, not an ISO 639-1 or 639-3 code")
    return line.text("text"), lang


def _answers(enricher: Language, asked: Iterator[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """What people said, and what the enricher says of the whole text."""
    known = Loose()
    while batch := list(islice(asked, BATCH)):
        posts = [loose_post(text, number) for number, (text, _) in enumerate(batch)]
        said = {
            claim.post: claim.value for claim in enricher.enrich(posts, known) if claim.span is None
        }
        for post, (_, lang) in zip(posts, batch, strict=True):
            yield lang, said.get(post.id, UNDETERMINED)
