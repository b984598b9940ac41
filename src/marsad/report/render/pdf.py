"""The edition as a tagged PDF with footnotes at the foot of the page, set by Typst.

The template never sees a word of the report as markup: it reads them from a JSON file beside it,
and a string read from data is text, whatever signs it holds.
"""

import json
import logging
import shutil
import unicodedata
from dataclasses import asdict
from datetime import UTC, datetime, time
from importlib.resources import as_file, files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from marsad.errors import NotReady
from marsad.phrase import Phrase
from marsad.report.edition import Edition, pictures
from marsad.report.render.glyphs import covered
from marsad.report.shown import stretches

if TYPE_CHECKING:
    import typst

log = logging.getLogger(__name__)

STANDARD: Final = "ua-1"
"""PDF/UA-1: tags, alt texts, languages and a title, checked by the typesetter."""
FONTS = ("fontpkg_noto_serif", "fontpkg_amiri", "fontpkg_noto_sans_arabic")
_EMBEDDED = " ⟦⟧"
"""Signs of ours that Typst's own fonts have a shape for."""
_SELECTORS = {chr(code) for code in range(0xFE00, 0xFE10)}
"""They choose between the shapes of the character before, which has one or none here."""
_LITERAL = {"mime", "sha256", "language", "handle", "day"}


def render(edition: Edition) -> bytes:
    """The PDF; equal editions give equal bytes."""
    with TemporaryDirectory(prefix="marsad-pdf-") as name:
        folder = Path(name)
        _lay_out(edition, folder)
        return _set(folder, int(datetime.combine(edition.day, time(), UTC).timestamp()))


def pages(edition: Edition, ppi: int = 110) -> list[bytes]:
    """The pages of the PDF as PNG pictures, to be looked at while somebody writes."""
    with TemporaryDirectory(prefix="marsad-pages-") as name:
        folder = Path(name)
        _lay_out(edition, folder)
        made = _press(folder).compile(format="png", ppi=ppi)
    return list(made) if isinstance(made, list) else [made] if made else []


def _press(folder: Path) -> "typst.Compiler":
    import typst

    return typst.Compiler(
        folder / "report.typ", root=folder, font_paths=_fonts(), ignore_system_fonts=True
    )


def _set(folder: Path, timestamp: int) -> bytes:
    import typst

    press = _press(folder)
    try:
        made = press.compile(format="pdf", pdf_standards=STANDARD, timestamp=timestamp)
    except typst.TypstError as error:
        # A text that no font can show breaks the promise to readers, not the report.
        log.warning("the PDF is not %s: %s; check it by eye", STANDARD, error)
        made = press.compile(format="pdf", timestamp=timestamp)
    # Typst answers with a list only for forms that make one file a page.
    return made if isinstance(made, bytes) else b"".join(made or ())


def _lay_out(edition: Edition, folder: Path) -> None:
    with as_file(files("marsad.report") / "templates" / "report.typ") as template:
        shutil.copy(template, folder / "report.typ")
    data = _marked({**asdict(edition), "behind": None})
    data["plain"] = {"title": edition.title, "lab": edition.lab}
    data["date"] = [edition.day.year, edition.day.month, edition.day.day]
    for picture in pictures(edition):
        (folder / f"{picture.sha256}.jpg").write_bytes(picture.data)
    (folder / "report.json").write_text(json.dumps(data), encoding="utf-8")


def _fonts() -> list[Path]:
    found = [Path(str(files(name) / "files")) for name in FONTS]
    for folder in found:
        if not folder.is_dir():
            raise NotReady(
                Phrase("the fonts of %(parent)s are missing", parent=folder.parent.name),
                "pip install marsad",
            )
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
    """Name every character that the fonts of a printed report have no shape for."""
    shapes = covered(tuple(sorted(font for folder in _fonts() for font in folder.glob("*.ttf"))))
    return "".join(
        sign if ord(sign) in shapes or sign in _EMBEDDED else _named_sign(sign) for sign in text
    )


def _named_sign(sign: str) -> str:
    if sign in _SELECTORS:
        return ""
    # The name of a pictograph is telling; that of a foreign letter is not, and is long.
    name = unicodedata.name(sign, "").lower() if unicodedata.category(sign) == "So" else ""
    return f"\u2066‹{name or f'U+{ord(sign):04X}'}›\u2069"
