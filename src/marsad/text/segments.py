"""Sentences with exact offsets: ``text[start:end]`` is the sentence."""

import re
import unicodedata
from collections.abc import Iterator

from marsad.text.links import find_links

LONGEST = 600
"""Code points; a longer piece is cut at a comma, else at a space."""

_BULLETS = "•●○◦▪▫■□◾◽◆◇▶◀➖➤➡⬅✔✅☑✦✧★☆🔹🔸🔷🔶🔻🔺🔴🔵🟢🟡📌📍📢🔘"
_BOUNDARY = re.compile(
    f"[\n\r\x0b\x0c\x85\u2028\u2029]|[.!?؟؛۔…!?]+[\"'»”’)\\]]*|(?<=\\s)[{_BULLETS}]"
)
_NEWLINES = frozenset("\n\r\x0b\x0c\x85\u2028\u2029")
_ABBREVIATIONS = frozenset((
    "mr", "mrs", "ms", "dr", "prof", "st", "vs", "etc", "vol", "pp", "fig", "gen", "col", "lt",
    "sgt", "rev", "jr", "sr", "inc", "ltd", "e.g", "i.e", "a.m", "p.m", "u.s", "u.n", "هـ", "ق.م",
    "أ.د", "ا.د", "هـ.ق", "ه.ش", "ه.ق",
))  # fmt: skip
_WORD_BEFORE = re.compile("[^\\W_]+(?:\\.[^\\W_]+)*$")
_TRIMMED = re.compile(f"[\\s{_BULLETS}\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe0f\ufeff\u061c]+")
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
    links = iter([*find_links(text), (len(text), len(text) + 1, "")])
    link_start, link_end, _ = next(links)
    done = 0
    for mark in _BOUNDARY.finditer(text):
        while link_end <= mark.start():
            link_start, link_end, _ = next(links)
        if link_start <= mark.start() < link_end or not _ends(text, mark):
            continue
        cut = mark.start() if text[mark.start()] in _BULLETS else mark.end()
        if cut > done:
            yield done, cut
            done = cut
    if done < len(text):
        yield done, len(text)


def _ends(text: str, mark: re.Match[str]) -> bool:
    first = text[mark.start()]
    if first in _NEWLINES or first in _BULLETS or first in "؟؛۔":
        return True
    after = text[mark.end() : mark.end() + 1]
    if mark[0] == "." and not _full_stop(text, mark.start(), after):
        return False
    return not after or not (after.isalnum() and after < "\u0600")


def _full_stop(text: str, place: int, after: str) -> bool:
    before = _WORD_BEFORE.search(text, max(0, place - 24), place)
    word = before[0].casefold() if before else ""
    if after.isalnum():
        # "انتهى.وقال": no space after the stop; but neither "3.5" nor "ق.م" nor "file.txt".
        return len(word) > 2 and word[-1] >= "\u0600" and after.isalpha()
    if word.isdigit() and len(word) <= 2:
        return not _opens_line(text, place - len(word))
    return word not in _ABBREVIATIONS and not (len(word) == 1 and word.isalpha())


def _opens_line(text: str, place: int) -> bool:
    while place and text[place - 1] in " \t\u200f\u200e":
        place -= 1
    return not place or text[place - 1] in _NEWLINES


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
