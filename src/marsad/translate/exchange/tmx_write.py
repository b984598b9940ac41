"""The memory as TMX 1.4b: what was approved or reviewed, by whom and when."""

from collections.abc import Iterable, Iterator
from datetime import UTC

from marsad.model import Segment, Translation
from marsad.translate.exchange.inline import sayable
from marsad.translate.exchange.unit import digest
from marsad.translate.exchange.xml_write import element, tag


def tmx(some: Iterable[Translation]) -> Iterator[str]:
    """Yield the document piece by piece; it may hold many languages."""
    header = tag(
        "header",
        creationtool="marsad",
        creationtoolversion="1",
        segtype="sentence",
        o_tmf="marsad",
        adminlang="en",
        srclang="*all*",
        datatype="plaintext",
    ).replace("o:tmf", "o-tmf")
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n<{header}/>\n<body>\n'
    for each in some:
        for number, segment in enumerate(each.segments, 1):
            if segment.target.strip():
                yield _entry(each, number, segment)
    yield "</body>\n</tmx>\n"


def _entry(of: Translation, number: int, segment: Segment) -> str:
    entry = tag(
        "tu",
        tuid=f"t{of.id}.{number}",
        creationid=of.translator,
        changeid=of.approver or of.reviewer,
        changedate=f"{of.made_at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        srclang=of.source_language,
    )
    said = {"state": of.state, "post": of.post, "digest": digest(segment.source)}
    props = "".join(element("prop", value, type_=f"x-{name}") for name, value in said.items())
    sides = ((of.source_language, segment.source), (of.language, segment.target))
    variants = "".join(
        f"<{tag('tuv', xml_lang=language)}><seg>{sayable(text)}</seg></tuv>"
        for language, text in sides
    )
    return f"<{entry}>{props}{variants}</tu>\n"
