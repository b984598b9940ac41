"""The served site in a real browser, with nobody signed in and with the lab looking on."""

import threading
import time
from pathlib import Path

import pytest
import report_lab as lab
import share_lab
import uvicorn
from desk_client import sit

from marsad import publishing
from marsad.report.tiers import READERS
from marsad.share import readers, unsubscribe
from marsad.web import app

CHROMIUM = Path("/usr/bin/chromium")
AXE = Path(__file__).parent / "fixtures" / "axe.min.js"
NARROW = {"width": 320, "height": 640}
OPEN_PAGES = ("/read/", "/read/daily-1/", "/read/search/index.html", "/read/none")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="chromium is not installed here"),
]


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """The address of a desk that runs, its lab, and where a letter leads to leave."""
    with share_lab.fill(tmp_path_factory.mktemp("read") / "lab") as store:
        publishing.publish(store, store.settings.beside(store.settings.site), READERS)
        who = readers.add(store, "A Desk", "desk@example.org", lab.WRITER)
        letter = f"/unsubscribe/{unsubscribe.token(store, who.handle)}"
        store.checkpoint()
    config = uvicorn.Config(app(store.lab), host="127.0.0.1", port=0, log_level="warning")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    (port,) = {each.getsockname()[1] for each in server.servers[0].sockets}
    yield f"http://127.0.0.1:{port}", store.lab, letter
    server.should_exit = True
    thread.join(timeout=10)


@pytest.fixture(scope="module")
def browser():
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as started:
        quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        opened = started.chromium.launch(executable_path=str(CHROMIUM), args=quiet)
        yield opened
        opened.close()


def broken(page):
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document)")["violations"]
    return [(each["id"], [node["html"] for node in each["nodes"]]) for each in found]


def opened(browser, desk, role="", **how):
    """A window, signed in where a role is named, and what it complains of or asks elsewhere."""
    context = browser.new_context(**how)
    if role:
        sit(context, desk[0], desk[1], role, f"{role} Valen")
    page, faults = context.new_page(), []
    page.on("console", lambda said: faults.append(said.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda asked: faults.append(asked.url)
            if not asked.url.startswith((f"{desk[0]}/", "data:")) else None)  # fmt: skip
    return page, faults


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_anybody_may_read_breaks_no_rule_of_accessibility(browser, desk, scheme):
    page, _ = opened(browser, desk, color_scheme=scheme, viewport=NARROW)
    for address in (*OPEN_PAGES, desk[2]):
        page.goto(desk[0] + address, wait_until="networkidle")
        assert broken(page) == [], address
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= NARROW["width"], address
    page.context.close()


def test_nobody_signed_in_walks_the_site_and_finds_words_of_their_own_tree_only(browser, desk):
    page, faults = opened(browser, desk)
    page.goto(f"{desk[0]}/read/", wait_until="networkidle")
    page.locator("a", has_text=f"{share_lab.OPEN}titlesub").first.click()
    assert page.url.startswith(f"{desk[0]}/read/daily-1")
    page.get_by_role("link", name="Search", exact=True).click()
    field, status = page.get_by_label("Words"), page.get_by_role("status")
    field.fill(f"{share_lab.OPEN}ledesub")
    status.filter(has_text="1 report").wait_for()
    field.fill(share_lab.word("quote", "sub"))
    status.filter(has_text="0 reports").wait_for()
    # The browser's own wish for an icon at the root of the host.
    assert [each for each in faults if "404" not in each] == []
    page.context.close()


def test_a_subscriber_comes_from_the_reports_and_finds_every_word(browser, desk):
    page, faults = opened(browser, desk, "subscriber")
    page.goto(f"{desk[0]}/reports", wait_until="networkidle")
    page.get_by_role("link", name="The site of the reports").click()
    page.get_by_role("link", name="Search", exact=True).click()
    page.get_by_label("Words").fill(share_lab.word("quote", "sub"))
    page.get_by_role("status").filter(has_text="1 report").wait_for()
    page.get_by_role("link", name=f"{share_lab.OPEN}titlesub").click()
    page.locator("img").first.evaluate("image => image.decode()")
    assert [each for each in faults if "404" not in each] == []
    page.context.close()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_lab_comes_to_each_tree_by_its_links(browser, desk, language):
    page, _ = opened(browser, desk, "analyst", locale=language, viewport=NARROW)
    page.goto(f"{desk[0]}/trees", wait_until="networkidle")
    assert page.locator("html").get_attribute("lang") == language
    assert broken(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    for tier in READERS:
        page.goto(f"{desk[0]}/trees")
        page.locator(f'a[href="/trees/{tier}/"]').click()
        assert page.locator("h1").count() == 1
        assert page.url == f"{desk[0]}/trees/{tier}/"
    page.context.close()


def test_the_button_of_a_letter_ends_the_letters(browser, desk):
    page, _ = opened(browser, desk)
    page.goto(desk[0] + desk[2])
    page.get_by_role("button", name="Send me no more letters").click()
    page.get_by_role("status").filter(has_text="no more letters from this lab").wait_for()
    assert broken(page) == []
    page.context.close()
