"""One post as a machine lays it out: what came, its best translation, its pictures."""

from marsad.model import Figure, Item, Post, Quote, Translation
from marsad.report.quote import source_text
from marsad.safeguards import PSEUDONYM
from marsad.store import Store
from marsad.text.coverage import whole

_STATES = ("draft", "reviewed", "approved")
_KINDS = ("reading aid", "machine draft", "human")


def draft_item(store: Store, post: Post) -> Item:
    """Lay out a post without judging it."""
    quotes = tuple(
        Quote(found.id, whole(found, source_text(store, found))) for found in _best(store, post)
    )
    return Item(post.id, _came(post), quotes, _figures(post))


def _best(store: Store, post: Post) -> list[Translation]:
    """The best standing translation of the text and of each thing read in its media."""
    best: dict[str, Translation] = {}
    for found in sorted(store.translations(post=post.id), key=_worth):
        if found.text.strip():
            best[found.of] = found
    return sorted(best.values(), key=lambda found: (found.of != "text", found.of))


def _worth(found: Translation) -> tuple[int, int]:
    kind = _KINDS.index(found.kind) if found.kind in _KINDS else -1
    return _STATES.index(found.state), kind


def _came(post: Post) -> str:
    """Such as ``A text with 2 photos, forwarded from Echo.``"""
    what = ["A text"] if post.text.strip() else []
    kinds = [medium.kind for medium in post.media]
    for kind in dict.fromkeys(kinds):
        count = kinds.count(kind)
        what.append(f"{count} {kind}s" if count > 1 else f"{_article(kind)} {kind}")
    if post.poll:
        what.append("a poll")
    said = " with ".join((what[0], " and ".join(what[1:]))) if what[1:] else what[0]
    return said[:1].upper() + said[1:] + _forwarded(post) + "."


def _article(kind: str) -> str:
    return "an" if kind[:1] in "aeiou" else "a"


def _forwarded(post: Post) -> str:
    if post.forwarded_from is None:
        return ""
    name = post.forwarded_from.name
    if not name or PSEUDONYM.search(name):
        return ", forwarded from elsewhere"
    return f", forwarded from {name}"


def _figures(post: Post) -> tuple[Figure, ...]:
    """Pictures without alt text: a machine does not know what a reader needs to know."""
    return tuple(
        Figure(medium.sha256, alt="")
        for medium in post.media
        if medium.sha256 and (medium.kind == "photo" or medium.mime.startswith("image/"))
    )
