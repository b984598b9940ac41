"""Every page in Arabic: from the right, in Arabic, whole in a narrow window, clean for axe."""

import json
import re
import threading
import time
from html.parser import HTMLParser

import pytest
import report_lab as lab
import uvicorn
from desk_client import seated, sit
from test_web_browser import AXE, CHROMIUM, NARROW, QUIET
from test_web_pages import every_address

from marsad import alerting, track
from marsad.web import app

ASKS = {"accept-language": "ar"}
NAMES = {
    "Marsad", "Atom", "CSV", "JSON", "PDF", "PDQ", "SHA", "HTML", "Markdown", "UTC", "English",
    "Asia", "Amman", "Ctrl", "Esc", "Enter", "sic", "GEXF", "GraphML", "Parquet", "FollowTheMoney",
}  # fmt: skip
"""What is written so in Arabic too."""


class Said(HTMLParser):
    """The words of a page that nobody else is answerable for: not set apart, not code."""

    def __init__(self):
        super().__init__()
        self.open, self.words = [], []

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        foreign = tag in (
            "bdi",
            "code",
            "kbd",
            "script",
            "time",
            "option",
            "textarea",
            "iframe",
            "title",
        )
        foreign = foreign or said.get("lang", "ar") != "ar" or "auto" in said.get("dir", "")
        foreign = foreign or ("/report/" in said.get("href", "") and "file" in said["href"])
        if tag not in ("meta", "link", "input", "img", "br", "hr", "rect", "image"):
            self.open.append((tag, foreign))
        if not foreign and tag in ("section", "nav", "div", "ul", "form", "span"):
            self.handle_data(said.get("aria-label", ""))

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if not any(foreign for _, foreign in self.open):
            self.words += re.findall(r"[A-Za-z]{3,}", data)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with lab.fill(tmp_path_factory.mktemp("arabic") / "lab", "Asia/Amman") as store:
        store.add(lab.report(store), by=lab.WRITER)
        alerting.add(store, "bank", "النهر", ["page", "feed"], lab.WRITER)
        track.open_case(store, "river", "على ضفتي النهر", lab.WRITER)
        track.add_posts(store, "river", [("line 1", "post-ar")], lab.WRITER)
        track.tag_post(store, "river", "post-ar", "خريطة", lab.WRITER)
        track.note(store, "river", "انظر الخبر", lab.WRITER)
        track.snapshot(store, "river", {"outlet": "sada"}, lab.WRITER)
        store.checkpoint()
        yield store


@pytest.fixture(scope="module")
def pages(store):
    """The addresses that answer with a page of the desk, and how."""
    client = seated(app(store.lab), "admin", headers=ASKS)
    said = {each: client.get(each) for each in (*every_address(store), "/nowhere", "/?q=-")}
    of_desk = {each: answer.text for each, answer in said.items() if 'id="main"' in answer.text}
    assert len(of_desk) > 30
    return of_desk


def test_every_page_is_arabic_and_runs_from_the_right(pages):
    for address, page in pages.items():
        assert '<html lang="ar" dir="rtl">' in page, address


def test_no_english_stands_on_an_arabic_page_unless_it_is_set_apart(pages):
    left = {}
    for address, page in pages.items():
        said = Said()
        said.feed(page)
        if words := set(said.words) - NAMES:
            left[address] = words
    assert left == {}


SPECIFICATION = re.compile(r'id="specification">(.*?)</script>', re.DOTALL)
APART = re.compile("\u2068[^\u2066-\u2069]*\u2069")


def told_in(value, of=""):
    """What a specification shows: titles, words of its data, and what it says of itself."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield from told_in(each, name)
    elif isinstance(value, list):
        for each in value:
            yield from told_in(each, of)
    elif of in ("title", "description", "notes", "how", "theme", "group"):
        yield value or ""


@pytest.mark.parametrize("name", sorted(track.PICTURES))
def test_a_picture_tells_everything_in_arabic_from_the_right(store, name):
    page = seated(app(store.lab), "admin", headers=ASKS).get(f"/pictures/{name}").text
    for specification in SPECIFICATION.findall(page):
        told = list(told_in(json.loads(specification)))
        assert any(each.startswith("\u2067") for each in told)
        for each in told:
            assert not re.search("[A-Za-z]{2}", APART.sub("", each)), each
    assert 'lang="en"' not in page.partition("<main")[2]


@pytest.fixture(scope="module")
def desk(store):
    config = uvicorn.Config(app(store.lab), host="127.0.0.1", port=0, log_level="warning")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    (port,) = {each.getsockname()[1] for each in server.servers[0].sockets}
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(timeout=10)


@pytest.fixture(scope="module")
def browser():
    if not CHROMIUM.exists():
        pytest.skip("chromium is not installed here")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as running:
        opened = running.chromium.launch(executable_path=str(CHROMIUM), args=list(QUIET))
        yield opened
        opened.close()


def opened(browser, desk, store, **how):
    """A window of somebody who is signed in and reads Arabic."""
    context = browser.new_context(locale="ar", **how)
    sit(context, desk, store.lab, "admin")
    return context.new_page()


@pytest.mark.slow
def test_no_page_in_arabic_breaks_a_rule_of_accessibility_or_a_narrow_window(
    browser, desk, store, pages
):
    page = opened(browser, desk, store, viewport=NARROW)
    for address in pages:
        page.goto(desk + address, wait_until="load")
        assert page.evaluate("getComputedStyle(document.body).direction") == "rtl", address
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= NARROW["width"], address
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("axe.run(document, {iframes: false})")["violations"]
        broken = [(each["id"], [node["html"] for node in each["nodes"]]) for each in found]
        assert broken == [], address
    page.close()


@pytest.mark.slow
def test_the_page_is_mirrored_and_what_runs_from_the_left_is_not(browser, desk, store):
    page = opened(browser, desk, store, viewport={"width": 1280, "height": 800})
    box = lambda where: page.locator(where).first.bounding_box()  # noqa: E731
    page.goto(f"{desk}/?q=*")
    brand, menu = box(".brand"), box(".top nav")
    assert brand["x"] > menu["x"] + menu["width"] - 1, "the name of the desk stands at the right"
    assert box(".hits")["x"] > box(".sides")["x"], "what the posts are stands at the left of them"
    time_ = page.locator(".when time").first
    assert time_.evaluate("each => getComputedStyle(each).direction") == "ltr"
    page.goto(f"{desk}/translation/tr-ar")
    source, target = box(".source"), box(".pair textarea")
    assert source["x"] > target["x"], "a source stands before its target"
    page.get_by_role("textbox", name="المقطع 1").press_sequentially(" and")
    page.get_by_text("حُفظ في").wait_for()
    page.close()
