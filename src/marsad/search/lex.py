"""Cut a query into its signs, each with its column."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from marsad.errors import BadInput
from marsad.phrase import Phrase

_SPACE = re.compile(r"\s*")
_FIELD = re.compile(r"([a-z][a-z_-]*):(?=\S)(?!//)")
_QUOTED = {'"': '"', "“": "”", "«": "»", "„": "“"}
_QUOTE = re.compile(r"([\"“«„])")
_SLOP = re.compile(r"~(\d{1,3})(?![^\s()])")
_REGEX = re.compile(r"/((?:\\.|[^\\/])+)/(?=[\s)]|$)", re.DOTALL)
_WORD = re.compile(r"[^\s()\"“«„]+")
_OPERATORS = {"AND", "OR", "NOT"}


@dataclass(frozen=True, slots=True)
class Sign:
    """A piece of a query."""

    kind: str
    """``(``, ``)``, ``AND``, ``OR``, ``NOT``, ``field``, ``phrase``, ``regex`` or ``word``."""
    text: str
    column: int
    slop: int = 0


def fault(column: int, said: str) -> BadInput:
    """A query that cannot be read, and where."""
    return BadInput(
        Phrase("the query cannot be read at column %(column)s: %(said)s", column=column, said=said)
    )


def signs(query: str) -> Iterator[Sign]:
    """The signs of a query, one after the other."""
    at = _skip(query, 0)
    while at < len(query):
        sign, end = _sign(query, at)
        yield sign
        # What follows the name of a field belongs to it, without a space.
        at = end if sign.kind in ("field", "NOT") and sign.text else _skip(query, end)


def _sign(query: str, at: int) -> tuple[Sign, int]:
    letter, column = query[at], at + 1
    if letter in "()":
        return Sign(letter, letter, column), at + 1
    if letter in _QUOTED:
        return _phrase(query, at)
    if letter == "/" and (found := _REGEX.match(query, at)):
        return Sign("regex", found[1], column), found.end()
    if letter == "/" and query.count("/", at) == 1 and query[at + 1 : at + 2].strip():
        raise fault(
            column, Phrase("the pattern has no / at its end; put the words in quotation marks")
        )
    if letter == "-" and query[at + 1 : at + 2].strip(" -"):
        return Sign("NOT", "-", column), at + 1
    if found := _FIELD.match(query, at):
        return Sign("field", found[1], column), found.end()
    word = _WORD.match(query, at)
    text = word[0] if word else letter
    kind = text if text in _OPERATORS else "word"
    return Sign(kind, "" if kind != "word" else text, column), at + len(text)


def _phrase(query: str, at: int) -> tuple[Sign, int]:
    end = query.find(_QUOTED[query[at]], at + 1)
    if end < 0:
        raise fault(at + 1, Phrase("the quotation mark is not closed"))
    slop = _SLOP.match(query, end + 1)
    text = query[at + 1 : end]
    sign = Sign("phrase", text, at + 1, int(slop[1]) if slop else 0)
    return sign, slop.end() if slop else end + 1


def _skip(query: str, at: int) -> int:
    found = _SPACE.match(query, at)
    return found.end() if found else at
