"""Arabic-script folding in three strengths, with the way back to the original text.

``exact`` for evidence shown to a reader, ``folded`` for search and comparison, ``stemmed`` for
search that forgives clitics. Folding works letter by letter, so it can be undone letter by letter:
``folded_with_offsets`` remembers where each folded letter came from.
"""

import re
import unicodedata
from array import array
from dataclasses import dataclass

from marsad.text.clitics import stem

_JOINERS = "\u200c\u200d"
_JUNK = dict.fromkeys(
    (
        0x00AD, 0x034F, 0x061C, 0x115F, 0x1160, 0x180E, 0x200B, 0x200E, 0x200F, 0x3164, 0xFEFF,
        0xFFA0, *range(0x202A, 0x202F), *range(0x2060, 0x2070), *range(0xFFF9, 0xFFFC),
    )
)  # fmt: skip

_LETTERS = {
    "ا": "ٱٲٳٵ",
    "ي": "ىیېےۍێۑؽؾؿٸۓئۦ",
    "و": "ؤۆۇۈۅۉۋۏٶٷۄۊ",
    "ك": "کڪ",
    "ه": "ةۃہھەۀۂۿ",
    "ن": "ں",
    "ر": "ڕ",
    "ل": "ڵ",
    "'": "\u2018\u2019\u201b\u02bb\u02bc\u02be\u02bf",
    ".": "٫",
    ",": "٬",
    "%": "٪",
}
_TO_LETTER = {form: letter for letter, forms in _LETTERS.items() for form in forms}
_BASMALA = "\ufdfd"

# Marks that carry no identity in Arabic, Latin, Greek, Cyrillic or Hebrew. The vowel signs of the
# Indic scripts are marks too, but there they are letters: they stay.
_MARKS = frozenset(
    chr(code)
    for first, last in (
        (0x0300, 0x036F), (0x0483, 0x0489), (0x0591, 0x05BD), (0x05BF, 0x05BF), (0x05C1, 0x05C2),
        (0x05C4, 0x05C5), (0x05C7, 0x05C7), (0x0610, 0x061A), (0x0640, 0x0640), (0x064B, 0x065F),
        (0x0670, 0x0670), (0x06D6, 0x06ED), (0x0898, 0x089F), (0x08C9, 0x08FF), (0x115F, 0x1160),
        (0x180B, 0x180F), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF), (0x3164, 0x3164),
        (0xFE00, 0xFE0F), (0xFE20, 0xFE2F), (0xFFA0, 0xFFA0),
    )
    for code in range(first, last + 1)
)  # fmt: skip


def exact(text: str) -> str:
    """Normalise to NFC and strip what cannot be seen, and nothing else."""
    clean = unicodedata.normalize("NFC", text).translate(_JUNK)
    if "\u200c" in clean or "\u200d" in clean:
        clean = _RUN_OF_JOINERS.sub(_needed_joiner, clean)
    return unicodedata.normalize("NFC", clean)


def folded(text: str) -> str:
    """Fold every spelling of a letter into one, without marks, case or invisible characters."""
    return text.translate(_TABLE)


def stemmed(text: str) -> str:
    """Fold, and strip the clitics of every Arabic-script word."""
    return _ARABIC_WORD.sub(_stem_of, folded(text))


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text that knows its original."""

    text: str
    source: str
    offsets: "array[int]"
    """For each folded character, the offset of the original character it came from."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original span behind ``text[start:end]``, with the marks of its last letter."""
        size = len(self.text)
        first = self.offsets[start] if start < size else len(self.source)
        if end <= start:
            return first, first
        last = self.offsets[min(end, size) - 1] + 1
        limit = self.offsets[end] if end < size else len(self.source)
        while last < limit and self.source[last] in _MARKS:
            last += 1
        return first, last


def folded_with_offsets(text: str) -> Folded:
    """Fold, remembering where each character came from; ``.text`` equals ``folded(text)``."""
    pieces = []
    offsets = array("L")
    for offset, character in enumerate(text):
        piece = _TABLE[ord(character)]
        pieces.append(piece)
        for _ in piece:
            offsets.append(offset)
    return Folded("".join(pieces), text, offsets)


class _Table(dict[int, str]):
    # Filled as characters turn up: most texts use a few hundred, and importing costs nothing.
    def __missing__(self, code: int) -> str:
        self[code] = found = _fold_one(chr(code))
        return found


_TABLE = _Table({ord(_BASMALA): "بسم الله الرحمن الرحيم"})
_RUN_OF_JOINERS = re.compile(f"[{_JOINERS}]+")
_ARABIC_WORD = re.compile("[\u0621-\u064a\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f]+")


def _fold_one(character: str) -> str:
    if character in _TO_LETTER:
        return _TO_LETTER[character]
    if unicodedata.category(character) in ("Cf", "Nd"):
        digit = unicodedata.decimal(character, None)
        return "" if digit is None else str(digit)
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    kept = "".join(_TO_LETTER.get(part, part) for part in plain if part not in _MARKS)
    if kept == " " and character >= "\ufb50":  # A vowel mark drawn on its own.
        return " " if character.isspace() else ""
    return unicodedata.normalize("NFC", kept)


def _needed_joiner(run: re.Match[str]) -> str:
    # A joiner matters between two letters of a joining script or inside an emoji, nowhere else.
    before = run.string[run.start() - 1 : run.start()]
    after = run.string[run.end() : run.end() + 1]
    needed = before > "\x7f" and after > "\x7f" and not before.isspace() and not after.isspace()
    return run[0][0] if needed else ""


def _stem_of(word: re.Match[str]) -> str:
    return stem(word[0])
