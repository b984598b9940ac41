"""Battery C8: no feed opens a file, asks a server, takes long, or ends in a traceback."""

import time
from pathlib import Path

import pytest
from hearing import WATCH

from marsad.collect.feed import Feed
from marsad.collect.feed_read import read
from marsad.collect.feed_text import text_of
from marsad.errors import MarsadError
from marsad.plugins import Refused

HOSTILE = Path(__file__).parents[1].parent / "shared" / "data" / "hostile"
SECONDS = 5
PRE = (
    b'<rss version="2.0"><channel><item><guid>1</guid>'
    b"<pubDate>Tue, 03 Mar 2026 08:00:00 GMT</pubDate><description>"
)
END = b"</description></item></channel></rss>"
ENTITIES = (
    b"<!DOCTYPE r [%s]><rss version='2.0'><channel><item><title>&x;</title></item></channel></rss>"
)


def survives(path):
    """Read a file under watch; what was refused, or the error of the whole."""
    began = time.process_time()
    WATCH.seen.clear()
    WATCH.on = True
    try:
        found = list(Feed().collect(str(path), ""))
        refused = [each.reason for each in found if isinstance(each, Refused)]
    except MarsadError as error:
        refused = [str(error)]
    finally:
        WATCH.on = False
    assert time.process_time() - began < SECONDS
    assert set(WATCH.seen) <= {str(path)}
    return refused


def texts_are_read(data):
    try:
        found = read(data, "")
    except MarsadError:
        return
    for each in getattr(found, "entries", ()):
        for words in (each.title, each.body):
            try:
                text, entities = text_of(words)
            except MarsadError:
                continue
            assert all(0 <= one.start <= one.end <= len(text) for one in entities)


@pytest.mark.parametrize("corpus", ["feedparser", "defusedxml"])
def test_every_hostile_file_of_others_is_survived(corpus):
    files = [path for path in sorted((HOSTILE / corpus).rglob("*")) if path.is_file()]
    if not files:
        pytest.skip(f"the hostile {corpus} files are not here")
    for path in files:
        survives(path)
        texts_are_read(path.read_bytes())


SMALL = {
    "laughs": ENTITIES % (b'<!ENTITY a "ha"><!ENTITY b "&a;&a;"><!ENTITY x "&b;&b;">'),
    "quadratic": ENTITIES % (b'<!ENTITY x "' + b"a" * 100_000 + b'">'),
    "outside file": ENTITIES % b'<!ENTITY x SYSTEM "file:///etc/passwd">',
    "outside server": ENTITIES % b'<!ENTITY x SYSTEM "http://127.0.0.1:9/x">',
    "parameter": ENTITIES % b'<!ENTITY % y SYSTEM "http://127.0.0.1:9/x"> %y;',
    "deep": PRE + b"<a>" * 100_000 + b"</a>" * 100_000 + END,
    "deep and broken": PRE + b"<a>&x</z>" * 50_000 + END,
    "deep in html": PRE + b"<![CDATA[" + b"<div>" * 100_000 + b"]]>" + END,
    "many elements": PRE + b"<br/>" * 400_000 + END,
    "many attributes": b"<rss " + b" ".join(b"a%d='x'" % n for n in range(100_000)) + b"/>",
    "many namespaces": PRE + b"".join(b"<b xmlns:a%d='u'/>" % n for n in range(30_000)) + END,
    "large": PRE + b"x" * (9 << 20) + END,
    "not a feed": b"\x89PNG\r\n\x1a\n" + bytes(1000),
    "nothing": b"",
    "a path": b"/etc/passwd",
    "deep json": b'{"version":"https://jsonfeed.org/version/1","items":' + b"[" * 100_000,
    "json items": b'{"version":"https://jsonfeed.org/version/1","items":['
    + b"{}," * 100_000
    + b"{}]}",
}


@pytest.mark.parametrize("name", SMALL)
def test_a_hostile_feed_is_refused_with_a_reason(tmp_path, name):
    path = tmp_path / "feed.xml"
    path.write_bytes(SMALL[name])
    assert survives(path)
    texts_are_read(SMALL[name])


@pytest.mark.parametrize(
    "data",
    [
        b"<!-- -->" * 100_000 + PRE + END,
        b"<?x y?>" * 100_000 + PRE + END,
        PRE + b"<" * 500_000,
        PRE + b"&" * 500_000,
        PRE + b"</" * 400_000,
        PRE + b"<![CDATA[" + b"<p>y" * 200_000 + b"]]>" + END,
        PRE + b"a\n" * 400_000 + END,
        PRE + b"&amp;" * 400_000 + END,
    ],
)
def test_a_feed_that_wears_a_parser_out_ends_in_time(tmp_path, data):
    path = tmp_path / "feed.xml"
    path.write_bytes(data)
    survives(path)


def test_a_document_type_without_entities_is_dropped_and_the_feed_is_read(tmp_path):
    path = tmp_path / "feed.xml"
    path.write_bytes(b'<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/x.dtd">' + PRE + b"kept" + END)
    assert survives(path) == []


def test_an_entity_that_html_knows_and_xml_does_not_is_read_and_noted(tmp_path):
    path = tmp_path / "feed.xml"
    path.write_bytes(PRE + b"a&eacute;b" + END)
    assert any("undefined entity" in reason for reason in survives(path))
    found = [each for each in Feed().collect(str(path), "") if not isinstance(each, Refused)]
    assert found[0].post.text == "aéb"
