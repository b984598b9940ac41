"""The edition as a tagged PDF with footnotes at the foot of the page, set by Typst.

The template never sees a word of the report as markup: it reads them from a JSON file beside it,
and a string read from data is text, whatever signs it holds.
"""

import json
import shutil
import unicodedata
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime, time
from importlib.resources import as_file, files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from marsad.errors import NotReady
from marsad.report.edition import Edition, Picture
from marsad.report.shown import stretches

FONTS = ("fontpkg_noto_serif", "fontpkg_amiri", "fontpkg_noto_sans_arabic")
_LITERAL = {"mime", "sha256", "language", "handle", "day"}


def render(edition: Edition) -> bytes:
    """The PDF; equal editions give equal bytes."""
    import typst

    with TemporaryDirectory(prefix="marsad-pdf-") as name:
        folder = Path(name)
        _lay_out(edition, folder)
        made = typst.Compiler(
            folder / "report.typ", root=folder, font_paths=_fonts(), ignore_system_fonts=True
        ).compile(
            format="pdf",
            timestamp=int(datetime.combine(edition.day, time(), UTC).timestamp()),
        )
    assert isinstance(made, bytes)
    return made


def _lay_out(edition: Edition, folder: Path) -> None:
    with as_file(files("marsad.report") / "templates" / "report.typ") as template:
        shutil.copy(template, folder / "report.typ")
    data = _marked({**asdict(edition), "behind": None})
    data["plain"] = {"title": edition.title, "lab": edition.lab}
    data["date"] = [edition.day.year, edition.day.month, edition.day.day]
    for name, picture in _pictures(edition):
        (folder / name).write_bytes(picture.data)
    (folder / "report.json").write_text(json.dumps(data), encoding="utf-8")


def _pictures(edition: Edition) -> Iterator[tuple[str, Picture]]:
    for section in edition.sections:
        for entry in section.entries:
            for picture in entry.pictures:
                if picture.data:
                    yield f"{picture.sha256}.jpg", picture


def _fonts() -> list[Path]:
    found = [Path(str(files(name) / "files")) for name in FONTS]
    for folder in found:
        if not folder.is_dir():
            raise NotReady(f"the fonts of {folder.parent.name} are missing", "pip install marsad")
    return found


def _marked(thing: Any) -> Any:
    """Turn every text into runs, each with the language and direction Typst shapes it by."""
    if isinstance(thing, dict):
        return {
            name: _named(name, value) if name in _LITERAL or name == "alt" else _marked(value)
            for name, value in thing.items()
        }
    if isinstance(thing, list | tuple):
        return [_marked(value) for value in thing]
    if isinstance(thing, str):
        return [asdict(part) for part in stretches(printable(thing))]
    return len(thing) if isinstance(thing, bytes) else thing


def _named(name: str, value: Any) -> Any:
    return str(value) if name == "day" else value


def printable(text: str) -> str:
    """Name pictographs, for which the fonts of a printed report have no shape."""
    return "".join(f"‹{_name(sign)}›" if _pictograph(sign) else sign for sign in text)


def _pictograph(sign: str) -> bool:
    return sign >= "\u2190" and unicodedata.category(sign) == "So"


def _name(sign: str) -> str:
    return unicodedata.name(sign, f"U+{ord(sign):04X}").lower()
