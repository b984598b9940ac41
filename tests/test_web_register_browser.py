"""The open page to ask for reports by, in a real browser: no rule is broken, nothing is loaded."""

import pytest
import share_lab
from desk_server import chromium, served
from test_web_register import SAID, link, settings
from test_web_track_browser import CHROMIUM, broken

from marsad.share import readers
from marsad.store import Store

SIZES = ({"width": 1280, "height": 800}, {"width": 320, "height": 640})

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="chromium is not installed here"),
]


def sound(page):
    """Ask axe about the page at both sizes."""
    for size in SIZES:
        page.set_viewport_size(size)
        assert broken(page) == ([], 0), (page.url, size)


@pytest.mark.parametrize(("scheme", "language"), [("light", "en"), ("dark", "ar")])
def test_nobody_who_asks_to_read_meets_a_page_that_breaks_a_rule(tmp_path, post, scheme, language):
    with share_lab.fill(tmp_path / "lab") as store:
        (store.lab / "marsad.toml").write_text(settings(post), encoding="utf-8")
    with chromium() as browser, served(tmp_path / "lab") as address:
        page = browser.new_context(color_scheme=scheme, locale=language).new_page()
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{address}/register", wait_until="networkidle")
        assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
        sound(page)
        for name in ("name", "address", "why"):
            page.locator(f"[name={name}]").fill(SAID[name])
        page.locator("main form button").click()
        page.wait_for_load_state("networkidle")
        sound(page)
        page.goto(address + link(post.to(SAID["address"])[0]), wait_until="networkidle")
        sound(page)
        page.locator("main form button").click()
        page.wait_for_load_state("networkidle")
        sound(page)
        page.goto(f"{address}/register/nothing", wait_until="networkidle")
        sound(page)
        assert [each for each in asked if not each.startswith((address, "data:"))] == []
    with Store(tmp_path / "lab") as store:
        assert [each.address for each in readers.readers(store)] == [SAID["address"]]
