"""Sentences with exact offsets: ``text[start:end]`` is the sentence."""

import re
import unicodedata
from collections.abc import Iterator

from marsad.text.links import find_links
from marsad.text.sentence_ends import cased, ends, goes_on
from marsad.text.wraps import wraps

LONGEST = 600
"""Code points; a longer piece is cut at a comma, else at a space."""

_BULLETS = "•●○◦▪▫■□◾◽◆◇▶◀➖➤➡⬅✔✅☑✦✧★☆🔹🔸🔷🔶🔻🔺🔴🔵🟢🟡📌📍📢🔘"
_PICTURES = f"(?![{_BULLETS}])[\U0001f300-\U0001faff\u2600-\u27bf\u2b50\u2b55]"
_PICTURE = f"{_PICTURES}[\ufe0f\u200d\U0001f3fb-\U0001f3ff]*"
_CLOSING = "\"'»”’)\\]﴾"
_BOUNDARY = re.compile(
    "[\n\r\x0b\x0c\x85\u2028\u2029]"
    f"|[.!?؟۔…]++[{_CLOSING}]*+(?:[ \u00a0\u202f]»)?(?:[ \t]?(?:{_PICTURE})++)*+"
    f"|(?<=\\s)(?:[{_BULLETS}]|\\d\ufe0f?\u20e3)"
    # From the first of a run on only, or each would look for the end of the run anew.
    f"|(?<![\U0001f300-\U0001faff\u2600-\u27bf\ufe0f\u200d])(?:{_PICTURE})++(?=\\s)"
    "|﴿\\s*+\\d{1,3}\\s*+﴾|۝\\d{1,3}"
)
_NEWLINES = frozenset("\n\r\x0b\x0c\x85\u2028\u2029")
_VERSES = re.compile(f"﴿(?!\\s*+\\d{{1,3}}\\s*+﴾)[^﴾﴿]{{1,{LONGEST}}}+﴾")
_INLINE = frozenset("❤♥💔✌☝❣")
"""Pictures that stand for a word as often as for a full stop."""
_TRIMMED = re.compile(
    f"(?:[\\s{_BULLETS}\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe0f\ufeff\u061c]"
    "|\\d\ufe0f?\u20e3)+"
)
_NEAR = 64
"""Characters before a picture in which there must be a letter for it to end something."""
_COMMAS = "،,؛;:"
_LETTER = re.compile("[^\\W_]")


def segments(text: str) -> list[tuple[int, int]]:
    """Cut a text into trimmed sentences, in order and apart, that together hold every letter."""
    found = []
    for start, end in _pieces(text):
        for begin, stop in _shortened(text, start, end):
            begin, stop = _trim(text, begin, stop)
            if _LETTER.search(text, begin, stop):
                found.append((begin, stop))
    return found


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    whole = iter([*_kept_whole(text), (len(text), len(text) + 1)])
    first, last = next(whole)
    wrapped = wraps(text)
    done = 0
    for mark in _BOUNDARY.finditer(text):
        while last <= mark.start():
            first, last = next(whole)
        inside = first <= mark.start() < last
        if inside or mark.start() in wrapped or not _ends(text, mark, done):
            continue
        cut = mark.start() if _bullet(mark[0]) else mark.end()
        if cut > done:
            yield done, cut
            done = cut
    if done < len(text):
        yield done, len(text)


def _kept_whole(text: str) -> list[tuple[int, int]]:
    """Links and verses between their brackets, in which no sentence ends."""
    verses = (found.span() for found in _VERSES.finditer(text))
    return sorted([*verses, *((start, end) for start, end, _ in find_links(text))])


def _ends(text: str, mark: re.Match[str], done: int) -> bool:
    first = text[mark.start()]
    if first in _NEWLINES or _bullet(mark[0]) or first in "﴿۝":
        return True
    if first in ".!?؟۔…":
        return ends(text, mark.start(), mark.end())
    return _picture_ends(text, mark, done)


def _picture_ends(text: str, mark: re.Match[str], done: int) -> bool:
    near = max(done, mark.start() - _NEAR)
    if not _LETTER.search(text, near, mark.start()) or goes_on(text, mark.end()):
        return False
    return cased(text, mark.end()) or mark[0][0] not in _INLINE


def _bullet(mark: str) -> bool:
    return mark[0] in _BULLETS or mark[-1] == "\u20e3"


def _shortened(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > LONGEST:
        cut = _best_cut(text, start, start + LONGEST)
        yield start, cut
        start = cut
    yield start, end


def _best_cut(text: str, start: int, end: int) -> int:
    middle = start + LONGEST // 3
    comma = max(text.rfind(mark, middle, end) for mark in _COMMAS)
    if comma > 0:
        return comma + 1
    for place in range(end - 1, start, -1):
        if text[place].isspace():
            return place + 1
    for place in range(end, end - 32, -1):
        if not unicodedata.combining(text[place]) and text[place] not in "\u200c\u200d\ufe0f":
            return place
    return end


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    if opening := _TRIMMED.match(text, start, end):
        start = opening.end()
    while end > start and _TRIMMED.match(text, end - 1, end):
        end -= 1
    return start, end
