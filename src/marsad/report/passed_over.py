"""Whether an approved translation is still the one to quote."""

from marsad.errors import Withheld
from marsad.model import Translation
from marsad.store import Store

AGAIN = "quote the one that stands"


def passed_over(store: Store, found: Translation) -> str:
    """Why a person has to look at a translation again before it is quoted; empty if none has to.

    Nothing is re-bound by itself: other words are another statement, and whose words a report
    quotes its author decides.
    """
    if found.of != "text" and all(each.id != found.of for each in store.findings(found.post)):
        return (
            f"translation {found.id} is of a reading that was corrected since; have the new one "
            "translated and approved"
        )
    there = [each for each in store.translations(post=found.post) if each.of == found.of]
    if all(each.id != found.id for each in there):
        later = _later(store, found)
        return (
            f"translation {found.id} was changed since it was approved: {later.id} is "
            f"{later.state}; {AGAIN}"
        )
    if found.id in store.passed_over():
        return (
            f"another version was approved over translation {found.id}; {AGAIN}, or have this one "
            f"approved again: marsad translate LAB approve {found.id[:12]} --because TEXT"
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
