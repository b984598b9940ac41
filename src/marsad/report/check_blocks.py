"""The gate, part one: every block cited, every quotation bound, every figure described."""

from collections.abc import Iterator

from marsad.errors import BadInput, EvidenceAltered, NotFound
from marsad.model import Block, Figure, Item, Post, Quote, Report
from marsad.report.alt import figure_faults
from marsad.report.figures import pixels
from marsad.report.missing import Missing
from marsad.report.passed_over import passed_over
from marsad.report.quote import source_text
from marsad.report.resolve import outlet_of
from marsad.safeguards import PSEUDONYM, may_cite, may_quote
from marsad.store import Store
from marsad.text.quoting import check_marks

_SAY = "have a person say what a reader needs to know, and the right"


def in_blocks(store: Store, report: Report) -> Iterator[Missing]:
    """Name what each block lacks."""
    for at, block in enumerate(report.blocks, 1):
        yield from _block(store, report, block, str(at))


def _block(store: Store, report: Report, block: Block, at: str) -> Iterator[Missing]:
    where = f"block {block.outlet}"
    try:
        outlet = outlet_of(store, block)
    except NotFound as error:
        yield Missing(where, str(error), "name an outlet of the register", at)
        return
    if outlet.fiction and not report.fiction:
        yield Missing(where, "the outlet is fiction", "take the block out", at)
    if not block.items:
        yield Missing(where, "nothing is cited", "add a post of this outlet", at)
    for number, item in enumerate(block.items, 1):
        yield from _item(store, report, item, f"{where}, item {number}", f"{at}.{number}")


def _item(store: Store, report: Report, item: Item, where: str, at: str) -> Iterator[Missing]:
    try:
        post = store.post(item.post)
        place = store.place(post.place)
    except NotFound as error:
        yield Missing(where, f"its source cannot be cited: {error}", "cite a post of this lab", at)
        return
    if not (verdict := may_cite(place)):
        yield Missing(where, verdict.why, "take the item out", at)
    if PSEUDONYM.search(place.name):
        yield Missing(where, "the place bears a private person's name", "take the item out", at)
    if post.fiction and not report.fiction:
        yield Missing(where, "the post is fiction", "take the item out", at)
    if not (item.prose.strip() or item.quotes or item.figures):
        yield Missing(where, "nothing is said about the post", "describe, quote or show it", at)
    for number, quote in enumerate(item.quotes, 1):
        yield from _quote(store, item, quote, f"{where}, quotation {number}", f"{at}.q{number}")
    for number, figure in enumerate(item.figures, 1):
        yield from _figure(store, post, figure, f"{where}, figure {number}", f"{at}.f{number}")


def _quote(store: Store, item: Item, quote: Quote, where: str, at: str) -> Iterator[Missing]:
    try:
        found = store.translation(quote.translation)
        source = source_text(store, found)
    except NotFound as error:
        yield Missing(
            where, f"it is bound to nothing: {error}", "quote a translation of the post", at
        )
        return
    if found.post != item.post:
        yield Missing(where, "its translation is of another post", "cite the post it is of", at)
    if not (verdict := may_quote(found)):
        yield Missing(where, verdict.why, "or take the quotation out", at)
    elif why := passed_over(store, found):
        yield Missing(where, why, "or take the quotation out", at)
    for complaint in check_marks(quote.words, found, source):
        yield Missing(where, complaint, "correct the quotation", at)


def _figure(store: Store, post: Post, figure: Figure, where: str, at: str) -> Iterator[Missing]:
    media = [medium for medium in post.media if medium.sha256 == figure.media]
    if not media:
        yield Missing(where, "it is no medium of the post cited", "show a picture of that post", at)
        return
    for fault in figure_faults(figure, media[0].name):
        yield Missing(where, fault, _SAY, at)
    try:
        pixels(store, media[0])
    except (BadInput, NotFound, EvidenceAltered) as error:
        yield Missing(where, f"it cannot be shown: {error}", "show another picture or none", at)
