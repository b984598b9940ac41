"""The books that quotations are looked for in: those that are shipped, and those of the user.

The user's own stand in the setting ``hadith_books``: files, or folders of them, with commas
between. A file is JSON lines or CSV with a header; either gives ``collection``, ``number`` and
``text`` for each hadith. A collection of a shipped name takes the place of the shipped one.
"""

import csv
import gzip
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from marsad.errors import BadInput
from marsad.phrase import Phrase
from marsad.plugins import Part
from marsad.settings import Settings, load
from marsad.vocabulary.suras import FOLDER, Verses, verses

SHIPPED = ("malik", "abudawud", "tirmidhi", "nasai", "ibnmajah", "darimi")
"""Hadith collections in ``vocabulary/scripture``; see its NOTICE.md."""
KNOWN = ("bukhari", "muslim", *SHIPPED)
"""In the order in which equal words are told; other collections come after them."""
SUFFIXES = (".csv", ".jsonl")
_COLLECTION = re.compile("[a-z][a-z0-9-]{0,40}")
_NUMBER = re.compile(r"\w[\w./-]{0,20}")
_FIELDS = ("collection", "number", "text")


@dataclass(frozen=True, slots=True)
class Passage:
    """A verse or a hadith: how it is referred to, and its words."""

    reference: str
    text: str
    follows: bool = False
    """A quotation may run on from the passage before it into this one."""


def files_of(settings: Settings) -> list[Path]:
    """The files named in the setting ``hadith_books``; BadInput for one that is not there."""
    found: list[Path] = []
    for name in filter(None, (part.strip() for part in settings.hadith_books.split(","))):
        path = settings.beside(str(Path(name).expanduser()))
        if path.is_dir():
            found += sorted(each for each in path.iterdir() if each.suffix in SUFFIXES)
        elif path.is_file() and path.suffix in SUFFIXES:
            found.append(path)
        else:
            raise BadInput(
                Phrase(
                    "hadith_books names %(name)s, which is no folder, .csv or .jsonl file",
                    name=repr(name),
                )
            )
    return found


def edition(files: Iterable[Path]) -> str:
    """A few letters of the digest of the user's own files; empty when there are none."""
    whole = [f"{path.name} {_sha256(path)}" for path in files]
    return hashlib.sha256("\n".join(whole).encode()).hexdigest()[:8] if whole else ""


def passages(files: Iterable[Path] = ()) -> Iterator[Passage]:
    """Every verse, then every hadith, the best known collections first."""
    for sura, number in verses():
        reference = str(Verses(sura, number, number))
        yield Passage(reference, verses()[sura, number], follows=number > 1)
    own = _own(files)
    for name in [*KNOWN, *sorted(set(own) - set(KNOWN))]:
        if name in own:
            yield from own[name]
        elif name in SHIPPED:
            yield from _shipped(name)


def collections(references: Iterable[str]) -> list[str]:
    """The books behind references, each once, in their order."""
    return list(dict.fromkeys(reference.partition(" ")[0] for reference in references))


def _sha256(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _shipped(name: str) -> Iterator[Passage]:
    text = gzip.decompress(FOLDER.joinpath(f"{name}.csv.gz").read_bytes()).decode("utf-8")
    for number, words in csv.reader(text.splitlines()):
        yield Passage(f"{name} {number}", words.strip())


def _own(files: Iterable[Path]) -> dict[str, list[Passage]]:
    found: dict[str, list[Passage]] = {}
    for path in files:
        for where, row in _rows(path):
            collection, number, text = (str(row.get(field) or "").strip() for field in _FIELDS)
            if not (_COLLECTION.fullmatch(collection) and _NUMBER.fullmatch(number) and text):
                raise BadInput(
                    Phrase(
                        "%(path)s, line %(where)s: expected collection (such as bukhari), "
                        "number and text, got collection %(collection)s and number %(number)s",
                        path=path.name,
                        where=where,
                        collection=repr(collection[:40]),
                        number=repr(number[:40]),
                    )
                )
            if collection == "quran":
                raise BadInput(
                    Phrase(
                        "%(path)s, line %(where)s: the Quran is shipped; name a hadith",
                        path=path.name,
                        where=where,
                    )
                )
            found.setdefault(collection, []).append(Passage(f"{collection} {number}", text))
    return found


def _rows(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            if path.suffix == ".csv":
                table = csv.DictReader(lines)
                for row in table:
                    yield table.line_num, row
                return
            for where, line in enumerate(lines, start=1):
                if line.strip():
                    row = json.loads(line)
                    yield where, row if isinstance(row, dict) else {}
    except (OSError, UnicodeDecodeError, ValueError, csv.Error) as error:
        raise BadInput(
            Phrase(
                "%(path)s cannot be read as UTF-8 %(suffix)s: %(error)s",
                path=path,
                suffix=path.suffix[1:],
                error=error,
            )
        ) from error


def books_part() -> Part:
    """For ``marsad doctor``: which books quotations are looked for in, and which are not here."""
    try:
        own = list(_own(files_of(load(None))))
    except BadInput as error:
        remedy = Phrase("correct the file, or take it out of the setting hadith_books")
        return Part("hadith books", "enrich", False, error.said, remedy)
    here = ["quran", *(name for name in KNOWN if name in {*own, *SHIPPED})]
    here += sorted(set(own) - set(KNOWN))
    absent = [name for name in KNOWN if name not in here]
    if not absent:
        return Part("hadith books", "enrich", True, ", ".join(here))
    detail = Phrase(
        "here: %(here)s; not here: %(absent)s", here=", ".join(here), absent=", ".join(absent)
    )
    remedy = Phrase("name files of your own in the setting hadith_books (docs/enrich.md)")
    return Part("hadith books", "enrich", False, detail, remedy)
