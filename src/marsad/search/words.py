"""The words of a text, as they are indexed and as they are asked for: in three strengths.

The same functions serve both sides. What they leave out (signs, underscores, apostrophes) nobody
can ask for, and so it cannot keep a post from being found.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import tantivy

from marsad.text.clitics import stem
from marsad.text.fold import exact, folded, folded_with_offsets

STRENGTHS = ("exact", "folded", "stemmed")
LONGEST = 200
"""Letters of a word; what runs on longer is noise, and is indexed as far as this."""

_MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u200c\u200d"
_EXACT = re.compile(f"[^\\W_](?:[^\\W_]|[{_MARKS}]|['’](?=[^\\W_]))*")
_PLAIN = re.compile(r"[^\W_]+")
# Qur'an is one word, and so is don't; l'eau and d'Alger are two.
_WORD = re.compile(r"(?<![^\W_'])(?:[cdjlmnst]|qu)(?='[^\W_])|[^\W_]+(?:'[^\W_]+)*")


class Word(NamedTuple):
    """A word of a text in one strength, and where it stands in the original."""

    key: str
    start: int
    end: int


def exact_words(text: str) -> list[str]:
    """The words letter for letter, vowel signs and capitals included."""
    return [word[:LONGEST] for word in _EXACT.findall(exact(text))]


def folded_words(text: str) -> list[str]:
    """The words with every spelling of a letter folded into one."""
    plain = folded(text)
    if "'" in plain:
        return [word.replace("'", "")[:LONGEST] for word in _WORD.findall(plain)]
    return [word[:LONGEST] for word in _PLAIN.findall(plain)]


def words(text: str, strength: str) -> list[str]:
    """The words of a text in one strength, as the index holds them."""
    if strength == "exact":
        return exact_words(text)
    found = folded_words(text)
    return found if strength == "folded" else [stemmed(word) for word in found]


def spots(text: str, strength: str) -> Iterator[Word]:
    """The words of a text in one strength, each with its span in the original text."""
    if strength == "exact":
        for found in _EXACT.finditer(text):
            if key := exact(found[0])[:LONGEST]:
                yield Word(key, found.start(), found.end())
        return
    fold = folded_with_offsets(text)
    for found in _WORD.finditer(fold.text):
        key = found[0].replace("'", "")[:LONGEST]
        start, end = fold.span(found.start(), found.end())
        yield Word(key if strength == "folded" else stemmed(key), start, end)


@lru_cache(maxsize=200_000)
def stemmed(word: str) -> str:
    """One folded word as the index holds it in the forgiving strength."""
    if word[0] >= "\u0621":
        return stem(word)
    made = _english().analyze(word)
    return str(made[0]) if made else word


def analyzer() -> tantivy.TextAnalyzer:
    """What cuts our words apart again inside the engine."""
    return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()


@lru_cache(maxsize=1)
def _english() -> tantivy.TextAnalyzer:
    words = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    return words.filter(tantivy.Filter.stemmer("english")).build()
