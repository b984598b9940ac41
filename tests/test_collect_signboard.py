"""What a channel says and shows of itself is kept as evidence each time it has changed."""

import io

import pytest
from feed_server import served
from PIL import Image, ImageDraw
from telegram_web_site import Answer, Site

from marsad import preserve
from marsad.collect.feed import Feed
from marsad.collect.signboard import AWAY
from marsad.collect.telegram_web import TelegramWeb
from marsad.enrich.signboards import hash_signboards
from marsad.model import Place
from marsad.preserve import erase, verify
from marsad.preserve.verify import VERIFIED
from marsad.safeguards import of_an_outlet
from marsad.store.signboards import HASHED, SEEN, Signboards

ORIGIN = "https://t.me/town_notices"
PLACE = "telegram:1001001"


def picture(shift: int = 0, **how: object) -> bytes:
    """An emblem with enough in it to be told from others."""
    made = Image.new("RGB", (320, 320), "#1b4d5a")
    draw = ImageDraw.Draw(made)
    for n in range(9):
        at = (n * 67 + shift * 31) % 250, (n * 101 + shift * 53) % 250
        box = (*at, at[0] + 30 + 7 * n, at[1] + 25 + 5 * n)
        draw.ellipse(box, fill=("#e0c080", "#b03a2e")[n % 2])
    out = io.BytesIO()
    made.save(out, **({"format": "PNG"} | how))
    return out.getvalue()


@pytest.fixture
def site():
    made = Site()
    made.publish(1, 25)
    made.files["avatar.jpg"] = picture()
    yield made
    made.close()


def visit(store, site, origin=ORIGIN):
    made = TelegramWeb(site.settings, site.url)
    session = preserve.capture(store, made, origin)
    found = made.collect(origin, store.resume_point(made.name, origin))
    return list(preserve.seal(store, made, session, found, origin))


def boards(store, place=PLACE):
    return Signboards(store).every().get(place, [])


def test_title_description_and_picture_stand_on_a_page_that_is_kept(store, site):
    visit(store, site)
    [board] = boards(store)
    assert (board.name, board.description) == ("Town Notices", "أخبار البلدية")
    assert store.read(board.picture) == site.files["avatar.jpg"]
    page = store.capture(board.page)
    assert page.origin == f"{site.url}/town_notices"
    assert "أخبار البلدية" in store.read(page.sha256).decode()
    store.checkpoint()
    assert verify(store).state == VERIFIED


def test_nothing_is_asked_or_written_while_nothing_changes(store, site):
    visit(store, site)
    site.asked.clear()
    for last in (27, 30):
        site.publish(last - 1, last)
        visit(store, site)
    assert not [path for path in site.asked if not path.startswith("/s/")]
    assert len(list(store.acts(SEEN))) == 1


def test_a_change_is_another_version_beside_the_first(store, site):
    visit(store, site)
    site.description = "القناة انتقلت\nهنا: @town_notices2"
    site.publish(26, 26)
    visit(store, site)
    site.picture, site.files["new.jpg"] = "new.jpg", picture(5)
    site.publish(27, 27)
    visit(store, site)
    first, second, third = boards(store)
    assert first.description == "أخبار البلدية"
    assert second.description == third.description == site.description
    assert second.picture == first.picture != third.picture
    assert first.seen_at < second.seen_at < third.seen_at


def test_another_address_of_the_same_picture_is_no_change(store, site):
    visit(store, site)
    site.picture, site.files["moved.jpg"] = "moved.jpg", site.files["avatar.jpg"]
    for number in (26, 27):
        site.publish(number, number)
        visit(store, site)
    assert len(boards(store)) == 1
    assert site.asked.count("/file/moved.jpg") == 1


def test_a_picture_that_is_away_is_asked_for_again_and_one_that_is_not_there_is_not(store, site):
    site.files.clear()
    visit(store, site)
    [board] = boards(store)
    assert (board.picture, board.missing) == ("", "the server answered with status 404")
    site.publish(26, 26)
    visit(store, site)
    assert site.asked.count("/file/avatar.jpg") == 1
    away = lambda path, _count: Answer(503) if path.startswith("/file/other") else None  # noqa: E731
    site.instead, site.picture = away, "other.jpg"
    for number in (27, 28):
        site.publish(number, number)
        visit(store, site)
    assert [each.missing for each in boards(store)] == [board.missing, AWAY]
    site.instead, site.files["other.jpg"] = lambda _path, _count: None, picture(2)
    site.publish(29, 29)
    visit(store, site)
    assert store.read(boards(store)[-1].picture) == picture(2)


def test_a_channel_without_its_own_page_gives_its_posts_all_the_same(store, site):
    site.instead = lambda path, _count: Answer(404) if path == "/town_notices" else None
    assert sum(batch.new for batch in visit(store, site)) == 25
    assert boards(store) == []


def test_the_page_that_is_kept_holds_no_post(store, site):
    """One that was erased would come back with every new description."""
    visit(store, site)
    post = next(store.posts())
    asked = erase.ask(store, [post.id], "person:Amal", "GDPR 17(1)(d)")
    erase.approve(store, asked.id, "person:Basim")
    [board] = boards(store)
    assert post.text not in store.read(store.capture(board.page).sha256).decode()
    assert store.read(board.picture)


def test_pictures_are_hashed_once_and_what_is_no_picture_is_said_to_be_none(store, site):
    visit(store, site)
    assert hash_signboards(store) == 1
    assert hash_signboards(store) == 0
    [board] = boards(store)
    assert len(board.pdq) == 64
    site.picture, site.files["text.jpg"] = "text.jpg", b"no picture at all"
    site.publish(26, 26)
    visit(store, site)
    assert hash_signboards(store) == 1
    assert hash_signboards(store) == 0
    assert boards(store)[-1].pdq == ""
    assert [bool(said["fault"]) for said in store.acts(HASHED)] == [False, True]


def test_a_plain_picture_has_no_hash_to_be_compared(store, site):
    site.files["avatar.jpg"] = _plain()
    visit(store, site)
    assert hash_signboards(store) == 1
    assert boards(store)[0].pdq == ""


def _plain() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (320, 320), "white").save(out, format="PNG")
    return out.getvalue()


FEED = """<rss version="2.0"><channel><title>جريدة السوق</title><link>https://souq.example/</link>
<description>{said}</description><image><url>/logo.png</url><title>x</title><link>y</link></image>
<item><guid>{n}</guid><title>خبر {n}</title>
<pubDate>Thu, 05 Mar 2026 0{n}:00:00 +0000</pubDate></item></channel></rss>"""


def test_a_feed_has_a_signboard_too(store):
    with served() as site:
        logo = site.put("/logo.png", picture()) and picture()
        for n, said in enumerate(("أخبار &lt;b&gt;السوق&lt;/b&gt;", "أخبار المدينة"), start=1):
            origin = site.put("/souq.rss", FEED.format(said=said, n=n))
            made = Feed(site.settings)
            session = preserve.capture(store, made, origin)
            since = store.resume_point(made.name, origin)
            list(preserve.seal(store, made, session, made.collect(origin, since), origin))
        first, second = boards(store, f"feed:{origin}")
        assert (first.name, first.description) == ("جريدة السوق", "أخبار السوق")
        assert second.description == "أخبار المدينة"
        assert store.read(first.picture) == logo
        posts = {post.capture for post in store.posts()}
        assert {first.page, second.page} == posts


def test_signboards_of_accounts_are_kept_only_where_people_entered_them():
    account = Place("fediverse:far.example/@name", "fediverse", "Name", kind="channel")
    assert not of_an_outlet(account, frozenset())
    assert of_an_outlet(account, {account.id})
    assert not of_an_outlet(Place("telegram:2", "Telegram", "G", kind="group"), {"telegram:2"})
