"""Feeds of every format become posts, with their text, times and marks as they were written."""

import shutil
from datetime import UTC, datetime

import pytest
from feed_server import FEEDS

from marsad.collect.feed import Feed
from marsad.collect.feed_entry import Words
from marsad.collect.feed_text import text_of
from marsad.collect.feed_time import moment
from marsad.errors import BadInput
from marsad.plugins import Gathered, Refused
from marsad.testing import check_collector

FIXTURES = ("souq.rss", "library.atom", "notices.rdf", "old.rss", "weather.json")


def posts(origin, since=""):
    found = Feed().collect(str(origin), since)
    return [each.post for each in found if isinstance(each, Gathered)]


def refused(origin):
    return [each for each in Feed().collect(str(origin), "") if isinstance(each, Refused)]


def rss(folder, items, head=""):
    path = folder / "feed.rss"
    path.write_text(f'{head}<rss version="2.0"><channel><title>T</title>{items}</channel></rss>')
    return path


def item(id, more="", date="Tue, 03 Mar 2026 08:00:00 GMT"):
    return f"<item><guid>{id}</guid><title>t</title><pubDate>{date}</pubDate>{more}</item>"


@pytest.mark.parametrize("name", FIXTURES)
def test_a_saved_feed_of_each_format_keeps_the_contract(name):
    check_collector(Feed(), str(FEEDS / name))


def test_an_rss_feed_gives_arabic_persian_and_urdu_posts_oldest_first():
    found = posts(FEEDS / "souq.rss")
    assert [post.native_id for post in found] == ["https://souq.example/1", "souq-2", "souq-3"]
    assert [post.text for post in found] == [
        "شہر میں کتابوں کا میلہ\n\nکل شہر میں کتابوں کا میلہ شروع ہو رہا ہے۔",
        "افتتاح سوق الخضار & الفواكه\n\nافتتح السوق أبوابه صباح اليوم.\nالدخول مجاني.",
        "بازار کتاب در میدان شهر\n\nبازار کتاب امروز باز شد؛ ادامهٔ خبر را می‌خوانید.\n"
        "ورود برای همه آزاد است.",
    ]
    assert found[2].posted_at == datetime(2026, 3, 5, 6, 0, tzinfo=UTC)


def test_marks_stand_where_their_words_stand():
    post = posts(FEEDS / "souq.rss")[2]
    marked = {each.kind: (post.text[each.start : each.end], each.href) for each in post.entities}
    assert marked == {
        "title": ("بازار کتاب در میدان شهر", "https://souq.example/3"),
        "bold": ("امروز", ""),
        "text_link": ("ادامهٔ خبر", "https://souq.example/fa/3"),
        "image": ("", "https://pixel.example/1.gif"),
    }


def test_an_enclosure_is_listed_and_not_fetched():
    (media,) = posts(FEEDS / "souq.rss")[1].media
    assert (media.name, media.kind, media.size) == ("https://souq.example/2.mp3", "audio", 12345)
    assert media.missing.startswith("not fetched")


def test_an_atom_feed_gives_edits_sources_and_inline_xhtml():
    first, second = posts(FEEDS / "library.atom")
    assert first.text == "Reading in <Arabic> & Urdu\n\nقراءة\nin the hall"
    assert first.forwarded_from.name == "Town Notices"
    assert first.edited_at is None
    assert second.text.endswith("Hours\nMonday: 9 to 5\nFriday: closed\na  b\nc")
    assert second.edited_at == datetime(2026, 3, 6, 10, 0, tzinfo=UTC)
    assert second.author == "Library desk"


def test_a_json_feed_gives_its_good_items_and_names_the_bad_one():
    found = posts(FEEDS / "weather.json")
    assert [post.native_id for post in found] == ["#1", "w2"]
    assert found[1].text == "فردا باران می‌بارد 🌧 نقشه"
    (bad,) = refused(FEEDS / "weather.json")
    assert "entry 3" in bad.where


def test_the_place_is_the_feed_under_its_own_address():
    place = next(iter(Feed().collect(str(FEEDS / "library.atom"), ""))).place
    assert (place.id, place.platform) == ("feed:https://library.example/feed.atom", "Web feed")
    assert (place.name, place.kind) == ("Salwan Library", "channel")


def test_an_entry_without_a_zone_or_a_date_is_refused_and_says_so():
    reasons = [each.reason for each in refused(FEEDS / "souq.rss")]
    assert [("no date" in reason, "zone" in reason) for reason in reasons] == [
        (True, False),
        (False, True),
    ]


@pytest.mark.parametrize(
    ("said", "hour"),
    [
        ("Tue, 03 Mar 2026 08:00:00 GMT", 8),
        ("Tue, 03 Mar 2026 08:00:00 +0300", 5),
        ("03 Mar 2026 08:00:00 EST", 13),
        ("Tue, 03 Mar 2026 08:00:00 -0000", 8),
        ("Tue, 03 Mar 2026 08:00:00 +0300 (AST)", 5),
        ("2026-03-03T08:00:00Z", 8),
        ("2026-03-03T08:00:00.5+03:00", 5),
        ("2026-03-03 08:00:00 +0300", 5),
    ],
)
def test_a_time_with_a_zone_is_read(said, hour):
    assert moment(said).hour == hour


@pytest.mark.parametrize(
    "said",
    [
        "",
        "Tue, 03 Mar 2026 08:00:00",
        "Tue, 03 Mar 2026 08:00:00 AST",
        "Tue, 03 Mar 2026 08:00:00 PKT",
        "2026-03-03",
        "2026-03-03T08:00:00",
        "0001-01-01T00:00:00+14:00",
        "2026-13-40T08:00:00Z",
        "٣ مارس ٢٠٢٦",
        "yesterday GMT",
        "1" * 500,
    ],
)
def test_a_time_without_a_zone_is_no_time(said):
    assert moment(said) is None


def test_an_updated_time_with_a_zone_stands_in_for_a_published_one_without(tmp_path):
    more = '<d:modified xmlns:d="http://purl.org/dc/terms/">2026-03-04T08:00:00Z</d:modified>'
    (post,) = posts(rss(tmp_path, item("1", more, date="Tue, 03 Mar 2026 08:00:00")))
    assert post.posted_at == datetime(2026, 3, 4, 8, 0, tzinfo=UTC)


def test_an_entry_without_an_id_is_refused(tmp_path):
    path = rss(tmp_path, item("", "") + item("2"))
    assert [post.native_id for post in posts(path)] == ["#2"]
    assert "no id" in refused(path)[0].reason


def test_a_title_is_data_and_not_markup(tmp_path):
    title = "&lt;img src=x onerror=alert(1)&gt;"
    path = rss(tmp_path, item("1").replace("<title>t", f"<title>{title}"))
    assert posts(path)[0].text == "<img src=x onerror=alert(1)>"


def test_direction_marks_and_joiners_of_the_text_are_kept(tmp_path):
    said = "می‌شود \u202bخبر\u202c و\u2067x\u2069"
    (post,) = posts(rss(tmp_path, item("1", f"<description>{said}</description>")))
    assert post.text == f"t\n\n{said}"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>a  b\n c</p><p>d</p>", "a b c\nd"),
        ("a<br><br/>b", "a\n\nb"),
        ("<style>x</style>a<script>alert(1)</script><!-- b -->c", "ac"),
        ("<b>خبر</b>,<i> c</i>", "خبر, c"),
        ("<svg><title>x</title></svg><table><tr><td>1</td><td>2</td></tr></table>", "1 2"),
        ("a &amp; b &nbsp; c &#x644;", "a & b \xa0 c ل"),
        ("<iframe src='https://x.example/'>i</iframe>k", "k"),
        ("", ""),
    ],
)
def test_html_reads_as_a_reader_sees_it(html, text):
    assert text_of(Words(html, html=True))[0] == text


def test_only_addresses_that_a_reader_could_follow_become_links():
    html = "<a href='javascript:x'>a</a> <a href='//b.example/'>b</a> <a href='http://[::1'>c</a>"
    _, entities = text_of(Words(html, html=True, base="https://a.example/x"))
    assert [each.href for each in entities] == ["https://b.example/"]


def test_a_feed_that_breaks_off_gives_what_could_be_read_and_says_so(tmp_path):
    whole = rss(tmp_path, item("1") + item("2")).read_text()
    path = tmp_path / "cut.rss"
    path.write_text(whole[: whole.rindex("<pubDate>")])
    assert [post.native_id for post in posts(path)] == ["#1"]
    assert any("not well-formed" in each.reason for each in refused(path))


@pytest.mark.parametrize("encoding", ["utf-16", "windows-1256", "utf-32", "utf-8-sig"])
def test_arabic_in_any_encoding_reads_the_same(tmp_path, encoding):
    head = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>'
    text = rss(tmp_path, item("1", "<description>افتتح السوق</description>"), head).read_text()
    path = tmp_path / "coded.rss"
    path.write_bytes(text.encode(encoding))
    assert Feed().accepts(str(path)) or encoding == "utf-32"
    assert posts(path)[0].text.endswith("افتتح السوق")


def test_a_json_feed_with_half_a_letter_is_mended_and_says_so(tmp_path):
    path = tmp_path / "feed.json"
    path.write_text(
        '{"version":"https://jsonfeed.org/version/1","items":[{"id":"1","content_text":'
        '"\\ud83d\\ude00 \\ud800 \\\\ud800","date_published":"2026-01-01T00:00:00Z"}]}'
    )
    assert posts(path)[0].text == "😀 \ufffd \\ud800"
    assert "no text" in refused(path)[0].reason


@pytest.mark.parametrize(
    ("origin", "mine"),
    [
        ("https://example.org/feed/", True),
        ("https://example.org/index.xml", True),
        ("https://feeds.example.org/town", True),
        ("https://example.org/?feed=rss2", True),
        ("https://example.org/town.opml", True),
        ("https://example.org/sitemap.xml", False),
        ("https://example.org/feedback", False),
        ("https://example.org/", False),
        ("no such file.rss", False),
        ("\0", False),
    ],
)
def test_an_address_is_taken_for_a_feed_only_when_it_looks_like_one(origin, mine):
    assert Feed().accepts(origin) is mine


def test_a_file_is_its_own_original(tmp_path):
    path = tmp_path / "x.rss"
    shutil.copy(FEEDS / "souq.rss", path)
    assert list(Feed().originals(str(path))) == [path]
    assert list(Feed().originals("https://example.org/feed")) == []
    with pytest.raises(BadInput, match="no file"):
        Feed().originals("missing.rss")
