"""What a machine's target must be like before it may stand as a draft.

A model that loses its way repeats itself, falls silent, stays in the source language or writes
pages. None of this proves a translation right: a person does that. It keeps out what no person
should have to read.
"""

import unicodedata
from functools import cache
from itertools import pairwise

from marsad.translate.engine import Target, Untranslated
from marsad.vocabulary.languages import alone, tongues

FEW = 12
"""Letters below which lengths, scripts and repetitions say nothing."""
LONGEST, ROOM = 4, 60
"""A target has at most so many times the characters of its source, and so many more."""
SHORTEST, DENSE = 0.25, 0.08
"""A target has at least this share of the characters of its source; less in Chinese or Korean."""
OWN = 0.5
"""Share of a target's letters that are in a script of its language; names keep theirs."""
REPEATS = 6
"""The same words so often in a row, and not in the source, are a model that is stuck."""
_PLAIN = frozenset("\n\t\u200c\u200d")
_DENSE = ("zh", "ja", "ko")
_NO_SPACES = {"CJK": "han", "HIRAGANA": "kana", "KATAKANA": "kana"}


def fault(source: str, target: str, to: str) -> str:
    """What is wrong with a target, as the end of a sentence; empty when nothing shows."""
    before, after = _letters(source), _letters(target)
    if not after:
        return "came back without a word"
    if len(target) > LONGEST * len(source) + ROOM:
        return f"came back with {len(target)} characters for {len(source)}"
    least = DENSE if to in _DENSE else SHORTEST
    if before >= 2 * FEW and len(target) < least * len(source):
        return f"came back with {len(target)} characters for {len(source)}, so part of it is lost"
    if after >= FEW and _share(target, to) < OWN:
        return f"came back in another script than that of {to!r}"
    if _unseen(target) - _unseen(source):
        return "came back with characters that cannot be seen"
    if _repeats(target) >= REPEATS > _repeats(source):
        return "came back with the same words over and over"
    return ""


def judged(source: str, target: str, to: str) -> Target:
    """A target that may stand, or why it may not."""
    why = fault(source, target, to)
    return Untranslated(why) if why else target.strip()


def _unseen(text: str) -> set[str]:
    """What reorders or hides letters; the joiners of Persian and Urdu are spelling."""
    hidden = ("Cc", "Cf", "Co", "Cs")
    return {each for each in set(text) - _PLAIN if unicodedata.category(each) in hidden}


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def _share(text: str, language: str) -> float:
    """How many of the letters are in a script of the language; all where it is not known."""
    own = _scripts(language)
    said = [_script(letter) for letter in text if letter.isalpha()]
    return sum(script in own for script in said) / len(said) if own and said else 1.0


@cache
def _scripts(language: str) -> frozenset[str]:
    shared = [script for each in tongues() if each.code == language for script in each.scripts]
    single = [script for script, code in alone().items() if code == language]
    return frozenset([*shared, *single])


@cache
def _script(letter: str) -> str:
    name = unicodedata.name(letter, "").partition(" ")[0]
    return _NO_SPACES.get(name, name.lower())


def _repeats(text: str) -> int:
    """How often in a row the same one to four words stand at most."""
    words = text.casefold().split()
    return max((_run(words, size) for size in range(1, 5)), default=0)


def _run(words: list[str], size: int) -> int:
    groups = list(zip(*(words[first:] for first in range(size)), strict=False))
    most = 1
    for offset in range(size):
        run = 1
        for one, other in pairwise(groups[offset::size]):
            run = run + 1 if one == other else 1
            most = max(most, run)
    return most
