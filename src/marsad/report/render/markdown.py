"""The edition as Markdown with footnotes. Every text is escaped, so it stays what it was."""

import re
from collections.abc import Iterator

from marsad.report.edition import (
    Edition,
    Entry,
    Picture,
    Quotation,
    Section,
    Spoken,
    picture_file,
)
from marsad.report.shown import stretches
from marsad.text.bidi import isolate

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>#+!|~$^&=%@\"']")
"""Signs that mean something to CommonMark, to GitHub's tables and footnotes or to Pandoc."""
_LINE_START = re.compile(r"^(\d{1,9}(?=[.)])|(?=[-:]))")
"""What begins a list or a definition, only at the start of a line."""


def render(edition: Edition) -> bytes:
    """The document in UTF-8; pictures stand beside it, see ``picture_files``."""
    return ("\n\n".join(_parts(edition)) + "\n").encode("utf-8", "replace")


def escaped(text: str) -> str:
    """Escape a text and isolate its runs of Arabic script."""
    return _LINE_START.sub(r"\1\\", "".join(_isolated(text)))


def _isolated(text: str) -> Iterator[str]:
    for part in stretches(text):
        literal = _SPECIAL.sub(r"\\\g<0>", part.text)
        yield isolate(literal) if part.language else literal


def _parts(edition: Edition) -> Iterator[str]:
    for banner in edition.banners:
        yield f"> **{escaped(banner)}**"
    yield f"# {escaped(edition.title)}"
    yield f"{escaped(edition.date_line)}  \n{escaped(edition.series_line)} · {escaped(edition.lab)}"
    yield f"*{escaped(edition.tier_note)}*"
    *first, last = edition.lede or ("",)
    yield from map(escaped, first)
    yield escaped(last) + (_ref(edition.lede_note) if edition.lede_note else "")
    for section in edition.sections:
        yield from _section(edition, section)
    if edition.notes:
        yield "## Notes"
        yield "\n".join(f"[^{note.number}]: {escaped(note.words)}" for note in edition.notes)
    if edition.corrections:
        yield "## Corrections"
        yield "\n".join(f"- {escaped(each)}" for each in edition.corrections)
    yield "## How to cite"
    yield escaped(edition.how_to_cite)
    yield escaped(edition.evidence)


def _section(edition: Edition, section: Section) -> Iterator[str]:
    meaning = f" (“{escaped(section.meaning)}”)" if section.meaning else ""
    original = f" {escaped(section.original)}" if section.original else ""
    yield f"## {escaped(section.name)}{meaning}{original}"
    if section.description:
        yield f"*{escaped(section.description)}*"
    for entry in section.entries:
        yield from _entry(edition, entry)


def _entry(edition: Edition, entry: Entry) -> Iterator[str]:
    yield escaped(entry.time)
    for at, part in enumerate(entry.paragraphs, 1):
        yield escaped(part) + (_ref(entry.note) if at == len(entry.paragraphs) else "")
    for quotation in entry.quotations:
        yield from _quotation(quotation)
    if entry.original:
        yield _source(entry.original, "Not translated yet. Original text")
    for picture in entry.pictures:
        yield from _picture(edition, picture)
    if not (entry.paragraphs or entry.quotations or entry.pictures):
        yield f"A post without words or pictures.{_ref(entry.note)}"


def _quotation(quotation: Quotation) -> Iterator[str]:
    warning = f"**{escaped(quotation.warning)}**\n>\n> " if quotation.warning else ""
    yield f"> {warning}“{escaped(quotation.words)}”{_ref(quotation.note)}"
    if quotation.source:
        yield _source(quotation.source, "Original text")


def _picture(edition: Edition, picture: Picture) -> Iterator[str]:
    if picture.data:
        yield f"![{escaped(picture.alt)}]({picture_file(edition.handle, picture)})"
    else:
        yield escaped(picture.fault)
    yield f"{escaped(picture.caption)}{_ref(picture.note)} {escaped(picture.right)}".rstrip()
    if not picture.alt:
        yield "**No alt text yet**"
    if picture.source:
        yield _source(picture.source, "Text read in the picture, unreviewed")


def _source(spoken: Spoken, label: str) -> str:
    return "\n".join([f"> {label}:", *(f">\n> {escaped(line)}" for line in spoken.lines)])


def _ref(number: int) -> str:
    return f"[^{number}]"
