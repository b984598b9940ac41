"""Pages of tracking and of cases in a real browser: wide and narrow, light and dark, both ways."""

import pytest
from desk_client import sit
from desk_server import AXE, CHROMIUM, chromium, served
from planted import timeline
from test_web_track import T0, TOPICS, post

from marsad import track
from marsad.enrich.copies import find_copies
from marsad.model import Capture, Claim, Event, Media, Outlet, sign
from marsad.store import Store

NARROW = {"width": 320, "height": 640}
WIDE = {"width": 1280, "height": 900}
AMAL, SAMI = "person:Amal Haddad", "person:Sami Noor"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="chromium is not installed here"),
]


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """A dense network of fiction, an outlet with media, an event, a case, and a snapshot of it."""
    with Store.create(tmp_path_factory.mktemp("tracked") / "lab") as store:
        timeline.put(store, timeline.Timeline(3, days=100, sources=8, relays=20).plant())
        find_copies(store)
        store.add(Capture("c", "test", "1", "test", T0, "0" * 64, 1))
        place = store.places()[0].id
        last = max(p.posted_at for p in store.posts() if p.posted_at.year < 2024)
        photo = Media("ab" * 32, "صورة.jpg", "photo", "image/jpeg", 10)
        post(store, place, "photo", "صورة من السوق", at=last, media=(photo,))
        for n in range(6):
            for topic, texts in enumerate(TOPICS):
                post(store, place, f"alike{topic}-{n}", texts[n], at=last)
            post(store, place, f"market{n}", f"خبر السوق {n}", theme="market", at=last)
        store.add(Outlet("wadi", "منبر الوادي", "Minbar al-Wadi", places=(place,), fiction=True))
        day = last.date()
        store.add(Event("fair", "معرض الكتاب", day, day, "Marsa", "Gazette.", fiction=True))
        answer = sign(Claim(f"{place}/photo", "answers-event", "fair", 0.8), "event-match/1", T0)
        store.add(answer)
        track.open_case(store, "market", "أخبار السوق والمكتبة", AMAL)
        ids = [("id", f"{place}/market{n}") for n in range(3)]
        track.add_posts(store, "market", ids, AMAL)
        track.tag_post(store, "market", f"{place}/market0", "خريطة", SAMI)
        track.note(store, "market", "انظر الخبر", SAMI, f"{place}/market0")
        track.snapshot(store, "market", {"theme": "market"}, AMAL)
        for coder in (AMAL, SAMI):
            store.add(sign(Claim(f"{place}/market0", "theme", "market"), coder, T0))
        pages = (
            "/outlets", "/outlets/wadi", f"/places/{place}", "/network", "/network?by=outlet",
            "/narratives", "/cases", "/case/market", "/case/market/snapshot/1", "/case/none",
            "/?q=السوق", f"/post/{place}%2Fmarket0", "/brief", f"/brief?day={day}", "/pictures",
            *(f"/pictures/{name}" for name in track.PICTURES), "/pictures/lags?outlet=wadi",
            "/pictures/persons",
        )  # fmt: skip
        return store.lab, pages


@pytest.fixture(scope="module")
def browser():
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def desk(lab):
    with served(lab[0]) as address:
        yield address


def opened(browser, desk, lab, **how):
    """A window of somebody who is signed in."""
    context = browser.new_context(**how)
    sit(context, desk, lab[0])
    return context.new_page()


def broken(page):
    """What axe finds, and how much a page is wider than its window."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {iframes: false})")["violations"]
    told = [(each["id"], [node["html"] for node in each["nodes"]]) for each in found]
    return told, page.evaluate("document.documentElement.scrollWidth - innerWidth")


@pytest.mark.parametrize(("scheme", "language"), [("light", "en"), ("dark", "ar")])
def test_no_page_of_tracking_breaks_a_rule_or_its_window(browser, desk, lab, scheme, language):
    page = opened(browser, desk, lab, color_scheme=scheme, locale=language, viewport=WIDE)
    asked, complaints, faults = [], [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    for address in lab[1]:
        page.set_viewport_size(WIDE)
        page.goto(desk + address, wait_until="networkidle")
        if page.locator("#drawing").count():
            page.wait_for_selector(f"#drawing[data-drawn={scheme}] canvas", timeout=20_000)
        for size in (WIDE, NARROW):
            page.set_viewport_size(size)
            told, wider = broken(page)
            if told or wider > 0:
                faults.append((address, size["width"], told, wider))
    page.close()
    assert faults == []
    # Pages that are not there are errors to the console, and nothing else is.
    assert [each for each in complaints if "404" not in each and "400" not in each] == []
    assert [url for url in asked if not url.startswith((desk, "data:"))] == []


def test_the_page_of_what_is_being_prepared_breaks_no_rule_either(browser, lab, monkeypatch):
    # A lab counts as large, so that its first page has to wait for what tracking reads.
    monkeypatch.setattr("marsad.track.flow_kept.FEW", 0)
    with Store(lab[0]) as store:
        store.add(Outlet("late", "صوت النخيل", "Sawt an-Nakhil", fiction=True))
    with served(lab[0]) as address:
        page = opened(browser, address, lab, viewport=WIDE)
        page.goto(f"{address}/network", wait_until="networkidle")
        assert page.get_by_role("heading", name="Being prepared").count() == 1
        for size in (WIDE, NARROW):
            page.set_viewport_size(size)
            assert broken(page) == ([], 0)
        page.close()


def test_no_name_of_the_network_lies_on_another_one_as_a_browser_sets_them(browser, desk, lab):
    # Its letters as elements, so that their boxes can be measured: the page itself forbids styles
    # that such a drawing has, and draws on a canvas.
    window = opened(browser, desk, lab, bypass_csp=True)
    window.goto(f"{desk}/network", wait_until="networkidle")
    window.wait_for_selector("#drawing canvas")
    boxes = window.evaluate("""async () => {
        const spec = JSON.parse(document.getElementById("specification").textContent);
        const place = document.getElementById("drawing");
        await vegaEmbed(place, spec, {renderer: "svg", actions: false});
        const some = [...place.querySelectorAll(".mark-text.role-mark text")];
        const seen = new Map();
        for (const each of some) {
          const {left, top, right, bottom} = each.getBoundingClientRect();
          seen.set(each.textContent, [left, top, right, bottom]);
        }
        return [...seen.values()];
    }""")
    window.close()
    assert len(boxes) > 10
    for n, (left, top, right, bottom) in enumerate(boxes):
        for other in boxes[:n]:
            assert not (left < other[2] - 1 and other[0] < right - 1
                        and top < other[3] - 3 and other[1] < bottom - 3)  # fmt: skip


def test_a_case_is_filled_and_worked_in_with_the_keyboard_alone(browser, desk, lab):
    page = opened(browser, desk, lab)
    page.goto(f"{desk}/?q=المكتبة", wait_until="networkidle")
    page.get_by_role("checkbox").first.focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Add to the case").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Added: 1.").wait_for()
    page.get_by_role("checkbox").last.focus()
    page.keyboard.press("Space")
    page.locator("#tag").focus()
    page.keyboard.type("مكتبة")
    page.keyboard.press("Enter")
    page.get_by_text("مكتبة", exact=True).wait_for()
    assert page.get_by_role("link", name="Back to the search").count() == 0
    page.close()
