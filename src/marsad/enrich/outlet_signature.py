"""Where a post may be signed: its last lines, and what follows the last dash or bar of one.

A signature stands alone: on a line of its own that no sentence runs into, or behind a mark. What
a line says is its source ("via", "نقلا عن") is a citation and signs nothing. Whom the words name is
for the register to say.
"""

import re
from collections.abc import Iterator

from marsad.text.fold import folded
from marsad.text.links import find_links

LINES = 3
"""How many lines from the end are looked at; those below a signature hold only handles or marks."""
LONGEST = 80
"""Characters; a longer line is a sentence."""
MARK = re.compile(r"(?<=\s)[-–—|~]+(?=\s?\S)|\|")
HANDLE = re.compile(r"\W*[@#][\w\u200c]+\W*")
CITING = (
    "نقلا عن", "المصدر", "مصدر", "عن", "من", "حسب", "قناة", "به نقل از", "منبع", "از", "بحوالہ",
    "ماخذ", "ذریعہ", "سرچینه", "سەرچاوە", "source", "sources", "via", "from", "by way of", "kaynak",
    "sumber", "chanzo", "источник",
)  # fmt: skip
"""Words after which a name is a source, not a signature."""
CITED = re.compile(rf"(?:^|\W)(?:{'|'.join(re.escape(folded(word)) for word in CITING)})\W*$")


def signed_lines(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of every stretch that may be a signature, the last line first."""
    for count, (start, end) in enumerate(_lines_from_the_end(text)):
        if count == LINES:
            return
        if end - start <= LONGEST and _stands_alone(text, start):
            yield start, end
        if marks := list(MARK.finditer(text, start, end)):
            begin, stop = _trimmed(text, marks[-1].end(), end)
            if stop - begin <= LONGEST and _names_more_than_a_word(text[begin:stop]):
                yield from _unless_cited(text, marks[-1].start(), begin, stop)
        if not _holds_no_words(text[start:end]):
            return


def _stands_alone(text: str, start: int) -> bool:
    """No sentence runs into the line: a blank line, a full stop or a mark parts them."""
    gap = text[:start]
    before = gap.rstrip()
    if not before:
        return True
    if CITED.search(folded(before[-LONGEST:])):
        return False
    blank = gap[len(before) :].count("\n") > 1
    return blank or not before[-1].isalnum() or not text[start].isalnum()


def _names_more_than_a_word(words: str) -> bool:
    return len(words.split()) > 1 or words[:1] in "@#"


def _unless_cited(text: str, mark: int, begin: int, stop: int) -> Iterator[tuple[int, int]]:
    if not CITED.search(folded(text[max(0, mark - LONGEST) : mark])):
        yield begin, stop


def _lines_from_the_end(text: str) -> Iterator[tuple[int, int]]:
    end = len(text)
    while end > 0:
        start = text.rfind("\n", 0, end) + 1
        begin, stop = _trimmed(text, start, end)
        if begin < stop:
            yield begin, stop
        end = start - 1


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _holds_no_words(line: str) -> bool:
    for start, end, _ in reversed(find_links(line)):
        line = line[:start] + line[end:]
    return all(
        HANDLE.fullmatch(word) or not any(letter.isalpha() for letter in word)
        for word in line.split()
    )
