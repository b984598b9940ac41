"""Words in other spellings and forms, each in a real sentence, with words that only look alike.

Sentences are Tatoeba's and TICO-19's (``../shared/data/parallel``). A word is taken for a noun when
the corpus has it bare and with what only a noun takes: the article in Arabic, the plural -ha in
Persian, the oblique plural -on in Urdu. It is put back into its sentence in another spelling, with
clitics, or in a form of the grammar book (terms_forms.py); and so are other nouns of the corpus
that differ from it by a letter without being a form of it. No sentence holds the letters of any
word that is asked for, but for the one that was put in: every other answer is wrong. Each language
is asked by itself: Arabic words that Persian and Urdu have as well are no mistakes there.
"""

import gzip
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from zlib import crc32

from terms_forms import inflected
from variants_spelling import plain, spellings

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "parallel"
ASKED = {"ar": 200, "fa": 100, "ur": 60}
"""Words of each language, as far as there are so many."""
HALVES = ("tune", "report")
EACH, ALIKE = 3, 6
"""Variants of a word in each group, so that all have room in ten answers; words that look alike."""
GROUPS = {
    "particle": "clitic", "article": "clitic", "article and particle": "clitic",
    "pronoun": "suffix", "particle and pronoun": "suffix", "plural": "suffix",
    "plural, joined": "suffix", "indefinite or ezafe": "suffix", "oblique or plural": "suffix",
}  # fmt: skip
"""Rules of the grammar that hold for any noun; other forms are neither right nor wrong."""
NOUN = {"ar": ("ال{}",), "fa": ("{}ها", "{}\u200cها", "{}\u200cهای", "{}های"), "ur": ("{}وں",)}
_TOKEN = re.compile("[\u0621-\u063a\u0640-\u0652\u0654\u066e-\u06d3\u200c]+")
_LETTERS = re.compile("[\u0621-\u063a\u0641-\u064a\u066e-\u06d3]+")


@dataclass(slots=True)
class Gold:
    """Documents of one language, and for each word asked those that hold it."""

    texts: list[str] = field(default_factory=list)
    queries: list[tuple[str, dict[str, list[int]]]] = field(default_factory=list)
    """A word, and documents by group of variants."""


def gold(half: str, language: str) -> Gold:
    """The gold of one half of the words and of the sentences of a language."""
    dice, said = random.Random(f"{half} {language}"), sentences(language)
    nouns = sorted(nouns_of(language, said))
    mine = [word for word in nouns if HALVES[crc32(word.encode()) % 2] == half]
    kept = [each for number, each in enumerate(said) if HALVES[number % 2] == half]
    frames = _frames(_apart(mine, dice, ASKED[language]), kept)
    return _filled(language, frames, nouns, dice)


def sentences(language: str) -> list[str]:
    """Every sentence of a language, each once."""
    found: dict[str, None] = {}
    for name in ("tatoeba", "tico19"):
        with gzip.open(DATA / f"{name}.{language}-en.tsv.gz", "rt", encoding="utf-8") as lines:
            found.update(dict.fromkeys(line.split("\t")[0] for line in lines))
    return list(found)


def nouns_of(language: str, said: Iterable[str]) -> Iterator[str]:
    """Words that stand bare, and with what only a noun takes."""
    counts = Counter(word for sentence in said for word in _TOKEN.findall(sentence))
    for word in counts:
        if not (3 <= len(word) <= 10 and _LETTERS.fullmatch(word)) or word.startswith("ال"):
            continue
        bare = word[:-1] if language == "ur" and word[-1] in "ہای" else word
        if any(counts[form.format(bare)] > (language == "ar") for form in NOUN[language]):
            yield word


def _apart(words: list[str], dice: random.Random, many: int) -> list[str]:
    """Some of the words, none of which has the letters of another."""
    found: list[str] = []
    for word in dice.sample(words, len(words)):
        if not any(_core(word) in plain(one) or _core(one) in plain(word) for one in found):
            found.append(word)
    return found[:many]


def _core(word: str) -> str:
    """What stands in every form of a word, and in what is made of its root by an ending."""
    bare = plain(word)
    return bare[: max(3, len(bare) - 2)]


def _filled(
    language: str, frames: dict[str, tuple[str, str]], nouns: list[str], dice: random.Random
) -> Gold:
    made, cores = Gold(), re.compile("|".join(map(_core, frames)))
    for word, (before, after) in frames.items():
        forms = {plain(form) for form in (word, *_forms(word, language))}
        relevant = {}
        for group, variants in _grouped(word, language, dice).items():
            relevant[group] = [len(made.texts) + at for at in range(len(variants))]
            made.texts += [before + variant + after for variant in variants]
        others = [
            other
            for other in _alike(word, language, nouns, forms)
            if {found[0] for found in cores.finditer(plain(other))} <= {_core(word)}
        ]
        for other in dice.sample(others, min(ALIKE, len(others))):
            # With its article it can be no form of the other: ال never follows a clitic's letter.
            made.texts.append(before + ("ال" if language == "ar" else "") + other + after)
        made.texts.append(before + after)
        made.queries.append((word, relevant))
    return made


def _forms(word: str, language: str) -> Iterator[str]:
    return (form for _rule, form in inflected(word, language))


def _grouped(word: str, language: str, dice: random.Random) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {"spelling": list(spellings(word, language, dice))}
    for rule, form in inflected(word, language):
        if group := GROUPS.get(rule):
            found.setdefault(group, []).append(form)
    return {group: dice.sample(some, min(EACH, len(some))) for group, some in found.items()}


def _frames(asked: list[str], said: list[str]) -> dict[str, tuple[str, str]]:
    """For each word what stands before and after it in a sentence without others of its letters."""
    found: dict[str, tuple[str, str]] = {}
    wanted, cores = set(asked), re.compile("|".join(map(_core, asked)))
    for sentence in said:
        tokens = list(_TOKEN.finditer(sentence))
        risky = [token for token in tokens if cores.search(plain(token[0]))]
        if len(risky) == 1 and risky[0][0] in wanted and len(tokens) >= 3:
            start, end = risky[0].span()
            found.setdefault(risky[0][0], (sentence[:start], sentence[end:]))
    return found


def _alike(word: str, language: str, nouns: list[str], forms: set[str]) -> list[str]:
    """Other nouns one letter away, none of whose forms is also a form of the word."""
    near = [noun for noun in nouns if _one_apart(plain(word), plain(noun))]
    return [
        noun
        for noun in near
        if forms.isdisjoint(plain(form) for form in (noun, *_forms(noun, language)))
        or (language == "ar" and noun[1:] == word and noun[0] in "وفبلك")
    ]


def _one_apart(one: str, other: str) -> bool:
    """Whether one letter was put in, left out or changed."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    rests = one[start:], other[start:]
    return rests[0][1:] == rests[1][1:] or rests[0][1:] == rests[1] or rests[0] == rests[1][1:]
