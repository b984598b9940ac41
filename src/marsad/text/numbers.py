"""Numbers in running text, in any digits, and those that English spells in words."""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from marsad.text.fold import folded, folded_with_offsets

_DIGITS = re.compile(r"(?<!\w)\d+(?:[.,]\d+|،\d{3}(?!\d))*")
_TOKEN = re.compile(r"[a-z]+|\d[\d.,]*|[^\s-]")
_HUNDRED = 100
_LONGEST = 15
"""Digits; a longer number is no amount."""
_ANY_WORD = re.compile(r"[^\W\d_]+")
_CLITICS = ("وال", "ال", "وب", "ول", "و", "ب", "ل", "ف")
"""The commonest ones; a number that is not recognised costs a needless question."""


def numbers(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and plain digits of every number written in digits, separators set aside.

    ``1,500`` and ``1.500`` are the same number in two countries, so they are compared as 1500; 1.5
    and 15 are then alike, which loses less than taking one country's writing for another number.
    """
    fold = folded_with_offsets(text)
    for found in _DIGITS.finditer(fold.text):
        start, end = fold.span(found.start(), found.end())
        yield start, end, plain(found[0])


def multiplied(text: str, end: int) -> bool:
    """Whether the number that ends here is one of thousands or millions: ``2 million``."""
    word = _ANY_WORD.match(text, end + 1)
    return word is not None and _values().get(folded(word[0]), 0) > _HUNDRED


def plain(digits: str) -> str:
    """A number without separators and leading zeros."""
    return re.sub("[.,،]", "", digits).lstrip("0") or "0"


def spelled(text: str) -> set[str]:
    """The numbers that English words say: ``three thousand``, ``2 million``, ``third``."""
    reading = _Reading()
    for token in _TOKEN.findall(folded(text)):
        reading.hear(token)
    reading.close()
    return reading.found


class _Reading:
    """A number as it is heard, word by word."""

    def __init__(self) -> None:
        self.found: set[str] = set()
        self.whole = self.part = 0.0
        self.last = 0
        """The value of the last word; 0 while none is open."""

    def hear(self, token: str) -> None:
        value = _values().get(token)
        if token[0].isdigit():
            self.close()
            self.part = _read(token)
        elif value is None:
            # "a hundred and one" is one number, "one and two" are two.
            if token != "and" or self.last < _HUNDRED:
                self.close()
        elif value < _HUNDRED:
            if not self._follows(value):
                self.close()
            self.part, self.last = self.part + value, value or 1
        else:
            self._multiply(value)

    def close(self) -> None:
        if self.last:
            self.found.add(str(int(self.whole + self.part)))
        self.whole, self.part, self.last = 0.0, 0.0, 0

    def _follows(self, value: int) -> bool:
        tens = self.part % _HUNDRED
        return tens == 0 or (tens >= 20 and tens % 10 == 0 and value < 10)

    def _multiply(self, value: int) -> None:
        if value == _HUNDRED:
            self.part = (self.part or 1) * value
        else:
            self.whole, self.part = self.whole + (self.part or 1) * value, 0.0
        self.last = value


def may_say_a_number(text: str) -> bool:
    """Whether a word of the text says a number in one of the languages we read."""
    return not _said().isdisjoint(_bare(text))


def _bare(text: str) -> Iterator[str]:
    for word in _ANY_WORD.findall(folded(text)):
        yield word
        for prefix in _CLITICS:
            if word.startswith(prefix):
                yield word[len(prefix) :]


def _read(digits: str) -> float:
    plain = digits.replace(",", "").rstrip(".")
    return float(plain) if len(plain) <= _LONGEST and plain.count(".") < 2 else 0.0


@cache
def _values() -> dict[str, int]:
    return {folded(word): int(value) for word, value in _rows() if value}


@cache
def _said() -> frozenset[str]:
    return frozenset(folded(word) for word, _ in _rows())


def _rows() -> Iterator[tuple[str, str]]:
    lines = files("marsad.text").joinpath("numbers.tsv").read_text("utf-8").splitlines()
    for line in lines:
        if not line.startswith("#"):
            _language, word, value = line.split("\t")
            yield word, value
