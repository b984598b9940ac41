"""The parts of a report as a Word document that hold none of its words."""

from collections.abc import Iterable

from marsad.report.render.xml import escaped

XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_TERMS = "http://purl.org/dc"
SPACES = (
    f'xmlns:w="{_WORD}" xmlns:r="{_OFFICE}" xmlns:a="{_DRAWING}/main" '
    f'xmlns:pic="{_DRAWING}/picture" xmlns:wp="{_DRAWING}/wordprocessingDrawing"'
)
PICTURE = f"{_DRAWING}/picture"
# Times New Roman brings Arabic letters on every system that has Word; elsewhere the program falls
# back to a font that has them, since the runs say their script.
_FONTS = '<w:rFonts w:ascii="Georgia" w:hAnsi="Georgia" w:cs="Times New Roman"/>'
_SOFT, _ACCENT, _WARN = "5D5951", "7B2D26", "7D4B00"
_STORIES = ("document", "footnotes", "header1", "footer1", "styles", "settings")


def _style(name: str, called: str, words: str = "", paragraph: str = "", kind: str = "") -> str:
    return (
        f'<w:style w:type="{kind or "paragraph"}" w:styleId="{name}"><w:name w:val="{called}"/>'
        + ("" if kind else '<w:basedOn w:val="Normal"/>')
        + (f"<w:pPr>{paragraph}</w:pPr>" if paragraph else "")
        + (f"<w:rPr>{words}</w:rPr></w:style>" if words else "</w:style>")
    )


def _size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points + 2}"/>'


def _heading(level: int, size: int, before: int) -> str:
    return _style(
        f"Heading{level}",
        f"heading {level}",
        f"<w:b/><w:bCs/>{_size(size)}",
        f'<w:keepNext/><w:spacing w:before="{before}" w:after="120"/>'
        f'<w:outlineLvl w:val="{level - 1}"/>',
    )


_SOFTLY = f'<w:color w:val="{_SOFT}"/>'
STYLES = (
    f"{XML}<w:styles {SPACES}><w:docDefaults><w:rPrDefault><w:rPr>{_FONTS}{_size(21)}"
    '<w:lang w:val="en-US" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
    '<w:spacing w:after="140" w:line="288" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
    '</w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
    '<w:name w:val="Normal"/></w:style>'
    + _heading(1, 40, 0)
    + _heading(2, 27, 400)
    + _style("Lede", "Marsad Lede", _size(23))
    + _style("About", "Marsad About", f"<w:i/><w:iCs/>{_SOFTLY}", "<w:keepNext/>")
    + _style(
        "Time", "Marsad Time", f"{_SOFTLY}{_size(16)}", '<w:keepNext/><w:spacing w:after="40"/>'
    )
    + _style("Caption", "caption", f"{_SOFTLY}{_size(18)}")
    + _style("Small", "Marsad Small", f"{_SOFTLY}{_size(17)}")
    + _style("Warning", "Marsad Warning", f'<w:b/><w:color w:val="{_WARN}"/>{_size(17)}')
    + _style(
        "Banner", "Marsad Banner", f'<w:b/><w:bCs/><w:color w:val="{_ACCENT}"/>{_size(17)}',
        '<w:jc w:val="center"/>',
    )
    + _style(
        "Quote", "Quote", "",
        f'<w:pBdr><w:left w:val="single" w:sz="16" w:space="10" w:color="{_ACCENT}"/></w:pBdr>'
        '<w:ind w:left="340"/>',
    )
    + _style("Original", "Marsad Original", "", '<w:shd w:val="clear" w:fill="F5F2EA"/>')
    + _style("FootnoteText", "footnote text", f"{_SOFTLY}{_size(17)}", '<w:spacing w:after="40"/>')
    + _style(
        "FootnoteReference", "footnote reference", '<w:vertAlign w:val="superscript"/>',
        kind="character",
    )
    + "</w:styles>"
)  # fmt: skip
SETTINGS = (
    f'{XML}<w:settings {SPACES}><w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/>'
    '</w:footnotePr><w:compat><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>'
)
SEPARATORS = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r>'
    "</w:p></w:footnote>"
)
SECTION = (
    '<w:sectPr><w:headerReference w:type="default" r:id="rId3"/>'
    '<w:footerReference w:type="default" r:id="rId4"/><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1417" w:right="1531" w:bottom="1361" w:left="1531" w:header="680" '
    'w:footer="624" w:gutter="0"/></w:sectPr>'
)
PAGE = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE '
    '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
RELATIONS = (
    f'{XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" '
    f'Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
    "</Relationships>"
)
TYPES = (
    f'{XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="jpg" ContentType="image/jpeg"/>'
    + "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE}.'
        f'{"document.main" if name == "document" else name.rstrip("1")}+xml"/>'
        for name in _STORIES
    )
    + '<Override PartName="/docProps/core.xml" '
    'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
)


def document_relations(pictures: Iterable[str]) -> str:
    """What the document refers to: its other parts, and pictures by the ids of their relations."""
    parts = ("styles", "footnotes", "header1", "footer1", "settings")
    said = "".join(
        f'<Relationship Id="rId{at}" Type="{_OFFICE}/{name.rstrip("1")}" Target="{name}.xml"/>'
        for at, name in enumerate(parts, 1)
    )
    shown = "".join(
        f'<Relationship Id="{id}" Type="{_OFFICE}/image" Target="media/{id}.jpg"/>'
        for id in pictures
    )
    return f'{XML}<Relationships xmlns="{_PACKAGE}/relationships">{said}{shown}</Relationships>'


def core(title: str, author: str, day: str) -> str:
    """What the document says of itself: no more than stands on its first page."""
    return (
        f'{XML}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        f'xmlns:dc="{_TERMS}/elements/1.1/" xmlns:dcterms="{_TERMS}/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escaped(title)}</dc:title><dc:creator>{escaped(author)}</dc:creator>"
        f'<dc:language>en</dc:language><dcterms:created xsi:type="dcterms:W3CDTF">{day}T00:00:00Z'
        "</dcterms:created></cp:coreProperties>"
    )
