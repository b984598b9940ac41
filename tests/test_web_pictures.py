"""Pictures and the brief on the desk: the pages, and what a real browser does with them."""

import csv
import io
import json
import re
import threading
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import uvicorn
from desk_client import seated, sit

from marsad.model import Capture, Claim, Event, Forward, Place, Post, sign
from marsad.store import Store
from marsad.web import app
from marsad.web.guard import KEYED

CHROMIUM = Path("/usr/bin/chromium")
AXE = Path(__file__).parent / "fixtures" / "axe.min.js"
VENDOR = Path(__file__).parents[1] / "src/marsad/web/static/vendor"
T0 = datetime(2024, 5, 1, 9, tzinfo=UTC)
DAY = timedelta(days=1)
NAMES = ("منبر الوادي", "خبرگزاری گل‌های ساحل", "شہر کی خبریں", "</script><script>alert(1)</script>")
PICTURES = ("volume", "timeline", "flow", "survival", "lags")


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pictures") / "lab"
    with Store.create(folder) as store:
        store.add(Capture("c", "test", "1", "test", T0 + 99 * DAY, "0" * 64, 1))
        for n, name in enumerate(NAMES):
            store.add(Place(f"telegram:{n}", "Telegram", name, fiction=True))
            store.add(*(Post(f"p{n}-{day}", f"telegram:{n}", "c", str(day), T0 + day * DAY,
                             "خبر من السوق", fiction=True) for day in range(4 + n)))  # fmt: skip
        store.add(*(Post(f"f{day}", "telegram:2", "c", f"f{day}", T0 + day * DAY + DAY / 24,
                         "خبر من السوق", forwarded_from=Forward(NAMES[0]), fiction=True)
                    for day in range(5)))  # fmt: skip
        store.add(sign(Claim("p0-3", "answers-event", "fair", 0.8), "event-match/1", T0))
        store.add(Event("fair", "معرض الكتاب", date(2024, 5, 3), date(2024, 5, 3), "Marsa",
                        "Gazette, May 3, 2024.", fiction=True))  # fmt: skip
    return folder


@pytest.fixture(scope="module")
def client(lab):
    return seated(app(lab), base_url="http://127.0.0.1")


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_has_its_words_its_table_and_its_data(client, name):
    page = client.get(f"/pictures/{name}?since=2024-05-01")
    assert page.status_code == 200
    (spec,) = re.findall(r'id="specification">(.*?)</script>', page.text)
    assert json.loads(spec)["usermeta"]["marsad"]["asked"]["since"].startswith("2024-05-01")
    assert "The data as a table" in page.text
    assert f'href="/pictures/{name}.csv?since=2024-05-01' in page.text
    table = client.get(f"/pictures/{name}.csv?since=2024-05-01")
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    assert "," in table.text.splitlines()[0]
    lines = client.get(f"/pictures/{name}.jsonl?since=2024-05-01").text.splitlines()
    assert len(lines) == len(list(csv.reader(io.StringIO(table.text)))) - 1
    assert all(list(json.loads(each)) == table.text.splitlines()[0].split(",") for each in lines)


def test_no_name_can_close_the_data_of_a_page(client):
    page = client.get("/pictures/volume").text
    assert "alert(1)" in page
    assert "<script>alert" not in page


def test_a_picture_is_drawn_by_our_scripts_alone_and_they_fetch_nothing(client):
    policy = client.get("/pictures/volume").headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "connect-src" not in policy
    assert client.get("/brief").headers["content-security-policy"] == KEYED


def test_what_is_no_picture_or_no_day_is_told(client):
    assert client.get("/pictures/persons").status_code == 400
    assert client.get("/pictures/volume?since=may").status_code == 400
    assert client.get("/brief?day=may").status_code == 400
    assert client.get("/pictures/lags?event=none").status_code == 404


def test_the_brief_has_a_page_and_an_empty_day_says_so(client):
    page = client.get("/brief?day=2024-05-01").text
    assert "New channels" in page
    assert 'href="/post/p0-0"' in page
    assert "Nothing: no post" in client.get("/brief?day=2020-01-01").text


def test_vendored_files_are_small_and_named_in_the_notice():
    said = (VENDOR / "NOTICE").read_text()
    for script in VENDOR.glob("*.js"):
        assert script.name in said
        assert script.stat().st_size < 2_000_000
        assert "sourceMappingURL=" not in script.read_text()


@pytest.fixture(scope="module")
def desk(lab):
    config = uvicorn.Config(app(lab), host="127.0.0.1", port=0, log_level="warning")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    (port,) = {each.getsockname()[1] for each in server.servers[0].sockets}
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(timeout=10)


@pytest.mark.slow
@pytest.mark.skipif(not CHROMIUM.exists(), reason="chromium is not installed here")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_browser_draws_every_picture_with_no_violation_and_no_request_outside(desk, lab, scheme):
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"]
        )
        context = browser.new_context(color_scheme=scheme)
        sit(context, desk, lab)
        page = context.new_page()
        asked, complaints = [], []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        for name in PICTURES:
            page.goto(f"{desk}/pictures/{name}", wait_until="networkidle")
            page.wait_for_selector(f"#drawing[data-drawn={scheme}] canvas", timeout=10_000)
            page.evaluate(AXE.read_text(encoding="utf-8"))
            found = page.evaluate("axe.run(document)")["violations"]
            assert [(each["id"], each["nodes"][0]["html"]) for each in found] == [], name
        page.goto(f"{desk}/pictures/volume", wait_until="networkidle")
        page.wait_for_selector("#drawing canvas")
        box = page.locator("#drawing canvas").bounding_box()
        page.mouse.move(box["x"] + box["width"] * 0.45, box["y"] + box["height"] * 0.35)
        page.wait_for_selector("#vg-tooltip-element.visible", timeout=5_000)
        browser.close()
    assert complaints == []
    assert [url for url in asked if not url.startswith((desk, "data:"))] == []


def test_the_timeline_is_narrowed_by_theme_in_the_address(client):
    page = client.get("/pictures/timeline?theme=claim").text
    assert '<option value="claim" selected>' in page
    assert "Only posts that were given the theme claim are counted." in page
    assert client.get("/pictures/volume?theme=claim").status_code == 400
