"""The edition as a Word document with footnotes of Word's own; a small zip, written by hand.

Every word goes in as the text of a run: Word has no sign within a run that it obeys, so quotations
stay what they were. There is no field but the page number, no macro and no link to the outside.
"""

from collections.abc import Iterator

from marsad.report.edition import Edition, Entry, Picture, Quotation, Section, Spoken, pictures
from marsad.report.render import docx_parts as parts
from marsad.report.render.xml import escaped, zipped
from marsad.report.shown import stretches

EMU = 9525
"""Of a pixel at 96 to the inch, in the unit of Office's drawings."""
WIDEST, HIGHEST = 5_300_000, 5_000_000
_ISOLATE, _END = "\u2068", "\u2069"


def render(edition: Edition) -> bytes:
    """The document; equal editions give equal bytes."""
    return _Document(edition).made()


class _Document:
    """One document while it is written: which notes were cited, which pictures were shown."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.cited: set[int] = set()
        self.shown = 0

    def made(self) -> bytes:
        """All parts in a zip."""
        edition = self.edition
        media = {f"picture{at}": each.data for at, each in enumerate(pictures(edition), 1)}
        body = "".join(self._body())
        document = f"<w:document {parts.SPACES}><w:body>{body}{parts.SECTION}</w:body></w:document>"
        notes = "".join(self._notes())
        header = paragraph(f"{edition.lab} · {edition.series_line}", "Small")
        banners = "".join(paragraph(each, "Banner") for each in edition.banners)
        footer = f"<w:p>{_styled('Small')}{_runs(f'{edition.evidence} · ')}{parts.PAGE}</w:p>"
        return zipped(
            {
                "[Content_Types].xml": parts.TYPES,
                "_rels/.rels": parts.RELATIONS,
                "docProps/core.xml": parts.core(edition.title, edition.lab, str(edition.day)),
                "word/document.xml": f"{parts.XML}{document}",
                "word/_rels/document.xml.rels": parts.document_relations(media),
                "word/styles.xml": parts.STYLES,
                "word/settings.xml": parts.SETTINGS,
                "word/footnotes.xml": _story("footnotes", parts.SEPARATORS + notes),
                "word/header1.xml": _story("hdr", banners + header),
                "word/footer1.xml": _story("ftr", footer),
                **{f"word/media/{name}.jpg": data for name, data in media.items()},
            }
        )

    def _body(self) -> Iterator[str]:
        edition = self.edition
        yield paragraph(edition.title, "Heading1")
        yield paragraph(edition.date_line, "Small")
        yield paragraph(edition.tier_note, "About")
        for at, part in enumerate(edition.lede, 1):
            last = at == len(edition.lede) and edition.lede_note
            yield paragraph(part, "Lede", self._ref(edition.lede_note) if last else "")
        for section in edition.sections:
            yield from self._section(section)
        if edition.corrections:
            yield paragraph("Corrections", "Heading2")
            yield from (paragraph(each, "Small") for each in edition.corrections)
        yield paragraph("How to cite", "Heading2")
        yield paragraph(edition.how_to_cite, "Small")

    def _section(self, section: Section) -> Iterator[str]:
        meaning = f" (“{section.meaning}”)" if section.meaning else ""
        original = f" {section.original}" if section.original else ""
        yield paragraph(f"{section.name}{meaning}{original}", "Heading2")
        if section.description:
            yield paragraph(section.description, "About")
        for entry in section.entries:
            yield from self._entry(entry)

    def _entry(self, entry: Entry) -> Iterator[str]:
        yield paragraph(entry.time, "Time")
        for at, part in enumerate(entry.paragraphs, 1):
            last = at == len(entry.paragraphs)
            yield paragraph(part, end=self._ref(entry.note) if last else "")
        for quotation in entry.quotations:
            yield from self._quotation(quotation)
        if entry.original:
            yield from _source(entry.original, "Not translated yet. Original text")
        for picture in entry.pictures:
            yield from self._picture(picture)
        if not (entry.paragraphs or entry.quotations or entry.pictures):
            yield paragraph("A post without words or pictures.", end=self._ref(entry.note))

    def _quotation(self, quotation: Quotation) -> Iterator[str]:
        if quotation.warning:
            yield paragraph(quotation.warning, "Warning")
        yield paragraph(f"“{quotation.words}”", "Quote", self._ref(quotation.note))
        if quotation.source:
            yield from _source(quotation.source, "Original text")

    def _picture(self, picture: Picture) -> Iterator[str]:
        if picture.data:
            self.shown += 1
            yield f"<w:p><w:pPr><w:keepNext/></w:pPr>{_drawing(picture, self.shown)}</w:p>"
        else:
            yield paragraph(picture.fault, "Small")
        right = f" {picture.right}" if picture.right else ""
        yield paragraph(picture.caption, "Caption", self._ref(picture.note) + _runs(right))
        if not picture.alt:
            yield paragraph("No alt text yet", "Warning")
        if picture.source:
            yield from _source(picture.source, "Text read in the picture, unreviewed")

    def _ref(self, number: int) -> str:
        """The first citation sets Word's own note, later ones name its number."""
        style = '<w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
        if number in self.cited:
            return f"<w:r>{style}<w:t>{number}</w:t></w:r>"
        self.cited.add(number)
        return f'<w:r>{style}<w:footnoteReference w:id="{number}"/></w:r>'

    def _notes(self) -> Iterator[str]:
        mark = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
        for note in self.edition.notes:
            said = f"<w:p>{_styled('FootnoteText')}{mark}{_runs(f' {note.words}')}</w:p>"
            yield f'<w:footnote w:id="{note.number}">{said}</w:footnote>'


def paragraph(text: str, style: str = "Normal", end: str = "", rtl: bool = False) -> str:
    """A paragraph of English, unless it is said to run from right to left."""
    return f"<w:p>{_styled(style, rtl)}{_runs(text)}{end}</w:p>"


def _source(spoken: Spoken, label: str) -> Iterator[str]:
    yield paragraph(label, "Small")
    for line in spoken.lines:
        yield paragraph(line, "Original", rtl=spoken.rtl)


def _styled(style: str, rtl: bool = False) -> str:
    return f'<w:pPr><w:pStyle w:val="{style}"/>{"<w:bidi/>" if rtl else ""}</w:pPr>'


def _runs(text: str) -> str:
    """Runs by script: Arabic script in a run of its own, isolated from what stands around it."""
    return "".join(_run(part.text, part.language) for part in stretches(text))


def _run(text: str, language: str) -> str:
    said = f'<w:rPr><w:rtl/><w:lang w:bidi="{escaped(language)}"/></w:rPr>' if language else ""
    body = escaped(f"{_ISOLATE}{text}{_END}" if language else text)
    return f'<w:r>{said}<w:t xml:space="preserve">{body}</w:t></w:r>'


def _drawing(picture: Picture, at: int) -> str:
    wide, high = picture.width * EMU, picture.height * EMU
    scale = min(1.0, WIDEST / wide, HIGHEST / high)
    size = f'cx="{int(wide * scale)}" cy="{int(high * scale)}"'
    named = f'id="{at}" name="Figure {at}"'
    return (
        f"<w:r><w:drawing><wp:inline><wp:extent {size}/><wp:docPr {named} "
        f'descr="{escaped(picture.alt)}"/><a:graphic><a:graphicData uri="{parts.PICTURE}">'
        f"<pic:pic><pic:nvPicPr><pic:cNvPr {named}/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>"
        f'<a:blip r:embed="picture{at}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
        "</a:graphic></wp:inline></w:drawing></w:r>"
    )


def _story(kind: str, body: str) -> str:
    return f"{parts.XML}<w:{kind} {parts.SPACES}>{body}</w:{kind}>"
