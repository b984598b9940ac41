"""A quotation as a reader meets it."""

from marsad.errors import Withheld
from marsad.model import Quote, Translation
from marsad.report.edition import Quotation, Spoken
from marsad.report.quote import source_text
from marsad.report.shown import guess, lines, shown
from marsad.safeguards import may_quote
from marsad.store import Store
from marsad.text.bidi import direction
from marsad.text.marks import readable

LONGEST_ORIGINAL = 700
"""Characters of an untranslated post that a draft shows."""


def quotation(store: Store, quote: Quote, note: int, draft: bool) -> Quotation:
    """Resolve a quote; in a draft an unapproved one may stand, marked, beside its original."""
    found = store.translation(quote.translation)
    verdict = may_quote(found)
    if verdict:
        return Quotation(shown(readable(quote.words)), note)
    if not draft:
        raise Withheld(verdict.why)
    source = spoken(source_text(store, found), found.source_language)
    return Quotation(shown(readable(quote.words)), note, warning(found), source)


def original(store: Store, post: str) -> Spoken | None:
    """What a post says in its own language, at most the beginning of it."""
    text = store.post(post).text.strip()
    if not text:
        return None
    cut = text if len(text) <= LONGEST_ORIGINAL else f"{text[:LONGEST_ORIGINAL].rstrip()} …"
    told = [finding.value for finding in store.findings(post, "language") if not finding.media]
    return spoken(cut, told[-1] if told else "")


def warning(translation: Translation) -> str:
    """What a reader of an unapproved translation must know about it."""
    kind = "translation" if translation.kind == "human" else translation.kind
    reviewed = "not approved" if translation.state != "draft" else "unreviewed"
    return f"{kind}, {reviewed}"


def spoken(text: str, language: str) -> Spoken:
    """Source text with its direction and its language, guessed by its letters if unknown."""
    rtl = direction(text) == "rtl"
    return Spoken(lines(text), language or (guess(text) if rtl else "und"), rtl)
