"""Words and punctuation as the marks rule compares them."""

import re
import unicodedata
from collections.abc import Iterator

Tokens = tuple[str, ...]

ELISION = "[...]"
"""Never a token of a text: a bracket is broken into its characters."""

_SAME = str.maketrans({
    "‘": "'", "’": "'", "ʼ": "'", "ʾ": "'", "ʿ": "'", "`": "'",
    "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
    "…": "...", "\u2010": "-", "\u2011": "-",
})  # fmt: skip
"""Quote marks and hyphens differ between keyboards, not between meanings."""

_JOINED = "\u200c\u200d\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
_WORD = re.compile(rf"\w[\w{_JOINED}]*(?:['-]\w[\w{_JOINED}]*|(?<=\d)[.,:](?=\d)\w+)*|\S")


def tokens(text: str) -> Tokens:
    """Break a text into words and single signs; single and double quote marks are one sign."""
    plain = unicodedata.normalize("NFC", text).translate(_SAME)
    plain = "".join(sign for sign in plain if not _unseen(sign))
    return tuple('"' if token == "'" else token for token in _WORD.findall(plain))


def runs(said: Tokens) -> Iterator[Tokens]:
    """Yield the stretches between elisions, without the punctuation at their ends.

    A comma or full stop beside ``[...]`` or at the end of a quotation is the lab's own.
    """
    run: list[str] = []
    for token in (*said, ELISION):
        if token != ELISION:
            run.append(token)
            continue
        trimmed = _trimmed(run)
        if trimmed:
            yield trimmed
        run = []


def find(run: Tokens, said: Tokens, start: int) -> int | None:
    """The first place from ``start`` on where the run stands in one piece."""
    kept, at = reach(run, said, start)
    return at if kept == len(run) else None


def reach(run: Tokens, said: Tokens, start: int) -> tuple[int, int]:
    """How much of the run's beginning stands in one piece from ``start`` on, and where first.

    By Knuth, Morris and Pratt: a text may say one word a million times.
    """
    borders = _borders(run)
    most, place, matched = 0, start, 0
    for at in range(start, len(said)):
        while matched and said[at] != run[matched]:
            matched = borders[matched - 1]
        matched += said[at] == run[matched]
        if matched > most:
            most, place = matched, at - matched + 1
            if most == len(run):
                break
    return most, place


def _borders(run: Tokens) -> list[int]:
    borders = [0] * len(run)
    size = 0
    for at in range(1, len(run)):
        while size and run[at] != run[size]:
            size = borders[size - 1]
        size += run[at] == run[size]
        borders[at] = size
    return borders


def in_order(run: Tokens, said: Tokens) -> bool:
    """Say whether the run is a part of what was said, words between them left out."""
    rest = iter(said)
    return all(token in rest for token in run)


def _trimmed(run: list[str]) -> Tokens:
    first, last = 0, len(run)
    while first < last and not _wordy(run[first]):
        first += 1
    while last > first and not _wordy(run[last - 1]):
        last -= 1
    return tuple(run[first:last])


def _wordy(token: str) -> bool:
    return any(sign.isalnum() for sign in token)


def _unseen(sign: str) -> bool:
    return unicodedata.category(sign) == "Cf" and sign not in "\u200c\u200d"
