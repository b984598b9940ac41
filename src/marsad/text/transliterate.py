"""Names in Latin letters by the house scheme.

A simplified IJMES: no diacritics, long vowels unmarked, ``'`` for hamza and 'ayn, ``Al-``
capitalised, hyphenated and never assimilated. Known words come from ``names_latin.tsv``; the rest
follows rules that guess the vowels Arabic does not write. A guess is a draft: the authority file
and a person have the last word.
"""

import re
from functools import lru_cache

from marsad.text.fold import exact, folded
from marsad.text.latin_letters import ARABIC, LOAN, PERSIAN, URDU, Sound, sounds
from marsad.text.vowels import spelled

_LETTERS = {"ar": ARABIC, "fa": PERSIAN, "prs": PERSIAN, "ps": PERSIAN, "ur": URDU}
# No word is longer than this; what runs on is taken in pieces, so that it costs what it is long.
_WORD = re.compile("[\u0621-\u065f\u066e-\u06d3\u06d5\u06fa-\u06ff\u0670\u200c]{1,64}")
_LETTER = re.compile("([^\u064b-\u065f\u0670\u0640\u200c])([\u064b-\u065f\u0670\u0640]*)")
_MARKS = re.compile("[\u064b-\u065f\u0670\u0640]")
_SIGNS = str.maketrans("،؛؟٪۔", ",;?%.") | {
    base + digit: str(digit) for base in (0x660, 0x6F0) for digit in range(10)
}
_PLAIN = str.maketrans("کیےىہھۃۂۀں", "كييىهههههن")
_LOWER = frozenset(
    ("bin", "bint", "ibn", "wa", "fi", "min", "ila", "an", "va", "o", "ka", "ki", "ke")
)
_JOINED = (("وال", "wa-Al-"), ("بال", "bi-Al-"), ("لل", "lil-"))
_NATIVE_ENDINGS = ("ين", "ون", "ات", "ية")
_PARTICIPLE = re.compile("^م([^اويةىء])ا([^اوي])([^اوي])(?=(?:ين|ون|ات|ة)?$)")
_INFINITIVE = re.compile("^ا([^اوي])ت(?=[^اوي]ا[^اوي])")
# A long word of letters that all languages share, its vowels written out, is most likely a loan.
_NATIVE = re.compile("[حعصضظقطءؤئةثذ\u064e-\u0652]|^[^اوي]{2}[اوي].$|^.ا..$|^[^اوي]{2}[^ا]ان$")
_LOAN = re.compile("(?=.*[اوي])[^ل].{3}|ل[^ل].{2}")


def latin(text: str, language: str = "ar") -> str:
    """Write a name or title in Latin letters; what is not Arabic script stays as it is."""
    words = 0

    def written(match: re.Match[str]) -> str:
        nonlocal words
        words += 1
        return _capitalised(_word(match[0], language, first=words == 1), words == 1)

    return _WORD.sub(written, exact(text).translate(_SIGNS))


def _word(word: str, language: str, first: bool) -> str:
    if "\u200c" in word:
        return "-".join(_word(part, language, first) for part in word.split("\u200c") if part)
    bare = _MARKS.sub("", word)
    if known := _known(language).get(folded(bare)):
        return known
    if language in ("fa", "prs", "ps", "ur"):
        return _persian(word, language)
    if not first or bare.endswith(_NATIVE_ENDINGS):
        for prefix, spelling in _JOINED:
            if bare.startswith(prefix) and len(bare) - len(prefix) >= 3:
                return spelling + _title(_word(_after(word, len(prefix)), language, True))
    if bare.startswith("ال") and len(bare) >= 5:
        rest = _after(word, 2)
        return "Al-" + _title(_known(language).get(folded(bare[2:])) or _arabic(rest, native=True))
    if bare.startswith("عبدال") and len(bare) >= 8:
        return "'Abd " + _word(_after(word, 3), language, True)
    return _arabic(word)


def _arabic(word: str, native: bool = False) -> str:
    plain = word.translate(_PLAIN)
    loan = False
    if not _MARKS.search(plain):
        # Patterns whose vowels are known: مجاهد, متطوع, اجتماع.
        plain = _PARTICIPLE.sub("م\u064f\\1ا\\2\u0650\\3", plain)
        plain = _INFINITIVE.sub("ا\u0650\\1ت\u0650", plain)
        loan = not native and _LOAN.match(plain) is not None and not _NATIVE.search(plain)
    if not loan:
        return spelled(sounds(_LETTER.findall(plain), ARABIC))
    # A loan is nearer to its own spelling with o, e and g than by the letter.
    heard = [
        Sound("o", vowel=True) if one.latin == "u" else one
        for one in sounds(_LETTER.findall(plain), LOAN)
    ]
    return spelled(heard, loan=True).replace("tsh", "ch")


def _persian(word: str, language: str) -> str:
    plain = re.sub("خوا", "خا", word.translate(_PLAIN))
    ending = ""
    if plain.endswith("ه") and len(plain) > 3 and plain[-2] not in "اوي":
        plain, ending = plain[:-1], "a" if language == "ur" else "eh"
    elif language == "ur" and word.endswith("ے"):
        plain, ending = plain[:-1], "e"
    return spelled(sounds(_LETTER.findall(plain), _LETTERS[language])) + ending


def _after(word: str, letters: int) -> str:
    """What follows so many letters, marks of the last one included."""
    place = 0
    for match in _LETTER.finditer(word):
        if not letters:
            break
        letters -= 1
        place = match.end()
    return word[place:].lstrip("\u0651")


def _capitalised(word: str, first: bool) -> str:
    if not first and (word in _LOWER or word.startswith(("wa-", "bi-", "lil-"))):
        return word
    return _title(word)


def _title(word: str) -> str:
    start = 1 if word[:1] == "'" else 0
    return word[:start] + word[start : start + 1].upper() + word[start + 1 :]


@lru_cache(maxsize=8)
def _known(language: str) -> dict[str, str]:
    from importlib.resources import files

    source = files("marsad.vocabulary").joinpath("names_latin.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in source.splitlines() if line and line[0] != "#"]
    return {folded(word): spelling for tongue, word, spelling in rows if tongue == language}
