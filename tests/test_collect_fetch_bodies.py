"""Bodies that lie about themselves: cut off at a limit, kept as far as they came, told apart."""

import gzip
import time
import zlib
from pathlib import Path

import pytest
from fetch_server import Site, answer
from hypothesis import given
from hypothesis import strategies as st

from marsad.collect.fetch_decode import MOST_MEMBERS, Fault, decoded

SAMPLES = (
    Path(__file__).parents[1].parent
    / "shared/data/hostile/scrapy-compressed/tests/sample_data/compressed"
)
MEGABYTE = 1 << 20
TEXT = "هواشناسی برای فردا باران پیش‌بینی کرده است\n".encode() * 400


def sample(name: str) -> bytes:
    if not SAMPLES.is_dir():
        pytest.skip(f"{SAMPLES.name} is not here; our own bodies are tested all the same")
    return (SAMPLES / name).read_bytes()


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


def fetch(body: bytes, encoding: str, **more: object):
    with Site(lambda _: answer(body, Content_Encoding=encoding)) as site:
        return site.fetcher(**more).get(site.url)


def opened(pieces: list[bytes], encoding: str, most: int = MEGABYTE) -> tuple[bytes, str]:
    out = b""
    try:
        for piece in decoded(pieces, encoding, most):
            out += piece
    except Fault as fault:
        return out, str(fault)
    return out, ""


@pytest.mark.parametrize(
    ("packed", "encoding"),
    [
        (TEXT, ""),
        (TEXT, "identity"),
        (gzip.compress(TEXT), "gzip"),
        (gzip.compress(TEXT), "X-GZip"),
        (zlib.compress(TEXT), "deflate"),
        (raw_deflate(TEXT), "deflate"),
        (zlib.compress(gzip.compress(TEXT)), "gzip, deflate"),
        (gzip.compress(zlib.compress(gzip.compress(TEXT))), "gzip,deflate , gzip"),
        (gzip.compress(TEXT[:100]) + gzip.compress(TEXT[100:]), "gzip"),
        (gzip.compress(TEXT) + bytes(512), "gzip"),
    ],
)
def test_a_packed_body_is_opened(packed, encoding):
    got = fetch(packed, encoding)
    assert (got.body, got.fault) == (TEXT, "")


@given(st.binary(max_size=5000), st.integers(1, 700), st.sampled_from(["gzip", "deflate", "raw"]))
def test_a_body_is_the_same_however_it_is_cut_into_pieces(data, step, kind):
    pack = {"gzip": gzip.compress, "deflate": zlib.compress, "raw": raw_deflate}[kind]
    packed = pack(data) * (2 if kind == "gzip" else 1)
    pieces = [packed[at : at + step] for at in range(0, len(packed), step)]
    encoding = "deflate" if kind == "raw" else kind
    assert opened(pieces, encoding) == (data * (2 if kind == "gzip" else 1), "")


@given(st.binary(min_size=1), st.sampled_from(["gzip", "deflate", "gzip, gzip", "br", "a, b, c"]))
def test_no_body_at_all_breaks_the_opener(data, encoding):
    out, fault = opened([data], encoding)
    assert len(out) <= MEGABYTE
    # Two bytes can be a whole headless deflate; nothing else that was made up is whole.
    assert fault or encoding == "deflate"


@pytest.mark.parametrize("cut", [1, 8, 9, 200])
def test_a_gzip_that_breaks_off_is_kept_as_far_as_it_goes(cut):
    got = fetch(gzip.compress(TEXT, 0)[:-cut], "gzip")
    assert "breaks off" in got.fault
    assert TEXT.startswith(got.body)
    assert len(got.body) >= len(TEXT) - cut


def test_a_damaged_gzip_is_kept_up_to_the_damage():
    packed = gzip.compress(TEXT, 0)
    got = fetch(packed[:-8] + b"\0" * 8, "gzip")
    assert "damaged" in got.fault
    assert got.body == TEXT


@pytest.mark.parametrize("packed", [gzip.compress(TEXT) + b"more", zlib.compress(TEXT) + b"more"])
def test_what_stands_behind_the_end_is_told(packed):
    encoding = "gzip" if packed[0] == 0x1F else "deflate"
    got = fetch(packed, encoding)
    assert got.body == TEXT
    assert got.fault


def test_a_page_that_only_claims_to_be_packed_is_told():
    assert "damaged" in fetch(b"<html></html>", "gzip").fault


@pytest.mark.parametrize(
    "encoding", ["br", "zstd", "compress", "gzip, br", "gzip, gzip, gzip, gzip"]
)
def test_a_packing_nobody_asked_for_is_kept_as_it_came(encoding):
    got = fetch(TEXT, encoding)
    assert got.body == TEXT
    assert "not asked for" in got.fault


def test_nothing_is_whole_in_every_packing():
    with Site(lambda _: answer(status="304 No", Content_Encoding="br", Content_Length="")) as site:
        assert site.fetcher().get(site.url).fault == ""


@pytest.mark.parametrize("layers", [0, 1, 2, 3])
def test_a_bomb_is_cut_off_at_the_limit_of_what_comes_out(layers):
    body = bytes(100 * MEGABYTE) if layers else bytes(2 * MEGABYTE)
    for _ in range(layers):
        body = gzip.compress(body, 9)
    got = fetch(body, ", ".join(["gzip"] * layers), fetch_megabytes=1)
    assert got.body == bytes(MEGABYTE)
    assert "cut off after 1048576 bytes" in got.fault


def test_an_inner_layer_is_limited_like_the_outer():
    empty = gzip.compress(gzip.compress(b"") * 200_000)
    began = time.monotonic()
    got = fetch(empty, "gzip, gzip", fetch_megabytes=64)
    assert f"more than {MOST_MEMBERS} in a row" in got.fault
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("name", ["bomb-gzip.bin", "bomb-deflate.bin"])
def test_bombs_of_others_are_cut_off_too(name):
    got = fetch(sample(name), name.removeprefix("bomb-").removesuffix(".bin"), fetch_megabytes=1)
    assert len(got.body) == MEGABYTE
    assert "cut off" in got.fault


@pytest.mark.parametrize("name", ["bomb-br.bin", "bomb-zstd.bin"])
def test_bombs_in_packings_nobody_asked_for_stay_shut(name):
    body = sample(name)
    got = fetch(body, name.removeprefix("bomb-").removesuffix(".bin"))
    assert got.body == body
    assert "not asked for" in got.fault


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("html-gzip.bin", "gzip"),
        ("html-zlibdeflate.bin", "deflate"),
        ("html-rawdeflate.bin", "deflate"),
        ("html-gzip-deflate.bin", "gzip, deflate"),
        ("html-gzip-deflate-gzip.bin", "gzip, deflate, gzip"),
    ],
)
def test_whole_bodies_of_others_are_opened(name, encoding):
    got = fetch(sample(name), encoding)
    assert got.fault == ""
    assert got.body.startswith(b"<!DOCTYPE H")
    assert got.body.endswith(b"</html>\n")


@pytest.mark.parametrize(
    "name", ["unexpected-eof.gz", "truncated-crc-error.gz", "truncated-crc-error-short.gz"]
)
def test_broken_bodies_of_others_are_kept_as_far_as_they_go(name):
    got = fetch(sample(name), "gzip")
    assert got.fault
    assert b"<" in got.body


@pytest.mark.parametrize(
    "said",
    [
        answer(TEXT[:50], Content_Length="5000"),
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n32\r\n" + TEXT[:50] + b"\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n32\r\n" + TEXT[:50] + b"\r\nzz\r\n",
    ],
)
def test_a_body_shorter_than_it_claims_is_told(said):
    with Site(lambda _: said) as site:
        got = site.fetcher().get(site.url)
    assert got.body == TEXT[:50]
    assert "broke off" in got.fault


def test_a_body_longer_than_it_claims_ends_where_it_claimed():
    with Site(lambda _: answer(TEXT[:50], Content_Length="20")) as site:
        got = site.fetcher().get(site.url)
    assert (got.body, got.fault) == (TEXT[:20], "")


def test_a_body_that_drips_is_kept_as_far_as_it_came_in_time():
    def slowly(_asked):
        yield answer(b"", Content_Length="1000")
        for _ in range(100):
            time.sleep(0.1)
            yield b"a"

    began = time.monotonic()
    with Site(slowly) as site:
        got = site.fetcher(fetch_seconds=1).get(site.url)
    assert time.monotonic() - began < 2
    assert 1 <= len(got.body) <= 10
    assert set(got.body) == set(b"a")
    assert "the time was up" in got.fault


def test_a_body_without_end_is_cut_off():
    def endless(_asked):
        yield b"HTTP/1.1 200 OK\r\n\r\n"
        while True:
            yield bytes(1 << 16)

    with Site(endless) as site:
        got = site.fetcher(fetch_megabytes=1).get(site.url)
    assert len(got.body) == MEGABYTE
    assert "cut off" in got.fault


def test_the_last_bytes_are_not_left_in_the_opener():
    for size in range(1 << 16, (1 << 16) + 600):
        assert opened([raw_deflate(bytes(size))], "deflate") == (bytes(size), ""), size
