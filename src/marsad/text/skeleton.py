"""What is left of an Arabic word when nothing is left that two spellings of it may disagree on.

The Quran is written in its own spelling (الصلوٰة, إبرٰهـۧم, ءامنوا), and quoted in today's
(الصلاة, إبراهيم, آمنوا), with all, some or none of its marks. A skeleton has neither alef nor
hamza, and so is one for all of them; a few words need the list in ``spellings.tsv`` besides.
"""

import re
from functools import cache

from marsad.text.fold import folded

_MADE_PLAIN = (
    (re.compile("\u06e7"), "ي"),
    (re.compile("\u06e8"), "ن"),
    (re.compile("[\u06e5\u06e6](?=[\u0640\u064b-\u065f\u0670\u06d6-\u06ed]*(?:$|[^\\w]))"), ""),
    (re.compile("\u06e5"), "و"),
    (re.compile("\u06e6"), "ي"),
    (re.compile("و\u0670"), "ا"),
    (re.compile("ى\u0670(?=[\u0640\u064b-\u065f\u06d6-\u06ed]*\\w)"), "ا"),
    (re.compile("ى\u0670"), "ى"),
    (re.compile("\u0670"), "ا"),
    (re.compile("ء\u064e?ا"), "ا"),
    (re.compile("\u0640?\u0654"), "ء"),
)
_QURANIC = re.compile("[\u0654\u0670\u06e5-\u06e8]|ء\u064e?ا")
_SMALL = re.compile("[\u0670\u06e5\u06e6]")
_SILENT = re.compile("ا\u0652")
_ALEF_AND_HAMZA = re.compile("[اء]")
_ONE_LAM = re.compile("^([وفبك]?ا)لل(?!ه)")
_SEATED = {ord("ؤ"): "", ord("ئ"): "", ord("\u0678"): "", ord("ۓ"): "", ord("ۂ"): "ه"}


def skeleton(word: str) -> str:
    """The skeleton of a word, from whichever spelling; an alef where nothing else is left."""
    return _bones(folded(today(word).translate(_SEATED)))


def skeletons(word: str) -> frozenset[str]:
    """Every skeleton under which a word may be met: marks left out, hamza left unwritten."""
    bare = folded(word)
    forms = {skeleton(word), _bones(bare), _bones(folded(word.translate(_SEATED)))}
    forms.update(skeleton(other) for other in _listed().get(bare, ()))
    return frozenset(forms)


def today(word: str) -> str:
    """A word of the Quran in today's spelling, as far as rules can tell; others as they are."""
    if _QURANIC.search(word):
        for pattern, letter in _MADE_PLAIN:
            word = pattern.sub(letter, word)
    return word


def spellings(word: str) -> frozenset[str]:
    """The folded forms of a word that are all the same word: the Quran's, and today's."""
    bare = folded(word)
    plain, small = folded(today(word)), folded(_SMALL.sub("", word))
    spoken = folded(today(_SILENT.sub("", word)))
    forms = {bare, plain, small, spoken, *map(folded, _listed().get(bare, ()))}
    if "ؤ" in word:
        forms |= {spoken[:-1] + letter for letter in "اء" if spoken.endswith("و")}
    forms |= {form + "ا" for form in forms if form.endswith("و")}
    return frozenset(forms | {form[:-1] for form in forms if form.endswith("وا")})


def _bones(letters: str) -> str:
    # ٱلَّيۡل has one lam where الليل has two; the name of God keeps both.
    return _ALEF_AND_HAMZA.sub("", _ONE_LAM.sub(r"\1ل", letters)) or "ا"


@cache
def _listed() -> dict[str, tuple[str, ...]]:
    from importlib.resources import files

    lines = files("marsad.text").joinpath("spellings.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {folded(row[0]): tuple(row[1:]) for row in rows}
