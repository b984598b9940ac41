"""Units as XLIFF 2.0, one ``<file>`` a translation, one ``<unit>`` a segment.

Files say 2.0, which every tool of the 2 family reads. What binds a unit to the evidence stands in
the metadata module, which tools must give back; where one drops it, ids and the source itself bind.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby

from marsad.translate.exchange.inline import Codes
from marsad.translate.exchange.unit import Unit, written
from marsad.translate.exchange.xml_write import element, tag

NAMESPACE = "urn:oasis:names:tc:xliff:document:2.0"
METADATA = "urn:oasis:names:tc:xliff:metadata:2.0"
OWN = "marsad"
"""The category of our metadata."""


def xliff(units: Iterable[Unit], languages: tuple[str, str]) -> Iterator[str]:
    """Yield the document piece by piece; all units are of one pair of languages."""
    source, target = languages
    top = tag(
        "xliff", xmlns=NAMESPACE, xmlns_mda=METADATA, version="2.0", srcLang=source, trgLang=target
    )
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<{top}>\n'
    for _, some in groupby(units, key=lambda unit: unit.translation):
        yield from _file(list(some))
    yield "</xliff>\n"


def _file(units: list[Unit]) -> Iterator[str]:
    first = units[0]
    file = tag(
        "file",
        id=f"t{first.translation}",
        original=first.post,
        canResegment="no",
        srcDir=written(first.source_language),
        trgDir=written(first.language),
        xml_space="preserve",
    )
    yield f"<{file}>\n"
    if first.place:
        note = element("note", first.place, category="place")
        yield f" <notes>{note}</notes>\n"
    for unit in units:
        yield _unit(unit)
    yield "</file>\n"


def _unit(unit: Unit) -> str:
    codes = Codes()
    source, target = codes.encoded(unit.source), codes.encoded(unit.target)
    said = {"post": unit.post, "of": unit.of, "start": unit.start, "end": unit.end}
    metas = (
        element("mda:meta", str(value), type_=name)
        for name, value in (said | {"digest": unit.digest}).items()
        if value is not None
    )
    lines = [f" <{tag('unit', id=unit.number, xml_space='preserve')}>"]
    lines += [
        f'  <mda:metadata><mda:metaGroup category="{OWN}">{"".join(metas)}</mda:metaGroup>'
        "</mda:metadata>"
    ]
    if unit.note:
        lines += [f"  <notes>{element('note', unit.note, category='reading-aid')}</notes>"]
    if data := codes.original_data():
        lines += [f"  {data}"]
    body = f"<source>{source}</source>" + (f"<target>{target}</target>" if unit.target else "")
    lines += [f"  <{tag('segment', state=unit.state)}>{body}</segment>", " </unit>", ""]
    return "\n".join(lines)
