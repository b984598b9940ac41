"""Other spellings of one Arabic-script word, as keyboards, habits and typesetters make them."""

import random
import re
from collections.abc import Iterator

KEYS = {
    "ar": (("يك", "یک"), ("ه", "ہ")),
    "fa": (("یک", "يك"), ("یک", "ىك")),
    "ur": (("یک", "يك"), ("ہ", "ه"), ("ھ", "ه"), ("ں", "ن"), ("ے", "ي")),
}
"""Letters of one keyboard, and those that another has in their place."""
HABITS = (("أإآ", "ااا"), ("ؤ", "ئ"))
"""Hamzas left out, or set on another seat."""
ENDINGS = {"ة": "ه", "ى": "ي", "ي": "ى", "ۂ": "ه"}
SIGNS = "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652"
_JOINING = frozenset("بتثجحخسشصضطظعغفقكلمنهيئکیگپچہھ")
_PLAIN = str.maketrans("أإآٱىةؤئیکہۂھےں", "ااااي" + "هوي" + "يكهههين")

_UNSEEN = re.compile("[\u0640\u064b-\u0655\u0670\u200c]")


def plain(word: str) -> str:
    """A word with its spellings made one: a table of our own, so that the fold is not its judge."""
    return _UNSEEN.sub("", word.translate(_PLAIN))


def spellings(word: str, language: str, dice: random.Random) -> Iterator[str]:
    """Every other spelling of a word that the rules make, each once."""
    seen = {word}
    for form in _made(word, language, dice):
        if form not in seen:
            seen.add(form)
            yield form


def _made(word: str, language: str, dice: random.Random) -> Iterator[str]:
    for old, new in KEYS[language]:
        yield word.translate(str.maketrans(old, new))
    for old, new in HABITS:
        yield word.translate(str.maketrans(old, new))
    if language == "ar":
        yield word[:-1] + ENDINGS.get(word[-1], word[-1])
    yield "".join(letter + dice.choice(("", *SIGNS[3:])) for letter in word) + dice.choice(SIGNS)
    if places := [at for at in range(len(word) - 1) if word[at] in _JOINING]:
        at = dice.choice(places) + 1
        yield word[:at] + "\u0640" * dice.randint(1, 4) + word[at:]
    yield word + dice.choice("\u200f\u200e\u200b\u2069")
