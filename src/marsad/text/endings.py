"""The bare forms that an inflected word may stand for, by the grammar of its language.

For looking words up in a list, where every wrong form is a wrong hit: an ending is taken off only
when enough is left, and ``ة`` is no pronoun. Give it folded words. The looser
``clitics.variants`` serve where the language is not known.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from marsad.text.clitics import starts, variants

LONGEST = 32
"""Nothing longer is a word."""
Ending = tuple[str, str, int]
"""What is taken off, what is put in its place, and how many letters have to be left."""

_PRONOUNS = ("ها", "هم", "هن", "هما", "نا", "كم", "كما")
_ARABIC: tuple[Ending, ...] = (
    ("ه", "", 4), ("ون", "", 3), ("ين", "", 3), ("ان", "", 3), ("تين", "ه", 2), ("تان", "ه", 2),
    ("ات", "ه", 2), ("ات", "", 4), ("يه", "ي", 3), ("يون", "ي", 3), ("يين", "ي", 3),
    ("يات", "ي", 4),
)  # fmt: skip
_OWNED: tuple[Ending, ...] = (
    *((each, "", 3) for each in (*_PRONOUNS, "ه")),
    *((each, "", 4) for each in ("ك", "ي", "ا")),
    *((f"ت{each}", "ه", 2) for each in (*_PRONOUNS, "ه", "ك", "ي")),
    *((f"ات{each}", put, left) for each in (*_PRONOUNS, "ه", "ك", "ي")
      for put, left in (("ه", 2), ("", 4))),
)  # fmt: skip
"""What no word with the article ends in: pronouns, and the ending of an object."""
_ARTICLES = ("ال", "لل")
_PERSIAN: tuple[Ending, ...] = (
    *((f"ها{each}", put, 3) for put in ("", "ه")
      for each in ("", "ي", "يي", "يش", "يم", "يت", "يشان", "يمان", "يتان")),
    ("ي", "", 3), ("يي", "", 3), ("اي", "", 3), ("ان", "", 3), ("يان", "", 3), ("گان", "ه", 3),
    *((each, "", 3) for each in ("مان", "تان", "شان", "يمان", "يتان", "يشان")),
    *((each, "", 4) for each in ("م", "ت", "ش", "يم", "يت", "يش", "ام", "ات", "اش")),
    ("ين", "", 3), ("ون", "", 3), ("ات", "", 4), ("ات", "ه", 3),
)  # fmt: skip
_URDU: tuple[Ending, ...] = (
    ("ون", "", 3), ("ون", "ه", 2), ("ون", "ا", 2), ("ين", "", 3), ("ي", "ه", 2), ("ي", "ا", 2),
    ("ي", "", 4), ("يان", "ي", 2), ("يون", "ي", 2), ("ات", "", 3), ("ان", "", 3),
)  # fmt: skip
_PASHTO: tuple[Ending, ...] = (
    *((each, "", 3) for each in ("ان", "انو", "و", "ونه", "ونو", "ين", "ي")),
    ("ي", "ه", 2), ("و", "ه", 2), ("ه", "", 4), ("ات", "", 4),
)  # fmt: skip
_BY_LANGUAGE = {"ar": _ARABIC, "fa": _PERSIAN, "prs": _PERSIAN, "ur": _URDU, "ps": _PASHTO}

_TURKISH = re.compile(
    "(?:l[ae]r)?(?:(?:[ıiu])?m[ıiu]z|[ıiu]?n[ıiu]z|l[ae]r[ıi]|s[ıiu]|[ıiu]m)?"
    "(?:n?[dt][ae]n?|[yn]?[ae]|[yn]?[ıiu]|n?[ıiu]n|yl[ae]|l[ae])?$"
)
_SOFTENED = {"b": "p", "d": "t", "c": "c", "g": "k"}


def bare_forms(word: str, ta_marbuta: bool, language: str) -> Iterator[str]:
    """Every form under which a word may stand in a list, itself first.

    ``ta_marbuta`` says that it is written with ``ة``, which folding makes a ``ه``.
    """
    if len(word) > LONGEST:
        yield word
    elif language == "tr":
        yield from _turkish(word)
    elif endings := _BY_LANGUAGE.get(language):
        found = _arabic(word, ta_marbuta) if language == "ar" else _without(word, endings)
        yield from dict.fromkeys(found)
    else:
        yield from variants(word)


def _arabic(word: str, ta_marbuta: bool) -> Iterator[str]:
    for each in starts(word):
        article = each.startswith("ال")
        defined = article or word[: len(word) - len(each)].endswith(_ARTICLES)
        endings = _ARABIC if defined or ta_marbuta else (*_ARABIC, *_OWNED)
        yield from _without(each, endings, 2 if article else 0)


def _without(word: str, endings: Sequence[Ending], article: int = 0) -> Iterator[str]:
    yield word
    for ending, put, left in endings:
        if word.endswith(ending) and len(word) - len(ending) >= left + article:
            yield word[: -len(ending)] + put


@lru_cache(maxsize=20_000)
def _turkish(word: str) -> tuple[str, ...]:
    """A Turkish word without its endings, whichever of them are part of the word itself."""
    found = [word]
    for at in range(len(word) - 1, 2, -1):
        if _TURKISH.fullmatch(word, at):
            stem = word[:at]
            found.append(stem)
            if stem[-1] in _SOFTENED:
                found.append(stem[:-1] + _SOFTENED[stem[-1]])
    return tuple(found)
