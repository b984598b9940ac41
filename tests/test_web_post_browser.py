"""A post of which much was found, in a real browser: short at first, and open to every key."""

from datetime import UTC, datetime

import pytest
import report_lab as lab
from desk_client import sit
from desk_server import chromium, served
from test_web_track_browser import CHROMIUM, broken

from marsad.model import Claim, sign

NOW = datetime(2024, 5, 15, 7, tzinfo=UTC)
KINDS = {"name": 90, "date": 40, "link": 40, "mention": 30, "theme": 2}
"""How many findings of each kind."""
WINDOW = {"width": 1280, "height": 800}
NARROW = {"width": 320, "height": 640}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="chromium is not installed here"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    with lab.fill(tmp_path_factory.mktemp("found") / "lab") as store:
        for kind, many in KINDS.items():
            said = [
                Claim("post-fa", kind, f"https://bridge.example/{kind}/{n}") for n in range(many)
            ]
            store.add(*(sign(each, f"{kind}s/1", NOW) for each in said))
        store.add(sign(Claim("post-fa", "note", "Compare the bridge."), lab.WRITER, NOW))
        return store.lab


@pytest.fixture(scope="module")
def page(folder):
    with chromium() as browser, served(folder) as address:
        context = browser.new_context(viewport=WINDOW)
        sit(context, address, folder)
        opened = context.new_page()
        opened.goto(f"{address}/post/post-fa", wait_until="networkidle")
        yield opened


def height(page):
    return page.locator("section[aria-labelledby=findings]").bounding_box()["height"]


def test_two_hundred_findings_take_a_few_windows_and_open_by_a_key(page):
    folded = height(page)
    assert folded < 6 * WINDOW["height"], folded
    groups = page.locator("details.group")
    opened = [each.get_attribute("open") is not None for each in groups.all()]
    assert opened == sorted(opened, reverse=True), "what is open comes first"
    links = groups.filter(has_text="link").last
    summary = links.locator("> summary")
    assert "40 findings" in summary.inner_text()
    summary.focus()
    page.keyboard.press("Enter")
    assert links.get_attribute("open") is not None
    assert links.get_by_text("/link/39").is_visible()
    for each in page.locator("section[aria-labelledby=findings] details > summary").all():
        each.evaluate("one => one.parentElement.open = true")
    assert height(page) > 10 * folded, "all of it is there"


@pytest.mark.parametrize("size", [WINDOW, NARROW])
def test_folded_and_open_it_breaks_no_rule(page, size):
    page.set_viewport_size(size)
    for open in ("false", "true"):
        page.evaluate(f"document.querySelectorAll('details').forEach(one => one.open = {open})")
        assert broken(page) == ([], 0)
