"""The published rendering of scripture that the lab has chosen to quote.

Nobody translates scripture at the desk, and no machine does: a verse is quoted as somebody
published it. Renderings belong to whoever made them, so none is shipped; the setting
``scripture_rendering`` names files of the lab's own (docs/translate.md)::

    # name: The Meaning of the Glorious Koran, M. Pickthall, 1930
    # licence: public domain in our country
    # language: en
    108:1	Lo! We have given thee Abundance;
    bukhari 1	...
"""

import logging
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from marsad.errors import BadInput, NotFound
from marsad.phrase import Phrase
from marsad.plugins import Refused
from marsad.settings import Settings
from marsad.text.skeleton import skeleton
from marsad.vocabulary.suras import parse_reference, quran_text, written_reference

QURAN = "quran "
WHOLE = 0.95
"""Share of a passage's letters from which on a quotation counts as all of it: spellings differ."""
HOW = "no published rendering is named; give a file in the setting scripture_rendering"
_HEAD = re.compile(r"#\s*(name|licence|language)\s*:\s*(.*\S)")
_VERSE = re.compile(r"\d{1,3}:\d{1,3}")
_ARABIC = re.compile("[\u0621-\u06ff]+")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rendering:
    """One published rendering, by reference."""

    name: str
    licence: str
    language: str
    passages: dict[str, str] = field(repr=False)
    refused: tuple[Refused, ...] = ()

    def of(self, reference: str) -> str:
        """The rendering of a passage, verse after verse; empty when a verse of it is missing."""
        said = [self.passages.get(each, "") for each in _single(reference)]
        return " ".join(said) if all(said) else ""

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a file; a bad line is refused with its number, the rest is used."""
        try:
            lines = path.read_text(encoding="utf-8-sig").splitlines()
        except (UnicodeDecodeError, OSError) as error:
            raise BadInput(
                Phrase(
                    "scripture_rendering %(path)s cannot be read: %(error)s",
                    path=path.name,
                    error=error,
                )
            ) from error
        head = {said[1]: said[2] for line in lines if (said := _HEAD.match(line))}
        for wanted in ("name", "licence"):
            if wanted not in head:
                raise BadInput(
                    Phrase(
                        "scripture_rendering %(path)s does not say its %(wanted)s; add a "
                        "line '# %(wanted)s: ...'",
                        path=path.name,
                        wanted=wanted,
                    )
                )
        refused: list[Refused] = []
        passages = dict(_read(path.name, lines, refused))
        return cls(
            head["name"], head["licence"], head.get("language", "en"), passages, tuple(refused)
        )


class Renderings:
    """The renderings of a lab, one for each language."""

    def __init__(self, every: Iterable[Rendering] = ()) -> None:
        """Keep them by their language; of two in one language the first stands."""
        self._by_language: dict[str, Rendering] = {}
        for each in every:
            self._by_language.setdefault(each.language, each)

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Those that the setting names."""
        names = filter(None, (part.strip() for part in settings.scripture_rendering.split(",")))
        return cls(Rendering.load(settings.beside(str(Path(name).expanduser()))) for name in names)

    @property
    def all(self) -> tuple[Rendering, ...]:
        """Every rendering that is used."""
        return tuple(self._by_language.values())

    def into(self, language: str) -> Rendering | None:
        """The one in a language."""
        return self._by_language.get(language)


def written(reference: str, language: str = "en") -> str:
    """A reference as a reader meets it, of whatever book; as it is where no verse is known."""
    try:
        return written_reference(reference, language)
    except (BadInput, NotFound):
        return reference


def in_full(quoted: str, reference: str) -> bool:
    """Whether a quotation holds all of the passage; of hadith nobody can tell, so never."""
    try:
        passage = quran_text(reference)
    except (BadInput, NotFound):
        return False
    return _letters(quoted) >= WHOLE * _letters(passage)


def _letters(text: str) -> int:
    # In skeletons: the Quran's own spelling leaves out letters that are written today.
    return sum(len(skeleton(word)) for word in _ARABIC.findall(text))


def _single(reference: str) -> Sequence[str]:
    if not reference.startswith(QURAN):
        return (reference,)
    try:
        place = parse_reference(reference)
    except (BadInput, NotFound):
        return (reference,)
    return [f"{QURAN}{place.sura}:{verse}" for verse in range(place.first, place.last + 1)]


def _read(name: str, lines: Iterable[str], refused: list[Refused]) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        reference, tab, said = line.partition("\t")
        try:
            yield _reference(reference.strip(), bool(tab)), _said(said)
        except (BadInput, NotFound) as error:
            refused.append(Refused(f"{name}, line {number}", str(error)))
            log.warning("refused %s: %s", refused[-1].where, error)


def _reference(said: str, parted: bool) -> str:
    if not parted or not said:
        raise BadInput(Phrase("needs a reference, a tab and the words, such as 108:1<tab>..."))
    if _VERSE.fullmatch(said):
        said = QURAN + said
    return str(parse_reference(said)) if said.startswith(QURAN) else said


def _said(words: str) -> str:
    if not words.strip():
        raise BadInput(Phrase("has no words after the reference"))
    return " ".join(words.split())
