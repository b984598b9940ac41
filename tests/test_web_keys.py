"""Keys of every page, in a real browser, and what is there without a script."""

import re

import pytest
from desk_client import seated, sit
from test_web_arabic import browser, desk, store  # noqa: F401 - fixtures

from marsad.web import app

pytestmark = pytest.mark.slow


def opened(browser, desk, store):  # noqa: F811
    """A window of somebody who is signed in."""
    context = browser.new_context()
    sit(context, desk, store.lab)
    return context.new_page()


def test_the_keys_stand_in_the_foot_and_on_a_page_without_a_script(store):  # noqa: F811
    client = seated(app(store.lab))
    foot = client.get("/events").text
    assert re.search(r'<details class="keys desk-keys" id="desk-keys">\n<summary>Keys', foot)
    keys = client.get("/keys").text
    for page in ("On a translation", "In triage", "On a report"):
        assert page in keys
    assert "look for an event" in keys


@pytest.mark.parametrize("address", ["/", "/triage", "/translation/tr-ar", "/report/daily-7/edit"])
def test_one_box_says_whether_letters_are_keys(store, address):  # noqa: F811
    page = seated(app(store.lab)).get(address)
    assert page.status_code == 200
    assert len(re.findall(r'id="(?:desk-)?letters"', page.text)) == 1


def test_a_question_mark_shows_the_keys_and_letters_go_through_a_list(browser, desk, store):  # noqa: F811
    page = opened(browser, desk, store)
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(desk + "/", wait_until="networkidle")
    keys, press = page.locator("#desk-keys"), page.keyboard.press
    press("?")
    assert keys.get_attribute("open") is not None
    assert page.locator(".card-of-keys").evaluate("each => getComputedStyle(each).position") == (
        "fixed"
    )
    assert page.locator(".card-of-keys").evaluate("each => each === document.activeElement")
    assert page.evaluate("scrollY") == 0, "the page stays where it is"
    press("Escape")
    assert keys.get_attribute("open") is None
    press("j")
    press("j")
    rows = page.locator(".posts a.row")
    assert rows.nth(1).evaluate("each => each === document.activeElement")
    press("k")
    assert rows.nth(0).evaluate("each => each === document.activeElement")
    press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("j?/")
    assert page.locator("#q").input_value() == "j?/"
    assert keys.get_attribute("open") is None, "what is typed into a field is no key"
    assert said == []
    page.close()


def test_letters_can_be_switched_off_for_speech_programs(browser, desk, store):  # noqa: F811
    page = opened(browser, desk, store)
    page.goto(desk + "/", wait_until="networkidle")
    page.keyboard.press("?")
    page.locator("#desk-letters").uncheck()
    page.keyboard.press("?")
    page.reload(wait_until="networkidle")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement === document.body")
    page.close()


def test_a_translation_keeps_the_keys_of_its_own(browser, desk, store):  # noqa: F811
    page = opened(browser, desk, store)
    page.goto(f"{desk}/translation/tr-ar", wait_until="networkidle")
    page.keyboard.press("?")
    assert page.locator("#keys").get_attribute("open") is not None
    assert page.locator("#desk-keys").get_attribute("open") is None
    page.close()
