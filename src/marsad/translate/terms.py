"""The lab's words: what a term means, how it is to be put and how not.

``termbase.toml`` in the lab holds one ``[[term]]`` an entry. Terms are found in any spelling and
under Arabic clitics, the longest first, and matches point into the original text.
"""

import logging
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Self

import msgspec

from marsad.errors import BadInput
from marsad.phrase import Phrase
from marsad.plugins import Refused
from marsad.store import Store
from marsad.text.endings import bare_forms
from marsad.text.fold import Folded, folded, folded_with_offsets
from marsad.translate.segment import UNKNOWN

TA_MARBUTA = "ة"
HAMZAS = frozenset("أإ")
SHORTEST = 3
"""A word shorter than this is matched whole, never by taking clitics off a longer one."""
_WORD = re.compile(r"[^\W_]+")
_GAP = re.compile(r"[\s_-]{1,3}")

log = logging.getLogger(__name__)


class Term(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An entry of the termbase."""

    term: str
    language: str
    target: str = ""
    """How a translation puts it."""
    gloss: str = ""
    """What it means, for a reader."""
    forms: tuple[str, ...] = ()
    """Other forms it takes: plurals, spellings."""
    forbidden: tuple[str, ...] = ()
    """How a translation must not put it."""
    definition: str = ""
    transliteration: str = ""
    source: str = ""
    ordinary: bool = False
    """Also an everyday word or a name: then another target may be right."""
    fiction: bool = False

    @property
    def english(self) -> str:
        """How it is put, and what it means where that says more."""
        if self.target and self.gloss and self.gloss != self.target:
            return f"{self.target} ({self.gloss})"
        return self.target or self.gloss


@dataclass(frozen=True, slots=True)
class Match:
    """A term in a text, ``text[start:end]``."""

    start: int
    end: int
    term: Term


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Hit:
    first: int
    count: int
    strip: int
    key: tuple[str, ...]


class Termbase:
    """The terms of a lab, and the entries that were refused."""

    def __init__(self, terms: Sequence[Term] = (), refused: Sequence[Refused] = ()) -> None:
        """Index every form of every term by its first word."""
        self.terms = tuple(terms)
        self.refused = tuple(refused)
        self._by_key: dict[tuple[str, ...], list[Term]] = {}
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        for term in self.terms:
            for form in (term.term, *term.forms):
                self._put(_key(form), term)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a termbase; a bad entry is refused, the rest is used."""
        try:
            entries = tomllib.loads(path.read_text(encoding="utf-8")).get("term", [])
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
            raise BadInput(
                Phrase(
                    "termbase %(path)s cannot be read: %(error)s; correct it",
                    path=path.name,
                    error=error,
                )
            ) from error
        if not isinstance(entries, list):
            raise BadInput(
                Phrase("termbase %(path)s: [term] is no list; write [[term]]", path=path.name)
            )
        terms, refused = [], []
        for number, entry in enumerate(entries, 1):
            try:
                terms.append(_term(entry))
            except BadInput as error:
                refused.append(Refused(f"{path.name}, entry {number}", str(error)))
                log.warning("refused %s: %s", refused[-1].where, error)
        return cls(terms, refused)

    @classmethod
    def of(cls, store: Store) -> Self:
        """The termbase of a lab, and behind it the one of the field, which it overrules."""
        path = store.lab / store.settings.termbase
        own = cls.load(path) if path.exists() else cls()
        return own.before(cls.field()) if store.settings.field_terms else own

    @classmethod
    def field(cls) -> Self:
        """The words of the field, with neutral definitions and their sources."""
        with as_file(files("marsad.vocabulary").joinpath("terms.toml")) as path:
            return cls.load(path)

    def before(self, other: Self) -> Self:
        """Both together; an entry of the other that has a form of one of ours is left out."""
        ours = {(term.language, key) for key, terms in self._by_key.items() for term in terms}
        rest = [
            term
            for term in other.terms
            if not any((term.language, _key(form)) in ours for form in (term.term, *term.forms))
        ]
        return type(self)([*self.terms, *rest], [*self.refused, *other.refused])

    def find(self, text: str, language: str = UNKNOWN) -> list[Match]:
        """The terms of a language in a text, apart and in order; of any when it is unknown."""
        where = folded_with_offsets(text)
        words = _words(where, language)
        taken: set[int] = set()
        found = []
        for hit in sorted(self._hits(where, words), key=_longest_first):
            places = range(hit.first, hit.first + hit.count)
            if not taken.isdisjoint(places):
                continue
            start, end = where.span(words[hit.first].start, words[places[-1]].end)
            if term := self._meant(hit.key, text[start:end], language):
                taken.update(places)
                found.append(Match(start, end, term))
        return sorted(found, key=lambda match: match.start)

    def _put(self, key: tuple[str, ...], term: Term) -> None:
        if key not in self._by_key:
            self._by_key[key] = []
            self._by_first.setdefault(key[0], []).append(key)
        self._by_key[key].append(term)

    def _hits(self, where: Folded, words: Sequence[_Word]) -> Iterator[_Hit]:
        for first, word in enumerate(words):
            for strip, form in enumerate(word.forms):
                for key in self._by_first.get(form, ()):
                    if _continues(key, words[first : first + len(key)], where.text):
                        yield _Hit(first, len(key), strip, key)

    def _meant(self, key: tuple[str, ...], spelled: str, language: str) -> Term | None:
        # Folding makes one key of several words; the entry spelled like the text is meant.
        terms = [
            each
            for each in self._by_key[key]
            if language in (each.language, UNKNOWN) and _may_be(each, key, spelled)
        ]
        alike = [each for each in terms if spelled in (each.term, *each.forms)]
        return next(iter(alike or terms), None)


def _may_be(term: Term, key: tuple[str, ...], spelled: str) -> bool:
    """Whether the text may mean this word: where both write it, أمام is not إمام."""
    written = HAMZAS.intersection(spelled)
    forms = (form for form in (term.term, *term.forms) if _key(form) == key)
    own = [HAMZAS.intersection(form) for form in forms]
    return not written or any(not each or each & written for each in own)


def wrong(term: Term, target: str) -> list[str]:
    """The ways in which a target must not put a term, and does."""
    return [
        word
        for word in term.forbidden
        if re.search(rf"\b{re.escape(word)}\b", target, re.IGNORECASE)
    ]


def _key(form: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(folded(form)))


def _longest_first(hit: _Hit) -> tuple[int, int, int, int]:
    return (-hit.count, -sum(map(len, hit.key)), hit.strip, hit.first)


def _words(where: Folded, language: str) -> list[_Word]:
    known: dict[tuple[str, bool], tuple[str, ...]] = {}
    words = []
    for found in _WORD.finditer(where.text):
        last = where.offsets[found.end() - 1]
        spelled = found[0], where.source[last] == TA_MARBUTA
        if spelled not in known:
            longer = (each for each in bare_forms(*spelled, language) if len(each) >= SHORTEST)
            known[spelled] = tuple(dict.fromkeys((found[0], *longer)))
        words.append(_Word(found.start(), found.end(), known[spelled]))
    return words


def _continues(key: tuple[str, ...], words: Sequence[_Word], text: str) -> bool:
    return len(words) == len(key) and all(
        part in word.forms and _GAP.fullmatch(text[before.end : word.start])
        for part, before, word in zip(key[1:], words, words[1:], strict=False)
    )


def _term(entry: Any) -> Term:
    try:
        term = msgspec.convert(entry, Term)
    except msgspec.ValidationError as error:
        raise BadInput(
            Phrase(
                "%(error)s; entries have %(fields)s",
                error=error,
                fields=", ".join(Term.__struct_fields__),
            )
        ) from error
    if not term.language.strip() or not term.english.strip():
        raise BadInput(Phrase("needs a language, and a target or a gloss; add what is missing"))
    if not all(_WORD.search(folded(form)) for form in (term.term, *term.forms)):
        raise BadInput(Phrase("has a term or form without a letter; write the word as it is found"))
    return term
