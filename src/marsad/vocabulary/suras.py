"""The Quran by reference: the names of its suras, and the words of a verse or a range of them.

The text is shipped, with its source and licence beside it in ``vocabulary/scripture/NOTICE.md``.
"""

import gzip
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from marsad.errors import BadInput, NotFound
from marsad.phrase import Phrase

FOLDER = files("marsad.vocabulary").joinpath("scripture")
_REFERENCE = re.compile(r"quran (\d{1,3}):(\d{1,3})(?:-(\d{1,3}))?")


@dataclass(frozen=True, slots=True)
class Sura:
    """A sura of the Quran and what it is called."""

    number: int
    arabic: str
    latin: str
    english: str
    verses: int


@dataclass(frozen=True, slots=True)
class Verses:
    """A verse, or several that follow one another in a sura; as text ``quran 112:1-4``."""

    sura: int
    first: int
    last: int

    def __str__(self) -> str:
        """The reference as findings give it."""
        tail = f"-{self.last}" if self.last > self.first else ""
        return f"quran {self.sura}:{self.first}{tail}"


@cache
def suras() -> Mapping[int, Sura]:
    """Every sura by its number."""
    lines = FOLDER.joinpath("suras.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    made = (Sura(int(row[0]), row[1], row[2], row[3], int(row[4])) for row in rows)
    return MappingProxyType({sura.number: sura for sura in made})


@cache
def verses() -> Mapping[tuple[int, int], str]:
    """Every verse in the Quran's own spelling, by sura and number, in order."""
    text = gzip.decompress(FOLDER.joinpath("quran.tsv.gz").read_bytes()).decode("utf-8")
    found = {}
    for line in text.splitlines():
        place, _, words = line.partition("\t")
        sura, _, verse = place.partition(":")
        found[int(sura), int(verse)] = words
    return MappingProxyType(found)


def parse_reference(reference: str) -> Verses:
    """Read ``quran 2:255`` or ``quran 112:1-4``; BadInput for what names no verse."""
    said = _REFERENCE.fullmatch(reference.strip())
    if not said:
        raise BadInput(
            Phrase(
                "%(reference)s is no reference; write it as quran 2:255 or quran 112:1-4",
                reference=repr(reference),
            )
        )
    sura, first, last = int(said[1]), int(said[2]), int(said[3] or said[2])
    if sura not in suras():
        raise NotFound(
            Phrase("no sura %(sura)s; there are 1 to %(suras)s", sura=sura, suras=len(suras()))
        )
    if not 1 <= first <= last <= suras()[sura].verses:
        raise NotFound(
            Phrase(
                "no verses %(first)s to %(last)s; sura %(sura)s has %(verses)s",
                first=first,
                last=last,
                sura=sura,
                verses=suras()[sura].verses,
            )
        )
    return Verses(sura, first, last)


def quran_text(reference: str) -> str:
    """The words behind a reference, verse after verse."""
    place = parse_reference(reference)
    numbers = range(place.first, place.last + 1)
    return " ".join(verses()[place.sura, number] for number in numbers)


def written_reference(reference: str, language: str = "en") -> str:
    """A reference as a reader meets it: ``Al-Baqarah 2:255``, ``سورة البقرة: 255``."""
    place = parse_reference(reference)
    sura = suras()[place.sura]
    tail = f"{place.first}–{place.last}" if place.last > place.first else str(place.first)
    if language in ("ar", "fa", "ur"):
        return f"سورة {sura.arabic}: {tail}" if language == "ar" else f"{sura.arabic}: {tail}"
    return f"{sura.latin} {sura.number}:{tail}"
