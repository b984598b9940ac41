"""The search page: counts, bars and marked words; files and a feed of what was asked."""

import csv
import io
import json
import re
from dataclasses import replace
from datetime import timedelta
from html import unescape
from urllib.parse import quote, urlencode
from xml.etree import ElementTree

import pytest
import report_lab as lab
from desk_client import seated

from marsad.model import Claim, sign
from marsad.search import Ask, search
from marsad.search.index import Opened
from marsad.web import app
from marsad.web.views.over_time import over_time

ATOM = "{http://www.w3.org/2005/Atom}"
LINKED = "=نهر https://example.org/a \u202eقلب"


@pytest.fixture
def filled(tmp_path):
    with lab.fill(tmp_path / "lab", "Asia/Amman") as store:
        at = lab.post("x", "telegram:1", 1, "x").posted_at
        store.add(
            *(lab.post(f"more-{n}", "telegram:2", n, f"خبر عن النهر {n}") for n in range(3)),
            lab.post("linked", "telegram:1", 5, LINKED),
            *(sign(Claim(f"more-{n}", "language", "ar", 0.9), "language/1", at) for n in range(3)),
        )
        yield store


@pytest.fixture
def desk(filled):
    return seated(app(filled.lab))


def text_of(page):
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page)).split())


def posts_in(page):
    return re.findall(r'<a class="row" href="/post/([^"]+)"', page)


def test_words_are_marked_where_they_stand_and_in_their_direction(desk):
    page = desk.get("/?q=نهر").text
    assert "<mark>النهر</mark>" in page
    assert re.search(r'<bdi dir="auto" lang="ar">خبر عن <mark>النهر</mark> 1</bdi>', page)
    assert "https://" not in page
    assert "⟦RLO⟧" in page


def test_counts_lead_to_a_narrower_search_that_stands_in_the_address(desk):
    page = desk.get("/?q=نهر").text
    address = f"/?{urlencode({'q': 'نهر', 'only': 'lang:ar'})}".replace("&", "&amp;")
    assert f'href="{address}"' in page
    narrow = desk.get(unescape(address)).text
    assert sorted(posts_in(narrow)) == ["more-0", "more-1", "more-2"]
    assert '<input type="hidden" name="only" value="lang:ar">' in narrow
    assert "3 posts, best first" in text_of(narrow)


def test_strength_and_order_are_kept_and_heeded(desk):
    assert posts_in(desk.get("/?q=نهر&strength=exact").text) == ["linked"]
    oldest = posts_in(desk.get("/?q=نهر&order=oldest").text)
    assert oldest == posts_in(desk.get("/?q=نهر&order=newest").text)[::-1]
    assert len(oldest) > 3


def test_bars_count_every_post_once(filled):
    week = [lab.post(f"w{n}", "telegram:1", n, "النهر") for n in range(4)]
    days = [each.posted_at.replace(day=1 + 3 * n) for n, each in enumerate(week)]
    filled.add(*(replace(each, posted_at=at) for each, at in zip(week, days, strict=True)))
    bars = over_time(search(filled, Ask("نهر", histogram="day")).histogram)
    assert bars.step == "day"
    assert sum(each.posts for each in bars.columns) == 10
    assert max(each.height for each in bars.columns) == bars.height
    assert all(0 <= each.x < bars.width for each in bars.columns)
    page = seated(app(filled.lab), base_url="http://127.0.0.1:1").get("/?q=نهر").text
    assert "a bar for each day" in page
    assert "style=" not in page


@pytest.mark.parametrize(("span", "step"), [(40, "day"), (400, "week"), (2000, "month")])
def test_weeks_and_months_are_put_together_as_the_engine_counts_them(filled, span, step):
    first = lab.post("x", "telegram:1", 1, "x").posted_at
    some = [lab.post(f"s{n}", "telegram:1", n, "حديقة") for n in range(9)]
    at = [first + timedelta(days=span * n // 8) for n in range(9)]
    filled.add(*(replace(each, posted_at=when) for each, when in zip(some, at, strict=True)))
    drawn = over_time(search(filled, Ask("حديقة", histogram="day")).histogram)
    counted = search(filled, Ask("حديقة", histogram=step)).histogram
    assert drawn.step == step
    assert [(each.first, each.posts) for each in drawn.columns] == [
        (each.start, each.posts) for each in counted
    ]


def test_a_page_asks_the_index_once(desk, monkeypatch):
    asked, answer = [], Opened.answer
    monkeypatch.setattr(Opened, "answer", lambda self, it: asked.append(it) or answer(self, it))
    page = desk.get("/?q=نهر&order=newest").text
    assert "lang%3Aar" in page
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("q=" + quote('كلمة "مفتوحة'), "column 6: the quotation mark is not closed"),
        ("q=a&strength=loose", "no strength"),
        ("q=a&order=worst", "no order"),
        ("q=a&only=nothing", "is no condition"),
        ("q=a&only=date:now", "is no stretch of days"),
        ("q=a&" + "&".join(f"only=lang:a{n}" for n in range(21)), "21 conditions"),
        ("q=a&only=planet:mars", "planet"),
        ("skip=some", "skip"),
    ],
)
def test_what_cannot_be_asked_is_refused_and_says_where(desk, question, said):
    for path in ("/", "/search/file/csv", "/search/feed"):
        answer = desk.get(f"{path}?{question}")
        assert answer.status_code == 400
        assert said in text_of(answer.text)


def test_a_table_holds_every_hit_and_no_formula(desk):
    answer = desk.get("/search/file/csv?q=نهر")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert len(rows) == 6
    linked = next(row for row in rows if row["post"] == "linked")
    assert linked["text"] == f"'{LINKED}"
    assert linked["words"] == "نهر"
    assert "attachment" in answer.headers["content-disposition"]


def test_lines_of_json_hold_posts_and_the_spans_of_words(desk):
    lines = [json.loads(line) for line in desk.get("/search/file/jsonl?q=نهر").text.splitlines()]
    for line in lines:
        for reason in line["reasons"]:
            if reason["source"] == "text":
                for spot in reason["spots"]:
                    assert line["post"]["text"][spot["start"] : spot["end"]] == spot["words"]
    assert len({line["number"] for line in lines}) == len(lines) == 6


def test_a_feed_is_newest_first_harmless_and_says_why(desk):
    answer = desk.get("/search/feed?q=نهر")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(answer.content)
    entries = feed.findall(f"{ATOM}entry")
    published = [each.findtext(f"{ATOM}published") for each in entries]
    assert published == sorted(published, reverse=True)
    assert len({each.findtext(f"{ATOM}id") for each in entries}) == len(entries)
    assert all("text: \u2068" in each.findtext(f"{ATOM}summary") for each in entries)
    assert "https://example.org" not in answer.text
    assert "\u202e" not in answer.text
    link = entries[-1].find(f"{ATOM}link").get("href")
    assert desk.get(link.removeprefix("http://127.0.0.1:8200")).status_code == 200


def test_a_feed_bears_what_no_xml_may_hold(filled):
    filled.add(lab.post("odd", "telegram:1", 3, "النهر \x00\x0b\ufffe <b>&amp;"))
    desk = seated(app(filled.lab))
    ElementTree.fromstring(desk.get("/search/feed?q=نهر").content)


def test_an_unknown_form_names_those_there_are(desk):
    answer = desk.get("/search/file/xls?q=a")
    assert answer.status_code == 404
    assert "csv, jsonl" in text_of(answer.text)


def test_a_code_is_counted_under_its_name_and_asked_for_by_its_code(filled, desk):
    at = filled.post("post-ar").posted_at
    filled.add(sign(Claim("post-ar", "theme", "rival-delegitimised"), "theme/1", at))
    page = desk.get("/?q=*").text
    assert "Delegitimising a rival" in page
    assert "only=theme%3Arival-delegitimised" in page


def test_where_no_word_is_asked_for_nothing_is_read_to_mark_it(filled, monkeypatch):
    assert search(filled, "نهر").hits  # Now everything is in the index.
    monkeypatch.setattr(type(filled), "findings_of", None)
    found = search(filled, Ask("date:2024-05-14", order="newest"))
    assert found.hits
    assert all(hit.reasons == () for hit in found.hits)
