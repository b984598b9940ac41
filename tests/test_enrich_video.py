"""What is seen in a video, and when; and what a hostile one cannot do."""

import random
import shutil
import socket
import struct
import threading
from pathlib import Path

import msgspec
import pytest
from media_samples import Timed, claims_on, ffmpeg, film, poster
from PIL import Image
from rapidfuzz import fuzz

from marsad.engine.capped import Capped, Limits
from marsad.enrich.media import MediaFacts, pdq_part
from marsad.enrich.ocr_decode import ReadLine
from marsad.enrich.video import Video, _checked
from marsad.enrich.video_decode import Frame
from marsad.enrich.video_lines import merged
from marsad.enrich.video_thin import evenly
from marsad.errors import BadInput
from marsad.model import Seconds
from marsad.settings import Settings

if not shutil.which("ffmpeg"):
    pytest.skip("ffmpeg is not here", allow_module_level=True)


@pytest.fixture(scope="module")
def video():
    made = Video()
    yield made
    made.close()


@pytest.fixture(scope="module")
def blind():
    """Without the reading of text, which takes seconds a frame."""
    made = Video(Settings(max_frames=12, decoder_seconds=5))
    if made._reader:
        made._reader.close()
    made._reader = None
    yield made
    made.close()


def of_kind(claims, kind: str):
    return [claim for claim in claims if claim.kind == kind]


def noise(seed: int) -> Image.Image:
    small = Image.frombytes("RGB", (16, 12), random.Random(seed).randbytes(16 * 12 * 3))
    return small.resize((320, 240), Image.Resampling.BICUBIC)


def test_scenes_are_found_where_they_begin(blind, tmp_path):
    scenes = [(noise(1), 1.5), (poster("درس"), 1.5), (noise(8), 1)]
    claims = claims_on(blind, film(tmp_path / "a.mp4", scenes))
    assert [claim.value for claim in of_kind(claims, "key-frame")] == ["0.000", "1.500", "3.000"]
    assert of_kind(claims, "key-frame")[1].seconds == Seconds(1.5, 1.5)


def test_frames_of_a_scaled_copy_have_nearly_the_same_hashes(blind, tmp_path):
    if not pdq_part().ready:
        pytest.skip("pdqhash is not here")
    original = film(tmp_path / "a.mp4", [(noise(2), 3), (noise(9), 3)])
    copy = tmp_path / "copy.webm"
    ffmpeg("-i", str(original), "-vf", "scale=240:-2", "-c:v", "libvpx", "-b:v", "300k", str(copy))
    one, two = (of_kind(claims_on(blind, each), "frame-hash") for each in (original, copy))
    assert [claim.value.partition(":")[0] for claim in one] == ["0.000", "3.000"]
    assert len(one) == len(two) == 2
    for first, second in zip(one, two, strict=True):
        hashes = [int(claim.value.partition(":")[2], 16) for claim in (first, second)]
        assert (hashes[0] ^ hashes[1]).bit_count() <= 31


def test_a_plain_frame_has_no_hash(blind, tmp_path):
    plain = film(tmp_path / "a.mp4", [(Image.new("RGB", (320, 240), "navy"), 1)])
    assert {claim.kind for claim in claims_on(blind, plain)} == {"key-frame"}


def test_text_is_read_with_its_seconds_and_repeated_lines_are_one(video, tmp_path):
    if video._reader is None:
        pytest.skip("tesseract is not here")
    scenes = [(poster("افتتاح المكتبة العامة"), 4), (poster("نتائج السباق السنوي", "#5c1e3c"), 2.5)]
    claims = claims_on(video, film(tmp_path / "a.mp4", scenes), language="ar")
    first, second = of_kind(claims, "ocr-line")
    assert first.value == "افتتاح المكتبة العامة"
    # How well letters are read is measured elsewhere; here it is when.
    assert fuzz.ratio(second.value, "نتائج السباق السنوي") > 85
    assert first.seconds.start == 0
    assert first.seconds.end < 4 <= second.seconds.start
    assert 100 < first.box.left < 500
    assert 150 < first.box.top < 250
    (whole,) = of_kind(claims, "ocr-text")
    assert whole.value == f"{first.value}\n{second.value}"


def test_boxes_are_in_pixels_of_the_video_and_not_of_the_still(video, tmp_path):
    if video._reader is None:
        pytest.skip("tesseract is not here")
    large = poster("افتتاح المكتبة العامة").resize((2400, 1350))
    claims = claims_on(video, film(tmp_path / "a.mp4", [(large, 0.5)], rate=2), language="ar")
    (line,) = of_kind(claims, "ocr-line")
    assert 550 < line.box.top < 700
    assert line.box.width > 900


def test_a_new_caption_on_a_standing_picture_is_looked_at(blind, tmp_path):
    ground = poster("درس")
    changed = ground.copy()
    changed.paste(poster("ثلاثة", size=(160, 90)), (600, 340))
    film(tmp_path / "a.mp4", [(ground, 5), (changed, 4)])
    found = of_kind(claims_on(blind, tmp_path / "a.mp4"), "key-frame")
    assert [claim.value for claim in found] == ["0.000", "6.000"]


def line(text: str, top: int = 10, confidence: float = 0.9) -> ReadLine:
    return ReadLine(text, 10, top, 200, 30, confidence)


def test_lines_are_put_together_over_time_by_place_and_likeness():
    frames = [
        (0.0, [line("السلام عليكم", confidence=0.8), line("خبر", 90)]),
        (2.0, [line("السلام عليكم", confidence=0.95)]),
        (4.0, [line("السلام عليكن", confidence=0.6), line("السلام عليكم", 200)]),
        (6.0, []),
        (8.0, [line("السلام عليكم")]),
    ]
    found = [(seen.text, seen.start, seen.end, seen.confidence) for seen in merged(frames)]
    assert found == [
        ("السلام عليكم", 0.0, 4.0, 0.95),
        ("خبر", 0.0, 0.0, 0.9),
        ("السلام عليكم", 4.0, 4.0, 0.9),
        ("السلام عليكم", 8.0, 8.0, 0.9),
    ]


def test_a_doubtful_line_of_one_frame_is_not_believed():
    assert merged([(0.0, [line("دسم", confidence=0.6)])]) == []
    assert len(merged([(at, [line("درس", confidence=0.6)]) for at in (0.0, 2.0)])) == 1


def test_a_still_is_given_for_any_second(tmp_path):
    path = film(tmp_path / "a.mp4", [(Image.new("RGB", (64, 48), "red"), 2)])
    with Capped("marsad.enrich.video_decode:still_at", Limits(seconds=20)) as child:
        jpeg = child.call(path=str(path), at=1.5, megapixels=40)
        (tmp_path / "still.jpg").write_bytes(jpeg)
        with Image.open(tmp_path / "still.jpg") as still:
            assert still.size == (64, 48)
            assert still.getpixel((9, 9))[0] > 200
        with pytest.raises(BadInput, match="shows nothing at 99 s"):
            child.call(path=str(path), at=99.0, megapixels=40)


def test_a_long_film_gives_no_more_frames_than_are_allowed(tmp_path):
    path = film(tmp_path / "a.mp4", [(noise(n), 1) for n in range(20)])
    few = Video(Settings(max_frames=5))
    few._reader = None
    found = of_kind(claims_on(few, path), "key-frame")
    few.close()
    assert len(found) == 5
    assert float(found[-1].value) > 12


def test_evenly_keeps_the_first_and_no_more_than_asked():
    assert evenly("abc", 5) == ["a", "b", "c"]
    assert evenly(range(100), 4) == [0, 25, 50, 75]


def test_an_answer_of_the_wrong_shape_is_not_believed():
    good = Frame(0.0, b"\xff\xd8\xff", 1.0)
    bad = [
        msgspec.structs.replace(good, at=float("nan")),
        msgspec.structs.replace(good, at=-1.0),
        msgspec.structs.replace(good, jpeg=b"<svg>"),
        msgspec.structs.replace(good, pdq="x" * 64),
    ]
    assert _checked(msgspec.msgpack.encode([good]), 1) == [good]
    for frames in (*([each] for each in bad), [good, good]):
        with pytest.raises(BadInput, match="no video has"):
            _checked(msgspec.msgpack.encode(frames), 1)
    with pytest.raises(BadInput, match="no frames"):
        _checked(b"{", 1)


# Hostile: BATTERY C12.


@pytest.fixture
def canary():
    """A server that counts who calls."""
    calls: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    stream, _ = server.accept()
                except OSError:
                    return
                with stream:
                    stream.settimeout(1)
                    calls.append(stream.recv(1000))

        threading.Thread(target=serve, daemon=True).start()
        yield server.getsockname()[1], calls
        server.shutdown(socket.SHUT_RDWR)


FTYP = struct.pack(">I4s4sI4s", 20, b"ftyp", b"isom", 0, b"isom")


def box(kind: bytes, body: bytes, size: int | None = None) -> bytes:
    return struct.pack(">I4s", 8 + len(body) if size is None else size, kind) + body


def playlists(port: int, secret: Path) -> dict[str, bytes]:
    web, own = f"http://127.0.0.1:{port}/a.ts", f"file://{secret}"
    m3u8 = "#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:1.0,\n{}\n#EXT-X-ENDLIST\n"
    concat = "ffconcat version 1.0\nfile '{}'\n"
    return {
        "web.m3u8": m3u8.format(web).encode(),
        "own.m3u8": m3u8.format(own).encode(),
        "web.concat": concat.format(web).encode(),
        "own.concat": concat.format(secret).encode(),
        "dash.mpd": f'<?xml version="1.0"?><MPD><BaseURL>{web}</BaseURL></MPD>'.encode(),
        "sdp.mp4": f"v=0\nc=IN IP4 127.0.0.1\nm=video {port} RTP/AVP 96\n".encode(),
    }


def test_playlists_lead_nowhere_whatever_they_call_themselves(blind, tmp_path, canary):
    port, calls = canary
    secret = film(tmp_path / "secret.mp4", [(noise(3), 1)])
    facts = MediaFacts()
    for name, content in playlists(port, secret).items():
        for start in (b"", FTYP, b"\x1aE\xdf\xa3", b"RIFF\0\0\0\0AVI "):
            trap = tmp_path / f"{len(start)}-{name}.mp4"
            trap.write_bytes(start + content)
            for enricher in (blind, facts):
                kinds = {claim.kind for claim in claims_on(enricher, trap)}
                assert kinds <= {"mime", "unreadable"}, name
    facts.close()
    assert calls == []


def test_ffmpeg_itself_opens_no_playlist_for_us(tmp_path, canary):
    """The sniffing aside: were one to reach ffmpeg, the demuxers and protocols are shut."""
    port, calls = canary
    secret = film(tmp_path / "secret.mp4", [(noise(3), 1)])
    said = {"most": 5, "megapixels": 40, "hashed": False, "seconds": 10.0}
    with Capped("marsad.enrich.video_decode:frames_of", Limits(seconds=20)) as child:
        for name, content in playlists(port, secret).items():
            (tmp_path / name).write_bytes(content)
            with pytest.raises(BadInput, match="cannot be opened"):
                child.call(path=str(tmp_path / name), **said)
    assert calls == []


def test_a_video_cannot_name_another_file_as_its_content(tmp_path, canary):
    """QuickTime may keep its frames elsewhere: a film whose table of places names a server."""
    port, calls = canary
    path = film(tmp_path / "film.mov", [(noise(3), 1)])
    raw = path.read_bytes()
    here = box(b"url ", b"\0\0\0\1")
    assert raw.count(here) == 1
    there = box(b"url ", bytes(4) + f"http://127.0.0.1:{port}/x".encode() + b"\0")
    # The index stands after the frames, so that only the boxes around the table grow.
    for kind in (b"moov", b"trak", b"mdia", b"minf", b"dinf", b"dref"):
        at = raw.index(kind) - 4
        size = int.from_bytes(raw[at : at + 4], "big") + len(there) - len(here)
        raw = raw[:at] + size.to_bytes(4, "big") + raw[at + 4 :]
    path.write_bytes(raw.replace(here, there))
    looker = Video(Settings(max_frames=3))
    looker._reader = None
    claims = claims_on(looker, path)
    looker.close()
    assert {claim.kind for claim in claims} <= {"key-frame", "frame-hash", "unreadable"}
    assert calls == []


def moov_bomb(depth: int, count: int) -> bytes:
    """Tables that claim billions of entries, in boxes nested without end."""
    body = box(b"stts", struct.pack(">II", 0, 0xFFFFFFFF)) + box(
        b"stsz", struct.pack(">III", 0, 0, 0xFFFFFFFF)
    )
    for _ in range(depth):
        body = box(b"trak", body)
    return FTYP + box(b"moov", body * count)


@pytest.mark.parametrize(
    "content",
    [
        FTYP + box(b"moov", b"", 0xFFFFFFFF),
        moov_bomb(2_000, 1),
        moov_bomb(1, 50_000),
        FTYP + box(b"moov", box(b"trak", b"", 8)) * 100_000,
        FTYP + box(b"moov", bytes(4), 1) + struct.pack(">Q", 1 << 62),
        b"\x1aE\xdf\xa3\x01" + b"\xff" * 7 + bytes(100),
    ],
    ids=["endless", "deep", "wide", "empty tracks", "64 bit", "ebml"],
)
def test_moov_bombs_are_refused_in_time_and_memory(blind, tmp_path, content):
    (tmp_path / "bomb.mp4").write_bytes(content)
    with Timed() as timed:
        claims = claims_on(blind, tmp_path / "bomb.mp4")
    assert [claim.kind for claim in claims] in (["unreadable"], [])
    assert timed.seconds < 25


def test_a_billion_frames_a_second_end_in_time(blind, tmp_path):
    path = film(tmp_path / "a.mp4", [(noise(1), 1), (noise(9), 1)])
    raw = bytearray(path.read_bytes())
    for table in (b"mdhd", b"mvhd"):
        at = raw.index(table) + 4 + 12
        raw[at : at + 4] = struct.pack(">I", 1_000_000_000)
    path.write_bytes(raw)
    with Timed() as timed:
        claims = claims_on(blind, path)
    assert claims
    assert timed.seconds < 25


def test_huge_subtitles_are_passed_by(blind, tmp_path):
    words = "<i>" * 2000 + "كلمة " * 200_000
    times = (f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{words}\n" for n in range(4))
    (tmp_path / "a.srt").write_text("\n".join(times), encoding="utf-8")
    plain = film(tmp_path / "plain.mp4", [(noise(1), 4)])
    both = tmp_path / "both.mkv"
    ffmpeg("-i", str(plain), "-i", str(tmp_path / "a.srt"), "-c", "copy", str(both))
    assert both.stat().st_size > 4_000_000
    with Timed() as timed:
        claims = claims_on(blind, both)
    assert of_kind(claims, "key-frame")
    assert timed.seconds < 15


def test_a_frame_of_too_many_pixels_is_refused(blind, tmp_path):
    wide = tmp_path / "wide.avi"
    ffmpeg("-f", "lavfi", "-i", "color=s=16000x9000:r=1:d=1", "-c:v", "mjpeg", str(wide))
    (claim,) = claims_on(blind, wide)
    assert (claim.kind, "40 million pixels" in claim.value) == ("unreadable", True)


def test_a_broken_film_beside_a_good_one_is_refused_alone(blind, tmp_path):
    good = film(tmp_path / "a.mp4", [(noise(1), 1)])
    (tmp_path / "half.mp4").write_bytes(good.read_bytes()[:400])
    claims = claims_on(blind, tmp_path / "half.mp4", good)
    assert {claim.kind for claim in claims} >= {"unreadable", "key-frame"}
