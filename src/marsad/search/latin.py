"""A name in Latin letters finds the Arabic-script words that it may spell.

The index keeps each Arabic-script word under its consonants, ``bgdd|بغداد``. A Latin word has the
same consonants however its vowels are written; of the words that share them, those are taken whose
written long vowels agree with its own. No list of names is needed, and no guess is indexed.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, product

from marsad.text.clitics import unprefixed
from marsad.text.fold import folded

BETWEEN = "|"
LEAST = 2
"""Consonants; with fewer, too many words share them."""
MOST = 24
"""Ways to read the consonants of one Latin word that are looked up."""

_CONSONANTS = {
    "ب": "b", "پ": "b", "ت": "t", "ث": "t", "ج": "j", "چ": "c", "ح": "h", "خ": "x", "د": "d",
    "ذ": "z", "ر": "r", "ز": "z", "ژ": "j", "س": "s", "ش": "c", "ص": "s", "ض": "d", "ط": "t",
    "ظ": "z", "غ": "g", "ف": "f", "ڤ": "f", "ق": "k", "ك": "k", "گ": "g", "ل": "l", "م": "m",
    "ن": "n", "ه": "h", "ٹ": "t", "ڈ": "d", "ڑ": "r",
}  # fmt: skip
_READ_AS = {
    "tch": "c", "sch": "c", "sh": "c s+h", "ch": "c x k", "kh": "x k+h", "gh": "g",
    "th": "t t+h", "dh": "d z d+h", "ph": "f", "ck": "k", "dj": "j", "zh": "j z+h", "p": "b",
    "v": "f", "q": "k", "c": "k s", "g": "g j k", "z": "z d", "s": "s", "j": "j", "x": "k+s",
    **{letter: letter for letter in "btdrfklmnh"},
}  # fmt: skip
_SOUND = re.compile("tch|sch|[sckgtdpz]h|ck|dj|[aeiouwy]+|[a-z]")
_VOWELS = frozenset("aeiouwy")
_AGREES = {"ا": "aeo", "و": "ouwv", "ي": "iyea"}
_NO_LETTER = re.compile("[^a-z]")

Gaps = tuple[str, ...]
"""The vowels before, between and after the consonants."""


@lru_cache(maxsize=500_000)
def entries(word: str) -> tuple[str, ...]:
    """How the index keeps a folded Arabic-script word: as it is, and without what it carries."""
    if not "\u0621" <= word[0] <= "\u06d3":
        return ()
    forms = dict.fromkeys((word, unprefixed(word)))
    kept = ((_arabic(form)[0], form) for form in forms)
    return tuple(f"{bones}{BETWEEN}{form}" for bones, form in kept if len(bones) >= LEAST)


def prefixes(word: str) -> list[str]:
    """What the entries of Arabic-script words begin with that a Latin word may spell."""
    return sorted({consonants + BETWEEN for consonants, _gaps in _readings(word)})


def spells(word: str, entry: str) -> bool:
    """Whether the vowels of a Latin word agree with the long ones of an entry."""
    consonants, _, bare = entry.partition(BETWEEN)
    _same, written = _arabic(bare)
    return any(_agree(written, gaps) for each, gaps in _readings(word) if each == consonants)


@lru_cache(maxsize=100_000)
def _arabic(word: str) -> tuple[str, Gaps]:
    found, gaps = "", [""]
    for at, letter in enumerate(word):
        sound = _CONSONANTS.get(letter, "")
        # A last ه is most often the feminine ending, which Latin spellings give as a vowel.
        if sound and not (letter == "ه" and at == len(word) - 1):
            if not (found.endswith(sound) and not gaps[-1]):
                found += sound
                gaps.append("")
        elif letter in _AGREES:
            gaps[-1] += letter
    return found, tuple(gaps)


@lru_cache(maxsize=2_000)
def _readings(word: str) -> tuple[tuple[str, Gaps], ...]:
    letters = _NO_LETTER.sub("", folded(word))
    sounds = _SOUND.findall(letters)
    if sounds[-1:] == ["h"] and len(sounds) > 1:
        sounds.pop()
    ways = [[sound] if sound[0] in _VOWELS else _READ_AS[sound].split() for sound in sounds]
    read = {_joined(way) for way in islice(product(*ways), MOST)}
    return tuple(sorted(each for each in read if len(each[0]) >= LEAST))


def _joined(sounds: tuple[str, ...]) -> tuple[str, Gaps]:
    found, gaps = "", [""]
    for each in _apart(sounds):
        if each[0] in _VOWELS:
            gaps[-1] += each
        elif not (found.endswith(each) and not gaps[-1]):
            found += each
            gaps.append("")
    return found, tuple(gaps)


def _apart(sounds: tuple[str, ...]) -> Iterator[str]:
    for each in sounds:
        yield from each.split("+")


def _agree(arabic: Gaps, latin: Gaps) -> bool:
    last = len(arabic) - 1
    for at, (written, heard) in enumerate(zip(arabic, latin, strict=True)):
        if at == last:
            if (written.strip("ا") and not heard) or (len(heard) > 2 and not written):
                return False
        elif at == 0:
            if not _begins(written, heard):
                return False
        elif any(not set(_AGREES[letter]) & set(heard) for letter in written):
            return False
    return True


def _begins(written: str, heard: str) -> bool:
    """An ʿayn is not written in Latin letters, so a vowel there needs no letter here."""
    if written[:1] in ("و", "ي"):
        return bool(set(_AGREES[written[0]]) & set(heard))
    return bool(heard) or not written
