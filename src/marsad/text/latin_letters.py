"""Letter by letter: which consonant or vowel an Arabic-script letter stands for."""

from typing import NamedTuple

_SHARED = {
    "ب": "b", "پ": "p", "ت": "t", "ج": "j", "چ": "ch", "ح": "h", "خ": "kh", "د": "d", "ر": "r",
    "ز": "z", "ژ": "zh", "س": "s", "ش": "sh", "ص": "s", "ط": "t", "غ": "gh", "ف": "f", "ڤ": "v",
    "ق": "q", "ك": "k", "گ": "g", "ل": "l", "م": "m", "ن": "n", "ه": "h", "ء": "'",
}  # fmt: skip
ARABIC = _SHARED | {"ث": "th", "ذ": "dh", "ض": "d", "ظ": "z", "ع": "'", "و": "w", "ي": "y"}
LOAN = ARABIC | {"غ": "g"}
PERSIAN = _SHARED | {"ث": "s", "ذ": "z", "ض": "z", "ظ": "z", "ع": "'", "و": "v", "ي": "y"}
URDU = PERSIAN | {"ٹ": "t", "ڈ": "d", "ڑ": "r", "ں": "n", "و": "w"}
HARAKAT = {"\u064b": "an", "\u064c": "un", "\u064d": "in", "\u064e": "a", "\u064f": "u",
           "\u0650": "i", "\u0670": "a"}  # fmt: skip
SHADDA, SUKUN = "\u0651", "\u0652"
_VOWEL_LETTERS = frozenset("اىويةآ")


class Sound(NamedTuple):
    """A consonant or a vowel; ``closed`` when nothing may be inserted after it."""

    latin: str
    vowel: bool = False
    closed: bool = False


def sounds(letters: list[tuple[str, str]], consonants: dict[str, str]) -> list[Sound]:
    """The sounds of a word given as letters with their marks."""
    found: list[Sound] = []
    for place, (letter, marks) in enumerate(letters):
        after = letters[place + 1][0] if place + 1 < len(letters) else ""
        found += _sound(letter, after, marks, found, consonants)
        short = next((HARAKAT[mark] for mark in marks if mark in HARAKAT), "")
        if (
            short
            and not (found and found[-1].vowel)
            and not _lengthens(short, after, letters, place)
        ):
            found.append(Sound(short, vowel=True))
    return found


def _lengthens(short: str, after: str, letters: list[tuple[str, str]], place: int) -> bool:
    # A vowel mark before its own long letter is one vowel, written twice.
    bare = place + 1 < len(letters) and not letters[place + 1][1]
    return bare and after in {"a": "اىة", "u": "و", "i": "ي"}.get(short, "")


def _sound(
    letter: str, after: str, marks: str, before: list[Sound], consonants: dict[str, str]
) -> list[Sound]:
    if letter in "اأإآٱ":
        return _alef(letter, after, marks, bool(before))
    if letter in "ىة":
        return [Sound("a", vowel=True)] if not (before and before[-1].latin == "a") else []
    if letter in "ؤئ":
        glide = "u" if letter == "ؤ" else "i"
        known = after in _VOWEL_LETTERS or marks
        return [Sound("'")] if known else [Sound("'"), Sound(glide, vowel=True)]
    if letter in "وي":
        return [_glide(letter, after, marks, before, consonants)]
    latin = consonants.get(letter, "")
    if not latin:
        return []
    return [Sound(latin * 2 if SHADDA in marks else latin, closed=SUKUN in marks)]


def _alef(letter: str, after: str, marks: str, inside: bool) -> list[Sound]:
    if inside and letter in "اٱ":
        return [Sound("a", vowel=True)]
    short = next((HARAKAT[mark] for mark in marks if mark in HARAKAT), "")
    vowel = short or ("i" if letter == "إ" else "a")
    if inside:
        return [Sound("'"), Sound(vowel, vowel=True)]
    if not short and (after == "و" or (after == "ي" and letter in "اإ")):
        return []
    return [Sound(vowel, vowel=True)]


def _glide(
    letter: str, after: str, marks: str, before: list[Sound], consonants: dict[str, str]
) -> Sound:
    latin = consonants[letter]
    short = [mark for mark in marks if mark in HARAKAT]
    if SHADDA in marks:
        return Sound(latin * 2)
    if not before and after and after not in _VOWEL_LETTERS and letter == "و" and not short:
        return Sound(latin)
    if short or (after and after in "اىةآ") or (before and before[-1].vowel):
        return Sound(latin, closed=SUKUN in marks)
    if not before or (after == "ي" and letter == "و"):
        return Sound(latin)
    return Sound("u" if letter == "و" else "i", vowel=True)
