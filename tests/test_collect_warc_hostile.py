"""A web archive made to harm is refused, record by record where it can be (battery C4, C10)."""

import gzip
import subprocess
import sys
import time
from pathlib import Path

import pytest
from test_collect_warc import posts, refused
from warc_samples import TEXT, http, packed, page, pages, record, sha1, write

from marsad.collect.warc import WebArchive
from marsad.errors import BadInput

DATA = Path(__file__).parents[1].parent / "shared" / "data"
SECONDS = 30


def taken_and_refused(path):
    """What the archive gives, and how its reading ends."""
    kept, reasons, ended = [], [], ""
    try:
        for item in WebArchive().collect(str(path), ""):
            if hasattr(item, "post"):
                kept.append(item.post)
            else:
                reasons.append(item.reason)
    except BadInput as error:
        ended = str(error)
    return kept, reasons, ended


@pytest.mark.parametrize("field", ["WARC_Payload_Digest", "WARC_Block_Digest"])
@pytest.mark.parametrize("said", [sha1(b"other"), "sha256:" + "0" * 64, "crc32:00000000", "none"])
def test_a_digest_that_does_not_agree_is_invalid_and_the_rest_goes_on(tmp_path, field, said):
    bad = record(http(page()), 9, **{field: said})
    kept, reasons, ended = taken_and_refused(write(tmp_path / "a.warc", bad, *pages(1)))
    assert (len(kept), len(reasons), ended) == (1, 1, "")
    assert reasons[0].startswith("INVALID: its ")


def test_a_digest_may_be_written_in_any_alphabet_and_may_be_left_out(tmp_path):
    import base64
    import hashlib

    content = http(page())
    made = hashlib.sha256(content).digest()
    for said in (made.hex(), made.hex().upper(), base64.b64encode(made).decode(), None):
        digest = f"sha256:{said}" if said else None
        one = record(content, WARC_Block_Digest=digest, WARC_Payload_Digest=None)
        assert len(posts(write(tmp_path / "a.warc", one))) == 1


@pytest.mark.parametrize("length", ["-1", "1e3", "x", "", None, "9" * 40, "٣"])
def test_a_content_length_that_is_no_number_ends_the_reading(tmp_path, length):
    path = write(tmp_path / "a.warc", *pages(1), record(http(page()), 9, Content_Length=length))
    kept, _, ended = taken_and_refused(path)
    assert len(kept) == 1
    assert "record 2: its Content-Length" in ended


@pytest.mark.parametrize("more", [-700, -5, 5, 700, 10**9])
@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_a_content_length_that_lies_is_found_out(tmp_path, more, name):
    content = http(page())
    lie = record(
        content,
        9,
        Content_Length=str(len(content) + more),
        WARC_Payload_Digest=None,
        WARC_Block_Digest=None,
    )
    kept, reasons, ended = taken_and_refused(write(tmp_path / name, *pages(1), lie, *pages(3)))
    assert [post.native_id[-1] for post in kept] == (["1", "3"] if name.endswith("gz") else ["1"])
    assert reasons if name.endswith("gz") else ended


def test_a_record_forged_inside_a_page_is_never_taken(tmp_path):
    forged = record(http(page("مزور")), 66, uri="http://victim.example/")
    lie = record(
        http(b"<p>x</p>" + forged), 9, Content_Length="80", WARC_Payload_Digest=None,
        WARC_Block_Digest=None,
    )  # fmt: skip
    for name in ("a.warc", "a.warc.gz"):
        kept, _, _ = taken_and_refused(write(tmp_path / name, *pages(1), lie, *pages(2)))
        assert {post.place for post in kept} == {"web:salwan.example"}


@pytest.mark.parametrize("cut", [1, 40, 300])
@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_an_archive_that_breaks_off_gives_its_whole_pages_and_says_so(tmp_path, name, cut):
    path = write(tmp_path / name, *pages(1, 2))
    path.write_bytes(path.read_bytes()[: -cut - 4])
    kept, reasons, ended = taken_and_refused(path)
    assert len(kept) == 1
    assert ended or reasons


def test_a_second_record_of_the_same_id_is_refused(tmp_path):
    kept, reasons, _ = taken_and_refused(write(tmp_path / "a.warc", *pages(1), *pages(1, 2)))
    assert len(kept) == 2
    assert "stands at an earlier record too" in reasons[0]


@pytest.mark.parametrize("date", ["2024-03-03T10:00:00", "2024-03", "yesterday", "", None])
def test_a_capture_without_a_time_and_a_zone_is_refused(tmp_path, date):
    path = write(tmp_path / "a.warc", record(http(page()), 9, WARC_Date=date), *pages(1))
    kept, reasons, _ = taken_and_refused(path)
    assert len(kept) == 1
    assert "WARC-Date" in reasons[0]


@pytest.mark.parametrize(
    "uri",
    [
        "http://",
        "http://[::1",
        "http:///a",
        "http://a.example/\u202egpj.exe",
        "http://a.example/" * 200,
    ],
)
def test_an_address_that_is_none_is_refused(tmp_path, uri):
    path = write(tmp_path / "a.warc", record(http(page()), 9, uri=uri), *pages(1))
    kept, reasons, _ = taken_and_refused(path)
    assert len(kept) == 1
    assert "its address" in reasons[0]


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
@pytest.mark.parametrize(
    "header",
    [b"X: " + b"a" * (52 << 20), b"X: y\r\n" * 1_000_000, b"X: y\r\n z\r\n" * 500_000],
    ids=["one line of 52 MB", "a million lines", "a million continued lines"],
)
def test_endless_headers_are_refused_in_time(tmp_path, name, header):
    started = time.monotonic()
    outer = b"WARC/1.1\r\n" + header + b"\r\n\r\n"
    inner = record(b"HTTP/1.1 200 OK\r\n" + header + b"\r\n\r\n" + page(), 9,
                   WARC_Payload_Digest=None, WARC_Block_Digest=None)  # fmt: skip
    kept, reasons, ended = taken_and_refused(
        write(tmp_path / name, *pages(1), inner, *pages(2), outer)
    )
    assert (len(kept), "header line" in reasons[0]) == (2, True)
    assert "header line" in (ended or reasons[1])
    assert time.monotonic() - started < SECONDS


def test_a_record_of_500_mb_passes_by_in_little_memory(tmp_path):
    size = 500 << 20
    head = record(b"", 9, type="resource", Content_Type="text/html", Content_Length=str(size),
                  WARC_Payload_Digest=None, WARC_Block_Digest=None)[:-4]  # fmt: skip
    path = tmp_path / "a.warc"
    with path.open("wb") as file:
        file.write(head)
        file.seek(size, 1)
        file.write(b"\r\n\r\n" + pages(1)[0])
    assert_capped(path, "1 post, refused: its content is larger than 16 MB")


def test_a_gzip_bomb_ends_the_reading_at_its_cap(tmp_path):
    path = write(tmp_path / "a.warc.gz", *pages(1))
    with path.open("ab") as file:
        file.write(gzip.compress(record(bytes(400 << 20), 9, type="resource"), 9))
    assert_capped(path, "1 post, ended: a gzip member grows to more than 200 times its size")


def assert_capped(path, expected):
    """Read an archive in a process of its own and hold it to time and memory."""
    code = (
        "import sys; from marsad.collect.warc import WebArchive\n"
        "from marsad.errors import BadInput\n"
        "kept, said = 0, ''\n"
        "try:\n"
        "    for item in WebArchive().collect(sys.argv[1], ''):\n"
        "        kept += hasattr(item, 'post')\n"
        "        said += '' if hasattr(item, 'post') else 'refused: ' + item.reason\n"
        "except BadInput as error: said += 'ended: ' + str(error).split(': ', 1)[1]\n"
        "most = [l.split()[1] for l in open('/proc/self/status') if l.startswith('VmHWM')][0]\n"
        "sys.stdout.write(f'{most} {kept} post, {said}')"
    )
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True
    )
    most, _, said = done.stdout.partition(" ")
    assert said.startswith(expected)
    assert int(most) < 300_000, "kilobytes"
    assert time.monotonic() - started < SECONDS


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
def test_a_bomb_in_the_content_is_stopped_and_the_rest_goes_on(tmp_path, encoding):
    answer = http(packed(encoding, bytes(200 << 20)), f"Content-Encoding: {encoding}")
    path = write(tmp_path / "a.warc", record(answer, 9), *pages(1))
    kept, reasons, ended = taken_and_refused(path)
    assert (len(kept), ended) == (1, "")
    assert "unpacks to more than 32 MB" in reasons[0]


@pytest.mark.parametrize(
    "body",
    [
        b"<div>" * 100_000,
        b"<p" + b" a=b" * 200_000 + b">",
        b"<!--" * 200_000,
        b"&#x0;" * 1000,
        b"\xff" * 9000,
        b"<a href='javascript:alert(1)'>" + "كلمة".encode() * 9000,
    ],
    ids=["deep", "attributes", "comments", "nul", "no utf-8", "long"],
)  # fmt: skip
def test_hostile_pages_are_read_or_refused_in_time(tmp_path, body):
    started = time.monotonic()
    path = write(tmp_path / "a.warc", record(http(body), 9), *pages(1))
    kept, _, ended = taken_and_refused(path)
    assert ended == ""
    assert any(TEXT in post.text for post in kept)
    assert time.monotonic() - started < SECONDS


def test_chunks_of_wrong_length_are_refused(tmp_path):
    for body in (b"ff\r\nabc\r\n0\r\n\r\n", b"3\r\nabcdef\r\n0\r\n\r\n", b"3\r\nabc\r\nzz\r\nabc"):
        answer = http(body, "Transfer-Encoding: chunked")
        path = write(tmp_path / "a.warc", record(answer, 9), *pages(1))
        assert "chunks" in refused(path)[0].reason


REAL = {
    "example.warc": 1,
    "example.warc.gz": 1,
    "example-resource.warc.gz": 1,
    "example-iana.org-chunked.warc": 1,
    "example-wget-bad-target-uri.warc.gz": 1,
    "example-digest.warc": 0,
    "example-trunc.warc": 0,
    "example-bad-non-chunked.warc.gz": 0,
    "example-wrong-chunks.warc.gz": 0,
    "post-test.warc.gz": 0,
    "bad.arc": 0,
    "example.arc": 0,
    "example.arc.gz": 0,
    "example-space-in-url.arc": 0,
    "example-bad.warc.gz.bad": 0,
    "example-space-in-target-uri.warc.gz": 0,
}


@pytest.mark.parametrize(("name", "count"), REAL.items())
def test_the_files_warcio_is_tested_with_are_taken_or_flagged(name, count):
    path = DATA / "hostile" / "warcio" / "test" / "data" / name
    if not path.is_file():
        pytest.skip("needs ../shared/data/hostile/warcio")
    started = time.monotonic()
    kept, reasons, ended = taken_and_refused(path)
    assert len(kept) == count
    assert kept or reasons or ended
    assert time.monotonic() - started < SECONDS


def test_of_the_records_with_a_wrong_digest_none_is_taken():
    path = DATA / "hostile" / "warcio" / "test" / "data" / "example-digest.warc"
    if not path.is_file():
        pytest.skip("needs ../shared/data/hostile/warcio")
    assert "INVALID: its payload is not what its digest" in taken_and_refused(path)[1][0]
