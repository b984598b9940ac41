"""The gate, part two: what may not stand in the words of a report."""

from collections.abc import Iterator

from marsad.model import Report
from marsad.phrase import Phrase
from marsad.report.missing import Missing
from marsad.safeguards import PSEUDONYM
from marsad.text.links import find_links


def in_words(report: Report) -> Iterator[Missing]:
    """Name every live link and every stand-in for a private person in what was written."""
    for where, at, words in _written(report):
        for _, _, address in find_links(words):
            if not _dead(address):
                yield Missing(
                    where,
                    Phrase("a live link, %(address)s", address=repr(address)),
                    Phrase("take it out or write hxxp, [.]"),
                    at,
                )
        for found in PSEUDONYM.finditer(words):
            said = Phrase("%(group)s stands for a private person", group=found.group())
            yield Missing(where, said, Phrase("take it out"), at)


def _dead(address: str) -> bool:
    return address.startswith("hxxp") and "[.]" in address


def _written(report: Report) -> Iterator[tuple[str, str, str]]:
    yield Phrase("title"), "title", report.title
    yield Phrase("lede"), "lede", report.lede
    for b, block in enumerate(report.blocks, 1):
        for i, item in enumerate(block.items, 1):
            where, at = (
                Phrase("block %(outlet)s, item %(number)s", outlet=block.outlet, number=i),
                f"{b}.{i}",
            )
            yield where, at, item.prose
            for n, quote in enumerate(item.quotes, 1):
                yield Phrase("%(where)s, quotation", where=where), f"{at}.q{n}", quote.words
            for n, figure in enumerate(item.figures, 1):
                words = "\n".join((figure.alt, figure.caption, figure.right))
                yield Phrase("%(where)s, figure", where=where), f"{at}.f{n}", words
    for correction in report.corrections:
        yield Phrase("corrections"), "corrections", correction.words
