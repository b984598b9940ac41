"""What may still be worked on: a version that stands, of words that are still read there."""

from marsad.errors import Withheld
from marsad.model import Translation
from marsad.phrase import Phrase
from marsad.store import Store
from marsad.translate.engine import AID
from marsad.translate.segment import stands


def current(store: Store, old: Translation) -> None:
    """Refuse a version that was replaced, or whose picture was read anew since."""
    standing = store.translations(post=old.post)
    if all(each.id != old.id for each in standing):
        newer = ", ".join(each.id for each in standing if each.of == old.of)
        raise Withheld(
            Phrase(
                "translation %(id)s was replaced; take the one that stands: %(newer)s",
                id=old.id,
                newer=newer,
            )
        )
    if not stands(store, old.post, old.of):
        raise Withheld(
            Phrase(
                "translation %(id)s is of a reading that was since corrected; "
                "translate the new one",
                id=old.id,
            )
        )


def no_aid(old: Translation) -> None:
    """Refuse a reading aid: nobody can answer for it."""
    if old.kind == AID:
        raise Withheld(
            Phrase(
                "translation %(id)s is a reading aid, not a translation; write or import one",
                id=old.id,
            )
        )
