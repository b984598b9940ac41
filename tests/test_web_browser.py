"""The desk in a real browser: nothing is asked of the outside, nothing is refused inside."""

import threading
import time
from pathlib import Path

import pytest
import report_lab as lab
import uvicorn
from desk_client import sit

from marsad import alerting
from marsad.share import readers
from marsad.web import app

CHROMIUM = Path("/usr/bin/chromium")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
)
AXE = Path(__file__).parent / "fixtures" / "axe.min.js"
LABS = {}
"""The lab of each desk that runs, by its address."""
NARROW = {"width": 320, "height": 640}
"""A window of 1280 pixels at 400 %."""
PAGES = (
    "/", "/?q=النهر", "/?q=*&only=place:telegram:1", "/alerts",
    "/?day=2023-01-01", "/?q=-", "/post/post-ar", "/post/post-fa",
    "/post/post-private", "/translations", "/translations?state=aid", "/translation/tr-ur",
    "/translation/tr-ar", "/translation/tr-ar/history", "/reports", "/report/daily-7",
    "/report/daily-7/edit", "/report/daily-7/edit?printed=1", "/report/daily-7/versions",
    "/status", "/account", "/accounts", "/audit", "/audit?what=lab", "/account/factor", "/confirm",
    "/login", "/language", "/keys", "/post/none", "/events", "/event/talks",
    "/readers", "/publishing", "/register",
)  # fmt: skip

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="chromium is not installed here"),
]


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """The address of a desk that runs, and its lab."""
    with lab.fill(tmp_path_factory.mktemp("desk") / "lab") as store:
        store.add(lab.report(store), by=lab.WRITER)
        alerting.add(store, "bank", "*", ["page", "feed"], lab.WRITER)
        store.add(lab.post("post-told", "telegram:1", 21, "النهر الكبير"))
        alerting.run(store)
        readers.add(store, "Desk", "desk@library.example", lab.WRITER)
        # Port 0: the system names a free one.
        config = uvicorn.Config(app(store.lab), host="127.0.0.1", port=0, log_level="warning")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        (port,) = {each.getsockname()[1] for each in server.servers[0].sockets}
        LABS[f"http://127.0.0.1:{port}"] = store.lab
        yield f"http://127.0.0.1:{port}", store
        server.should_exit = True
        thread.join(timeout=10)


@pytest.fixture(scope="module")
def browser():
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as running:
        opened = running.chromium.launch(executable_path=str(CHROMIUM), args=list(QUIET))
        yield opened
        opened.close()


class Watched:
    """A window of somebody who is signed in; its requests and complaints are noted."""

    def __init__(self, browser, origin, role="admin", name="Noor Valen", **how):
        self.origin = origin
        self.context = browser.new_context(**how)
        sit(self.context, origin, LABS[origin], role, name)
        self.page = self.context.new_page()
        self.asked = []
        self.complaints = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def go(self, address):
        return self.page.goto(self.origin + address, wait_until="networkidle")

    @property
    def strangers(self):
        return [url for url in self.asked if not url.startswith((f"{self.origin}/", "data:"))]


@pytest.fixture
def window(browser, desk):
    made = Watched(browser, desk[0])
    yield made
    made.page.close()


def test_an_analyst_reads_approves_and_previews_without_a_request_to_the_outside(window, desk):
    page = window.page
    window.go("/")
    page.get_by_label("Words").fill("النهر")
    page.get_by_role("button", name="Find").click()
    page.locator("a.row", has_text="النهر").first.click()
    window.go("/post/post-ar")
    assert page.locator("img").count() == 0
    page.get_by_role("link", name="Show picture 1").click()
    page.locator("img").evaluate("image => image.decode()")
    window.go("/translations")
    page.locator("a.row").first.click()
    page.get_by_label("Segment 1, en").fill("Both banks of the river are one.")
    page.get_by_role("button", name="Sign as reviewed").click()
    page.get_by_role("heading", name="Machine draft, reviewed").wait_for()
    other = Watched(window.context.browser, desk[0], "editor", "Leyla Oram")
    other.page.goto(page.url)
    other.page.get_by_role("button", name="Approve").click()
    other.page.get_by_role("heading", name="Machine draft, approved").wait_for()
    window.go("/report/daily-7")
    page.frame_locator("iframe").get_by_role("heading", level=1).wait_for()
    assert window.strangers == []
    assert window.complaints == []
    (approved,) = desk[1].translations(post="post-ur")
    assert (approved.state, approved.approver) == ("approved", "person:Leyla Oram")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_breaks_a_rule_of_accessibility(browser, desk, scheme):
    window = Watched(browser, desk[0], color_scheme=scheme)
    digest = lab.sha256_of(desk[1])
    (reader,) = readers.readers(desk[1])
    for address in (*PAGES, f"/post/post-ar?show={digest}", f"/readers/{reader.handle}"):
        window.go(address)
        window.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = window.page.evaluate("axe.run(document, {iframes: false})")
        broken = [
            (each["id"], [node["html"] for node in each["nodes"]]) for each in found["violations"]
        ]
        assert broken == [], address
    window.page.close()


def test_every_page_fits_a_window_enlarged_four_times(browser, desk):
    window = Watched(browser, desk[0], viewport=NARROW)
    for address in PAGES:
        window.go(address)
        width = window.page.evaluate("document.documentElement.scrollWidth")
        assert width <= NARROW["width"], address
    window.page.close()


def test_the_first_key_leads_past_the_menu(window):
    window.go("/")
    window.page.keyboard.press("Tab")
    assert window.page.evaluate("document.activeElement.textContent") == "Skip to the content"
    window.page.keyboard.press("Enter")
    assert window.page.evaluate("document.activeElement.id") == "main"


def test_hostile_strings_run_nothing_in_a_browser(window, desk):
    said = (
        "<script>document.title='EXECUTED'</script>",
        '"><img src=x onerror="document.title=\'ran\'">',
        "</textarea><svg onload=\"document.title='EXECUTED'\">",
    )
    text = "\n".join(said)
    hostile = lab.post("post-hostile", "telegram:1", 20, text)
    draft = lab.approved("tr-hostile", "post-hostile", text, text)
    desk[1].add(hostile, draft)
    for address in ("/", "/post/post-hostile", "/translation/tr-hostile", f"/{said[0]}"):
        window.go(address)
        assert "EXECUTED" not in window.page.title()
    assert window.strangers == []
