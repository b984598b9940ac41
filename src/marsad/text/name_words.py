"""The words of a name and of a text, brought into the one spelling in which they are compared."""

import re
from functools import lru_cache
from typing import NamedTuple

from marsad.text.fold import folded_with_offsets

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_GAP = re.compile(r"[ \t\u00a0_\"'«»“”.-]{0,3}\n?[ \t]?")
_ARABIC = re.compile("[\u0621-\u06d3]")
_ARTICLES = frozenset(("al", "el", "ul"))
_SAME = {"ابي": "ابو", "ابا": "ابو", "ابن": "بن", "اخوان": "اخوان"}
_SPELLINGS = (
    ("ae", "ai"), ("ei", "ai"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("ph", "f"), ("dj", "j"),
    ("sch", "sh"), ("dh", "d"), ("gh", "g"), ("th", "t"), ("q", "k"), ("w", "v"), ("y", "i"),
    ("e", "a"), ("o", "u"),
)  # fmt: skip
_HARD_C = re.compile("c(?!h)")
_TWICE = re.compile(r"(.)\1+")
_LAST_H = re.compile(r"(?<=[ai])h$")


class Word(NamedTuple):
    """A word of a text: its key, and where it stands in the original."""

    key: str
    start: int
    end: int
    joined: bool
    """Nothing but a blank or a hyphen stands before it, so that a name may run on into it."""


def words(text: str) -> list[Word]:
    """The words of a text, articles and ``عبد`` joined to what they belong to."""
    fold = folded_with_offsets(text)
    found: list[Word] = []
    end = -9
    open_ = ""
    for match in _WORD.finditer(fold.text):
        key = match[0].replace("'", "")
        start, stop = fold.span(match.start(), match.end())
        joined = end >= 0 and _GAP.fullmatch(fold.text, end, match.start()) is not None
        end = match.end()
        if open_ and joined and (open_ != "عبد" or key.startswith("ال")):
            last = found.pop()
            found.append(Word(_article(open_) + key, last.start, stop, last.joined))
            open_ = ""
            continue
        found.append(Word(_SAME.get(key, key), start, stop, joined))
        open_ = key if key in _ARTICLES or key == "عبد" else ""
    return found


def keys(name: str) -> tuple[str, ...]:
    """The words of a name, as :func:`words` would find them in a text."""
    return tuple(word.key for word in words(name))


def bare(key: str) -> tuple[str, ...]:
    """What an Arabic word may be without the particles written onto it, itself first."""
    if len(key) < 4 or key[0] not in "وفبكل" or not _ARABIC.match(key):
        return (key,)
    found = [key]
    for prefix in ("و", "ف", "ب", "ك", "ل", "وب", "ول", "وك", "فب", "فل"):
        rest = key[len(prefix) :]
        if key.startswith(prefix) and len(rest) >= 3:
            found.append(rest)
            if prefix.endswith("ل") and rest.startswith("ل") and len(rest) >= 4:
                found.append("ا" + rest)  # للقاعدة swallows the alef of the article.
    return tuple(found)


def uninflected(key: str) -> tuple[str, ...]:
    """What a Persian, Urdu or Pashto word may be without ezafe or plural, itself not included."""
    if not _ARABIC.match(key):
        return ()
    endings = ("هايي", "هاي", "ها", "ي")
    return tuple(
        key[: -len(ending)]
        for ending in endings
        if key.endswith(ending) and len(key) - len(ending) >= 4
    )


@lru_cache(maxsize=100_000)
def spelled(key: str) -> str:
    """A Latin word in the one of its spellings that all transliterations of it share."""
    if not key.isascii():
        return key
    for many, one in _SPELLINGS:
        key = key.replace(many, one)
    return _LAST_H.sub("", _TWICE.sub(r"\1", _HARD_C.sub("k", key)))


def _article(word: str) -> str:
    return "al" if word in _ARTICLES else word
