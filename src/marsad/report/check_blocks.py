"""The gate, part one: every block cited, every quotation bound, every figure described."""

from collections.abc import Iterator

from marsad.errors import BadInput, EvidenceAltered, NotFound
from marsad.model import Block, Figure, Item, Place, Post, Quote, Report
from marsad.phrase import Phrase
from marsad.report.alt import figure_faults
from marsad.report.figures import pixels
from marsad.report.missing import Missing
from marsad.report.passed_over import passed_over
from marsad.report.quote import source_text
from marsad.report.resolve import outlet_of
from marsad.safeguards import PSEUDONYM, may_cite, may_quote
from marsad.store import Store
from marsad.text.quoting import check_marks

_SAY = Phrase("have a person say what a reader needs to know, and the right")


def in_blocks(store: Store, report: Report) -> Iterator[Missing]:
    """Name what each block lacks."""
    for at, block in enumerate(report.blocks, 1):
        yield from _block(store, report, block, str(at))


def _block(store: Store, report: Report, block: Block, at: str) -> Iterator[Missing]:
    where = Phrase("block %(outlet)s", outlet=block.outlet)
    try:
        outlet = outlet_of(store, block)
    except NotFound as error:
        yield Missing(where, error.said, Phrase("name an outlet of the register"), at)
        return
    if outlet.fiction and not report.fiction:
        yield Missing(where, Phrase("the outlet is fiction"), Phrase("take the block out"), at)
    if not block.items:
        yield Missing(where, Phrase("nothing is cited"), Phrase("add a post of this outlet"), at)
    for number, item in enumerate(block.items, 1):
        named = Phrase("%(where)s, item %(number)s", where=where, number=number)
        yield from _item(store, report, item, named, f"{at}.{number}")


def _item(store: Store, report: Report, item: Item, where: str, at: str) -> Iterator[Missing]:
    try:
        post = store.post(item.post)
        place = store.place(post.place)
    except NotFound as error:
        yield Missing(
            where,
            Phrase("its source cannot be cited: %(why)s", why=error.said),
            Phrase("cite a post of this lab"),
            at,
        )
        return
    yield from _source(report, post, place, where, at)
    if not (item.prose.strip() or item.quotes or item.figures):
        yield Missing(
            where,
            Phrase("nothing is said about the post"),
            Phrase("describe, quote or show it"),
            at,
        )
    for number, quote in enumerate(item.quotes, 1):
        named = Phrase("%(where)s, quotation %(number)s", where=where, number=number)
        yield from _quote(store, item, quote, named, f"{at}.q{number}")
    for number, figure in enumerate(item.figures, 1):
        named = Phrase("%(where)s, figure %(number)s", where=where, number=number)
        yield from _figure(store, post, figure, named, f"{at}.f{number}")


def _source(report: Report, post: Post, place: Place, where: str, at: str) -> Iterator[Missing]:
    out = Phrase("take the item out")
    if not (verdict := may_cite(place)):
        yield Missing(where, verdict.why, out, at)
    if PSEUDONYM.search(place.name):
        yield Missing(where, Phrase("the place bears a private person's name"), out, at)
    if post.fiction and not report.fiction:
        yield Missing(where, Phrase("the post is fiction"), out, at)


def _quote(store: Store, item: Item, quote: Quote, where: str, at: str) -> Iterator[Missing]:
    try:
        found = store.translation(quote.translation)
        source = source_text(store, found)
    except NotFound as error:
        yield Missing(
            where,
            Phrase("it is bound to nothing: %(why)s", why=error.said),
            Phrase("quote a translation of the post"),
            at,
        )
        return
    if found.post != item.post:
        yield Missing(
            where,
            Phrase("its translation is of another post"),
            Phrase("cite the post it is of"),
            at,
        )
    if not (verdict := may_quote(found)):
        yield Missing(where, verdict.why, Phrase("or take the quotation out"), at)
    elif why := passed_over(store, found):
        yield Missing(where, why, Phrase("or take the quotation out"), at)
    for complaint in check_marks(quote.words, found, source):
        yield Missing(where, complaint, Phrase("correct the quotation"), at)


def _figure(store: Store, post: Post, figure: Figure, where: str, at: str) -> Iterator[Missing]:
    media = [medium for medium in post.media if medium.sha256 == figure.media]
    if not media:
        yield Missing(
            where,
            Phrase("it is no medium of the post cited"),
            Phrase("show a picture of that post"),
            at,
        )
        return
    for fault in figure_faults(figure, media[0].name):
        yield Missing(where, fault, _SAY, at)
    try:
        pixels(store, media[0])
    except (BadInput, NotFound, EvidenceAltered) as error:
        yield Missing(
            where,
            Phrase("it cannot be shown: %(why)s", why=error.said),
            Phrase("show another picture or none"),
            at,
        )
