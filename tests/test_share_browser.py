"""The site in a real browser: nothing is refused, nothing is asked elsewhere, all is reachable."""

import functools
import http.server
import json
import threading
from dataclasses import replace
from pathlib import Path

import pytest
import report_lab as lab
import share_lab

from marsad import publishing
from marsad.report.tiers import READERS

CHROMIUM = Path("/usr/bin/chromium")
AXE = Path(__file__).parent / "fixtures" / "axe.min.js"
HOSTILE = Path(__file__).parent / "fixtures" / "hostile" / "payloads.json"
NARROW = {"width": 320, "height": 640}
"""A window of 1280 pixels at 400 %."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="chromium is not installed here"),
]


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_said) -> None:
        pass


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The address of a published site, and its folder."""
    folder = tmp_path_factory.mktemp("site")
    with share_lab.fill(folder / "lab") as store:
        whole = lab.report(store, state="published", evidence=share_lab.EVIDENCE)
        store.add(replace(whole, title="Of Parks And حدائق In The Park, At Length"))
        lines = json.loads(HOSTILE.read_text(encoding="utf-8"))
        said = " ".join(lines) + "<script>document.title='EXECUTED'</script>"
        block = whole.blocks[0]
        nasty = replace(block, items=(replace(block.items[0], prose=said),))
        more = {"title": said[-200:], "lede": said, "blocks": (nasty,)}
        store.add(replace(whole, id="nasty", handle="nasty-1", series="Nasty", **more))
        publishing.publish(store, folder / "out", READERS)
    handler = functools.partial(Quiet, directory=str(folder / "out"))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}", folder / "out"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def browser():
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as started:
        quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        opened = started.chromium.launch(executable_path=str(CHROMIUM), args=quiet)
        yield opened
        opened.close()


class Window:
    """A page, with what it complained of and whom else it asked."""

    def __init__(self, browser, home: str, **more) -> None:
        self.home, self.complaints, self.strangers = home, [], []
        self.page = browser.new_page(**more)
        self.page.on("console", lambda said: self.complaints.append(said.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self._asked)

    def _asked(self, request) -> None:
        if not request.url.startswith((f"{self.home}/", "data:")):
            self.strangers.append(request.url)

    def go(self, path: str) -> None:
        self.page.goto(f"{self.home}/{path}")


def pages(out: Path) -> list[str]:
    every = sorted(path.relative_to(out).as_posix() for path in out.rglob("*.html"))
    assert len(every) > 40
    return every


def test_no_page_runs_what_it_should_not_nor_asks_elsewhere(browser, site):
    window = Window(browser, site[0])
    for path in pages(site[1]):
        window.go(path)
        assert window.page.title() != "EXECUTED", path
    window.page.close()
    # The browser's own wish for an icon at the root of the host.
    complaints = [each for each in window.complaints if "404" not in each]
    assert (complaints, window.strangers) == ([], [])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_breaks_a_rule_of_accessibility(browser, site, scheme):
    window = Window(browser, site[0], color_scheme=scheme)
    for path in pages(site[1]):
        if path.startswith(("subscribers", "public/daily-1")):
            window.go(path)
            window.page.evaluate(AXE.read_text(encoding="utf-8"))
            found = window.page.evaluate("axe.run(document)")["violations"]
            broken = [(each["id"], [node["html"] for node in each["nodes"]]) for each in found]
            assert broken == [], path
    window.page.close()


def test_every_page_fits_a_window_enlarged_four_times(browser, site):
    window = Window(browser, site[0], viewport=NARROW)
    for path in (each for each in pages(site[1]) if each.startswith("subscribers")):
        window.go(path)
        width = window.page.evaluate("document.documentElement.scrollWidth")
        assert width <= NARROW["width"], path
    window.page.close()


def test_the_search_finds_any_spelling_in_the_reports_of_its_own_tree_alone(browser, site):
    window = Window(browser, site[0])
    found = {}
    for tier in ("public", "subscribers"):
        window.go(f"{tier}/search/index.html")
        for words in (
            share_lab.word("quote", "sub"),
            "ZQOPENTITLESUB park",
            "الضفتين صدي",
            "حدايق",
        ):
            window.page.get_by_label("Words").fill(words)
            window.page.locator("#said:not(:empty)").wait_for()
            found[tier, words] = window.page.locator("#found h2").all_text_contents()
    title = f"{share_lab.OPEN}titlesub In The Park"
    assert found["public", share_lab.word("quote", "sub")] == []
    assert found["subscribers", share_lab.word("quote", "sub")] == [title]
    for tier in ("public", "subscribers"):
        assert found[tier, "ZQOPENTITLESUB park"] == [title]
        assert found[tier, "حدايق"] == ["Of Parks And حدائق In The Park, At Length"]
    assert found["public", "الضفتين صدي"] == []
    assert len(found["subscribers", "الضفتين صدي"]) == 2
    window.page.get_by_label("Words").fill("حدايق")
    window.page.locator("#found a").click()
    window.page.get_by_role("heading", level=1).wait_for()
    assert window.page.url.endswith("/subscribers/daily-7/index.html")
    assert (
        window.page.locator("bdi[dir=rtl]").first.evaluate("e => getComputedStyle(e).direction")
        == "rtl"
    )
    window.page.close()


def test_a_report_is_reached_and_its_notes_read_by_keyboard_alone(browser, site):
    window = Window(browser, site[0])
    window.go("subscribers/daily-7/index.html")
    window.page.keyboard.press("Tab")
    assert window.page.evaluate("document.activeElement.textContent") == "Skip to the content"
    window.page.keyboard.press("Enter")
    window.page.locator("#ref-1").focus()
    window.page.keyboard.press("Enter")
    assert window.page.url.endswith("#note-1")
    window.page.close()
