"""The collector of Telegram Desktop exports, on exports in its true layout."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from marsad.collect.telegram_export import TelegramExport
from marsad.errors import BadInput
from marsad.model import Forward, Poll, Post
from marsad.plugins import Gathered, Refused, collector_for

FIXTURES = Path(__file__).parent / "fixtures" / "telegram"
SALWAN = FIXTURES / "salwan"
VOROT = FIXTURES / "vorot93"


def collect(origin: Path) -> list[Gathered | Refused]:
    return list(TelegramExport().collect(str(origin), ""))


def posts(origin: Path) -> dict[str, Post]:
    found = [item for item in collect(origin) if isinstance(item, Gathered)]
    return {item.post.native_id: item.post for item in found}


def refusals(origin: Path) -> list[Refused]:
    return [item for item in collect(origin) if isinstance(item, Refused)]


def export(folder: Path, *messages: dict, **head: object) -> Path:
    """Write an export of one channel the way Telegram Desktop lays it out."""
    whole = {"name": "قناة", "type": "public_channel", "id": 7} | head | {"messages": messages}
    path = folder / "result.json"
    path.write_text(json.dumps(whole, ensure_ascii=False, indent=1), encoding="utf-8")
    return path


def message(number: int, text: object = "نص", **more: object) -> dict:
    return {"id": number, "type": "message", "date_unixtime": "1709460000", "text": text} | more


def test_a_file_and_its_folder_give_the_same_posts():
    assert collect(SALWAN) == collect(SALWAN / "result.json")


def test_the_collector_is_found_by_looking_at_the_origin():
    assert collector_for(str(SALWAN)).name == "telegram-export"
    assert TelegramExport().accepts(str(VOROT / "basic_export"))


@pytest.mark.parametrize(
    "origin", ["", "\0", "x" * 5000, "https://t.me/s/x", "/", "pyproject.toml"]
)
def test_other_origins_are_declined_without_an_error(origin):
    assert not TelegramExport().accepts(origin)


def test_a_post_of_a_channel_keeps_its_words_time_and_place():
    item = next(item for item in collect(SALWAN) if item.post.native_id == "2")
    assert item.post == Post(
        id="",
        place="telegram:1900000001",
        capture="",
        native_id="2",
        posted_at=datetime(2024, 3, 3, 10, 1, tzinfo=UTC),
        text="صباح الخير. يفتح السوق أبوابه اليوم في الثامنة، والخبز طازج.",
        fiction=True,
    )
    assert (item.place.name, item.place.kind, item.place.platform, item.place.fiction) == (
        "سوق سلوان",
        "channel",
        "Telegram",
        True,
    )


def test_every_entity_names_the_code_points_it_stands_on():
    post = posts(SALWAN)["3"]
    assert [(e.kind, post.text[e.start : e.end], e.href) for e in post.entities] == [
        ("hashtag", "#بازار", ""),
        ("link", "https://example.org/bazaar", ""),
        ("mention", "@salwan_market", ""),
        ("text_link", "نقشه", "https://example.org/map"),
    ]
    emoji = posts(SALWAN)["16"]
    assert [(e.kind, emoji.text[e.start : e.end]) for e in emoji.entities] == [
        ("custom_emoji", "🎈"),
        ("spoiler", "حلوى للأطفال"),
    ]


def test_an_album_is_one_post_with_all_its_media():
    item = next(item for item in collect(SALWAN) if item.post.native_id == "4")
    assert item.post.album == ("4", "5", "6")
    assert item.post.text == "صور من السوق 🍊🍋"
    assert [(m.kind, m.size, bool(m.missing)) for m in item.post.media] == [
        ("photo", 632, False),
        ("photo", 632, False),
        ("video", 734003, True),
    ]
    assert [item.files[m.name].read_bytes()[:2] for m in item.post.media[:2]] == [b"\xff\xd8"] * 2
    assert item.post.media[2].name == "market.mp4"
    assert "Change data exporting settings" in item.post.media[2].missing
    assert json.loads(item.checkpoint)["message"] == 6


def test_an_edit_a_poll_a_forward_and_a_reply_are_kept():
    found = posts(SALWAN)
    assert found["7"].edited_at == datetime(2024, 3, 3, 10, 14, tzinfo=UTC)
    assert found["8"].poll == Poll("أي يوم تفضلون؟", ("السبت", "الأحد"))
    assert found["10"].forwarded_from == Forward("طقس سلوان", "channel1900000002")
    assert found["11"].reply_to == "10"
    assert found["11"].media[0].kind == "voice"


def test_service_messages_say_what_happened():
    found = posts(SALWAN)
    assert (found["1"].kind, found["1"].text) == ("service", "create channel: سوق سلوان")
    assert (found["9"].kind, found["9"].text, found["9"].reply_to) == (
        "service",
        "pin message",
        "2",
    )


def test_what_has_no_words_is_marked_without_inventing_any():
    found = posts(SALWAN)
    marks = {number: [(e.kind, e.href) for e in found[number].entities] for number in ("12", "13")}
    assert marks == {"12": [("location", "geo:33.5,-12.25")], "13": [("contact", "")]}
    assert found["12"].text == found["13"].text == ""
    assert found["14"].entities[0].href == "@price_bot"


def test_a_contact_leaves_no_name_and_no_number_behind():
    assert "سامر" not in repr(collect(SALWAN))
    assert "+000" not in repr(collect(SALWAN))


def test_a_channel_has_no_author_but_its_signature():
    found = posts(SALWAN)
    assert (found["2"].author, found["15"].author) == ("", "إدارة السوق")


def test_what_telegram_could_not_export_is_refused_by_number():
    assert [(r.where, "unsupported" in r.reason) for r in refusals(SALWAN)] == [
        ("result.json, message 17", True)
    ]


def test_a_whole_account_is_read_and_private_chats_stay_private():
    found = collect(VOROT / "json_export")
    assert [item.post.native_id for item in found] == ["101", "102", "103", "104"]
    assert {item.place.kind for item in found} == {"private"}
    assert found[0].post.author == "Alice"
    assert found[2].files["files/report.pdf"].read_bytes().strip()
    assert found[3].post.poll == Poll("Lunch?", ("Pizza", "Sushi"))


@pytest.mark.parametrize(
    ("type_", "kind"),
    [
        ("public_channel", "channel"),
        ("public_supergroup", "group"),
        ("private_channel", "private"),
        ("private_supergroup", "private"),
        ("personal_chat", "private"),
        ("bot_chat", "private"),
        ("saved_messages", "private"),
        ("something new", "private"),
    ],
)
def test_only_public_places_are_public(tmp_path, type_, kind):
    (item,) = collect(export(tmp_path, message(1), type=type_))
    assert item.place.kind == kind


def test_chats_that_were_left_are_read_too(tmp_path):
    chat = {"name": "أ", "type": "public_channel", "id": 8, "messages": [message(1)]}
    whole = {"chats": {"list": [chat]}, "left_chats": {"list": [chat | {"id": 9}]}}
    path = tmp_path / "result.json"
    path.write_text(json.dumps(whole, indent=1))
    assert [item.place.id for item in collect(path)] == ["telegram:8", "telegram:9"]


@pytest.mark.parametrize("layout", [{"indent": 4}, {"indent": 0}, {}, {"separators": (",", ":")}])
def test_layout_changes_nothing(tmp_path, layout):
    whole = json.loads((SALWAN / "result.json").read_text(encoding="utf-8"))
    path = tmp_path / "result.json"
    path.write_text(json.dumps(whole, **layout))
    texts = [(p.native_id, p.text, p.entities, p.poll, p.album) for p in posts(path).values()]
    assert texts == [
        (p.native_id, p.text, p.entities, p.poll, p.album) for p in posts(SALWAN).values()
    ]


def test_a_byte_order_mark_is_no_obstacle(tmp_path):
    path = export(tmp_path, message(1, "مرحبا"))
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert posts(path)["1"].text == "مرحبا"


def test_a_time_without_a_zone_is_refused_and_the_rest_goes_on(tmp_path):
    old = {"id": 1, "type": "message", "date": "2019-01-01T10:00:00", "text": "قديم"}
    path = export(tmp_path, old, message(2))
    assert "has no zone" in refusals(path)[0].reason
    assert list(posts(path)) == ["2"]


@pytest.mark.parametrize("moment", ["", "soon", "9" * 30, "-" + "9" * 15])
def test_a_time_that_is_none_is_refused(tmp_path, moment):
    path = export(tmp_path, message(1, date_unixtime=moment), message(2))
    assert len(refusals(path)) == 1
    assert list(posts(path)) == ["2"]


def test_ids_of_any_length_stay_exact(tmp_path):
    long = 12345678901234567890123
    assert list(posts(export(tmp_path, message(long), id=long))) == [str(long)]
    assert collect(tmp_path)[0].place.id == f"telegram:{long}"


def test_the_author_of_a_group_is_handed_on_for_the_next_stage_to_hide(tmp_path):
    path = export(
        tmp_path,
        message(1, **{"from": "ليلى", "from_id": "user5"}),
        message(2, **{"from": None, "from_id": "user6"}),
        type="public_supergroup",
    )
    assert [post.author for post in posts(path).values()] == ["ليلى", "user6"]


def photo(number: int, text: str = "", **more: object) -> dict:
    return message(number, text, photo=f"photos/{number}.jpg", **more)


@pytest.mark.parametrize(
    ("messages", "albums"),
    [
        ([photo(1), photo(2), photo(3)], [("1", "2", "3")]),
        ([photo(1, "أ"), photo(2, "ب")], [(), ()]),
        ([photo(1), photo(2, date_unixtime="1709460001")], [(), ()]),
        ([photo(1), photo(2, reply_to_message_id=1)], [(), ()]),
        ([photo(1), photo(2, forwarded_from="س")], [(), ()]),
        ([photo(1), message(2), photo(3)], [(), (), ()]),
        ([photo(1), message(2, "", file="files/a.pdf")], [(), ()]),
        ([photo(number) for number in range(1, 13)], [(*"123456789", "10"), ("11", "12")]),
    ],
)
def test_an_album_shares_second_author_origin_and_has_one_caption(tmp_path, messages, albums):
    assert [p.album for p in posts(export(tmp_path, *messages)).values()] == albums


def test_an_export_without_messages_says_so(tmp_path):
    with pytest.raises(BadInput, match="holds no messages"):
        collect(export(tmp_path))
