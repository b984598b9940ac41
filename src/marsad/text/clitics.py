"""Light stripping of Arabic, Persian and Urdu clitics from folded words.

Not a morphological analyser: rules with a minimum stem, and a list of words whose first or last
letters only look like a clitic (``whole_words.tsv``). Give it folded words.
"""

from collections.abc import Iterator
from functools import lru_cache

_WITH_ARTICLE = (
    "وبال", "وكال", "فبال", "وال", "فال", "بال", "كال", "ولل", "فلل", "لل", "ال",
)  # fmt: skip
_PARTICLES = ("وب", "ول", "وك", "فب", "فل", "و", "ف", "ب", "ك", "ل")
_AFTER_T = ("اتهما", "اتهم", "اتهن", "اتها", "اتنا", "اتكم", "اته", "اتي", "اتك",
            "تهما", "تهم", "تهن", "تها", "تنا", "تكم", "ته", "تي", "تك")  # fmt: skip
_SUFFIXES = (
    *_AFTER_T, "هايشان", "هايمان", "هايتان", "هايش", "هايم", "هايت", "هايي", "هاي",
    "شان", "مان", "يين", "يون", "يات", "يتين", "تين", "تان", "هما", "هم", "هن", "ها",
    "نا", "كم", "ين", "ون", "ات", "ان", "يه", "ه", "ي", "ت", "ك",
)  # fmt: skip
_SHORTEST = 3
# One that most often is a letter of the word wants more of the word before it.
_LEFT_BEFORE = {"ك": 4, "شان": 4, "مان": 4}
# No Arabic clitic stands before a word with one of these.
_NOT_ARABIC = frozenset("پچژگٹڈڑ")
_ROUNDS = 3
# Nothing longer is a word: laughter and other noise stays as it is, and out of the cache.
_LONGEST = 32


def stem(word: str) -> str:
    """The word without its clitics, for comparing words by what they are about."""
    return word if len(word) > _LONGEST else _stem(word)


def unprefixed(word: str) -> str:
    """The word without what is written onto its beginning: article, conjunction, preposition."""
    return word if len(word) > _LONGEST else _without_prefix(word)


def variants(word: str) -> Iterator[str]:
    """Every bare form the word may stand for, itself first; for looking it up in a list."""
    if len(word) > _LONGEST:
        yield word
        return
    seen = set()
    for start in starts(word):
        for form in (start, *_ends(start)):
            if form not in seen:
                seen.add(form)
                yield form


@lru_cache(maxsize=200_000)
def _stem(word: str) -> str:
    # مسؤول is also written مسئول, and so with every hamza before a waw.
    return _without_suffixes(_without_prefix(word)).replace("وو", "يو")


def _without_prefix(word: str) -> str:
    if word in _whole("start") or len(word) <= _SHORTEST or not _NOT_ARABIC.isdisjoint(word):
        return word
    for prefix in _WITH_ARTICLE:
        if word.startswith(prefix) and len(word) - len(prefix) >= _SHORTEST:
            rest = word[len(prefix) :]
            swallowed = "ل" + rest
            return swallowed if prefix.endswith("لل") and _starts_whole(swallowed) else rest
    return word if _starts_whole(word) else _without_particle(word)


def _without_particle(word: str) -> str:
    first, rest = word[0], word[1:]
    enough = len(rest) >= (_SHORTEST if first == "و" else _SHORTEST + 1)
    if first in "وف" and (enough or rest in _whole("start")):
        return rest if _starts_whole(rest) else _without_preposition(rest)
    return _without_preposition(word)


def _without_preposition(word: str) -> str:
    rest = word[1:]
    if word[0] in "بكل" and (len(rest) > _SHORTEST or rest in _whole("start")):
        return rest
    return word


def _without_suffixes(word: str) -> str:
    for _ in range(_ROUNDS):
        shorter = _without_suffix(word)
        if shorter == word:
            break
        word = shorter
    if word.endswith("ء") and len(word) > _SHORTEST:
        return word[:-1]
    return word


def _without_suffix(word: str) -> str:
    if word in _whole("end"):
        return word
    for suffix in _SUFFIXES:
        left = len(word) - len(suffix)
        if word.endswith(suffix) and left >= _LEFT_BEFORE.get(suffix, _SHORTEST):
            rest = word[:left]
            # علماؤهم folds to علماوهم; the bare word ends in a hamza.
            return rest[:-1] if suffix[0] in "هنك" and rest.endswith("او") else rest
    return word


def starts(word: str) -> Iterator[str]:
    """The word and what is left of it without each article or particle that it may begin with."""
    yield word
    for prefix in (*_WITH_ARTICLE, *_PARTICLES):
        if word.startswith(prefix) and len(word) - len(prefix) >= _SHORTEST - 1:
            rest = word[len(prefix) :]
            yield rest
            if prefix.endswith("لل"):
                yield "ل" + rest


def _ends(word: str) -> Iterator[str]:
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= _SHORTEST - 1:
            rest = word[: -len(suffix)]
            yield rest
            if suffix.startswith(("ت", "ات", "ها")) or suffix in ("ات", "يات", "ي"):
                yield rest + "ه"
            if suffix.startswith("يا") or suffix in ("يين", "يون", "يه"):
                yield rest + "ي"


def _starts_whole(word: str) -> bool:
    return word in _whole("start") or _without_suffixes(word) in _whole_stems()


@lru_cache(maxsize=2)
def _whole(edge: str) -> frozenset[str]:
    return frozenset(word for word, keeps in _listed() if keeps in (edge, "both"))


@lru_cache(maxsize=1)
def _whole_stems() -> frozenset[str]:
    return frozenset(_without_suffixes(word) for word in _whole("start"))


@lru_cache(maxsize=1)
def _listed() -> tuple[tuple[str, str], ...]:
    from importlib.resources import files

    lines = files("marsad.text").joinpath("whole_words.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return tuple((word, keeps) for word, keeps in rows)
