"""Several Latin forms of a name for a person to choose from: what is settled, and what is regular.

A report prints the house form (``transliterate.latin``) until somebody settles another one in the
register; these are what that somebody is offered.
"""

import re

from marsad.text.latin_model import spellings
from marsad.text.transliterate import latin

_WORD = re.compile("[\u0621-\u065f\u0670-\u06d3\u06d5\u06fa-\u06ff\u200c]+")
REGULAR_FIRST = ("fa", "prs", "ps", "ur")
"""Languages for which the model learned nothing of its own: the rules are nearer."""


def suggestions(text: str, language: str = "ar", count: int = 5) -> list[str]:
    """Up to ``count`` different Latin forms, the likeliest first; the house form is among them."""
    house = latin(text, language)
    guessed = _guessed(text, count)
    if not guessed or language in REGULAR_FIRST:
        return list(dict.fromkeys([house, *guessed]))[:count]
    found = list(dict.fromkeys(guessed))[:count]
    if house not in found:
        found = [*found[: count - 1], house]
    return found


def _guessed(text: str, count: int) -> list[str]:
    """The likeliest forms of the whole, from the likeliest of each word."""
    forms: list[tuple[str, float]] = [("", 0.0)]
    done = 0
    for match in _WORD.finditer(text):
        between = text[done : match.start()]
        words = spellings(match[0], count) or [(match[0], 0.0)]
        grown = [
            (so_far + between + word[:1].upper() + word[1:], score + more)
            for so_far, score in forms
            for word, more in words
        ]
        forms = sorted(grown, key=lambda one: (-one[1], one[0]))[:count]
        done = match.end()
    return [so_far + text[done:] for so_far, _ in forms] if done else []
