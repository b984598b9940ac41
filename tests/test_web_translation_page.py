"""The page a translator works on all day, in a real browser: keys, keeping, undo, two at once."""

import time
from dataclasses import replace

import pytest
import report_lab as lab
from test_web_browser import AXE, NARROW, Watched, browser, desk, pytestmark

from marsad.model import Segment
from marsad.store import About, Pads
from marsad.translate import review, write
from marsad.web.views import looks

__all__ = ["browser", "desk", "pytestmark"]

PAGE = "/translation/tr-ur"
ZWNJ = "\u200c"
LINES = {
    "ar": "<script>document.title='EXECUTED'</script> النهر لا يفرق بيننا.",
    "fa": f"ما می{ZWNJ}خواهیم پل میان دو کرانه دوباره ساخته شود.",
    "ur": "دریا کے دونوں کنارے ایک ہیں\u202e evil\u202c۔",
}
TERMS = """[[term]]
term = "بھائی"
forms = ["بھائیوں"]
language = "ur"
target = "brothers"
forbidden = ["siblings"]
definition = "Members of one's own side."
source = "Glossary of the sample (fiction)"
gloss = "members of the league"
"""


@pytest.fixture(autouse=True)
def clean(desk):
    """Every test begins with nothing typed, and with one term in the termbase."""
    (desk[1].lab / "termbase.toml").write_text(TERMS, encoding="utf-8")
    for each in Pads(desk[1]).of(["tr-ur"]):
        Pads(desk[1]).drop("tr-ur", each.id)


@pytest.fixture
def window(browser, desk):
    made = Watched(browser, desk[0])
    made.go(PAGE)
    yield made
    assert made.strangers == []
    assert made.complaints == []
    made.page.close()


def field(window):
    return window.page.locator("#target-1")


def kept(window):
    window.page.get_by_text("Kept at").wait_for()


def until(held, seconds=10):
    """Wait for what the desk does after the page is gone."""
    end = time.monotonic() + seconds
    while not held() and time.monotonic() < end:
        time.sleep(0.05)
    assert held()


def typed(desk):
    return [each.targets[0] for each in Pads(desk[1]).of(["tr-ur"])]


def about(translation):
    return About(translation.id, (translation.post,))


def test_what_is_typed_is_kept_and_is_there_when_the_page_is_opened_again(window, desk, browser):
    field(window).fill("Both banks are one.")
    kept(window)
    assert typed(desk) == ["Both banks are one."]
    again = Watched(browser, desk[0])
    again.go(PAGE)
    assert field(again).input_value() == "Both banks are one."
    again.page.close()
    assert desk[1].translation("tr-ur").segments[0].target == lab.ROUGH, "nothing was signed"


def test_what_is_typed_while_a_keeping_is_under_way_outlives_the_page(browser, desk):
    window = Watched(browser, desk[0])
    window.go(PAGE)
    # The lab is busy, so that the keeping stays under way as long as the test wants.
    with desk[1].transaction():
        with window.page.expect_request("**/keep"):
            field(window).fill("The first words")
        field(window).fill("The first words and the last ones.")
        assert typed(desk) == []
        window.page.goto("about:blank")
        window.page.close()
    until(lambda: typed(desk) == ["The first words and the last ones."])
    again = Watched(browser, desk[0])
    again.go(PAGE)
    assert field(again).input_value() == "The first words and the last ones."
    assert again.page.get_by_text("Another page holds").count() == 0
    again.page.close()


def test_an_approval_waits_until_the_words_are_kept(browser, desk):
    text = "نهر واحد"
    desk[1].add(lab.post("post-own", "telegram:1", 19, text))
    own = write(desk[1], "post-own", [Segment(0, len(text), text, "One river.")], "Noor Valen")
    window = Watched(browser, desk[0])
    window.go(f"/translation/{own.id}")
    field(window).fill("Typed just before.")
    window.page.get_by_role("button", name="Approve").click()
    window.page.get_by_text("have another person").wait_for()
    assert [each.targets[0] for each in Pads(desk[1]).of([own.id])] == ["Typed just before."]
    window.page.close()


def test_an_open_term_moves_nothing_of_its_segment(window):
    high = "document.querySelector('#segment-1').getBoundingClientRect().height"
    before = window.page.evaluate(high)
    window.page.locator("a.term").click()
    assert window.page.get_by_text("Members of one's own side.").is_visible()
    assert window.page.evaluate(high) == before
    window.page.keyboard.press("Escape")
    assert not window.page.get_by_text("Members of one's own side.").is_visible()
    assert window.page.evaluate("document.activeElement.id") == "segment-1"


def test_marks_are_put_in_by_keys_while_typing_and_undo_takes_them_back(window):
    field(window).fill("Both banks")
    field(window).press("End")
    field(window).press("Control+;")
    assert field(window).input_value() == "Both banks [...]"
    field(window).press("Control+/")
    window.page.keyboard.type("of the river")
    assert field(window).input_value() == "Both banks [...][i.e., of the river]"
    field(window).press("End")
    field(window).press("Control+\\")
    assert field(window).input_value().endswith("[sic]")
    field(window).press("Control+z")
    assert not field(window).input_value().endswith("[sic]")
    field(window).press("Control+a")
    field(window).press("Control+'")
    assert field(window).input_value().startswith("[Both banks")


def test_single_letters_are_keys_on_a_segment_and_letters_in_a_field(window):
    page = window.page
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.id") == "segment-1"
    page.keyboard.press("t")
    assert page.locator("#term-1-1").get_attribute("open") is not None
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "target-1"
    before = field(window).input_value()
    page.keyboard.press("Control+End")
    page.keyboard.type("jks?")
    assert field(window).input_value() == before + "jks?"
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert page.locator("#keys").get_attribute("open") is not None
    page.get_by_label("Single letters are keys while").uncheck()
    page.keyboard.press("Escape")
    page.locator("#segment-1").focus()
    page.keyboard.press("s")
    assert field(window).input_value() == before + "jks?"


def test_a_key_with_alt_is_left_alone(window):
    field(window).focus()
    before = field(window).input_value()
    field(window).press("Control+Alt+;")
    field(window).press("Alt+m")
    assert field(window).input_value() == before


def test_a_term_leads_to_its_definition_and_a_forbidden_word_is_named(window):
    page = window.page
    page.locator("a.term").click()
    assert page.locator("#term-1-1 summary").evaluate("node => node === document.activeElement")
    assert page.get_by_text("Members of one's own side.").is_visible()
    field(window).fill("We stand with our siblings.")
    page.locator("#notes-1", has_text="not 'siblings'").wait_for()


def test_an_offered_mark_is_put_after_its_words_by_a_key_and_undo_takes_it_back(window):
    page = window.page
    page.locator("#segment-1").focus()
    page.keyboard.press("h")
    page.locator("[data-mark]").wait_for()
    # The page was asked for anew: its keys come after its words.
    page.wait_for_load_state("networkidle")
    assert field(window).input_value() == lab.ROUGH, "asked, not written"
    page.locator("#segment-1").focus()
    page.keyboard.press("h")
    marked = lab.ROUGH.replace("brothers", "brothers [i.e., members of the league]")
    assert field(window).input_value() == marked
    kept(window)
    field(window).press("Control+]")
    assert field(window).input_value() == marked, "it stands already"
    field(window).press("Control+z")
    assert field(window).input_value() == lab.ROUGH
    field(window).fill("Other words.")
    field(window).press("Control+]")
    page.get_by_text("does not stand here any more").wait_for()
    assert field(window).input_value() == "Other words."


def test_two_who_write_at_once_see_each_other_and_lose_nothing(window, browser, desk):
    other = Watched(browser, desk[0])
    other.go(PAGE)
    field(window).fill("Words of the first.")
    kept(window)
    field(other).fill("Words of the second.")
    other.page.get_by_text("Another page wrote on this translation too").wait_for()
    assert other.page.locator(".rival.live", has_text="Words of the first.").is_visible()
    assert sorted(typed(desk)) == ["Words of the first.", "Words of the second."]
    other.page.get_by_role("button", name="Take these words").click()
    assert field(other).input_value() == "Words of the first."
    field(other).press("Control+z")
    assert field(other).input_value() == "Words of the second."
    other.page.close()


def test_the_same_page_open_twice_does_not_write_over_itself(window, browser, desk):
    field(window).fill("One.")
    kept(window)
    twin = Watched(browser, desk[0])
    twin.go(PAGE)
    field(twin).fill("Two.")
    kept(twin)
    field(window).fill("Three.")
    window.page.get_by_text("Another page wrote").wait_for()
    assert sorted(typed(desk)) == ["Three.", "Two."]
    twin.page.close()


def test_a_desk_that_does_not_answer_is_said_and_asked_again(browser, desk):
    window = Watched(browser, desk[0])
    window.go(PAGE)
    window.page.route("**/keep", lambda route: route.abort())
    field(window).fill("Not lost.")
    window.page.get_by_text("is not kept yet").wait_for()
    window.page.unroute("**/keep")
    kept(window)
    assert typed(desk) == ["Not lost."]
    window.page.close()


def test_hidden_characters_and_markup_of_a_rival_are_shown_and_do_nothing(window, desk):
    hostile = "<img src=x onerror=\"document.title='ran'\"> river\u202ereviR"
    found = desk[1].translation("tr-ur")
    field(window).fill("Mine.")
    kept(window)
    Pads(desk[1]).write(about(found), "", 0, [hostile])
    field(window).fill("Mine again.")
    window.page.get_by_text("Another page wrote").wait_for()
    assert window.page.title() != "ran"
    window.page.get_by_role("button", name="Take these words").click()
    window.page.locator("#notes-1", has_text="⟦RLO⟧").wait_for()
    assert hostile in typed(desk), "stored as it was typed"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_at_work_breaks_no_rule_of_accessibility_and_fits(browser, desk, scheme):
    Pads(desk[1]).write(about(desk[1].translation("tr-ur")), "", 0, ["A rival with siblings."])
    Pads(desk[1]).write(about(desk[1].translation("tr-ur")), "", 0, ["Mine, with siblings."])
    window = Watched(browser, desk[0], color_scheme=scheme, viewport=NARROW)
    window.go(f"{PAGE}?marks=1")
    window.page.keyboard.press("?")
    window.page.locator("a.term").click()
    window.page.evaluate(AXE.read_text(encoding="utf-8"))
    found = window.page.evaluate("axe.run(document)")
    assert [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]] == []
    width = window.page.evaluate("document.documentElement.scrollWidth")
    assert width <= NARROW["width"]
    window.page.close()


def test_the_form_works_without_a_script(browser, desk):
    window = Watched(browser, desk[0], java_script_enabled=False)
    window.page.goto(desk[0] + PAGE)
    field(window).fill("Typed without a script.")
    window.page.get_by_role("button", name="Keep without signing").click()
    assert field(window).input_value() == "Typed without a script."
    assert typed(desk) == ["Typed without a script."]
    window.page.close()


@pytest.mark.parametrize("language", LINES)
def test_sources_of_three_languages_stand_right_and_run_nothing(browser, desk, language):
    text, id = LINES[language], f"tr-line-{language}"
    words = f"The {'وادی السلوان'} (Salwan) is one."
    desk[1].add(lab.post(f"line-{language}", "telegram:1", 18, text))
    made = lab.approved(id, f"line-{language}", text, words, language=language)
    desk[1].add(replace(made, state="draft", reviewer="", approver=""))
    window = Watched(browser, desk[0])
    window.go(f"/translation/{id}")
    line = window.page.locator("#segment-1 .source p").first
    assert line.evaluate("node => getComputedStyle(node).direction") == (
        "ltr" if language == "ar" else "rtl"
    ), "by its first letter, which in the first is one of the markup shown as text"
    shown = line.text_content()
    assert (ZWNJ in shown) == (language == "fa"), "spelling, not a hidden character"
    assert ("⟦RLO⟧" in shown) == (language == "ur")
    assert window.page.title() != "EXECUTED"
    assert field(window).evaluate("node => getComputedStyle(node).direction") == "ltr"
    assert field(window).input_value() == words
    assert window.strangers == []
    assert window.complaints == []
    window.page.close()


def test_queue_and_decisions_at_work_break_no_rule_of_accessibility(browser, desk):
    text = desk[1].post("post-ar-2").text
    first = write(desk[1], "post-ar-2", [Segment(0, len(text), text, "One river.")], "Tamar Iseri")
    other = [Segment(0, len(text), text, "The river is one.")]
    asked = review(desk[1], first.id, "Noor Valen", other)
    window = Watched(browser, desk[0], viewport=NARROW)
    for address in ("/translations", "/translations?state=reviewed", PAGE, "/history"):
        window.go(f"/translation/{asked.id}/history" if address == "/history" else address)
        window.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = window.page.evaluate("axe.run(document)")
        assert [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]] == []
        width = window.page.evaluate("document.documentElement.scrollWidth")
        assert width <= NARROW["width"], address
    assert window.page.locator("ins").count() > 0
    assert window.strangers == []
    window.page.close()


def test_what_was_marked_opens_covered_and_uncovers_by_choice(browser, desk):
    digest = lab.sha256_of(desk[1])
    looks.mark(desk[1], "post-ar", digest, "a wounded hand", "Noor Valen")
    window = Watched(browser, desk[0], viewport=NARROW)
    window.go(f"/post/post-ar?show={digest}")
    page = window.page
    assert page.locator("img").count() == 0
    page.get_by_role("button", name="Open it once").click()
    picture = page.locator(".covered img")
    assert "blur" in picture.evaluate("node => getComputedStyle(node).filter")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document)")
    assert [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]] == []
    page.get_by_label("Uncover it").check()
    assert picture.evaluate("node => getComputedStyle(node).filter") == "none"
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    page.reload()
    assert page.locator("img").count() == 0, "a second view is asked for anew"
    assert window.strangers == []
    page.close()
