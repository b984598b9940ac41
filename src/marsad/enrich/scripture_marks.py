"""Where a post itself says that it quotes: ornate brackets, and quotes after words that introduce.

A quotation that is so marked may be short, and what is so marked and stands in no book is told
as well. Quotation marks alone say nothing: news quotes people all day long.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain

from marsad.enrich.scripture_words import Word
from marsad.text.fold import folded
from marsad.vocabulary.suras import suras

LONGEST = 3000
"""Characters between a pair of brackets or quotation marks."""
BEFORE = 90
"""Characters in which an introduction is looked for."""
AFTER = 60
"""Characters in which a reference is looked for behind the quotation."""
BETWEEN = 40
"""Characters from the end of an introduction to the quotation."""

_PAIRS = (
    "﴿﴾", "﴾﴿", "«»", "“”", "„“", "{}", "[]", "()", "<>", "‹›",
)  # fmt: skip
_ENCLOSED = re.compile(
    "|".join(
        [
            *(f"\\{p[0]}([^\\{p[0]}\\{p[1]}]{{1,{LONGEST}}})\\{p[1]}" for p in _PAIRS),
            f'"([^"]{{1,{LONGEST}}})"',
            rf"(?<!\w)'([^'\n]{{1,{LONGEST}}})'(?!\w)",
        ]
    )
)
_SAYS = "(?:قال|يقول|قول|تقول|وقال|ويقول|فقال|قوله|وقوله|لقوله|بقوله|لقول|يقوله)"
_QURAN = (
    f"{_SAYS} (?:الله|تعالي|سبحانه|عز وجل|جل|ربنا|ربكم|المولي|الحق|الباري)|"
    "(?:الله|تعالي|سبحانه) (?:يقول|قال)|كتابه (?:العزيز|الكريم)|القران|كتاب الله|"
    "\\b(?:ال|وال|بال|لل)(?:ايه|ايات)\\b|\\b(?:سوره|السوره)\\b|"
    "\\b(?:allah|god|qur.?an|surah?|sura|coran|sourate|verset|kuran|ayat|ayah|verse)\\b"
)
_HADITH = (
    f"{_SAYS} (?:رسول|النبي|الرسول|نبينا|صلي الله|عليه الصلاه|عليه السلام)|"
    "(?:النبي|رسول الله|الرسول)[^\n.]{0,30} (?:قال|يقول|انه قال)|صلي الله عليه|"
    "(?:الحديث|حديث) (?:الشريف|النبوي|القدسي|الصحيح)|في (?:الحديث|حديث)|"
    "\\b(?:prophet|hadith|messenger|rasul|proph.te)\\b"
)
_INTRODUCED = re.compile(f"(?P<quran>{_QURAN})|(?P<hadith>{_HADITH})", re.IGNORECASE)
_TOLD_BEHIND = re.compile(
    r"^[^\w\n]*(?:\w+\s){0,2}(?:رواه|روي|اخرجه|متفق عليه|صحيح البخاري|صحيح مسلم|سنن)"
)
_LINE = re.compile("[^\n\r\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Marked:
    """Words of a post, by number, that stand between marks or on a line of their own."""

    start: int
    end: int
    book: str = ""
    """``quran`` or ``hadith`` where the post says which; empty for mere marks and lines."""
    ornate: bool = False
    """In the brackets that are used for verses alone."""
    open_ended: bool = False
    """Up to the end of a line, for want of another mark."""


def marked(text: str, words: Sequence[Word]) -> list[Marked]:
    """Every stretch that is marked as a quotation, in order, and every line."""
    starts = [word.start for word in words]
    found = []
    for start, end, book, mark in chain(_enclosed(text), _lines(text)):
        first, last = bisect_left(starts, start), bisect_left(starts, end)
        if last > first:
            found.append(Marked(first, last, book, mark != "" and mark in "﴿﴾", mark == ""))
    return found


def _enclosed(text: str) -> Iterator[tuple[int, int, str, str]]:
    for match in _ENCLOSED.finditer(text):
        mark = match[0][0]
        before = _before(text, match.start())
        book = "quran" if mark in "﴿﴾" else before or _behind(text, match.end())
        yield match.start() + 1, match.end() - 1, book, mark


def _lines(text: str) -> Iterator[tuple[int, int, str, str]]:
    """Lines, and what follows the colon of an introduction on them."""
    for line in _LINE.finditer(text):
        yield line.start(), line.end(), "", ""
        for colon in re.finditer(":", line[0]):
            at = line.start() + colon.start()
            if book := _before(text, at + 1):
                yield at + 1, line.end(), book, ""
                break


def _before(text: str, at: int) -> str:
    """The book that the words before a place introduce."""
    shown = folded(text[max(0, at - BEFORE) : at])
    last = next(reversed(list(_INTRODUCED.finditer(shown))), None)
    if last is None or len(shown) - last.end() > BETWEEN:
        return ""
    return str(last.lastgroup)


def _behind(text: str, at: int) -> str:
    """The book that a reference behind a place names."""
    shown = folded(text[at : at + AFTER])
    if _sura_behind().match(shown):
        return "quran"
    return "hadith" if _TOLD_BEHIND.match(shown) else ""


@cache
def _sura_behind() -> re.Pattern[str]:
    """A sura by its name, in brackets, and a number."""
    names = "|".join(re.escape(folded(sura.arabic)) for sura in suras().values())
    named = f"(?:سوره )?(?:{names})"
    return re.compile(rf"[^\w\n]*[\[({{﴿«] ?{named}[\s:،,/-]*(?:(?:ال)?اي\w+ ?)?[\s:،,/-]*\d")
