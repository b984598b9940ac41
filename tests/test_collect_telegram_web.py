"""What the public preview of a channel says is taken as it stands."""

import pytest
from telegram_web_site import Answer, Said, Site, fixture, page

from marsad.collect.telegram_web import TelegramWeb
from marsad.errors import BadInput, Unreachable
from marsad.model import Entity
from marsad.plugins import Gathered, Refused

ORIGIN = "https://t.me/s/town_notices"


@pytest.fixture
def site():
    made = Site()
    yield made
    made.close()


def collect(site, since="", origin=ORIGIN):
    return list(TelegramWeb(site.settings, site.url).collect(origin, since))


def gathered(site, since=""):
    return [item for item in collect(site, since) if isinstance(item, Gathered)]


@pytest.fixture
def kinds(site):
    """One message of each kind, by id."""
    for name in ("garden.jpg", "fair.mp4", "one.jpg", "two.jpg", "note.ogg", "leaf.webp"):
        site.files[name] = name.encode()
    site.files |= {"round.mp4": b"round", "loop.mp4": b"loop", "avatar.jpg": b"", "thumb.jpg": b"t"}
    site.instead = lambda path, _n: (
        page(site.frame(fixture("kinds.html"))) if path.startswith("/s/") else None
    )
    return {int(item.post.native_id): item for item in gathered(site)}


def spans(post, kind):
    return [post.text[e.start : e.end] for e in post.entities if e.kind == kind]


@pytest.mark.parametrize(
    "origin",
    [
        "@town_notices",
        "t.me/town_notices",
        "t.me/s/town_notices",
        "https://t.me/town_notices",
        "https://t.me/s/town_notices/",
        "http://telegram.me/town_notices?before=20",
    ],
)
def test_a_channel_may_be_named_in_any_usual_way(site, origin):
    site.publish(1, 3)
    assert TelegramWeb().accepts(origin) > 0.5
    assert [item.post.native_id for item in collect(site, origin=origin)] == ["1", "2", "3"]


@pytest.mark.parametrize("origin", ["", "no such thing", "https://example.org/", "@a@b.example"])
def test_what_is_no_link_of_telegram_is_not_accepted(origin):
    assert TelegramWeb().accepts(origin) == 0
    assert list(TelegramWeb().originals(ORIGIN)) == []


@pytest.mark.parametrize(
    ("origin", "told"),
    [
        ("https://t.me/+AbCdEf", "without an account"),
        ("https://t.me/joinchat/AbCdEf", "without an account"),
        ("https://t.me/c/123456/7", "without an account"),
        ("https://t.me/town_notices/17", "give https://t.me/town_notices"),
        ("https://t.me/town_notices/17/18", "not the address of a channel"),
        ("https://t.me/اسم", "names no public channel"),
    ],
)
def test_a_link_that_names_no_public_channel_is_refused_with_what_to_give(site, origin, told):
    with pytest.raises(BadInput, match=told):
        collect(site, origin=origin)
    assert site.asked == []


def test_a_text_keeps_its_words_and_its_entities_in_code_points(kinds):
    post = kinds[2].post
    assert post.text == ("افتتحت البلدية حديقة عامة جديدة 🌿\n\nالتفاصيل: هنا #حديقة @city_library")
    assert spans(post, "bold") == ["البلدية"]
    assert spans(post, "hashtag") == ["#حديقة"]
    assert spans(post, "mention") == ["@city_library"]
    assert [e.href for e in post.entities if e.kind == "text_link"] == [
        "https://town.example/garden?a=1&b=2"
    ]
    assert not spans(post, "italic")


def test_marks_of_every_kind_are_read(kinds):
    post = kinds[3].post
    said = {e.kind: post.text[e.start : e.end] for e in post.entities}
    assert said == {
        "spoiler": "باران",
        "italic": "کرده",
        "blockquote": "چتر بیاورید",
        "underline": "بیاورید",
        "code": "12:30",
        "custom_emoji": "🌿",
        "link": "town.example",
        "edited": "",
    }
    assert post.author == "شعبة الإعلام"
    assert post.edited_at is None


def test_the_place_is_numbered_as_exports_number_it(kinds):
    place = kinds[2].place
    assert (place.id, place.name, place.kind) == ("telegram:1001001", "Town Notices", "channel")
    assert place.address == "https://t.me/town_notices"
    assert {item.post.place for item in kinds.values()} == {place.id}


def test_a_page_that_tells_no_number_gives_the_place_its_name(site):
    site.number = 0
    site.publish(1, 2)
    assert {item.place.id for item in gathered(site)} == {"telegram:@town_notices"}


def media(item):
    files = {
        name: held if isinstance(held, bytes) else held.read_bytes()
        for name, held in item.files.items()
    }
    return [(m.kind, m.name, files.get(m.name, m.missing)) for m in item.post.media]


def test_media_come_along_with_their_content(kinds):
    assert media(kinds[4]) == [("photo", "photo-1.jpg", b"garden.jpg")]
    assert media(kinds[5]) == [("video", "video-1.mp4", b"fair.mp4")]
    assert media(kinds[14]) == [("voice", "voice-1.ogg", b"note.ogg")]
    assert media(kinds[17]) == [("sticker", "sticker-1.webp", b"leaf.webp")]
    assert media(kinds[18]) == [("video", "video-1.mp4", b"round")]
    assert media(kinds[19]) == [("animation", "animation-1.mp4", b"loop")]


def test_a_medium_that_cannot_be_had_says_why_and_the_post_is_kept(kinds):
    assert media(kinds[12]) == [
        ("file", "file-1", "t.me does not show it: Please open Telegram to view this post")
    ]
    assert media(kinds[15]) == [("video", "video-1.mp4", "t.me does not show it: Media is too big")]
    [(kind, name, missing)] = media(kinds[13])
    assert (kind, name) == ("file", "برنامه.pdf")
    assert "does not serve" in missing


def test_an_album_is_one_post(kinds):
    post = kinds[6].post
    assert post.album == ("6", "7", "8")
    assert post.text == "صور من المعرض"
    assert media(kinds[6]) == [
        ("photo", "photo-1.jpg", b"one.jpg"),
        ("photo", "photo-2.jpg", b"two.jpg"),
        ("photo", "photo-3.jpg", "the server answered with status 404"),
    ]
    assert not {7, 8} & set(kinds)


def test_forwards_replies_polls_places_and_service_messages_are_told_apart(kinds):
    forward = kinds[9].post.forwarded_from
    assert (forward.name, forward.id) == ("مكتبة المدينة", "@city_library")
    assert kinds[9].post.text == "The library opens at nine on Monday."
    assert (kinds[10].post.reply_to, kinds[10].post.text) == ("4", "میلے کا وقت بدل گیا ہے")
    assert kinds[11].post.poll.question == "متى نفتح الحديقة؟"
    assert kinds[11].post.poll.answers == ("صباحا", "مساء")
    assert kinds[16].post.entities == (Entity("location", 0, 0, "geo:12.5,-7.25"),)
    assert (kinds[1].post.kind, kinds[1].post.text) == ("service", "Channel created")


def test_a_preview_of_another_site_is_no_part_of_the_post(kinds):
    post = kinds[19].post
    assert post.text == "see https://news.example/a"
    assert spans(post, "link") == ["https://news.example/a"]
    assert len(post.media) == 1


def test_a_time_without_a_zone_is_refused_and_the_rest_taken(site, kinds):
    [refused] = [item for item in collect(site) if isinstance(item, Refused)]
    assert refused.where == "t.me/town_notices/20"
    assert "zone" in refused.reason
    assert 20 not in kinds


def test_files_are_gone_when_nobody_holds_their_path(site):
    site.files["a.jpg"] = b"a"
    site.posts[1] = Said("x", media=PHOTO)
    [item] = gathered(site)
    path = next(iter(item.files.values()))
    name = str(path)
    assert path.read_bytes() == b"a"
    del item, path
    with pytest.raises(FileNotFoundError), open(name, "rb"):  # noqa: PTH123
        pass


PHOTO = (
    '<a class="tgme_widget_message_photo_wrap" '
    'style="background-image:url(\'/file/a.jpg\')" href="#"></a>'
)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("no_preview.html", "has no public preview"),
        ("group.html", "it is a group"),
        ("nobody.html", "no public channel of this name"),
    ],
)
def test_a_channel_without_preview_is_told_plainly_with_what_to_do(site, name, told):
    site.instead = lambda path, _n: None if path.startswith("/s/") else page(fixture(name))
    with pytest.raises(Unreachable, match=told) as raised:
        collect(site, origin="@quiet_town")
    assert "take an export" in str(raised.value)


def test_a_barred_channel_is_told_in_the_words_of_telegram(site):
    barred = "This channel can’t be displayed because it violated local laws."
    html = fixture("no_preview.html").replace("{said}", barred)
    site.instead = lambda path, _n: None if path.startswith("/s/") else page(html)
    with pytest.raises(Unreachable, match="violated local laws"):
        collect(site, origin="@quiet_town")


def test_a_name_the_server_does_not_know_is_bad_input(site):
    site.instead = lambda _path, _n: Answer(404)
    with pytest.raises(BadInput, match="knows no @town_notices"):
        collect(site)


def test_a_channel_that_shows_nothing_is_no_empty_success(site):
    with pytest.raises(Unreachable, match="shows no posts"):
        collect(site)
