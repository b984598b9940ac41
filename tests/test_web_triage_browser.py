"""The triage queue by keys alone, in a real browser: nothing plays, nothing leaves the machine."""

from datetime import UTC, datetime

import pytest
import report_lab as lab
from desk_client import session
from test_web_browser import AXE, CHROMIUM, NARROW, Watched, browser, desk  # noqa: F401

from marsad.model import Claim, Media, sign
from marsad.web.views.looks import SEEN

NOW = datetime(2024, 5, 15, 7, tzinfo=UTC)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="chromium is not installed here"),
]
URDU = "مکتبہ کل صبح نو بجے کھلے گا۔"


@pytest.fixture(scope="module")
def filled(desk):  # noqa: F811
    """The desk, with a film, and the languages of the posts told."""
    address, store = desk
    film = Media(store.keep(b"film"), "film.mp4", "video", "video/mp4", 4)
    store.add(
        lab.post("post-film", "telegram:2", 23, URDU, film),
        *(
            sign(Claim(f"post-{tag}", "language", tag, 0.9), "language/1", NOW)
            for tag in ("ar", "fa", "ur")
        ),
    )
    return address, store


@pytest.fixture
def begin(browser, filled):  # noqa: F811
    """Call it to sit down as somebody and open a page of the queue."""
    opened = []

    def sit_down(name="Noor Valen", address="/triage", role="admin"):
        made = Watched(browser, filled[0], role, name)
        made.page.set_default_timeout(20_000)
        made.go(address)
        opened.append(made)
        return made

    yield sit_down
    for each in opened:
        each.context.close()


def press(window, key, said):
    """Press a key, and wait for what the page says then."""
    window.page.keyboard.press(key)
    window.page.locator("#told", has_text=said).wait_for()


def here(window):
    return window.page.locator("#code input[name=post]").get_attribute("value")


def coded(store, post, by="person:Noor Valen"):
    return [each.value for each in store.findings(post, "theme") if each.maker == by]


def test_a_coder_needs_no_mouse(begin, filled):
    store, window = filled[1], begin(address="/triage?day=2024-05-14")
    session(store.lab, "analyst", "Leyla Oram 2")
    page = window.page
    first = here(window)
    press(window, "2", "you said Claim of responsibility")
    second = here(window)
    assert second != first
    assert coded(store, first) == ["claim"]
    press(window, "0", "you said no theme")
    assert coded(store, second) == ["none"]
    press(window, "u", "you took this back: no theme")
    assert here(window) == second
    assert coded(store, second) == []
    page.keyboard.press("s")
    page.locator(f"#code input[name=post]:not([value='{second}'])").wait_for(state="attached")
    third = here(window)
    page.keyboard.press("j")
    page.locator(f"#code input[name=post]:not([value='{third}'])").wait_for(state="attached")
    page.keyboard.press("k")
    page.locator(f"#code input[name=post][value='{third}']").wait_for(state="attached")
    page.keyboard.press("m")
    press(window, "3", "you said Threat")
    press(window, "4", "you said Incitement")
    assert coded(store, third) == ["threat", "incitement"]
    page.keyboard.press("h")
    page.keyboard.type("Leyla Oram 2")
    assert here(window) == third, "digits in a field are no keys"
    page.keyboard.press("Enter")
    page.locator(f"#code input[name=post]:not([value='{third}'])").wait_for(state="attached")
    page.keyboard.press("?")
    page.get_by_text("skip: the post comes back to you last; nobody counts it").wait_for()
    assert "post=" in page.url, "the address holds where one is"
    assert window.strangers == []
    assert window.complaints == []


def test_nothing_opens_or_plays_by_itself_and_a_view_is_one_count(begin, filled):
    store = filled[1]
    before = len(list(store.acts(SEEN)))
    window = begin("Tamar Iseri", "/triage?post=post-film", "analyst")
    page = window.page
    assert page.locator("video, audio, iframe, img").count() == 0
    window.go("/triage?post=post-ar")
    page.wait_for_timeout(300)  # the next post was fetched meanwhile
    assert len(list(store.acts(SEEN))) == before
    page.keyboard.press("o")
    page.keyboard.press("Enter")
    page.locator("img").evaluate("image => image.decode()")
    assert len(list(store.acts(SEEN))) == before + 1
    assert page.locator("img").count() == 1
    assert not [url for url in window.asked if "/clip/" in url or "/original/" in url]
    assert window.strangers == []


def test_letters_are_no_keys_once_they_are_switched_off(begin, filled):
    window = begin("Ada Lark", role="analyst")
    post = here(window)
    window.page.keyboard.press("?")
    window.page.get_by_label("Single letters and digits are keys.").uncheck()
    window.page.keyboard.press("1")
    window.page.keyboard.press("j")
    window.page.wait_for_timeout(200)
    assert here(window) == post
    assert coded(filled[1], post, "person:Ada Lark") == []


def test_a_refusal_is_read_aloud_and_leaves_the_post_where_it_is(begin, filled):
    window = begin("Mina Sol", "/triage?post=post-fa", "analyst")
    window.page.keyboard.press("m")
    press(window, "1", "you said")
    press(window, "0", "you gave this post a theme")
    assert here(window) == "post-fa"
    assert coded(filled[1], "post-fa", "person:Mina Sol") == ["rival-delegitimised"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("locale", ["en", "ar"])
def test_the_queue_breaks_no_rule_of_accessibility_and_fits_a_narrow_window(
    browser,  # noqa: F811
    filled,
    scheme,
    locale,
):
    made = Watched(browser, filled[0], color_scheme=scheme, viewport=NARROW, locale=locale)
    made.page.set_default_timeout(20_000)
    digest = lab.sha256_of(filled[1])
    for address in (
        "/triage?post=post-ur", f"/triage?post=post-ar&show={digest}&codes=target",
        "/triage?post=post-film&only=flagged", "/triage?day=1999-01-01", "/triage/agreement",
        "/parts", "/sources", "/status", f"/post/post-ar?show={digest}&check=1",
        "/pictures/timeline?theme=claim",
    ):  # fmt: skip
        made.go(address)
        made.page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        assert made.page.evaluate("document.documentElement.scrollWidth") <= 320, address
        made.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = made.page.evaluate("axe.run(document, {iframes: false})")
        broken = [
            (each["id"], [node["html"] for node in each["nodes"]]) for each in found["violations"]
        ]
        assert broken == [], address
    made.context.close()
