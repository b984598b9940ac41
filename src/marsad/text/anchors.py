"""What a text and its translation have in common that needs no dictionary.

Numbers in any digits, words in Latin letters, and names: an Arabic word that spells as a
capitalised English one does, vowels set aside.
"""

import re
import unicodedata
from functools import lru_cache

from marsad.text.fold import folded
from marsad.text.name_words import spelled
from marsad.text.transliterate import latin

SHORTEST = 3
"""Consonants that a name has at least; fewer are met by chance."""
_NUMBER = re.compile(r"\d+(?:[.,٫٬]\d+)*")
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9_]+")
_CAPITALISED = re.compile(r"(?<![\w'’-])[A-Z][\w'’]+(?:-[\w'’]+)*")
_ARABIC = re.compile("[\u0621-\u065f\u066e-\u06d3\u06d5\u06fa-\u06ff\u0670\u200c]+")
_VOWELS = re.compile("[^b-df-hj-np-tvxz]")
_ARTICLE = re.compile("^(?:wa-|bi-|lil-)*(?:al-|el-)?")
_SEPARATORS = str.maketrans("", "", ".,٫٬")


def numbers(text: str) -> frozenset[str]:
    """The numbers of a text, in ASCII digits, without separators."""
    return frozenset(_ascii(found) for found in _NUMBER.findall(text))


def latin_words(text: str) -> frozenset[str]:
    """The words in Latin letters, handles and hashtags included."""
    return frozenset(found.casefold() for found in _LATIN.findall(text))


def names_here(text: str) -> frozenset[str]:
    """The consonants of every capitalised word."""
    return frozenset(filter(None, map(_consonants, _CAPITALISED.findall(text))))


def names_there(text: str, language: str) -> frozenset[str]:
    """The consonants that every Arabic-script word would have in Latin letters."""
    spoken = (_spoken(word, language) for word in _ARABIC.findall(text))
    return frozenset(filter(None, spoken))


@lru_cache(maxsize=50_000)
def _spoken(word: str, language: str) -> str:
    return _consonants(latin(word, language)) if len(folded(word)) >= SHORTEST else ""


def _consonants(word: str) -> str:
    plain = _ARTICLE.sub("", word.casefold()).replace("'", "").replace("’", "").replace("-", "")
    found = _VOWELS.sub("", spelled(plain).removesuffix("s"))
    return found if len(found) >= SHORTEST else ""


def _ascii(number: str) -> str:
    bare = number.translate(_SEPARATORS)
    return "".join(str(unicodedata.digit(each)) for each in bare).lstrip("0") or "0"
