"""Every reading page of the route table: asked with hostile words, and showing turned names."""

import inspect
import re
import time
from html import unescape
from urllib.parse import quote, urlencode

import pytest
import report_lab as lab
from desk_client import seated

from marsad import track
from marsad.model import Outlet, Place
from marsad.web import app
from marsad.web.routes import PAGES

READING = [page for page in PAGES if page.method == "GET"]
HOSTILE = (
    "'", '"', "]", "' OR 1=1 --", "x NEAR/* y", "(((", "a AND", '"open', "field:", "/(a+)+$/",
    "*", "\x00", "a\x00b", "\ud800", "a" * 10_000, "%", "-1", "9" * 40, "\u202egpj.exe",
)  # fmt: skip
TURNING = re.compile("[\u200b\u200e\u200f\u202a-\u202e]")
NAME = "قناة \u202eabc.def\u202c\u200b \u200fآدم"


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    with lab.fill(tmp_path_factory.mktemp("routes") / "lab", "Asia/Amman") as store:
        store.add(lab.report(store), by=lab.WRITER)
        store.add(Place("telegram:turned", "telegram", NAME, NAME))
        store.add(Outlet("turned", NAME, NAME, places=("telegram:turned",)))
        store.add(lab.post("post-turned", "telegram:turned", 9, f"{NAME} {NAME}", author=NAME))
        track.open_case(store, "river", NAME, lab.WRITER)
        track.add_posts(store, "river", [("line 1", "post-turned")], lab.WRITER)
        track.tag_post(store, "river", "post-turned", NAME, lab.WRITER)
        track.note(store, "river", NAME, lab.WRITER)
        track.snapshot(store, "river", {"outlet": NAME}, lab.WRITER)
        store.checkpoint()
        client = seated(app(store.lab), "admin", raise_server_exceptions=False)
        yield (
            client,
            {
                "id": ["post-turned", "turned", "telegram:turned", "tr-ar"],
                "handle": ["daily-7"],
                "name": ["river", "volume"],
                "number": ["1"],
                "form": ["csv", "json"],
                "sha256": [lab.sha256_of(store)],
            },
        )


def names(page):
    """What the address of a page may be asked with."""
    inside = set(re.findall(r"\{(\w+)", page.path))
    for name, one in inspect.signature(page.show).parameters.items():
        if name not in inside | {"request", "store", "who"}:
            told = [each.alias for each in getattr(one.annotation, "__metadata__", ())
                    if getattr(each, "alias", None)]  # fmt: skip
            yield told[0] if told else name


def addresses(page, known):
    """The page about each thing it may be about."""
    made = [page.path]
    for name in re.findall(r"\{(\w+)", page.path):
        made = [
            re.sub(rf"\{{{name}[^}}]*\}}", quote(value, safe=":", errors="replace"), each)
            for each in made
            for value in known.get(name, ["none"])
        ]
    assert not any("{" in each for each in made)
    return made


@pytest.mark.parametrize("page", READING, ids=lambda page: page.path)
def test_no_question_of_any_page_is_a_fault_or_takes_long(desk, page):
    client, known = desk
    hostile = dict.fromkeys(known, HOSTILE[:-4])
    asked = addresses(page, hostile) if "{" in page.path else []
    asked = [each for each in asked if len(each) < 30_000][:60]
    for name in names(page):
        for said in HOSTILE:
            query = urlencode({name: said}, errors="surrogatepass")
            asked += [f"{each}?{query}" for each in addresses(page, known)]
    for address in asked:
        began = time.process_time()
        status = client.get(address).status_code
        assert status < 500, address[:200]
        assert time.process_time() - began < 2, address[:200]


@pytest.mark.parametrize("page", READING, ids=lambda page: page.path)
def test_what_turns_text_is_a_mark_on_every_page(desk, page):
    client, known = desk
    for address in addresses(page, known):
        answer = client.get(address)
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        assert not TURNING.search(unescape(answer.text)), address
        if answer.status_code == 200 and "abc.def" in answer.text:
            assert "⟦RLO⟧" in answer.text


def test_the_names_that_turn_text_stand_on_the_pages_that_list_them(desk):
    client, _ = desk
    for address in ("/", "/outlets", "/outlets/turned", "/places/telegram:turned", "/cases",
                    "/case/river", "/case/river/snapshot/1"):  # fmt: skip
        assert "⟦RLO⟧" in client.get(address).text, address
