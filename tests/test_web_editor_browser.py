"""The page an editor makes reports on, in a real browser: keys, drawing, live, two at once."""

from datetime import date

import pytest
import report_lab as lab
from test_web_browser import AXE, Watched, browser, desk, pytestmark

from marsad.model import Event
from marsad.report import compose, take

__all__ = ["browser", "desk", "pytestmark"]

BAD = "We extend our hands on both banks of the river."


@pytest.fixture
def handle(desk, request):
    """A report of its own for each test, with one item in it."""
    series = request.node.name.split("[")[0][:40]
    made = compose.new(desk[1], series, lab.TITLE, day=lab.DAY, by=lab.WRITER, lede=lab.LEDE)
    take(desk[1], made.handle, "post-ar", by=lab.WRITER)
    return made.handle


@pytest.fixture
def window(browser, desk, handle):
    made = opened(browser, desk, handle)
    yield made
    assert made.strangers == []
    assert made.complaints == []
    made.page.close()


def opened(browser, desk, handle, name="Tamar Iseri"):
    made = Watched(browser, desk[0], "editor", name)
    made.go(f"/report/{handle}/edit")
    return made


def field(window, at):
    return window.page.locator(f'[id="said-{at}"]')


def here(window):
    return window.page.evaluate("document.activeElement.id")


def tab_to(window, id):
    for _ in range(60):
        window.page.keyboard.press("Tab")
        if here(window) == id:
            return
    raise AssertionError(f"no way by Tab to {id}")


def settled(window):
    window.page.wait_for_load_state("networkidle")


def posts(store, handle):
    return [item.post for block in store.report(handle).blocks for item in block.items]


def test_a_report_is_made_from_nothing_to_published_with_keys_alone(browser, desk):
    window, store = Watched(browser, desk[0], "editor", "Tamar Iseri"), desk[1]
    keys = window.page.keyboard
    window.go("/reports")
    tab_to(window, "series")
    keys.type("By Keys")
    tab_to(window, "title")
    keys.type(lab.TITLE)
    tab_to(window, "day")
    keys.type("05142024")
    keys.press("Enter")
    window.page.wait_for_url("**/report/by-keys-1/edit")
    settled(window)
    for at, post in (("1.1", "post-ar"), ("2.1", "post-fa")):
        keys.press("c")
        while window.page.evaluate("document.activeElement.dataset.post") != post:
            keys.press("j")
        keys.press("a")
        window.page.wait_for_url(f"**#at-{at}")
        settled(window)
        assert here(window) == f"at-{at}"
    keys.press("g")
    keys.press("Enter")
    assert here(window) == "at-lede"
    tab_to(window, "said-lede")
    keys.type(lab.LEDE)
    tab_to(window, "event")
    keys.press("ArrowDown")
    keys.press("Escape")
    tab_to(window, "said-1.1")
    keys.press("Escape")
    assert here(window) == "at-1.1"
    keys.press("j")
    keys.press("j")
    assert here(window) == "at-1.1.f1"
    keys.press("Enter")
    keys.type(lab.ALT)
    tab_to(window, "said-1.1.f1.right")
    keys.type(lab.RIGHT)
    keys.press("Control+Enter")
    window.page.wait_for_url("**#last")
    settled(window)
    keys.press("p")
    assert here(window) == "at-sign"
    other = Watched(browser, desk[0], "editor", "Leyla Oram")
    other.go("/report/by-keys-1/edit")
    other.page.keyboard.press("p")
    for landed in ("Sign this version", "Publish"):
        while other.page.evaluate("document.activeElement.textContent") != landed:
            other.page.keyboard.press("Tab")
        other.page.keyboard.press("Enter")
        other.page.wait_for_url("**/report/by-keys-1#sign")
        settled(other)
    other.page.get_by_text("from now on it can only be corrected").wait_for()
    made = store.report("by-keys-1")
    assert (made.state, made.made_by, made.signed_by) == (
        "published", lab.WRITER, ("person:Leyla Oram",),
    )  # fmt: skip
    assert made.event == "talks"
    assert window.strangers == other.strangers == []
    assert window.complaints == other.complaints == []
    window.page.close()
    other.page.close()


def test_what_is_typed_is_judged_and_previewed_and_no_version(window, desk, handle):
    before = len(desk[1].report_versions(handle))
    field(window, "1.1.q1").fill(BAD)
    window.page.locator('[data-quotation="1.1.q1"]', has_text="put [...] there").wait_for()
    window.page.locator("#missing", has_text="put [...] there").wait_for()
    assert window.page.locator("#state").inner_text().endswith(", not saved.")
    field(window, "1.1.q1").press("Control+]")
    assert field(window, "1.1.q1").input_value() == BAD.replace("hands on", "hands [...] on")
    window.page.locator("#missing", has_not_text="put [...] there").wait_for()
    field(window, "lede").fill("A lede that nobody has saved.")
    frame = window.page.frame_locator("#preview")
    frame.get_by_text("A lede that nobody has saved.").wait_for()
    assert len(desk[1].report_versions(handle)) == before
    field(window, "1.1.q1").press("End")
    field(window, "1.1.q1").press("Control+;")
    assert field(window, "1.1.q1").input_value().endswith("[...]")
    window.page.locator("#save").click()
    settled(window)
    assert desk[1].report(handle).lede == "A lede that nobody has saved."


def test_what_was_typed_stands_there_again_after_the_page_was_killed(browser, desk, handle):
    window = opened(browser, desk, handle)
    field(window, "lede").fill("Typed before it crashed.")
    window.page.locator("#state", has_text="Kept at").wait_for()
    window.page.close(run_before_unload=False)
    again = opened(browser, desk, handle)
    assert field(again, "lede").input_value() == "Typed before it crashed."
    assert "Unsaved words" in again.page.locator("#state").inner_text()
    again.page.locator("#save").click()
    settled(again)
    assert desk[1].report(handle).lede == "Typed before it crashed."
    again.page.reload(wait_until="networkidle")
    assert again.page.locator("#state").inner_text() == "Saved"
    assert again.complaints == []
    again.page.close()


def test_a_refused_keeping_says_so_and_is_tried_again(browser, desk, handle):
    window = opened(browser, desk, handle)
    window.page.route("**/try", lambda route: route.abort())
    field(window, "lede").fill("Typed while the desk was away.")
    window.page.locator("#told", has_text="is not kept yet").wait_for()
    window.page.unroute("**/try")
    window.page.locator("#state", has_text="Kept at").wait_for()
    again = opened(browser, desk, handle)
    assert field(again, "lede").input_value() == "Typed while the desk was away."
    window.page.close()
    again.page.close()


def test_an_event_of_any_year_is_found_and_set_by_keys(window, desk, handle):
    day = date(2019, 1, 1)
    desk[1].add(Event("far-off", "a far meeting on bridges", day, day, "Orsa", "Gazette."))
    keys = window.page.keyboard
    keys.press("e")
    assert here(window) == "events"
    keys.type("far bridges")
    keys.press("Enter")
    window.page.locator("#told", has_text="1 event was found").wait_for()
    assert here(window) == "event"
    window.page.locator("#event").select_option("far-off")
    window.page.locator("#state", has_text="Kept at").wait_for()
    keys.press("Control+Enter")
    settled(window)
    assert desk[1].report(handle).event == "far-off"


def test_things_are_taken_out_moved_and_brought_back_by_keys(window, desk, handle):
    keys, store = window.page.keyboard, desk[1]
    take(store, handle, "post-fa", by=lab.WRITER)
    window.page.reload(wait_until="networkidle")
    window.page.locator('[id="at-2"]').focus()
    keys.press("Shift+K")
    window.page.wait_for_url("**#at-1")
    settled(window)
    assert posts(store, handle) == ["post-fa", "post-ar"]
    keys.press("j")
    keys.press("x")
    window.page.wait_for_url("**#last")
    settled(window)
    assert posts(store, handle) == ["post-ar"]
    assert window.page.get_by_text("taken out: 1.1").count() == 1
    keys.press("u")
    window.page.wait_for_load_state("load")
    settled(window)
    window.page.locator('[id="at-2"]').wait_for()
    assert posts(store, handle) == ["post-fa", "post-ar"]


def test_single_letters_are_letters_in_fields_and_alt_is_left_alone(window, desk, handle):
    keys = window.page.keyboard
    before = len(desk[1].report_versions(handle))
    field(window, "1.1").focus()
    keys.type("xuJK?/")
    assert field(window, "1.1").input_value() == "xuJK?/"
    keys.press("Escape")
    assert here(window) == "at-1.1"
    keys.press("Alt+x")
    keys.press("?")
    assert window.page.locator("#keys").get_attribute("open") is not None
    window.page.locator("#letters").uncheck()
    window.page.locator('[id="at-1.1"]').focus()
    keys.press("x")
    assert len(desk[1].report_versions(handle)) == before


def draw(window, what, to):
    """Draw something by its grip, as a hand does: with a button held, step by step."""
    page = window.page
    page.locator(what).scroll_into_view_if_needed()
    start = page.locator(what).bounding_box()
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
    page.mouse.down()
    end = page.locator(to).bounding_box()
    for step in (4, 2, 1):
        page.mouse.move(end["x"] + 60 / step, end["y"] + end["height"] / 2, steps=5)
    page.mouse.up()


TALL = {"width": 1280, "height": 2400}


def test_a_candidate_is_drawn_into_the_report(browser, desk, handle):
    window = Watched(browser, desk[0], viewport=TALL)
    window.go(f"/report/{handle}/edit")
    draw(window, '.candidate[data-post="post-fa"] .grip', '[id="at-1.1"]')
    window.page.wait_for_url("**#at-2.1")
    assert posts(desk[1], handle) == ["post-ar", "post-fa"]
    window.page.close()


def test_a_block_is_drawn_to_its_place(browser, desk, handle):
    take(desk[1], handle, "post-fa", by=lab.WRITER)
    window = Watched(browser, desk[0], viewport=TALL)
    window.go(f"/report/{handle}/edit")
    draw(window, '[id="at-2"] > h3 .grip', '[id="at-1"] > h3')
    window.page.wait_for_url("**#at-1")
    assert posts(desk[1], handle) == ["post-fa", "post-ar"]
    window.page.close()


def test_the_shelf_is_looked_through_while_something_stands_unsaved(window):
    field(window, "lede").fill("Not saved yet.")
    window.page.keyboard.press("Escape")
    window.page.locator("#q").fill("نهر")
    window.page.locator("#q").press("Enter")
    window.page.locator('.candidate[data-post="post-ar-2"]').wait_for()
    assert field(window, "lede").input_value() == "Not saved yet."
    assert "q=%D9%86%D9%87%D8%B1" in window.page.url
    assert window.page.evaluate("document.activeElement.className").startswith("candidate")
    window.page.on("dialog", lambda dialog: dialog.accept())


def test_two_editors_at_once_see_each_other_and_lose_nothing(window, browser, desk, handle):
    other = opened(browser, desk, handle, "Leyla Oram")
    field(other, "lede").fill("Lede of the second.")
    field(window, "lede").fill("Lede of the first.")
    window.page.locator("#save").click()
    settled(window)
    field(other, "1.1").fill("Prose of the second.")
    other.page.get_by_text("Somebody else changed this report meanwhile").wait_for()
    other.page.locator("#save").click()
    other.page.get_by_role("alert").wait_for()
    assert field(other, "lede").input_value() == "Lede of the second."
    assert other.page.locator(".rival", has_text="Lede of the first.").is_visible()
    assert field(other, "1.1").input_value() == "Prose of the second."
    assert broken(other) == []
    other.page.get_by_role("button", name="Take these words").click()
    assert field(other, "lede").input_value() == "Lede of the first."
    other.page.locator("#save").click()
    settled(other)
    now = desk[1].report(handle)
    assert (now.lede, now.blocks[0].items[0].prose) == (
        "Lede of the first.", "Prose of the second.",
    )  # fmt: skip
    assert now.made_by == "person:Leyla Oram"
    other.page.close()


def test_printed_pages_follow_what_is_typed(window, handle):
    window.go(f"/report/{handle}/edit?printed=1")
    image = window.page.locator("#printed img").first
    image.evaluate("image => image.decode()")
    before = image.get_attribute("src")
    field(window, "lede").fill("Another lede.")
    window.page.wait_for_function(
        "before => document.querySelector('#printed img').getAttribute('src') !== before",
        arg=before,
    )
    image.evaluate("image => image.decode()")
    window.page.on("dialog", lambda dialog: dialog.accept())


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_editor_breaks_no_rule_of_accessibility_while_it_is_worked_in(
    browser, desk, handle, scheme
):
    window = Watched(browser, desk[0], color_scheme=scheme)
    window.go(f"/report/{handle}/edit?from=search&q=*")
    window.page.locator("#keys summary").click()
    field(window, "1.1.q1").fill(BAD)
    window.page.locator("[data-marks]").wait_for()
    assert broken(window) == []
    window.page.close()


def broken(window):
    window.page.evaluate(AXE.read_text(encoding="utf-8"))
    found = window.page.evaluate("axe.run(document, {iframes: false})")
    return [(each["id"], [node["html"] for node in each["nodes"]]) for each in found["violations"]]
