"""Words bound to a translation."""

from marsad.errors import Withheld
from marsad.model import Quote, Translation
from marsad.phrase import Phrase
from marsad.report.passed_over import refuse
from marsad.safeguards import may_quote
from marsad.store import Store
from marsad.text.coverage import whole
from marsad.text.eliding import elided
from marsad.text.quoting import check_marks


def quote(store: Store, translation: str, words: str = "") -> Quote:
    """Bind words to an approved translation; without words, quote the whole of it."""
    found = store.translation(translation)
    verdict = may_quote(found)
    if not verdict:
        raise Withheld(verdict.why)
    refuse(store, found)
    source = source_text(store, found)
    words = " ".join(words.split()) or whole(found, source)
    complaints = check_marks(words, found, source)
    if complaints:
        marked = elided(words, found, source)
        would = f"; this would be one: {marked}" if marked else ""
        raise Withheld(
            Phrase(
                "not a quotation of translation %(id)s: %(complaints)s%(would)s",
                id=found.id,
                complaints="; ".join(complaints),
                would=would,
            )
        )
    return Quote(found.id, words)


def source_text(store: Store, translation: Translation) -> str:
    """What was translated: the text of the post, or of the finding the translation names."""
    if translation.of == "text":
        return store.post(translation.post).text
    return store.finding(translation.of).value
