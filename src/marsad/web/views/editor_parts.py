"""The blocks of a report as they stand in the form: items, quotations and figures, word by word."""

from collections.abc import Mapping
from dataclasses import dataclass

from marsad.errors import NotFound
from marsad.model import Block, Figure, Finding, Item, Media, Post, Quote, Report, Translation
from marsad.report import cite
from marsad.report.passed_over import passed_over
from marsad.report.quote import source_text
from marsad.report.resolve import outlet_of
from marsad.report.spots import OF_FIGURE
from marsad.report.taking import alt_drafts, printable, quotable
from marsad.safeguards import may_quote
from marsad.store import Store
from marsad.text.eliding import elided
from marsad.text.quoting import check_marks
from marsad.web.views.editor_pads import Other


@dataclass(frozen=True, slots=True)
class Field:
    """Words that may be put otherwise."""

    at: str
    words: str
    saved: str
    theirs: str | None = None
    elsewhere: tuple[tuple[Other, str], ...] = ()
    """What other pages hold for this place, not saved."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation beside what it is bound to."""

    field: Field
    translation: Translation | None
    pairs: tuple[tuple[str, str], ...]
    """Source and translation, segment by segment."""
    why: str
    complaints: tuple[str, ...]
    would: str
    """The same words with the marks that the rule asks for; empty where a person has to say."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure: its words, whoever answers for them, and what machines drafted."""

    at: str
    sha256: str
    fields: dict[str, Field]
    alt_by: str
    drafts: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """An item: one post of an outlet."""

    at: str
    post: str
    note: int
    footnote: str
    language: str
    first: str
    prose: Field
    quotes: tuple[Quoted, ...]
    figures: tuple[Shown, ...]
    quotable: tuple[Translation, ...]
    """What may be quoted of it besides."""
    showable: tuple[Media, ...]
    """Its pictures that are not shown."""


@dataclass(frozen=True, slots=True)
class Part:
    """The block of an outlet."""

    at: str
    name: str
    original: str
    meaning: str
    lines: tuple[Line, ...]


def part_of(store: Store, report: Report, b: int, fields: Mapping[str, Field]) -> Part:
    """One block, with the words that stand in the form."""
    block = report.blocks[b - 1]
    name, original, meaning = _named(store, block)
    lines = tuple(
        _line(store, report, item, f"{b}.{i}", fields) for i, item in enumerate(block.items, 1)
    )
    return Part(str(b), name, original, meaning, lines)


def _named(store: Store, block: Block) -> tuple[str, str, str]:
    try:
        outlet = outlet_of(store, block)
    except NotFound:
        return block.outlet, "", ""
    latin = cite.outlet_name(outlet)
    return latin, outlet.name if outlet.name != latin else "", outlet.meaning


def _line(store: Store, report: Report, item: Item, at: str, fields: Mapping[str, Field]) -> Line:
    post = store.post(item.post)
    told = [each.value for each in store.findings(post.id, "language") if not each.media]
    return Line(
        at,
        post.id,
        cite.numbers(report)[item.post],
        cite.note(store, post.id),
        told[-1] if told else "",
        next((line for line in post.text.splitlines() if line.strip()), ""),
        fields[at],
        tuple(quoted(store, each, fields[f"{at}.q{n}"]) for n, each in enumerate(item.quotes, 1)),
        tuple(
            _shown(store, post.id, each, f"{at}.f{n}", fields)
            for n, each in enumerate(item.figures, 1)
        ),
        tuple(
            each.translation
            for each in quotable(store, post.id)
            if not each.why and each.translation.id not in {one.translation for one in item.quotes}
        ),
        _showable(post, item),
    )


def _showable(post: Post, item: Item) -> tuple[Media, ...]:
    left = set(printable(post)) - {each.media for each in item.figures}
    return tuple({each.sha256: each for each in post.media if each.sha256 in left}.values())


def _shown(store: Store, post: str, figure: Figure, at: str, fields: Mapping[str, Field]) -> Shown:
    return Shown(
        at,
        figure.media,
        {name: fields[f"{at}.{name}"] for name in OF_FIGURE},
        figure.alt_by,
        tuple(alt_drafts(store, post, figure.media)),
    )


def quoted(store: Store, quote: Quote, at: Field) -> Quoted:
    """A quotation as it is typed now, judged by the marks rule."""
    try:
        found = store.translation(quote.translation)
        source = source_text(store, found)
    except NotFound as error:
        return Quoted(at, None, (), error.said, (), "")
    complaints = tuple(check_marks(at.words, found, source))
    would = elided(at.words, found, source) if complaints else ""
    pairs = tuple((each.source, each.target) for each in found.segments)
    why = may_quote(found).why or passed_over(store, found)
    return Quoted(at, found, pairs, why, complaints, would)
