"""Whether a mark ends a sentence, told by what stands around it.

A full stop is the least clear of them: it also shortens words, parts numbers and counts lists.
What follows tells most. A small letter goes on where scripts have small letters; Arabic script
has none, so there a list of shortened words and single letters has to do.
"""

import re
from functools import cache

UNSEEN = "\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\u061c"
_MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
_LOOK = 24
"""Characters before a mark that can tell what it is."""
_WORD_BEFORE = re.compile(f"[^\\W_][\\w{_MARKS}\u200c\u200d]*(?:\\.[^\\W_][{_MARKS}]*)*$")
_NEXT = re.compile(f"[\\s{UNSEEN}\"'«“„‘(\\[\u2026—–-]*")
_NEXT_URDU = re.compile("[ \u200c]?(\\w+)۔")
_SIGNS = re.compile(f"[{_MARKS}\u200c\u200d]+")
_ENDS_ANYWHERE = "؟"
_ALONE = frozenset("IЯÀوؤ")
"""Letters that are words, so that they may end a sentence: the last two in Pashto."""
_PRONOUNCED = frozenset((
    "اے", "بی", "سی", "ڈی", "ای", "ایف", "جی", "ایچ", "آئی", "جے", "کے", "ایل", "ایم", "این", "او",
    "پی", "کیو", "آر", "ایس", "ٹی", "یو", "وی", "ڈبلیو", "ایکس", "وائی", "زیڈ",
))  # fmt: skip
"""Latin letters by their Urdu names: بی۔بی۔سی is one word."""


def ends(text: str, start: int, end: int) -> bool:
    """Say whether the mark ``text[start:end]`` ends a sentence."""
    first = text[start]
    if first in _ENDS_ANYWHERE:
        return True
    if first == "۔":
        return not _initial_of_urdu(text, start, end)
    after = text[end : end + 1]
    follows = _following(text, end)
    if follows.islower() and text[end - 1] not in "?!":
        return _odd(text, start, follows)
    if first == "." and text[start:end].rstrip("\"'»”’)]﴾ ") == ".":
        return _full_stop(text, start, after, follows)
    return not after or not (after.isalnum() and after < "\u0600")


def goes_on(text: str, place: int) -> bool:
    """Say whether what stands at a place begins with a small letter."""
    return _following(text, place).islower()


def cased(text: str, place: int) -> bool:
    """Say whether what follows is in a script of large and small letters."""
    letter = _following(text, place)
    return letter.lower() != letter.upper()


def _following(text: str, place: int) -> str:
    blank = _NEXT.match(text, place, place + _LOOK)
    at = blank.end() if blank else place
    return text[at : at + 1]


def _odd(text: str, start: int, follows: str) -> bool:
    # An Arabic sentence may well be followed by a Latin word in small letters.
    before = text[start - 1 : start]
    return follows < "\u0590" and "\u0600" <= before < "\u0800"


def _full_stop(text: str, place: int, after: str, follows: str) -> bool:
    word, at = _word_before(text, place)
    if after.isalnum():
        # "انتهى.وقال": no space after the stop; but neither "3.5" nor "ق.م" nor "file.txt".
        return len(word) > 2 and word[-1] >= "\u0600" and after.isalpha()
    if word.isdigit() and len(word) <= 2:
        return not _opens_line(text, at)
    if _initial(word):
        # "2020 م." and "5 kg." count something; "م. سالم" does not.
        return word not in _listed("title") and text[at - 2 : at - 1].isdigit()
    low = word.casefold()
    if low in _listed("title") or (follows.isdigit() and low in _listed("number")):
        return False
    return low not in _listed("other") or _large(follows)


def _initial(word: str) -> bool:
    if len(word) != 1 or not word.isalpha() or word in _ALONE:
        return False
    return word.isupper() or not word.islower()


def _large(letter: str) -> bool:
    return letter.isupper() or not letter


def _word_before(text: str, place: int) -> tuple[str, int]:
    """The word that a mark follows, without its vowel signs, and where it begins."""
    start = max(0, place - _LOOK)
    found = _WORD_BEFORE.search(text, start, place)
    if not found:
        return "", place
    return _SIGNS.sub("", found[0]), found.start()


def _opens_line(text: str, place: int) -> bool:
    while place and text[place - 1] in " \t\u200f\u200e":
        place -= 1
    return not place or text[place - 1] in "\n\r\x0b\x0c\x85\u2028\u2029"


def _initial_of_urdu(text: str, start: int, end: int) -> bool:
    word, _ = _word_before(text, start)
    if word not in _PRONOUNCED:
        return False
    following = _NEXT_URDU.match(text, end)
    joined = text[end : end + 1].isalpha()
    return joined or (following is not None and following[1] in _PRONOUNCED)


@cache
def _listed(kind: str) -> frozenset[str]:
    from importlib.resources import files

    lines = files("marsad.text").joinpath("shortened.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return frozenset(word for word, each in rows if each == kind)
