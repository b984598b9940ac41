"""Collecting a web page: what is read, what is kept, and what a hostile page cannot do."""

import gzip
import json
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from marsad.collect.page import Page
from marsad.collect.page_address import of_address
from marsad.collect.page_encoding import decode
from marsad.collect.page_picture import Camera
from marsad.collect.page_reading import Reader, Reading
from marsad.collect.page_whole import read_whole
from marsad.errors import BadInput, NotReady, Unreachable
from marsad.model import Entity
from marsad.plugins import Gathered, Refused
from marsad.preserve import capture, seal
from marsad.settings import Settings
from marsad.store import Store

pytest.importorskip("trafilatura", reason="trafilatura is not installed here")

DATA = Path(__file__).parents[1].parent / "shared" / "data"
GOLD = DATA / "web_extraction"
XSS = Path(__file__).parent / "fixtures" / "hostile" / "payloads.json"
BODY = "".join(
    f"<p>فقرة رقم {number}: اجتمع أهل قرية الوادي في الساحة وتحدثوا عن موسم الزيتون وأسعاره.</p>"
    for number in range(1, 6)
)
ARTICLE = f"""<!doctype html><html lang="ar"><head><meta charset="utf-8">
<title>موسم الزيتون</title>
<meta property="article:published_time" content="2026-03-01T10:00:00+03:00">
<meta name="author" content="فلان الفلاني"></head><body>
<nav><a href="/x">الرئيسية</a> <a href="/y">اتصل بنا</a></nav>
<article><h1>موسم الزيتون</h1>{BODY}
<p>التفاصيل في <a href="/news/2">صفحة أخرى</a> من الموقع نفسه، وفيها صور كثيرة من الساحة.</p>
</article><footer>جميع الحقوق محفوظة</footer></body></html>"""

Answer = tuple[int, str, bytes]


@pytest.fixture(autouse=True)
def _no_browser(request, monkeypatch, tmp_path):
    """Only the tests of pictures wait for a browser."""
    if "camera" not in request.fixturenames:
        monkeypatch.setenv("PATH", str(tmp_path))


@contextmanager
def serving(pages: dict[str, Answer]) -> Iterator[tuple[str, list[str]]]:
    """A site, and what was asked of it."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            code, kind, body = pages.get(self.path, (404, "text/html", b""))
            self.send_response_only(code)
            if kind:
                self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def page_of(base: str, **more: Any) -> Page:
    own = base.removeprefix("http://")
    return Page(Settings(own_addresses=own, pace_seconds=0, **more))


def read(page: str | bytes, charset: str = "", url: str = "") -> dict[str, Any]:
    from marsad.collect.page_decode import words_of

    body = page.encode() if isinstance(page, str) else page
    return json.loads(words_of(body, charset=charset, url=url))


def sealed(store: Store, collector: Page, origin: str) -> tuple[int, int, int]:
    """New, seen again, refused."""
    session = capture(store, collector, origin)
    resume = session.id if collector.originals(origin) else origin
    items = collector.collect(origin, store.resume_point("page", resume))
    done = list(seal(store, collector, session, items, resume))
    return (
        sum(each.new for each in done),
        sum(each.seen for each in done),
        sum(len(each.refused) for each in done),
    )


def test_a_page_becomes_a_post_and_its_answer_a_capture(tmp_path):
    with serving({"/news/1": (200, "text/html; charset=utf-8", ARTICLE.encode())}) as (base, asked):
        collector = page_of(base)
        with Store.create(tmp_path) as store:
            assert sealed(store, collector, base + "/news/1") == (1, 0, 0)
            assert sealed(store, collector, base + "/news/1") == (0, 0, 0)
            (post,) = store.posts()
            kept = store.read(store.capture(post.capture).sha256)
            record = json.loads(store.read(store.capture(post.capture).exchange))
    assert kept == ARTICLE.encode()
    assert record["url"] == base + "/news/1"
    assert post.native_id == "/news/1"
    assert post.place == f"page:{base.removeprefix('http://')}"
    assert post.text.startswith("موسم الزيتون\n\nفقرة رقم 1")
    assert post.text.count("فقرة رقم") == 5
    assert "الرئيسية" not in post.text
    assert "الحقوق" not in post.text
    assert post.posted_at == datetime(2026, 3, 1, 7, tzinfo=UTC)
    assert Entity("time_of_page", 0, 0) in post.entities
    (link,) = [each for each in post.entities if each.kind == "text_link"]
    assert post.text[link.start : link.end] == "صفحة أخرى"
    assert link.href == base + "/news/2"
    assert post.author.startswith("person-")
    assert asked == ["/news/1", "/news/1"]


def test_a_changed_page_is_a_second_post_beside_the_first(tmp_path):
    pages = {"/": (200, "text/html", ARTICLE.encode())}
    with serving(pages) as (base, _), Store.create(tmp_path) as store:
        sealed(store, page_of(base), base + "/")
        pages["/"] = (200, "text/html", ARTICLE.replace("رقم 3", "رقم ثلاثة").encode())
        assert sealed(store, page_of(base), base + "/") == (1, 0, 0)
        posts = list(store.posts())
    assert [("ثلاثة" in post.text) for post in posts] == [False, True]
    assert len({(post.place, post.native_id) for post in posts}) == 1


def test_a_saved_page_is_kept_once_and_nothing_is_asked(tmp_path):
    saved = tmp_path / "صفحة.html"
    saved.write_text(ARTICLE, "utf-8")
    collector = Page()
    assert collector.accepts(str(saved))
    with Store.create(tmp_path / "lab") as store:
        assert sealed(store, collector, str(saved)) == (1, 0, 0)
        assert sealed(store, collector, str(saved)) == (0, 0, 0)
        (post,) = store.posts()
        assert store.read(store.capture(post.capture).sha256) == saved.read_bytes()
    assert post.place == "page:saved"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ('<meta property="article:published_time" content="2026-03-01">', None),
        ('<meta property="article:published_time" content="2026-03-01T10:00:00">', None),
        ('<meta property="article:published_time" content="yesterday">', None),
        ('<time itemprop="datePublished" datetime="2026-03-01T10:00:00Z"></time>', 10),
        (
            '<script type="application/ld+json">{"@graph": [{"@type": "Person"}, '
            '{"datePublished": "2026-03-01T10:00:00+02:00"}]}</script>',
            8,
        ),
        ('<script type="application/ld+json">' + "[" * 100_000 + "</script>", None),
        ('<script type="application/ld+json">{"datePublished": 7}</script>', None),
    ],
)
def test_only_a_time_with_a_zone_is_believed_to_be_the_time_of_the_page(said, expected):
    told = read(f"<html><head>{said}</head><body>{BODY}</body></html>")
    hour = told["published"] and datetime.fromisoformat(told["published"]).hour
    assert hour == expected


@pytest.mark.parametrize("claim", ["2026-03-01", "2999-01-01T00:00:00Z"])
def test_a_page_without_a_time_of_its_own_has_that_of_the_capture(tmp_path, claim):
    saved = tmp_path / "page.html"
    saved.write_text(ARTICLE.replace("2026-03-01T10:00:00+03:00", claim), "utf-8")
    before = datetime.now(UTC)
    (one,) = Page().collect(str(saved), "")
    assert before <= one.post.posted_at <= datetime.now(UTC)
    assert Entity("time_of_capture", 0, 0) in one.post.entities


@pytest.mark.parametrize(
    ("codec", "charset", "meta"),
    [
        ("windows-1256", "windows-1256", ""),
        ("windows-1256", "", '<meta charset="windows-1256">'),
        (
            "iso-8859-6",
            "",
            '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-6">',
        ),
        ("utf-16", "", ""),
        ("utf-16-le", "utf-16le", ""),
        ("utf-8-sig", "windows-1256", ""),
        ("utf-8", "", ""),
        ("utf-8", "", '<meta charset="utf-16">'),
        ("utf-8", "unicode_escape", ""),
        ("utf-8", "no-such-thing", '<meta charset="zlib">'),
        ("windows-1256", "", ""),
    ],
)
def test_arabic_is_read_in_the_encodings_it_comes_in(codec, charset, meta):
    page = (
        f"<html><head>{meta}<title>خبر</title></head><body><article>{BODY}</article></body></html>"
    )
    told = read(page.encode(codec), charset)
    assert told["text"].count("موسم الزيتون وأسعاره") == 5
    assert told["title"] == "خبر"


@given(st.binary(max_size=300), st.text(max_size=20))
def test_any_bytes_in_any_claimed_encoding_become_text(body, charset):
    assert isinstance(decode(body, charset), str)


@pytest.mark.parametrize("depth", [300, 3000, 100_000])
def test_no_depth_hides_words(depth):
    told = read("<html><body>" + "<div>" * depth + BODY + "</div>" * depth + BODY)
    assert told["text"].count("موسم الزيتون وأسعاره") >= 5


def test_where_no_main_text_is_found_every_word_counts_and_is_marked(tmp_path):
    saved = tmp_path / "odd.html"
    saved.write_text("<div>" * 3000 + "<a href='https://example.org/a'>رابط</a><br>كلمة", "utf-8")
    (one,) = Page().collect(str(saved), "")
    assert one.post.text == "رابط\nكلمة"
    assert Entity("whole_page", 0, 0) in one.post.entities
    assert Entity("text_link", 0, 4, "https://example.org/a") in one.post.entities


@given(
    st.lists(st.sampled_from(["<a href=x>", "</a>", "<p>", "<br>", " ", "\n", "كلمة", "ab", "<b>"]))
)
def test_links_stand_on_their_words_whatever_surrounds_them(pieces):
    text, links = read_whole("".join(pieces))
    assert text == text.strip()
    for start, end, _ in links:
        assert text[start:end] == text[start:end].strip() != ""


def test_scripts_styles_and_hidden_templates_are_not_words():
    told = read(
        "<html><head><title>t</title></head><body><script>alert(1)</script><style>p{}</style>"
        f"<template>secret</template><article>{BODY}<p>1 &lt; 2 &amp;&amp; نص هنا</p></article>"
    )
    assert "alert" not in told["text"]
    assert "secret" not in told["text"]
    assert "1 < 2 && نص هنا" in told["text"]


def test_attacks_on_a_browser_are_read_as_data():
    payloads = json.loads(XSS.read_text("utf-8"))
    assert len(payloads) > 200
    with_reader = Reader(Settings())
    try:
        for payload in payloads:
            page = f"<html><body><article>{BODY}<p>{payload}</p></article></body></html>"
            reading = with_reader.read(page.encode("utf-8", "replace"), "", "https://example.org/")
            assert "موسم الزيتون" in reading.words, payload
            for each in reading.entities:
                assert 0 <= each.start < each.end <= len(reading.words)
    finally:
        with_reader.close()


def test_a_page_cut_off_at_the_limit_is_kept_and_said_to_be_cut(tmp_path):
    body = (ARTICLE + BODY * 10_000).encode()
    assert len(body) > 1 << 20
    with serving({"/": (200, "text/html; charset=utf-8", body)}) as (base, _):
        collector = page_of(base, fetch_megabytes=1)
        with Store.create(tmp_path) as store:
            assert sealed(store, collector, base + "/") == (1, 0, 1)
            (post,) = store.posts()
            assert store.capture(post.capture).size == 1 << 20


def test_a_page_longer_than_is_read_is_read_from_its_beginning(tmp_path):
    saved = tmp_path / "page.html"
    saved.write_text("<html><body><p>بداية</p>" + "<b" * 2_100_000 + "><p>نهاية</p>", "utf-8")
    gathered, refused = Page().collect(str(saved), "")
    assert gathered.post.text.startswith("بداية")
    assert "نهاية" not in gathered.post.text
    assert "only its beginning" in refused.reason


def test_a_page_that_cannot_be_read_is_kept_without_words():
    with serving({"/": (200, "text/html; charset=utf-8", ARTICLE.encode())}) as (base, _):
        collector = page_of(base, decoder_megabytes=1)
        gathered, refused = collector.collect(base + "/", "")
    assert isinstance(gathered, Gathered)
    assert gathered.post.text == ""
    assert gathered.fetched.body == ARTICLE.encode()
    assert isinstance(refused, Refused)
    assert refused.reason.startswith("kept, but its words were not read")


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ((404, "text/html", b""), Unreachable),
        ((410, "text/html", b""), Unreachable),
        ((500, "text/html", b""), Unreachable),
        ((200, "application/pdf", b"%PDF-1.7"), BadInput),
        ((200, "image/png", b"x"), BadInput),
    ],
)
def test_what_is_no_page_is_refused_in_one_sentence(answer, error):
    with serving({"/": answer}) as (base, _), pytest.raises(error) as said:
        list(page_of(base).collect(base + "/", ""))
    assert "\n" not in str(said.value)


def test_an_address_inside_the_lab_is_not_asked():
    with serving({"/": (200, "text/html", ARTICLE.encode())}) as (base, asked):
        with pytest.raises(BadInput):
            list(Page(Settings(pace_seconds=0)).collect(base + "/", ""))
        assert asked == []


@pytest.mark.parametrize(
    ("origin", "accepted"),
    [
        ("https://example.org/news/1", True),
        ("http://example.org", True),
        ("https://user@example.org/", False),
        ("https://[::1/", False),
        ("ftp://example.org/", False),
        ("example.org", False),
        ("messages.html", False),
        ("no such file.html", False),
        ("", False),
        ("\0.html", False),
    ],
)
def test_origins_are_recognised_at_a_glance(origin, accepted):
    assert bool(Page().accepts(origin)) is accepted


def test_pages_of_a_chat_export_are_left_to_their_own_collector(tmp_path):
    for name in ("messages.html", "messages12.html", "Messages2.HTML"):
        (tmp_path / name).write_text("<html>", "utf-8")
        assert not Page().accepts(str(tmp_path / name))


def test_a_long_address_keeps_its_beginning_and_stays_its_own():
    one, other = (of_address(f"https://example.org/a?q={'x' * 900}{end}")[1] for end in "12")
    assert one.startswith("/a?q=xxx")
    assert one != other
    assert len(one) < 250


def test_an_answer_of_the_child_that_points_outside_the_text_is_not_believed():
    reading = Reading(title="t", text="abc", links=((0, 3, "x"), (1, 9, "x"), (-1, 2, "x")))
    assert reading.entities == (Entity("title", 0, 1), Entity("text_link", 3, 6, "x"))


@pytest.fixture
def camera() -> Camera:
    try:
        return Camera(30)
    except NotReady as reason:
        pytest.skip(str(reason))


RED, BLUE = "<body style='background:#c00'>", "<body style='background:#00f'>"


@pytest.mark.parametrize(
    "attack",
    [
        "<img src='{0}/a.png'><link rel=stylesheet href='{0}/b.css'>",
        "<script>document.body.style.background='#00f'; fetch('{0}/c')</script>",
        "<img src=x onerror=\"document.body.style.background='#00f'\">",
        "<meta http-equiv=refresh content='0;url={0}/d'>",
        "<meta http-equiv=refresh content='0;url={1}'>",
        "<iframe src='{1}'></iframe><object data='{1}'></object><embed src='{1}'>",
        "<a id=x href='{1}'></a><svg><use href='{1}'/></svg><img src='{1}'>",
        "\"></iframe><script>document.body.style.background='#00f'</script>",
    ],
)
def test_a_picture_is_drawn_and_nothing_is_called_or_opened(camera, tmp_path, attack):
    secret = tmp_path / "secret.html"
    secret.write_text(BLUE, "utf-8")
    with serving({}) as (base, asked):
        drawn = camera.draw(RED + attack.format(base, secret.as_uri()))
    assert asked == []
    with Image.open(BytesIO(drawn)) as picture:
        colours = {colour: count for count, colour in picture.convert("RGB").getcolors(1 << 24)}
    assert colours[(204, 0, 0)] > 1_000_000
    assert (0, 0, 255) not in colours


def test_the_picture_of_a_page_is_a_file_of_its_post(camera, tmp_path):
    del camera
    saved = tmp_path / "page.html"
    saved.write_text(ARTICLE, "utf-8")
    (one,) = Page().collect(str(saved), "")
    assert [(each.name, each.kind, each.missing) for each in one.post.media] == [
        ("screenshot.png", "photo", "")
    ]
    assert one.files["screenshot.png"].startswith(b"\x89PNG")


def test_without_a_browser_there_is_no_picture_and_why_is_said(tmp_path):
    saved = tmp_path / "page.html"
    saved.write_text(ARTICLE, "utf-8")
    with pytest.raises(NotReady, match="chromium"):
        Camera(5)
    (one,) = Page().collect(str(saved), "")
    assert one.post.media == ()


@pytest.mark.skipif(not GOLD.exists(), reason="../shared/data/web_extraction is not here")
def test_real_news_pages_give_their_text_and_not_their_frame():
    gold = json.loads(_unpacked(GOLD / "trafilatura_evaldata.json.gz"))
    files = {path.name: path for path in GOLD.glob("*.html")}
    judged = [each for each in gold.values() if each["file"] in files]
    assert len(judged) >= 2
    wanted = found = unwanted = slipped = 0
    for each in judged:
        text = " ".join(read(files[each["file"]].read_bytes())["text"].split())
        wanted += len(each["with"])
        found += sum(" ".join(piece.split()) in text for piece in each["with"])
        unwanted += len(each["without"])
        slipped += sum(" ".join(piece.split()) in text for piece in each["without"])
    assert (found, slipped) == (wanted, 0)
    assert unwanted >= 6


@pytest.mark.skipif(not GOLD.exists(), reason="../shared/data/web_extraction is not here")
def test_an_arabic_article_comes_nearly_word_for_word():
    told = read((GOLD / "arabic_article.html").read_bytes())
    gold = Counter((GOLD / "arabic_article.txt").read_text("utf-8").split())
    words = Counter(told["text"].split())
    both = (gold & words).total()
    assert both / gold.total() >= 0.99
    assert both / words.total() >= 0.8


def _unpacked(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes())
