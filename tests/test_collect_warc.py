"""Pages of a web archive become posts of their site, dated by their capture."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from warc_samples import TEXT, http, packed, page, pages, record, sha1, write

from marsad import preserve
from marsad.collect.warc import WebArchive
from marsad.errors import BadInput
from marsad.plugins import Gathered, Refused
from marsad.testing import check_collector

FIXTURE = Path(__file__).parent / "fixtures" / "warc" / "salwan.warc"


def collected(path, since=""):
    return list(WebArchive().collect(str(path), since))


def posts(path, since=""):
    return [item.post for item in collected(path, since) if isinstance(item, Gathered)]


def refused(path):
    """What is refused, up to where the reading ends."""
    found = []
    try:
        found += [i for i in WebArchive().collect(str(path), "") if isinstance(i, Refused)]
    except BadInput as error:
        found.append(Refused("", str(error)))
    return found


def test_the_fixture_keeps_the_contract_of_a_collector():
    check_collector(WebArchive(), str(FIXTURE))


@pytest.mark.parametrize("name", ["crawl.warc", "crawl.warc.gz"])
def test_zipped_and_plain_archives_keep_the_contract(tmp_path, name):
    check_collector(WebArchive(), str(write(tmp_path / name, *pages(3, 1, 2))))


def test_a_page_is_a_post_of_its_host_at_the_time_of_its_capture(tmp_path):
    path = write(tmp_path / "a.warc", record(http(page()), uri="https://News.Salwan.example/a?b=1"))
    item = collected(path)[0]
    assert (item.place.id, item.place.platform) == ("web:news.salwan.example", "Web")
    assert item.place.name == "news.salwan.example"
    assert item.post.native_id == "20240303100000/https://News.Salwan.example/a?b=1"
    assert item.post.posted_at == datetime(2024, 3, 3, 10, tzinfo=UTC)
    assert "حديقة سلوان" in item.post.text
    assert TEXT in item.post.text
    assert "hidden" not in item.post.text


def test_pages_come_oldest_first_whatever_their_order_in_the_file(tmp_path):
    path = write(tmp_path / "a.warc.gz", *pages(5, 2, 9, 1))
    assert [post.posted_at.minute for post in posts(path)] == [1, 2, 5, 9]


def test_a_checkpoint_of_another_file_starts_from_the_beginning(tmp_path):
    path = write(tmp_path / "a.warc", *pages(1, 2))
    last = collected(path)[-1].checkpoint
    assert posts(path, last) == []
    write(path, *pages(1, 2, 3))
    assert len(posts(path, last)) == 3
    assert len(posts(path, "{}")) == len(posts(path, "nonsense")) == 3


def test_plain_text_and_resource_records_are_pages_too(tmp_path):
    words = "هواشناسی برای فردا باران پیش‌بینی کرده است"
    path = write(
        tmp_path / "a.warc",
        record(http(words.encode(), type="text/plain"), 1),
        record(page(), 2, type="resource", Content_Type="text/html"),
    )
    assert [words in posts(path)[0].text, TEXT in posts(path)[1].text] == [True, True]


@pytest.mark.parametrize("charset", ["windows-1256", "iso-8859-6", "utf-16"])
def test_the_charset_of_the_answer_is_used(tmp_path, charset):
    words = "الأخبار المحلية في مدينة سلوان"
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=" + charset.encode()
    path = write(tmp_path / "a.warc", record(answer + b"\r\n\r\n" + words.encode(charset)))
    assert posts(path)[0].text == words


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd", "gzip, identity"])
def test_packed_content_is_unpacked(tmp_path, encoding):
    answer = http(packed(encoding, page()), f"Content-Encoding: {encoding}")
    assert TEXT in posts(write(tmp_path / "a.warc", record(answer)))[0].text


@pytest.mark.parametrize("encoding", ["gzip", "br", "zstd"])
def test_content_unpacked_by_the_browser_is_taken_though_its_header_says_otherwise(
    tmp_path, encoding
):
    answer = http(page(), f"Content-Encoding: {encoding}")
    assert TEXT in posts(write(tmp_path / "a.warc", record(answer)))[0].text


@pytest.mark.parametrize("encoding", ["gzip", "br", "zstd", "deflate", "rot13"])
def test_content_that_is_not_packed_as_it_says_is_refused_and_the_rest_goes_on(tmp_path, encoding):
    answer = http(b"\x00\x01nothing of the kind", f"Content-Encoding: {encoding}")
    path = write(tmp_path / "a.warc", record(answer, 8), *pages(2))
    assert len(posts(path)) == 1
    assert "packed" in refused(path)[0].reason


def test_chunks_are_joined_and_chunks_already_joined_are_left(tmp_path):
    body = page()
    chunked = b"%x\r\n%s\r\n%x\r\n%s\r\n0\r\n\r\n" % (40, body[:40], len(body) - 40, body[40:])
    for answer in (chunked, body):
        path = write(tmp_path / "a.warc", record(http(answer, "Transfer-Encoding: chunked")))
        assert TEXT in posts(path)[0].text


def test_what_is_no_page_is_counted_once_a_kind(tmp_path):
    path = write(
        tmp_path / "a.warc",
        record(b"software: x\r\n", 1, type="warcinfo"),
        *pages(2),
        record(http(b"\xff\xd8", type="image/jpeg"), 3),
        record(http(b"\xff\xd9", type="image/jpeg"), 4),
        record(http(b"", status="404 Not Found"), 5),
        record(http(b""), 6, type="revisit", WARC_Payload_Digest=sha1(b"other")),
    )
    assert {item.where: item.reason for item in refused(path)} == {
        "a.warc, records of image/jpeg": "not taken, because they are no page: 2",
        "a.warc, records with status 404": "not taken, because they are no page: 1",
        "a.warc, records of type revisit": "not taken, because they are no page: 1",
    }


def test_a_truncated_page_says_so(tmp_path):
    path = write(tmp_path / "a.warc", record(http(page()), WARC_Truncated="length"))
    assert [(mark.kind, mark.href) for mark in posts(path)[0].entities] == [("truncated", "length")]


@pytest.mark.parametrize("origin", ["", "no such", "/", "a\0b", "https://example.org/a.warc"])
def test_other_origins_are_not_accepted(origin):
    assert WebArchive().accepts(origin) is False
    with pytest.raises(BadInput):
        WebArchive().originals(origin)


def test_pages_are_sealed_into_a_real_lab_and_taken_once(store):
    made = pages_of(store, FIXTURE)
    assert made == [(3, 0), (0, 3)]
    post = next(store.posts())
    assert store.place(post.place).name == "salwan.example"
    assert store.read(store.capture(post.capture).sha256) == FIXTURE.read_bytes()


def pages_of(store, path):
    """New and seen posts of two collections in a row."""
    counts = []
    for _ in range(2):
        collector = WebArchive()
        capture = preserve.capture(store, collector, str(path))
        items = collector.collect(str(path), "")
        done = list(preserve.seal(store, collector, capture, items, capture.id))
        counts.append((sum(each.new for each in done), sum(each.seen for each in done)))
    return counts
