"""A post put into a report whole: what may be quoted of it, its pictures, its footnote."""

from dataclasses import dataclass, replace

from marsad.errors import BadInput, NotFound, Withheld
from marsad.model import Block, Figure, Finding, Item, Post, Quote, Report, Translation
from marsad.model.maker import PLACE
from marsad.phrase import Phrase
from marsad.report.cite import citable
from marsad.report.compose import placed
from marsad.report.passed_over import passed_over
from marsad.report.quote import quote as bind
from marsad.report.quote import source_text
from marsad.report.resolve import outlet_of
from marsad.report.spots import Spot, siblings
from marsad.report.steps import Step, with_item
from marsad.safeguards import may_quote, named
from marsad.store import Store
from marsad.text.coverage import whole

MADE_BY = "made-by-outlet"
ALT = "alt-text"


@dataclass(frozen=True, slots=True)
class Quotable:
    """A translation of a post, and why it may not be quoted; empty when it may."""

    translation: Translation
    why: str


def taken(store: Store, post: str, outlet: str = "") -> Step:
    """Put a post into the block of its outlet, quoted and shown as far as it may be."""
    cited = store.post(post)
    if why := citable(store, cited.id):
        raise Withheld(why)
    maker = outlet_of(store, Block(outlet or made_by(store, cited)))
    item = Item(cited.id, "", _quotes(store, cited), _figures(store, cited))

    def step(report: Report) -> Report:
        if any(block.outlet == maker.id and _has(block, cited) for block in report.blocks):
            raise Withheld(
                Phrase(
                    "post %(id)s is cited in %(handle)s already", id=cited.id, handle=report.handle
                )
            )
        # Fiction cannot be made real by leaving the mark off the report.
        fiction = report.fiction or cited.fiction or maker.fiction
        return replace(report, blocks=placed(report.blocks, maker.id, item), fiction=fiction)

    return step


def quoting(store: Store, at: Spot, translation: str) -> Step:
    """Quote a translation of the post of an item, whole, after what is quoted there already."""
    words = bind(store, translation)

    def step(report: Report) -> Report:
        item = _item(report, at)
        if store.translation(words.translation).post != item.post:
            raise BadInput(
                Phrase(
                    "translation %(translation)s is not of the post of item %(at)s",
                    translation=translation,
                    at=at,
                )
            )
        return with_item(report, at, replace(item, quotes=(*item.quotes, words)))

    return step


def showing(store: Store, at: Spot, media: str) -> Step:
    """Show a picture of the post of an item, with the best draft of its alt text."""

    def step(report: Report) -> Report:
        item = _item(report, at)
        found = [each for each in _figures(store, store.post(item.post)) if each.media == media]
        if not found:
            raise NotFound(
                Phrase(
                    "item %(at)s has no picture %(media)s; open its post and choose one",
                    at=at,
                    media=repr(media[:12]),
                )
            )
        return with_item(report, at, replace(item, figures=(*item.figures, *found)))

    return step


def made_by(store: Store, post: Post) -> str:
    """The outlet in whose block a post belongs: a person's word first, else the surest finding."""
    found = store.findings(post.id, MADE_BY)
    if not found:
        return PLACE + post.place
    return max(found, key=lambda each: (named(each.maker), each.confidence or 0.0)).value


def quotable(store: Store, post: str) -> list[Quotable]:
    """The standing translations of a post that say something, its text before its pictures."""
    found = [each for each in store.translations(post=post) if each.text.strip()]
    found.sort(key=lambda each: (each.of != "text", each.of))
    return [
        Quotable(each, may_quote(each).why or passed_over(store, each))
        for each in found
        if each.kind != "reading aid"
    ]


def alt_drafts(store: Store, post: str, media: str) -> list[Finding]:
    """What was said of a picture for those who cannot see it, a person's words first."""
    found = [each for each in store.findings(post, ALT) if each.media == media]
    return sorted(found, key=lambda each: (not named(each.maker), -(each.confidence or 0.0)))


def printable(post: Post) -> list[str]:
    """The digests of the pictures of a post."""
    shown = (
        each.sha256
        for each in post.media
        if each.sha256 and (each.kind == "photo" or each.mime.startswith("image/"))
    )
    return list(dict.fromkeys(shown))


def _item(report: Report, at: Spot) -> Item:
    found = siblings(report, at)[at.item - 1] if at.item and not at.part else None
    if not isinstance(found, Item):
        raise BadInput(Phrase("%(at)s is no item; name one as 2.1", at=at))
    return found


def _quotes(store: Store, post: Post) -> tuple[Quote, ...]:
    met: dict[str, Quote] = {}
    for each in quotable(store, post.id):
        if not each.why and each.translation.of not in met:
            source = source_text(store, each.translation)
            words = whole(each.translation, source)
            met[each.translation.of] = Quote(each.translation.id, " ".join(words.split()))
    return tuple(met.values())


def _figures(store: Store, post: Post) -> tuple[Figure, ...]:
    made = []
    for media in printable(post):
        draft = next(iter(alt_drafts(store, post.id, media)), None)
        # A machine's words about a picture are nobody's until a person confirms them.
        author = draft.maker if draft and named(draft.maker) else ""
        made.append(Figure(media, draft.value if draft else "", alt_by=author))
    return tuple(made)


def _has(block: Block, post: Post) -> bool:
    return any(item.post == post.id for item in block.items)
