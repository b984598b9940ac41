"""Line breaks that only wrap a line, and end nothing.

Posts break lines with a purpose, so a break is held to end something until it is seen not to: what
follows goes on with a small letter, or a paragraph of three lines and more is filled to one width
as a program fills it, with sentences that end in the middle of its lines.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from marsad.text.sentence_ends import UNSEEN, goes_on

NARROWEST = 30
"""Characters; what is narrower than this is a list or a poem, whatever its edges."""
_OPENS = re.compile(f'[ \t{UNSEEN}]*(?:[^\\W\\d_]|\\d{{3}}|[«“"(])')
_ENDED = re.compile(f"[.!?؟۔…:؛][\"'»”’)\\]﴾ \t{UNSEEN}]*$")
_STOP_INSIDE = re.compile("[^\\W\\d_]{2}[.!?؟۔][\"'»”’)]* +[^\\W_]")
_WORD = re.compile("\\S+")


def wraps(text: str) -> set[int]:
    """Where a line break stands inside a sentence."""
    found: set[int] = set()
    for lines in _paragraphs(text):
        filled = _filled(text, lines)
        for (start, end), (after, stop) in pairwise(lines):
            if not _OPENS.match(text, after, stop) or not text[start:end].strip():
                continue
            small = goes_on(text, after) and not _ended(text, start, end)
            if small or filled:
                found.add(end)
    return found


def _paragraphs(text: str) -> Iterator[list[tuple[int, int]]]:
    lines: list[tuple[int, int]] = []
    at = 0
    while at <= len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        if text[at:end].strip():
            lines.append((at, end))
        else:
            yield lines
            lines = []
        at = end + 1
    yield lines


def _filled(text: str, lines: list[tuple[int, int]]) -> bool:
    """Say whether no line had room for the first word of the next one."""
    width = max((end - start for start, end in lines), default=0)
    if len(lines) < 3 or width < NARROWEST:
        return False
    for (start, end), (after, stop) in pairwise(lines):
        word = _WORD.search(text, after, stop)
        if word and end - start + 1 + len(word[0]) <= width:
            return False
    return any(_STOP_INSIDE.search(text, start, end) for start, end in lines)


def _ended(text: str, start: int, end: int) -> bool:
    # The last characters tell; a whole line of a megabyte need not be read for it.
    return _ENDED.search(text, max(start, end - 12), end) is not None
