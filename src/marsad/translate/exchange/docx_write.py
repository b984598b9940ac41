"""Units as a Word document: a table with source and target side by side, one segment a row.

Written by hand as the small zip of WordprocessingML it is. Every cell has the direction of its
text; in it each stretch of Arabic script is a right-to-left run of its own, in a font that has its
letters. A character that Word would obey instead of showing stands as a mark such as ⟦RLO⟧ in a
style of its own, by which reading turns it back.
"""

import zipfile
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from marsad.text.bidi import direction, isolate, runs, visible_controls
from marsad.translate.exchange import docx_parts as parts
from marsad.translate.exchange.inline import unseen
from marsad.translate.exchange.unit import Unit, written
from marsad.translate.exchange.xml_write import UNSAYABLE, escaped

WIDTHS = (1700, 6200, 6200, 1300)
"""Of the columns, in twentieths of a point."""
HEADINGS = ("Segment", "Source", "Target", "State")
_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""What a zip says without a clock: the same units give the same bytes."""


def docx(units: Iterable[Unit], out: BinaryIO) -> None:
    """Write the document."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in parts.FIXED.items():
            made.writestr(_entry(name), text)
        with made.open(_entry(parts.DOCUMENT), "w", force_zip64=True) as document:
            for piece in _document(units):
                document.write(piece.encode())


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _EARLIEST)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _document(units: Iterable[Unit]) -> Iterator[str]:
    yield parts.TOP
    yield _paragraph(parts.HOW, style="Small")
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in WIDTHS)
    yield f"<w:tbl>{parts.TABLE}<w:tblGrid>{grid}</w:tblGrid>"
    cells = (_cell(_paragraph(each, style="Small"), n) for n, each in enumerate(HEADINGS))
    yield f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{''.join(cells)}</w:tr>"
    translation = ""
    for unit in units:
        if unit.translation != translation:
            translation = unit.translation
            yield _wide(_title(unit))
        yield _row(unit)
    yield f"</w:tbl>{parts.BOTTOM}"


def _title(unit: Unit) -> str:
    what = "text" if unit.of == "text" else f"reading {unit.of}"
    place = f"{unit.place} · " if unit.place else ""
    return f"{place}{unit.source_language} → {unit.language} · post {unit.post} · {what}"


def _row(unit: Unit) -> str:
    about = [unit.key, f"{unit.start}-{unit.end}", unit.digest]
    source = _paragraph(unit.source, language=unit.source_language, exact=True)
    if unit.note:
        source += _paragraph(isolate(unit.note), style="Note")
    cells = (
        "".join(_paragraph(each, style="Small") for each in about),
        source,
        _paragraph(unit.target, language=unit.language, exact=True),
        _paragraph(unit.state, style="Small"),
    )
    return f"<w:tr>{''.join(_cell(each, n) for n, each in enumerate(cells))}</w:tr>"


def _wide(text: str) -> str:
    width = f'<w:tcW w:w="{sum(WIDTHS)}" w:type="dxa"/><w:gridSpan w:val="{len(WIDTHS)}"/>'
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="E7ECEA"/>'
    body = _paragraph(text, style="Small")
    return f"<w:tr><w:tc><w:tcPr>{width}{shade}</w:tcPr>{body}</w:tc></w:tr>"


def _cell(body: str, column: int) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{WIDTHS[column]}" w:type="dxa"/></w:tcPr>{body}</w:tc>'


def _paragraph(text: str, style: str = "", language: str = "", exact: bool = False) -> str:
    """A paragraph in the direction of its text, or of its language while it is empty.

    An exact one is somebody else's text: what would be obeyed in it is shown.
    """
    rtl = direction(text) == "rtl" if text.strip() else written(language) == "rtl"
    said = f'<w:pStyle w:val="{style}"/>' if style else ""
    said += "<w:bidi/>" if rtl else ""
    body = "".join(_runs(text, language, exact)) if text else ""
    return f"<w:p><w:pPr>{said}</w:pPr>{body}</w:p>"


def _runs(text: str, language: str, exact: bool) -> Iterator[str]:
    for run in runs(text):
        said = f'<w:rtl/><w:lang w:bidi="{escaped(language)}"/>' if run.arabic and language else ""
        said = said or ("<w:rtl/>" if run.arabic else "")
        done = run.start
        for place in range(run.start, run.end):
            if exact and _shown(text[place]):
                yield _run(text[done:place], said)
                yield _run(visible(text[place]), '<w:rStyle w:val="Control"/>')
                done = place + 1
        yield _run(text[done : run.end], said)


def _run(text: str, said: str) -> str:
    if not text:
        return ""
    # \r and the separators are shown as marks, so only these two are left.
    body = escaped(text).replace("\n", f"{_CLOSED}<w:br/>{_OPENED}")
    body = body.replace("\t", f"{_CLOSED}<w:tab/>{_OPENED}")
    return f"<w:r><w:rPr>{said}</w:rPr>{_OPENED}{body}{_CLOSED}</w:r>"


_OPENED, _CLOSED = '<w:t xml:space="preserve">', "</w:t>"


def visible(character: str) -> str:
    """How a character that cannot be seen, or not be written, is shown."""
    seen = visible_controls(character)
    return seen if seen != character else f"⟦U+{ord(character):04X}⟧"


def _shown(character: str) -> bool:
    return character == "\r" or bool(UNSAYABLE.match(character)) or unseen(character)
