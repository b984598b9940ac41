"""The parts of a Word document that are the same in all of them."""

DOCUMENT = "word/document.xml"
HOW = (
    "Write in the column Target. Where a target stands already, correct it. Leave the columns "
    "Segment and Source as they are: a row whose source was changed is not taken. What was left "
    "empty stays untranslated. Marks of the house are words like any other: [...] for what you "
    "leave out, [word] for what you add, [i.e., meaning] and [sic]. In State you may write "
    "reviewed."
)

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"

TOP = f'{_XML}<w:document xmlns:w="{_MAIN}"><w:body>'
TABLE = (
    '<w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblBorders>'
    + "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="9AA5A0"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    + '</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>'
)
BOTTOM = (
    '<w:p/><w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
    '<w:pgMar w:top="720" w:right="720" w:bottom="720" w:left="720" w:header="360" w:footer="360" '
    'w:gutter="0"/></w:sectPr></w:body></w:document>'
)
# Arial and Times New Roman bring Arabic letters on every system that has Word; elsewhere the
# program falls back to a font that has them, since the runs say their script.
_FONTS = '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/>'
_STYLES = (
    f'{_XML}<w:styles xmlns:w="{_MAIN}"><w:docDefaults><w:rPrDefault><w:rPr>{_FONTS}'
    '<w:sz w:val="21"/><w:szCs w:val="26"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
    '<w:spacing w:after="60"/></w:pPr></w:pPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
    '<w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Small"><w:name w:val="Marsad Small"/>'
    '<w:basedOn w:val="Normal"/><w:rPr><w:color w:val="5A6560"/><w:sz w:val="14"/>'
    '<w:szCs w:val="16"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Note"><w:name w:val="Marsad Note"/>'
    '<w:basedOn w:val="Small"/><w:rPr><w:i/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Control"><w:name w:val="Marsad Control"/>'
    '<w:rPr><w:color w:val="B03A2E"/></w:rPr></w:style></w:styles>'
)
_TYPES = (
    f'{_XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
    f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/{DOCUMENT}" ContentType="{_TYPE}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>'
)
_RELATIONS = (
    f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{_OFFICE}/officeDocument" Target="{DOCUMENT}"/></Relationships>'
)
_DOCUMENT_RELATIONS = (
    f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
)
FIXED = {
    "[Content_Types].xml": _TYPES,
    "_rels/.rels": _RELATIONS,
    "word/_rels/document.xml.rels": _DOCUMENT_RELATIONS,
    "word/styles.xml": _STYLES,
}
