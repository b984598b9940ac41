"""Outlets, places, the network and narratives on the desk: pages, and every list as a file."""

import csv
import io
import json
import re
from datetime import UTC, date, datetime, timedelta
from html import unescape
from xml.etree import ElementTree

import pytest
from desk_client import seated
from planted import timeline

from marsad import track
from marsad.enrich.copies import find_copies
from marsad.model import Capture, Claim, Event, Media, Outlet, Place, Post, sign
from marsad.store import Store, Window
from marsad.web import app
from marsad.web.views.narratives import DAYS

T0 = datetime(2024, 5, 1, 9, tzinfo=UTC)
DAY = timedelta(days=1)
RLO = "\u202e"
PERSON = "An Account Of Somebody"
TOPICS = (
    ("افتتحت البلدية مكتبة عامة للأطفال", "كتب المكتبة العامة للأطفال وصلت اليوم",
     "تعلن مكتبة الأطفال العامة مواعيد قراءة الكتب", "قراءة الكتب في مكتبة البلدية للأطفال",
     "زوار مكتبة الأطفال يقرؤون كتب البلدية", "توزع البلدية كتب المكتبة العامة على الأطفال"),
    ("انقطاع مياه الشرب عن الحي الشرقي", "عودة مياه الشرب إلى الحي الشرقي مساء",
     "صيانة شبكة مياه الحي الشرقي تقطع الشرب", "شركة المياه تعد الحي الشرقي بمياه شرب نظيفة",
     "شكاوى الحي الشرقي من مياه الشرب", "خزانات مياه الشرب في الحي الشرقي"),
)  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """An outlet of two places, one of them forwarding; an account; a private place; an event."""
    with Store.create(tmp_path_factory.mktemp("track") / "lab") as made:
        made.add(Capture("c", "test", "1", "test", T0 + 99 * DAY, "0" * 64, 1))
        for n, name in enumerate(("منبر الوادي", f"=صوت {RLO}النخيل", "خبرگزاری ساحل")):
            made.add(Place(f"telegram:{n}", "Telegram", name, fiction=True))
        made.add(Place("mastodon:9", "Fediverse", PERSON))
        made.add(Place("telegram:8", "Telegram", "عائلة", kind="private"))
        made.add(Outlet("wadi", "منبر الوادي", "Minbar al-Wadi",
                        places=("telegram:0", "telegram:1"), fiction=True))  # fmt: skip
        made.add(Event("fair", "معرض الكتاب", date(2024, 5, 3), date(2024, 5, 3), "Marsa",
                       "Gazette, May 3, 2024.", fiction=True))  # fmt: skip
        for n in range(6):
            for topic, texts in enumerate(TOPICS):
                post(made, f"telegram:{topic}", n, texts[n])
            for place in ("telegram:2", "mastodon:9", "telegram:8"):
                post(made, place, n, f"خبر {n}", theme="market")
        photo = Media("ab" * 32, f"{RLO}gpj.exe", "photo", "image/jpeg", 10)
        secret = Media("cd" * 32, "x.jpg", "photo", "image/jpeg", 10)
        post(made, "telegram:0", 20, "صورة من السوق", media=(photo,))
        away = post(made, "telegram:8", 21, "صورة", media=(secret,))
        made.add(sign(Claim(away, "made-by-outlet", "wadi"), "test/1", T0))
        answer = post(made, "telegram:2", 30, "عن المعرض", at=T0 + 2 * DAY)
        made.add(sign(Claim(answer, "answers-event", "fair", 0.8), "event-match/1", T0))
        yield made


def post(store, place, number, text, theme="", at=None, **more):
    when = at or T0 + number * DAY
    made = Post(f"{place}/{number}", place, "c", str(number), when, text, fiction=True, **more)
    store.add(made)
    if theme:
        store.add(sign(Claim(made.id, "theme", theme, 0.9), "x/1", T0))
    return made.id


@pytest.fixture(scope="module")
def desk(store):
    return seated(app(store.lab))


def words(answer):
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", answer.text)).split())


def table(answer):
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def lines(answer):
    return [json.loads(line) for line in answer.text.splitlines()]


def test_every_list_of_an_outlet_is_on_its_page_and_a_file_of_two_forms(desk):
    page = desk.get("/outlets/wadi").text
    addresses = re.findall(r'href="(/outlets/wadi/list/\w+)/csv"', page)
    assert {each.rsplit("/", 1)[1] for each in addresses} >= {"places", "languages", "weeks",
                                                              "media"}  # fmt: skip
    for address in addresses:
        rows = lines(desk.get(f"{address}/jsonl"))
        assert len(rows) == len(table(desk.get(f"{address}/csv"))) > 0
    weeks = lines(desk.get("/outlets/wadi/list/weeks/jsonl"))
    assert sum(row["posts"] for row in weeks) == 13
    assert desk.get("/outlets/wadi/list/moods/csv").status_code == 404
    assert desk.get("/outlets/wadi/list/weeks/pdf").status_code == 404
    assert desk.get("/outlets/nobody/list/weeks/csv").status_code == 404
    assert desk.get("/outlets/wadi/list/gaps/csv").content.decode().strip("\ufeff\r\n") == ""


def test_a_table_begins_no_formula_and_holds_names_as_they_are(desk):
    rows = table(desk.get("/outlets/list/places/csv"))
    assert f"'=صوت {RLO}النخيل" in [row["name"] for row in rows]
    assert "telegram:8" not in [row["id"] for row in rows]
    assert f"=صوت {RLO}النخيل" in [r["name"] for r in lines(desk.get("/outlets/list/places/jsonl"))]
    [outlet] = lines(desk.get("/outlets/list/outlets/jsonl"))
    assert (outlet["id"], outlet["places"]) == ("wadi", "telegram:0; telegram:1")
    assert desk.get("/outlets/list/persons/csv").status_code == 404


def test_new_media_are_listed_and_stay_closed_and_private_ones_are_not_there(desk):
    page = desk.get("/outlets/wadi").text
    assert f'href="/post/telegram:0%2F20?show={"ab" * 32}#media"' in page
    assert "<img" not in page
    assert "cd" * 32 not in page
    (row,) = lines(desk.get("/outlets/wadi/list/media/jsonl"))
    assert (row["sha256"], row["post"]) == ("ab" * 32, "telegram:0/20")


def test_pictures_are_linked_narrowed_to_the_outlet_or_the_place(desk):
    page = desk.get("/outlets/wadi").text
    for name in ("volume", "timeline", "survival", "lags"):
        assert f'href="/pictures/{name}?outlet=wadi"' in page
        assert desk.get(f"/pictures/{name}?outlet=wadi").status_code == 200
    assert 'href="/pictures/volume?place=telegram:2"' in unescape(
        desk.get("/places/telegram:2").text
    ).replace("%3A", ":")


def test_a_picture_of_an_outlet_holds_what_is_laid_to_it_alone(store):
    only = track.Asked(Window(outlets=("wadi",)))
    assert {row["outlet"] for row in track.picture(store, "volume", only).rows} == {"wadi"}
    assert {row["outlet"] for row in track.picture(store, "timeline", only).rows} == {"wadi"}
    assert "of 2 channels" in track.picture(store, "survival", only).alt
    answered = track.picture(store, "lags", track.Asked(Window(places=("telegram:2",)), "fair"))
    assert [row["outlet"] for row in answered.rows] == ["place:telegram:2"]
    silent = track.picture(store, "lags", track.Asked(Window(outlets=("wadi",)), "fair"))
    assert silent.rows == ()
    assert "1 times an outlet was there; 0 times it answered" in silent.alt


def test_a_timeline_leaves_private_places_out_and_makes_accounts_one(store):
    found = track.timeline(store, date(2024, 5, 1), date(2024, 5, 2))
    assert {outlet for _day, outlet, *_ in found.days} == {
        "wadi", "place:telegram:2", "accounts"
    }  # fmt: skip


def test_narratives_tell_labelled_ones_and_groups_of_posts_nobody_labelled(desk):
    page = desk.get("/narratives?since=2024-05-01")
    said = words(page)
    assert "market" in said
    assert "Unlabelled, group 2" in said
    assert "Unlabelled, group 3" not in said
    assert "Accounts not in the register, together (6)" in said
    labelled, unlabelled = page.text.split('id="alike"')
    assert 'href="/post/telegram:2%2F0"' in labelled
    for topic in (0, 1):
        assert f'href="/post/telegram:{topic}%2F' in unlabelled
    assert desk.get("/narratives?most=0").status_code == 400
    assert desk.get("/narratives?since=may").status_code == 400


def test_without_a_day_the_last_months_are_told_whatever_a_clock_gone_wrong_says(store, desk):
    post(store, "telegram:2", 99, "خبر", at=T0 + 9999 * DAY)
    last = (T0 + 20 * DAY).date()
    assert f'value="{last - timedelta(days=DAYS)}"' in desk.get("/narratives").text


@pytest.fixture(scope="module")
def flowing(tmp_path_factory):
    with Store.create(tmp_path_factory.mktemp("flow") / "lab") as made:
        timeline.put(made, timeline.Timeline(3, days=100, sources=6, relays=12).plant())
        find_copies(made)
        yield made, seated(app(made.lab))


def test_the_network_tells_direction_delay_and_groups_as_tracking_does(flowing):
    store, desk = flowing
    found = track.open_flow(store, track.kept_flow(store))
    assert found.edges
    page = desk.get("/network")
    rows = re.findall(r"<tr><td><a.*?</tr>", page.text)
    assert len(rows) == len(found.edges)
    first, names = found.edges[0], {node.id: node.name for node in found.nodes}
    cells = [" ".join(re.sub("<[^>]*>", " ", cell).split()) for cell in rows[0].split("</td>")]
    assert cells[:4] == [names[first.source], names[first.target], str(first.n),
                         str(first.forwards)]  # fmt: skip
    assert cells[4] == str(timedelta(seconds=round(first.median_seconds)))
    groups = re.search(r'id="groups".*?</ol>', page.text, re.S)[0]
    assert groups.count("<li>") == len(found.communities)
    assert "script-src 'self'" in page.headers["content-security-policy"]
    assert desk.get("/network?by=mood").status_code == 400
    assert desk.get("/network?since=may").status_code == 400
    assert "Nobody repeats anybody" in words(desk.get("/network?since=2040-01-01"))


def test_the_files_of_the_network_hold_all_of_it(flowing):
    store, desk = flowing
    found = track.open_flow(store, track.kept_flow(store))
    for form, edge in (("gexf", "{http://gexf.net/1.3}edge"),
                       ("graphml", "{http://graphml.graphdrawing.org/xmlns}edge")):  # fmt: skip
        answer = desk.get(f"/network/file/{form}")
        assert f'filename="network.{form}"' in answer.headers["content-disposition"]
        assert len(list(ElementTree.fromstring(answer.content).iter(edge))) == len(found.edges)
    assert len(table(desk.get("/lists/edges/csv"))) == len(found.edges)
    assert len(table(desk.get("/lists/edges/csv?since=2040-01-01"))) == 0
    assert {row["id"] for row in table(desk.get("/lists/nodes/csv"))} == {
        each.id for each in found.nodes
    }
    assert desk.get("/network/file/pdf").status_code == 404


def test_no_account_that_nobody_registered_is_in_the_network(tmp_path):
    with Store.create(tmp_path / "lab") as made:
        made.add(Capture("c", "test", "1", "test", T0 + 99 * DAY, "0" * 64, 1))
        made.add(Place("telegram:1", "Telegram", "قناة"), Place("mastodon:9", "Fediverse", PERSON))
        for n in range(8):
            first = post(made, "telegram:1", n, f"خبر {n}")
            made.add(Post(f"m/{n}", "mastodon:9", "c", str(n), T0 + n * DAY + DAY / 24, "خبر"))
            made.add(sign(Claim(f"m/{n}", "near-copy-of", first), "copies/1", T0))
        assert track.kept_flow(made).edges
        desk = seated(app(made.lab))
        for address in ("/network", "/network/file/gexf", "/lists/edges/csv"):
            answer = desk.get(address)
            assert PERSON not in answer.text
            assert "mastodon:9" not in answer.text
