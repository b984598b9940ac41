"""Names that no register holds, known by the words and letters around them.

Transparent on purpose: a head word opens the name of a body, a title that of a person, a word such
as "مدينة" that of a place; capitals do the same in Latin script. What it finds is a stretch and a
label, never an identity.
"""

from collections.abc import Iterator
from typing import NamedTuple

from marsad.enrich.names_context import Context
from marsad.enrich.names_vocabulary import person_parts
from marsad.text.name_words import bare

LONGEST_BODY, LONGEST_PERSON = 5, 5
_OF = frozenset(("of", "the", "for", "de", "la", "le", "du", "des", "na", "ta", "da", "ya", "et"))


class Guess(NamedTuple):
    """A stretch of words that names something."""

    first: int
    size: int
    """Words."""
    label: str
    """``PER``, ``ORG`` or ``LOC``."""


def guesses(context: Context, taken: dict[int, int]) -> list[Guess]:
    """Every name, left to right; ``taken`` are the places already known: first word and count."""
    found, at = [], 0
    while at < len(context.words):
        guess = _guess(context, at, taken)
        if guess:
            found.append(guess)
        at += guess.size if guess else taken.get(at, 1)
    return found


def _guess(context: Context, at: int, taken: dict[int, int]) -> Guess | None:
    read = (_body, _place, _person) if not context.words[at].key.isascii() else (_capitals,)
    for one in read:
        if guess := one(context, at, taken):
            return guess
    return None


def _body(context: Context, at: int, taken: dict[int, int]) -> Guess | None:
    if not context.says(context.cues.organisation, at):
        return None
    count = 1
    for place in _run(context, at + 1, LONGEST_BODY - 1):
        if not _goes_on(context, place, taken):
            break
        count += 1
    definite = _is_definite(context.words[at].key)
    if count < 2 or (definite and not _is_definite(context.words[at + 1].key)):
        return None
    return Guess(at, count, "ORG")


def _goes_on(context: Context, place: int, taken: dict[int, int]) -> bool:
    key = context.words[place].key
    return _is_definite(key) or place in taken or (len(key) > 3 and not context.is_common(place))


def _place(context: Context, at: int, taken: dict[int, int]) -> Guess | None:
    if at in taken or not context.announced(context.cues.place, at) or _stops(context, at):
        return None
    key = context.words[at].key
    if context.is_common(at) or len(key) < 3 or context.says(context.cues.place, at):
        return None
    return Guess(at, 1, "LOC")


def _person(context: Context, at: int, taken: dict[int, int]) -> Guess | None:
    if at in taken or not _may_be_person(context, at):
        return None
    titled = context.is_person(at)
    count = 1
    for place in _run(context, at + 1, LONGEST_PERSON - 1):
        between = context.words[place].key in context.cues.between
        if place in taken or not (_may_go_on(context, place) or between):
            break
        count += 1
    while count > 1 and context.words[at + count - 1].key in context.cues.between:
        count -= 1
    strong = sum(_is_strong(context, at + each) for each in range(count))
    return Guess(at, count, "PER") if titled or strong else None


def _may_be_person(context: Context, at: int) -> bool:
    if _stops(context, at) or context.says(context.cues.organisation, at):
        return False
    return _is_part(context, at) and not (_is_definite(context.words[at].key))


def _may_go_on(context: Context, at: int) -> bool:
    """A family name may be a plain word, or tell where the family is from."""
    key = context.words[at].key
    if context.says(context.cues.organisation, at) or context.says(context.cues.person, at):
        return False
    return _is_part(context, at) or (_is_definite(key) and key.endswith("ي"))


def _is_strong(context: Context, at: int) -> bool:
    """A word that stands for a person by itself: written out, and no plain word."""
    key = context.words[at].key
    return len(key) > 3 and key in person_parts() and not context.is_common(at)


def _is_part(context: Context, at: int) -> bool:
    key = context.words[at].key
    if key in person_parts() or (key.startswith("عبدال") and len(key) > 6):
        return True
    return any(form in person_parts() and len(form) > 3 for form in bare(key)[1:2])


def _capitals(context: Context, at: int, taken: dict[int, int]) -> Guess | None:
    if not _is_capital(context, at):
        return None
    count = 1
    for place in _run(context, at + 1, LONGEST_BODY):
        key = context.words[place].key
        of = key in _OF and place + 1 < len(context.words) and _is_capital(context, place + 1)
        if not _is_capital(context, place) and not of:
            break
        count += 1
    return _labelled(context, at, count, taken)


def _labelled(context: Context, at: int, count: int, taken: dict[int, int]) -> Guess | None:
    surface, last = context.surface(at, count), at + count - 1
    opens = count == 1 and context.opens_sentence(at)
    if context.says(context.cues.organisation, at) or context.says(
        context.cues.organisation_after, last
    ):
        return Guess(at, count, "ORG") if count > 1 else None
    if taken.get(at) == count:
        return None
    if context.is_place(at, count):
        return Guess(at, count, "LOC")
    if context.says(context.cues.person, at):
        return Guess(at + 1, count - 1, "PER") if count > 1 else None
    known = any(_is_part(context, at + each) for each in range(count))
    if context.is_person(at) or (count > 1 and known and not surface.isupper()):
        return Guess(at, count, "PER")
    if surface.isupper() and 2 <= len(surface) <= 8 and count == 1:
        return Guess(at, count, "ORG")
    return Guess(at, count, "PER") if known and not opens and not context.is_common(at) else None


def _is_capital(context: Context, at: int) -> bool:
    letter = context.text[context.words[at].start]
    if not letter.isupper():
        return False
    return not (context.opens_sentence(at) and context.is_common(at))


def _run(context: Context, start: int, most: int) -> Iterator[int]:
    """The words that a name may run on into."""
    for place in range(start, min(start + most, len(context.words))):
        if not context.words[place].joined or _stops(context, place):
            return
        yield place


def _stops(context: Context, at: int) -> bool:
    return context.words[at].key in context.cues.stop


def _is_definite(key: str) -> bool:
    return key.startswith(("ال", "لل")) and len(key) > 4
