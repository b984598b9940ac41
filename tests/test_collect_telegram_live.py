"""A public channel read with an account gives the posts that an export of it would give."""

import json
import logging
import socket
import sys
import threading
import traceback
from contextlib import suppress
from datetime import timedelta

import pytest

pytest.importorskip("telethon", reason="Telethon is not installed: pip install 'marsad[telegram]'")

from telegram_live_server import CHANNEL, KEYS, START, Site, channel, deed, document, message, photo
from telethon import errors
from telethon.crypto import AuthKey
from telethon.sessions import StringSession
from telethon.tl import types

from marsad import preserve
from marsad.collect.telegram_export import TelegramExport
from marsad.collect.telegram_live import TelegramLive
from marsad.errors import BadInput, NotReady, Unreachable
from marsad.model import Entity, Poll
from marsad.plugins import Gathered, Refused
from marsad.settings import Settings
from marsad.store import Store
from marsad.store.signboards import Signboards
from marsad.testing import check_collector

ORIGIN = "telegram:@town_notices"
QUICK = Settings(pace_seconds=0)


def live(site, settings=QUICK):
    return TelegramLive(settings, site.client, KEYS)


def collect(site, since="", settings=QUICK):
    return list(live(site, settings).collect(ORIGIN, since))


def until_it_fails(site, since=""):
    """What was handed over, and the error that came after it."""
    items = []
    try:
        for item in live(site).collect(ORIGIN, since):
            items.append(item)
    except (Unreachable, BadInput) as said:
        return items, said
    return pytest.fail("nothing went wrong")


def only(site):
    (item,) = collect(site)
    return item.post


def album(site, ids, group, words=""):
    for place, id in enumerate(ids):
        site.files[id] = f"picture {id}".encode()
        text = "" if place else words
        site.messages.append(
            message(id, text, at=ids[0], grouped_id=group, media=photo(id, site.files[id]))
        )


def test_title_description_and_picture_of_a_channel_are_kept(store):
    site = Site(message(1, "إعلان 1"))
    site.about, site.picture = "أخبار البلدة", photo(900, b"an emblem").photo
    site.files[900] = b"an emblem"
    for number in (2, 3):
        made = live(site)
        session = preserve.capture(store, made, ORIGIN)
        found = made.collect(ORIGIN, store.resume_point(made.name, ORIGIN))
        list(preserve.seal(store, made, session, found, ORIGIN))
        site.messages.append(message(number, f"إعلان {number}"))
    [board] = Signboards(store).every()[f"telegram:{CHANNEL}"]
    assert (board.name, board.description) == ("إعلانات البلدة", "أخبار البلدة")
    assert store.read(board.picture) == b"an emblem"
    assert b"access_hash" not in store.read(store.capture(board.page).sha256)
    # Once a day, not at every visit.
    assert site.asked.count("GetFullChannelRequest") == 1


def flood(seconds):
    return errors.FloodWaitError(request=None, capture=seconds)


@pytest.fixture
def busy():
    """Two hundred and thirty messages, with holes, and an album where a page of Telegram ends."""
    site = Site(*(message(id, f"إعلان {id}") for id in range(1, 99) if id % 7))
    first = 99
    while len(site.messages) < 97:
        site.messages.append(message(first, f"إعلان {first}"))
        first += 1
    album(site, range(first, first + 7), 4242, "صور السوق")
    site.messages += [message(id, f"إعلان {id}") for id in range(first + 7, first + 130)]
    return site


def test_it_keeps_the_contract_of_collectors(busy):
    check_collector(live(busy), ORIGIN)


def test_a_visit_stopped_anywhere_goes_on_without_gap_or_duplicate(busy):
    whole = collect(busy)
    for index, item in enumerate(whole):
        if index % 9 == 0 or item.post.album:
            rest = collect(busy, item.checkpoint)
            assert [one.post for one in rest] == [one.post for one in whole[index + 1 :]]


def test_an_album_across_two_pages_is_one_post_with_all_its_pictures(busy):
    items = collect(busy)
    (post,) = [item.post for item in items if item.post.album]
    assert busy.asked.count("GetHistoryRequest") >= 3
    assert len(post.album) == len(post.media) == len({each.name for each in post.media}) == 7
    assert post.text == "صور السوق"
    (item,) = [item for item in items if item.post.album]
    assert set(post.album) <= {str(each["id"]) for each in json.loads(item.fetched.body)}
    assert [path.read_bytes() for path in item.files.values()] == [
        f"picture {id}".encode() for id in post.album
    ]


def test_messages_of_one_second_without_a_group_stay_apart():
    site = Site()
    for id in (1, 2):
        site.files[id] = b"x"
        site.messages.append(message(id, at=0, media=photo(id, b"x")))
    assert [item.post.native_id for item in collect(site)] == ["1", "2"]


def test_a_flood_wait_in_the_middle_of_an_album_leaves_the_album_for_later(busy):
    busy.faults[("GetHistoryRequest", 2)] = flood(3600)
    before, said = until_it_fails(busy)
    assert said.wait == 3600
    assert busy.asked.count("GetHistoryRequest") == 2
    assert len(before) == 97
    assert not any(item.post.album for item in before)
    busy.faults.clear()
    after = collect(busy, before[-1].checkpoint)
    assert [item.post for item in before + after] == [item.post for item in collect(busy)]


def test_a_flood_wait_at_a_picture_hands_on_what_came_before_it(busy):
    busy.faults[("GetFileRequest", 4)] = flood(17)
    before, said = until_it_fails(busy)
    assert said.wait == 17
    assert len(before) == 97
    assert busy.connected == 0


def test_a_wait_stops_before_the_last_message_only_if_more_of_an_album_may_come():
    site = Site(*(message(id, "قرية") for id in range(1, 101)))
    site.faults[("GetHistoryRequest", 2)] = flood(5)
    before, _ = until_it_fails(site)
    assert [item.post.native_id for item in before][-1] == "100"


def test_offsets_count_code_points_after_emoji_and_arabic():
    text = "🌿👩‍👩‍👧 سوق #القرية 🇯🇴 https://example.org/ا"

    def units(words):
        return len(words.encode("utf-16-le")) // 2

    def mark(kind, words, **more):
        return kind(units(text[: text.index(words)]), units(words), **more)

    entities = [
        mark(types.MessageEntityHashtag, "#القرية"),
        mark(types.MessageEntityBold, "👩‍👩‍👧"),
        mark(types.MessageEntityTextUrl, "سوق", url="https://example.org/"),
        mark(types.MessageEntityMentionName, "🇯🇴", user_id=123456),
        mark(types.MessageEntityUrl, "https://example.org/ا"),
        types.MessageEntityItalic(1, 1),
        types.MessageEntityItalic(9999, 5),
    ]
    post = only(Site(message(1, text, entities=entities)))
    said = [(each.kind, text[each.start : each.end], each.href) for each in post.entities]
    assert said == [
        ("italic", "🌿", ""),
        ("bold", "👩‍👩‍👧", ""),
        ("text_link", "سوق", "https://example.org/"),
        ("hashtag", "#القرية", ""),
        ("mention_name", "🇯🇴", ""),
        ("link", "https://example.org/ا", ""),
    ]


def test_it_says_what_an_export_of_the_same_channel_says(tmp_path):
    moment = str(int((START + timedelta(minutes=5)).timestamp()))
    exported = {
        "id": 5,
        "type": "message",
        "date_unixtime": moment,
        "edited_unixtime": moment,
        "from": "إعلانات البلدة",
        "from_id": f"channel{CHANNEL}",
        "forwarded_from": "أخبار الوادي",
        "forwarded_from_id": "channel2002",
        "reply_to_message_id": 3,
        "text": "",
        "text_entities": [
            {"type": "plain", "text": "🌿 "},
            {"type": "hashtag", "text": "#سوق"},
        ],
    }
    whole = {"name": "ب", "type": "public_channel", "id": CHANNEL, "messages": [exported]}
    (tmp_path / "result.json").write_text(json.dumps(whole), encoding="utf-8")
    (item,) = TelegramExport().collect(str(tmp_path), "")
    at = START + timedelta(minutes=5)
    one = message(
        5,
        "🌿 #سوق",
        edit_date=at,
        fwd_from=types.MessageFwdHeader(START, from_id=types.PeerChannel(2002)),
        reply_to=types.MessageReplyHeader(reply_to_msg_id=3),
        entities=[types.MessageEntityHashtag(3, 4)],
    )
    other = channel(id=2002, title="أخبار الوادي", username="valley")
    (mine,) = collect(Site(one, others=[other]))
    assert mine.post == item.post
    assert (mine.place.id, mine.place.public) == (item.place.id, True)


def test_polls_deeds_places_and_hidden_edits_are_told():
    words = types.TextWithEntities("أين السوق؟", [])
    answers = [types.PollAnswer(types.TextWithEntities(each, []), b"0") for each in ("هنا", "هناك")]
    poll = types.Poll(1, words, answers, hash=0)
    site = Site(
        message(1, media=types.MessageMediaPoll(poll, types.PollResults())),
        deed(2, types.MessageActionChatEditTitle("اسم جديد")),
        deed(3, types.MessageActionPinMessage()),
        message(4, media=types.MessageMediaGeo(types.GeoPoint(36.5, 31.5, 0))),
        message(5, "سوق", edit_date=START, edit_hide=True, post_author="مكتب الإعلام"),
    )
    asked, renamed, pinned, there, last = [item.post for item in collect(site)]
    assert asked.poll == Poll("أين السوق؟", ("هنا", "هناك"))
    assert (renamed.kind, renamed.text) == ("service", "edit group title: اسم جديد")
    assert (pinned.kind, pinned.text) == ("service", "pin message")
    assert there.entities == (Entity("location", 0, 0, "geo:31.5,36.5"),)
    assert (last.edited_at, last.author) == (None, "مكتب الإعلام")


def test_a_reply_to_another_chat_points_at_no_post_here():
    head = types.MessageReplyHeader(reply_to_msg_id=9, reply_to_peer_id=types.PeerChannel(3003))
    assert only(Site(message(1, "جواب", reply_to=head))).reply_to == ""


def test_files_come_by_kind_and_what_does_not_come_says_why():
    voice = types.DocumentAttributeAudio(7, voice=True)
    named = types.DocumentAttributeFilename
    site = Site(
        message(1, media=document(1, b"OggS", voice, mime="audio/ogg")),
        message(2, media=document(2, b"%PDF", named("بيان.pdf"))),
        message(3, media=document(3, b"", named("big.bin"), size=3 << 20)),
        message(4, media=document(4, b"x" * (3 << 20), named("lies.bin"), size=10)),
        message(5, media=document(5, b"half", named("half.bin"), size=9)),
        message(6, "انتهى", media=types.MessageMediaPhoto()),
        message(7, media=document(7, b"no", named("../../etc/passwd"))),
        message(8, "جديد", media=types.MessageMediaUnsupported()),
    )
    site.files |= {one.id: b"" for one in site.messages}
    site.files |= {1: b"OggS", 2: b"%PDF", 4: b"x" * (3 << 20), 5: b"half", 7: b"no"}
    items = collect(site, settings=Settings(pace_seconds=0, fetch_megabytes=2))
    media = [item.post.media[0] for item in items]
    assert [(each.kind, each.size, each.missing) for each in media[:2]] == [
        ("voice", 4, ""),
        ("file", 4, ""),
    ]
    assert media[1].name == "2-بيان.pdf"
    assert items[1].files[media[1].name].read_bytes() == b"%PDF"
    assert "fetch_megabytes" in media[2].missing
    assert "fetch_megabytes" in media[3].missing
    assert media[4].missing == "only 4 of 9 bytes came"
    assert "no longer" in media[5].missing
    assert (media[6].name, media[6].missing) == ("7-file.pdf", "")
    assert "does not know" in media[7].missing
    assert [len(item.files) for item in items] == [1, 1, 0, 0, 0, 0, 1, 0]


def test_a_picture_that_telegram_refuses_leaves_the_words():
    site = Site(message(1, "صورة", media=photo(1, b"x")), message(2, "بعدها"))
    site.faults[("GetFileRequest", 1)] = errors.FileReferenceExpiredError(None)
    first, second = [item.post for item in collect(site)]
    assert first.text == "صورة"
    assert "FileReferenceExpiredError" in first.media[0].missing
    assert second.text == "بعدها"


def test_a_message_without_a_time_is_refused_and_the_rest_taken():
    broken = message(1, "؟")
    broken.date = None
    refused, post = collect(Site(broken, message(2, "سوق")))
    assert isinstance(refused, Refused)
    assert "message 1" in refused.where
    assert isinstance(post, Gathered)


@pytest.mark.parametrize(
    ("named", "why"),
    [
        (channel(username=None), "private"),
        (channel(broadcast=False, megagroup=True), "group"),
        (types.ChannelForbidden(CHANNEL, 5, "خاص", broadcast=True), "private"),
        (types.User(7, username="town_notices"), "person"),
    ],
)
def test_whatever_is_no_public_channel_is_refused(named, why):
    site = Site(message(1, "سر"), named=named)
    items, said = until_it_fails(site)
    assert not items
    assert isinstance(said, BadInput)
    assert why in str(said)
    assert "GetHistoryRequest" not in site.asked


@pytest.mark.parametrize("fault", [errors.UserDeactivatedBanError, errors.AuthKeyUnregisteredError])
def test_a_banned_account_is_told_with_what_to_do(fault):
    site = Site(*(message(id, "سوق") for id in range(1, 150)))
    site.faults[("GetHistoryRequest", 2)] = fault(None)
    items, said = until_it_fails(site)
    assert len(items) == 100
    assert isinstance(said, Unreachable)
    assert "banned" in str(said)
    assert "needs no account" in str(said)


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (errors.UsernameNotOccupiedError(None), BadInput),
        (errors.UsernameInvalidError(None), BadInput),
        (errors.ChannelPrivateError(None), BadInput),
        (errors.ServerError(None, "INTERNAL"), Unreachable),
        (errors.TypeNotFoundError(1, b""), Unreachable),
        (ConnectionResetError("gone"), Unreachable),
    ],
)
def test_every_other_no_is_one_sentence(fault, kind):
    site = Site()
    site.faults[("ResolveUsernameRequest", 1)] = fault
    _, said = until_it_fails(site)
    assert type(said) is kind
    assert "@town_notices" in str(said)
    assert "\n" not in str(said)


def test_another_channel_under_the_old_name_is_not_mixed_in():
    (item,) = collect(Site(message(1, "سوق")))
    site = Site(message(2, "غريب"), named=channel(id=2002))
    _, said = until_it_fails(site, item.checkpoint)
    assert "another one has taken it" in str(said)


def test_secrets_stand_in_no_text(busy, caplog):
    caplog.set_level(logging.DEBUG)
    busy.faults[("GetHistoryRequest", 3)] = errors.AuthKeyDuplicatedError(None)
    items, said = until_it_fails(busy)
    collector = live(busy)
    texts = [caplog.text, str(said), repr(said), repr(collector._access), repr(vars(collector))]
    texts += [f"{item.checkpoint} {item.fetched}" for item in items]
    whole = "\n".join(texts)
    assert not [secret for secret in KEYS.values() if secret in whole]
    assert "access_hash" not in whole
    assert "file_reference" not in whole


def test_what_was_read_is_kept_by_page_and_names_its_messages():
    items = collect(Site(*(message(id, f"سوق {id}") for id in range(1, 131))))
    pages = {id(item.fetched): item.fetched for item in items}
    first, second = pages.values()
    assert [len(json.loads(page.body)) for page in (first, second)] == [100, 30]
    assert json.loads(first.body)[0]["message"] == "سوق 1"
    assert first.url.endswith("post=1-100")


@pytest.mark.parametrize("left_out", sorted(KEYS))
def test_without_an_account_it_steps_aside_and_warns(left_out):
    keys = {name: said for name, said in KEYS.items() if name != left_out}
    with pytest.raises(NotReady, match="get banned") as caught:
        TelegramLive(QUICK, environment=keys)
    assert left_out in str(caught.value)
    assert not [said for said in keys.values() if said in str(caught.value)]


def test_a_key_that_is_none_is_told_without_repeating_it():
    with pytest.raises(NotReady) as caught:
        TelegramLive(QUICK, environment=KEYS | {"MARSAD_TELEGRAM_API_ID": "s3cret"})
    assert "s3cret" not in str(caught.value)
    with pytest.raises(NotReady, match="no session string") as caught:
        list(TelegramLive(QUICK, environment=KEYS).collect(ORIGIN, ""))
    assert KEYS["MARSAD_TELEGRAM_SESSION"] not in str(caught.value)
    assert caught.value.__cause__ is caught.value.__context__ is None


def test_what_came_before_a_flood_wait_is_stored_and_the_next_visit_goes_on(tmp_path, busy):
    whole = {item.post.native_id for item in collect(busy)}
    busy.asked.clear()
    busy.faults[("GetHistoryRequest", 2)] = flood(60)
    collector = live(busy)
    with Store.create(tmp_path / "lab") as store:
        assert fill(store, collector) == 60
        assert len(list(store.posts())) == 97
        busy.faults.clear()
        assert fill(store, collector) is None
        posts = list(store.posts())
    assert len(posts) == len(whole)
    assert {post.native_id for post in posts} == whole
    assert {post.place for post in posts} == {f"telegram:{CHANNEL}"}


def fill(store, collector):
    """Seal a visit; the wait that was asked for, if one was."""
    capture = preserve.capture(store, collector, ORIGIN)
    found = collector.collect(ORIGIN, store.resume_point(collector.name, ORIGIN))
    try:
        list(preserve.seal(store, collector, capture, found, ORIGIN))
    except Unreachable as said:
        return said.wait
    return None


def test_a_visit_may_be_abandoned_and_hangs_up(busy):
    visit = live(busy).collect(ORIGIN, "")
    next(visit)
    assert busy.connected == 1
    visit.close()
    assert busy.connected == 0


def test_without_telethon_it_steps_aside_and_warns(monkeypatch):
    monkeypatch.setitem(sys.modules, "telethon", None)
    with pytest.raises(NotReady, match="get banned") as caught:
        TelegramLive(QUICK, environment=KEYS)
    assert "marsad[telegram]" in caught.value.remedy


def test_it_never_goes_round_the_proxy(monkeypatch):
    monkeypatch.setitem(sys.modules, "python_socks", None)
    with pytest.raises(NotReady, match="python-socks"):
        TelegramLive(Settings(proxy="http://127.0.0.1:9"), environment=KEYS)


def test_telethon_asks_the_proxy_and_nobody_else():
    pytest.importorskip("python_socks", reason="python-socks is not installed")
    heard = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def hear():
            with suppress(OSError):
                while True:
                    caller, _ = server.accept()
                    with caller:
                        heard.append(caller.recv(1000).split(b"\r\n")[0])

        threading.Thread(target=hear, daemon=True).start()
        session = StringSession()
        # An address for documentation: nobody answers there.
        session.set_dc(2, "192.0.2.1", 443)
        session.auth_key = AuthKey(bytes(range(256)))
        settings = Settings(pace_seconds=0, proxy=f"http://127.0.0.1:{server.getsockname()[1]}")
        keys = KEYS | {"MARSAD_TELEGRAM_SESSION": session.save()}
        with pytest.raises(Unreachable, match="connection to Telegram broke off") as caught:
            list(TelegramLive(settings, environment=keys).collect(ORIGIN, ""))
    assert set(heard) == {b"CONNECT 192.0.2.1:443 HTTP/1.1"}
    assert session.save() not in "".join(traceback.format_exception(caught.value))


def test_it_takes_only_origins_written_for_it():
    collector = live(Site())
    assert collector.accepts(ORIGIN)
    assert collector.accepts("tg://resolve?domain=town_notices")
    for origin in ("@town_notices", "https://t.me/s/town_notices", "t.me/town_notices"):
        assert not collector.accepts(origin)
    for origin in (
        "telegram:@",
        "telegram:@a/b",
        "tg://resolve?domain=x&post=1",
        "telegram:@+9627",
    ):
        assert not collector.accepts(origin)
        with pytest.raises(BadInput, match="telegram:@NAME"):
            list(collector.collect(origin, ""))
