"""The gate, part two: what may not stand in the words of a report."""

from collections.abc import Iterator

from marsad.model import Report
from marsad.report.missing import Missing
from marsad.safeguards import PSEUDONYM
from marsad.text.links import find_links


def in_words(report: Report) -> Iterator[Missing]:
    """Name every live link and every stand-in for a private person in what was written."""
    for where, words in _written(report):
        for _, _, address in find_links(words):
            if not _dead(address):
                yield Missing(where, f"a live link, {address!r}", "take it out or write hxxp, [.]")
        for found in PSEUDONYM.finditer(words):
            yield Missing(where, f"{found.group()} stands for a private person", "take it out")


def _dead(address: str) -> bool:
    return address.startswith("hxxp") and "[.]" in address


def _written(report: Report) -> Iterator[tuple[str, str]]:
    yield "title", report.title
    yield "lede", report.lede
    for block in report.blocks:
        for number, item in enumerate(block.items, 1):
            where = f"block {block.outlet}, item {number}"
            yield where, item.prose
            for quote in item.quotes:
                yield f"{where}, quotation", quote.words
            for figure in item.figures:
                yield f"{where}, figure", "\n".join((figure.alt, figure.caption, figure.right))
    for correction in report.corrections:
        yield "corrections", correction.words
