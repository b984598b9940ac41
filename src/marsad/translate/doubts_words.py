"""Words and names that a target puts otherwise than the lab does."""

import re
from collections.abc import Iterator

from marsad.phrase import Phrase
from marsad.text.fold import folded
from marsad.translate.helps import Helps, KnownName
from marsad.translate.terms import Term, wrong

Told = Iterator[tuple[int, int, str]]
"""Start and end in the source, and the reason."""

TERMS_INTO = "en"
"""Targets of the termbase are English."""
LIKE = 75
"""Percent from which on a stretch of a target is the name, spelled otherwise."""
_WORD = re.compile(r"[^\W_]+")
_LATIN = re.compile("[A-Za-z]")
_EMPTY = frozenset(("the", "of", "a", "an", "and", "god"))


def forbidden(helps: Helps, target: str) -> Told:
    """Terms that are put as they must not be put."""
    for each in helps.terms:
        for word in wrong(each.term, target):
            said = Phrase("%(found)s: write %(term)s, not %(word)s", found=each.found,
                          term=repr(each.term.english), word=repr(word))  # fmt: skip
            yield each.start, each.end, said


def missing(helps: Helps, target: str, to: str) -> Told:
    """Terms whose preferred target is not there, in any number; each once."""
    if to != TERMS_INTO:
        return
    words = _words(target)
    asked: set[str] = set()
    for each in helps.terms:
        wanted = each.term.target and not each.term.ordinary and each.term.term not in asked
        if wanted and not _put(each.term, words):
            asked.add(each.term.term)
            yield (
                each.start, each.end,
                Phrase("%(found)s: the termbase has %(term)s, the target has it not",
                       found=each.found, term=repr(each.term.target)),
            )  # fmt: skip


def names(helps: Helps, target: str, to: str) -> Told:
    """Names that the register spells otherwise, or that the target lacks; each stretch once."""
    if not _LATIN.search(target):
        return
    settled: dict[tuple[int, int], list[KnownName]] = {}
    for each in helps.names:
        # What a place is called depends on the language; what the register says does not.
        if each.settled and (
            to == TERMS_INTO or not each.entry.startswith(("geonames", "country"))
        ):
            settled.setdefault((each.start, each.end), []).append(each)
    for (start, end), some in settled.items():
        if not any(_named(each.latin, target) for each in some):
            yield start, end, _misspelled(some[0], target)


def _put(term: Term, words: list[str]) -> bool:
    """Whether every word of one way to put the term is there, inflected or not."""
    ways = (term.target, term.transliteration, *term.target.split("/"))
    return any(_all_there(way, words) for way in ways if way.strip())


def _all_there(way: str, words: list[str]) -> bool:
    wanted = [word for word in _words(way) if word not in _EMPTY]
    return bool(wanted) and all(any(_same(word, said) for said in words) for word in wanted)


def _words(text: str) -> list[str]:
    # British and American alike: mobilisation, mobilization.
    return _WORD.findall(folded(text).replace("'", "").replace("z", "s"))


def _same(word: str, said: str) -> bool:
    """The same English word in another number or ending: pledging, pledges; city, cities."""
    kept = word if len(word) < 4 else word[: max(4, len(word) - 3)]
    return said.startswith(kept) and len(said) <= len(word) + 4


def _named(latin: str, target: str) -> bool:
    name = _letters(latin)
    return bool(name) and f" {name} " in f" {_letters(target)} "


def _letters(text: str) -> str:
    # Hyphens and apostrophes are written in many ways: the words decide.
    return " ".join(_WORD.findall(folded(text).replace("'", "")))


def _misspelled(name: KnownName, target: str) -> str:
    from rapidfuzz import fuzz

    begun = {"found": name.found, "name": repr(name.latin), "source": name.source}
    like = fuzz.partial_ratio_alignment(name.latin.casefold(), target.casefold(), score_cutoff=LIKE)
    if like is None or len(target.casefold()) != len(target):
        return Phrase("%(found)s is %(name)s (%(source)s); the target does not name it", **begun)
    has = repr(_whole_words(target, like.dest_start, like.dest_end))
    return Phrase("%(found)s is %(name)s (%(source)s); the target has %(has)s", **begun, has=has)


def _whole_words(text: str, start: int, end: int) -> str:
    while start and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return text[start:end].strip(" .,;:!?\"'()")
