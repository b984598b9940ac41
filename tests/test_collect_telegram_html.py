"""The HTML pages of Telegram Desktop."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from test_collect_telegram import SALWAN, VOROT, collect, posts, refusals

from marsad.collect.telegram_export import TelegramExport
from marsad.errors import BadInput
from marsad.model import Forward, Poll
from marsad.plugins import Gathered, Refused

HEAD = """<!DOCTYPE html>
<html>
 <head><meta charset="utf-8"/></head>
 <body onload="CheckLocation();">
  <div class="page_wrap">
   <div class="page_header"><div class="content"><div class="text bold">
سوق سلوان
   </div></div></div>
   <div class="page_body chat_page"><div class="history">
    <div class="message service" id="message-1"><div class="body details">
3 March 2024
    </div></div>
"""
FOOT = "</div></div></div></body></html>"


def block(number: int, inner: str, name: str = "سوق سلوان", zone: str = " UTC+03:00") -> str:
    joined = "" if name else " joined"
    named = f'<div class="from_name">\n{name}\n       </div>' if name else ""
    return (
        f'<div class="message default clearfix{joined}" id="message{number}">'
        '<div class="pull_left userpic_wrap"><div class="userpic"><div class="initials">\nس\n'
        '</div></div></div><div class="body">'
        f'<div class="pull_right date details" title="03.03.2024 13:01:00{zone}">\n13:01\n</div>'
        f"{named}{inner}</div></div>"
    )


def words(text: str) -> str:
    return f'<div class="text">\n{text}\n       </div>'


def page(folder: Path, *blocks: str, name: str = "messages.html") -> Path:
    path = folder / name
    path.write_text(HEAD + "".join(blocks) + FOOT, encoding="utf-8")
    return path


def test_a_post_has_its_time_in_utc_and_its_words_as_written(tmp_path):
    page(tmp_path, block(5, words("صباح الخير<br>خبز &amp; زيت")))
    (item,) = collect(tmp_path)
    assert item.post.posted_at == datetime(2024, 3, 3, 10, 1, tzinfo=UTC)
    assert item.post.text == "صباح الخير\nخبز & زيت"
    assert (item.place.id, item.place.kind) == ("telegram:name/سوق سلوان", "channel")
    assert item.post.author == ""


def test_links_and_marks_stand_where_the_page_has_them(tmp_path):
    text = (
        '🍊 <strong>بازار</strong> <a href="" onclick="return ShowHashtag(&quot;x&quot;)">#خبر</a> '
        '<a href="https://t.me/salwan">@salwan</a> '
        '<a href="https://example.org/a">https://example.org/a</a> '
        '<a href="https://example.org/b">نقشه</a> '
        '<span class="spoiler hidden" onclick="ShowSpoiler(this)">'
        '<span aria-hidden="true">حلوى</span></span><!-- hidden --> '
        '<a href="" onclick="return ShowMentionName()">فلان</a>'
    )
    page(tmp_path, block(5, words(text)))
    post = posts(tmp_path)["5"]
    assert [(e.kind, post.text[e.start : e.end], e.href) for e in post.entities] == [
        ("bold", "بازار", ""),
        ("hashtag", "#خبر", ""),
        ("mention", "@salwan", ""),
        ("link", "https://example.org/a", ""),
        ("text_link", "نقشه", "https://example.org/b"),
        ("spoiler", "حلوى", ""),
        ("mention_name", "فلان", ""),
    ]
    assert "hidden" not in post.text


def test_pages_are_read_in_the_order_of_their_numbers(tmp_path):
    for number, name in ((3, "messages10.html"), (2, "messages2.html"), (1, "messages.html")):
        page(tmp_path, block(number, words("نص"), name="ليلى" if number == 1 else ""), name=name)
    assert [path.name for path in TelegramExport().originals(str(tmp_path))] == [
        "messages.html",
        "messages2.html",
        "messages10.html",
    ]
    assert [p.native_id for p in posts(tmp_path).values()] == ["1", "2", "3"]
    assert {p.author for p in posts(tmp_path).values()} == {"ليلى"}
    assert collect(tmp_path / "messages2.html") == collect(tmp_path)


def test_a_joined_message_keeps_its_author_after_an_interruption(tmp_path):
    page(tmp_path, *(block(n, words("نص"), name="ليلى" if n == 1 else "") for n in (1, 2, 3)))
    first = collect(tmp_path)[0]
    rest = list(TelegramExport().collect(str(tmp_path), first.checkpoint))
    assert [(g.post.native_id, g.post.author) for g in rest] == [("2", "ليلى"), ("3", "ليلى")]


@pytest.mark.parametrize("zone", ["", " GMT", " UTC+99:99"])
def test_a_time_without_a_zone_is_refused(tmp_path, zone):
    page(tmp_path, block(1, words("نص"), zone=zone), block(2, words("نص")))
    assert list(posts(tmp_path)) == ["2"]
    assert refusals(tmp_path)[0].reason.startswith("its time '03.03.2024 13:01:00")


def test_albums_polls_and_missing_files_are_told_as_in_json(tmp_path):
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "1.jpg").write_bytes(b"\xff\xd8")
    photo = '<div class="media_wrap clearfix"><a class="photo_wrap" href="photos/{}.jpg"></a></div>'
    left_out = (
        '<div class="media_wrap clearfix"><div class="media clearfix media_video">'
        '<div class="body"><div class="title bold">Video file</div><div class="description">'
        "Not included, change data exporting settings to download.</div></div></div></div>"
    )
    page(
        tmp_path,
        block(1, photo.format(1) + words("صور")),
        block(2, photo.format("../../x"), name=""),
        block(3, left_out, name=""),
    )
    found = collect(tmp_path)
    (item,) = (item for item in found if isinstance(item, Gathered))
    (refused,) = (item for item in found if isinstance(item, Refused))
    assert (item.post.album, item.post.text) == (("1", "2", "3"), "صور")
    assert [(m.kind, m.missing[:7]) for m in item.post.media] == [
        ("photo", ""),
        ("photo", "refused"),
        ("video", "Telegra"),
    ]
    assert list(item.files) == ["photos/1.jpg"]
    assert "photos/../../x.jpg" in refused.where


def test_the_pages_of_a_whole_account_are_one_place_a_chat(tmp_path):
    for number in (1, 2):
        folder = tmp_path / "chats" / f"chat_00{number}"
        folder.mkdir(parents=True)
        text = (HEAD + block(1, words("نص")) + FOOT).replace("سلوان", f"سلوان {number}")
        (folder / "messages.html").write_text(text, encoding="utf-8")
    assert [item.place.name for item in collect(tmp_path)] == ["سوق سلوان 1", "سوق سلوان 2"]


def test_real_pages_are_read():
    found = posts(VOROT / "basic_export")
    assert list(found) == ["101", "102", "103", "105", "201"]
    assert found["102"].reply_to == "101"
    assert found["103"].forwarded_from == Forward(
        "Carol", posted_at=datetime(2025, 2, 11, 22, 0, tzinfo=UTC)
    )
    assert found["103"].author == "Bob"
    assert ("via_bot", "@helper_bot") in [(e.kind, e.href) for e in found["103"].entities]
    assert found["201"].poll == Poll("Lunch?", ("Pizza", "Sushi"))
    assert [r.where for r in refusals(VOROT / "basic_export")] == [
        "chat_001/messages.html, message 104",
        "chat_001/messages2.html, message 202",
        "chat_001/messages2.html, message 203",
    ]


def test_real_media_of_every_kind_come_along():
    found = [i for i in collect(VOROT / "tdesktop_media") if isinstance(i, Gathered)]
    assert [(i.post.media[0].kind, i.post.media[0].mime) for i in found] == [
        ("voice", "audio/ogg"),
        ("audio", "audio/mpeg"),
        ("video", "video/mp4"),
    ]
    assert all(path.stat().st_size for item in found for path in item.files.values())


@pytest.mark.parametrize("content", ["", "<html></html>", "<b>" * 100_000, "\0", "plain words"])
def test_a_page_of_something_else_is_refused(tmp_path, content):
    (tmp_path / "messages.html").write_text(content)
    with pytest.raises(BadInput, match=r"expected the messages\.html"):
        collect(tmp_path)


def test_a_page_that_is_broken_costs_only_its_broken_part(tmp_path):
    path = page(tmp_path, block(1, words("سليم")), block(2, words("نص")))
    data = path.read_bytes()
    path.write_bytes(data[: data.find(b'id="message2"')] + b"\xff\xfe")
    found = collect(tmp_path)
    assert "سليم" in [i.post.text for i in found if isinstance(i, Gathered)]
    assert any(isinstance(i, Refused) and "UTF-8" in i.reason for i in found)


def test_what_deep_nesting_swallows_is_reported(tmp_path):
    page(tmp_path, block(1, words("<b>" * 50_000 + "x")), block(2, words("نص")))
    assert list(posts(tmp_path)) == ["1"]
    assert "1 of its messages cannot be read" in refusals(tmp_path)[0].reason


def test_ten_thousand_marks_in_a_text_are_read_in_no_time(tmp_path):
    page(tmp_path, block(1, words("<b>نص</b> <strong>قوي</strong> " * 10_000)))
    assert len(posts(tmp_path)["1"].entities) == 10_000


def test_json_is_preferred_where_both_are_there(tmp_path):
    page(tmp_path, block(1, words("صفحة")))
    (tmp_path / "result.json").write_bytes((SALWAN / "result.json").read_bytes())
    assert [path.name for path in TelegramExport().originals(str(tmp_path))] == ["result.json"]
