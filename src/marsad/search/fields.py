"""The fields that a query may name, and the conditions they make."""

import re
from calendar import monthrange
from datetime import date

from marsad.phrase import Phrase
from marsad.search.lex import Sign, fault
from marsad.search.schema import KEYWORDS, SOURCES, SPOKEN
from marsad.search.tree import Days, Keyword, Node

STATES = ("untranslated", "draft", "reviewed", "approved", "cited")
MEDIA = ("photo", "video", "animation", "audio", "voice", "sticker", "file")
ALIASES = {
    "ocr": ("picture",),
    "transcript": ("speech",),
    "original": tuple(source for source in SPOKEN if source != "translation"),
    "all": SPOKEN,
}
FIELDS = {
    **dict.fromkeys(KEYWORDS, "condition"),
    **dict.fromkeys(("in", "date", "seen"), "condition"),
    **dict.fromkeys(SOURCES, "words"),
    "latin": "latin",
}
"""Each with what may follow it: a condition to meet, words to find, or a word in Latin letters."""

_CLOSED = {"state": STATES, "media": MEDIA, "kind": ("message", "service")}
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


def sources(value: Sign, column: int) -> tuple[str, ...]:
    """Where ``in:`` says that words are to be looked for."""
    if value.kind == "word" and value.text in SOURCES:
        return (value.text,)
    if value.kind == "word" and value.text in ALIASES:
        return ALIASES[value.text]
    known = ", ".join((*SOURCES, *ALIASES))
    raise fault(value.column or column, Phrase("in: takes one of %(known)s", known=known))


def condition(field: Sign, value: Sign) -> Node:
    """What ``field:value`` asks of a post."""
    if value.kind not in ("word", "phrase") or not value.text.strip():
        raise fault(
            field.column,
            Phrase("%(text)s: wants a word or a phrase right after it", text=field.text),
        )
    if field.text in ("date", "seen"):
        return _days(field, value)
    known = _CLOSED.get(field.text)
    if known and value.text not in known:
        raise fault(
            value.column,
            Phrase("%(text)s: takes one of %(known)s", text=field.text, known=", ".join(known)),
        )
    return Keyword(field.text, value.text.strip(), value.column)


def _days(field: Sign, value: Sign) -> Days:
    since, dots, until = value.text.partition("..")
    if not (since or until):
        raise fault(value.column, Phrase("a day is expected on one side of the dots at least"))
    first = _day(since, value.column, last=False) if since else None
    end = until if dots else since
    last = _day(end, value.column, last=True) if end else None
    if first and last and first > last:
        raise fault(
            value.column,
            Phrase(
                "%(since)s comes after %(until)s; write the earlier day first",
                since=since,
                until=until,
            ),
        )
    return Days(field.text, first, last, value.column)


def _day(said: str, column: int, last: bool) -> date:
    """A day; of a month or a year its first, or its last."""
    try:
        found = _DAY.fullmatch(said)
        if not found:
            raise ValueError(said)
        year, month = int(found[1]), int(found[2] or (12 if last else 1))
        day = int(found[3] or (monthrange(year, month)[1] if last else 1))
        return date(year, month, day)
    except ValueError as error:
        raise fault(
            column,
            Phrase(
                "%(said)s is no day; write 2024-05-14, 2024-05 or 2024, or two with "
                ".. between them",
                said=repr(said[:20]),
            ),
        ) from error
