"""Feeds as OPML, as every feed reader takes and gives it; our own fields in a namespace."""

from collections.abc import Iterator, Sequence

from marsad.errors import BadInput
from marsad.phrase import Phrase

OURS = "urn:marsad:source"
_PLAIN = {"xmlUrl": "origin", "language": "language"}


def read(data: bytes) -> Iterator[tuple[str, dict[str, str | list[str]] | str]]:
    """Every outline with an address, in whatever folder it lies."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BadInput(Phrase("it is not OPML: %(error)s", error=error)) from error
    if root.getroottree().docinfo.doctype:
        raise BadInput(Phrase("it declares a document type, which no OPML needs; remove that line"))
    if root.tag != "opml":
        raise BadInput(Phrase("it is not OPML: its root is <%(tag)s>", tag=root.tag))
    for number, outline in enumerate(root.iter("outline"), start=1):
        if outline.get("xmlUrl") is not None:
            yield f"outline {number} (line {outline.sourceline})", _entry(dict(outline.attrib))


def write(feeds: Sequence[dict[str, str]]) -> str:
    """OPML of feeds, given as texts by field."""
    from lxml import etree

    root = etree.Element("opml", version="2.0", nsmap={"marsad": OURS})
    etree.SubElement(etree.SubElement(root, "head"), "title").text = "Feeds"
    body = etree.SubElement(root, "body")
    for feed in feeds:
        outline = etree.SubElement(body, "outline", type="rss", text=feed["handle"])
        for plain, name in _PLAIN.items():
            outline.set(plain, feed[name])
        for name in feed.keys() - {*_PLAIN.values(), "collector"}:
            outline.set(f"{{{OURS}}}{name}", feed[name])
    made: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return made.decode()


def _entry(said: dict[str, str]) -> dict[str, str | list[str]]:
    found: dict[str, str | list[str]] = {"collector": "feed"}
    for name, value in said.items():
        if name in _PLAIN:
            found[_PLAIN[name]] = value
        elif name.startswith(f"{{{OURS}}}"):
            found[name.rpartition("}")[2]] = value
    if title := said.get("title") or said.get("text"):
        # Another reader's title is worth keeping, and no handle.
        found.setdefault("notes", title)
    return found
