"""Whether an approved translation is still the one to quote."""

from marsad.errors import Withheld
from marsad.model import Translation
from marsad.phrase import Phrase, Word
from marsad.store import Store

AGAIN = Phrase("quote the one that stands")


def passed_over(store: Store, found: Translation) -> str:
    """Why a person has to look at a translation again before it is quoted; empty if none has to.

    Nothing is re-bound by itself: other words are another statement, and whose words a report
    quotes its author decides.
    """
    if found.of != "text" and all(each.id != found.of for each in store.findings(found.post)):
        return Phrase(
            "translation %(translation)s is of a reading that was corrected since; "
            "have the new one translated and approved",
            translation=found.id,
        )
    there = [each for each in store.translations(post=found.post) if each.of == found.of]
    if all(each.id != found.id for each in there):
        later = _later(store, found)
        return Phrase(
            "translation %(translation)s was changed since it was approved: "
            "%(later)s is %(state)s; %(again)s",
            translation=found.id,
            later=later.id,
            state=Word(later.state),
            again=AGAIN,
        )
    if found.id in store.passed_over():
        return Phrase(
            "another version was approved over translation %(translation)s; "
            "%(again)s, or have this one approved again: marsad translate LAB "
            "approve %(id)s --because TEXT",
            translation=found.id,
            again=AGAIN,
            id=found.id[:12],
        )
    return ""


def refuse(store: Store, found: Translation) -> None:
    """Refuse a translation that was passed over."""
    if why := passed_over(store, found):
        raise Withheld(why)


def _later(store: Store, found: Translation) -> Translation:
    """The last version that came of this one."""
    following = {each.replaces: each for each in store.translation_versions(found.post)}
    while found.id in following:
        found = following[found.id]
    return found
