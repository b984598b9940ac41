"""F9: the way to an identity provider and back in a real browser, from another site."""

from urllib.parse import urlsplit

import pytest
from desk_client import sit
from desk_server import AXE, CHROMIUM, chromium, served
from oidc_server import CLIENT, SECRET, Provider

from marsad.store import Store, desk_accounts
from marsad.store.desk import Desk

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="chromium is not installed here"),
]


def clean(page):
    page.evaluate(AXE.read_text(encoding="utf-8"))
    return page.evaluate("axe.run(document)")["violations"] == []


def test_an_account_is_linked_and_then_signed_in_with(tmp_path, monkeypatch):
    """Cookies that browsers keep from other sites, forms that may lead nowhere else: both hold."""
    monkeypatch.setenv("MARSAD_OIDC_SECRET", SECRET)
    held = tmp_path / "lab"
    Store.create(held).close()
    # Of another site than the desk at 127.0.0.1, as a provider is.
    with Provider("localhost") as idp:
        said = f'oidc_issuer = "{idp.url}"\noidc_client = "{CLIENT}"\noidc_name = "House Keys"\n'
        (held / "marsad.toml").write_text(said, encoding="utf-8")
        idp.asks = True
        with served(held) as origin, chromium() as browser:
            page = browser.new_context().new_page()
            complaints = []
            page.on("console", lambda message: complaints.append(message.text))
            sit(page.context, origin, held, "analyst")
            page.goto(f"{origin}/account")
            assert clean(page)
            page.get_by_role("button", name="Link it").click()
            page.get_by_role("link", name="Continue").click()
            page.get_by_role("button", name="Link it to another identity").wait_for()
            with Desk(held) as desk:
                noor = desk_accounts.named(desk, "Noor Valen")
                assert desk_accounts.linked(desk, f"{idp.url} sub-1") == noor
            page.get_by_role("button", name="Sign out").click()
            page.goto(f"{origin}/status")
            assert clean(page)
            page.get_by_role("link", name="Sign in by House Keys").click()
            assert urlsplit(page.url).hostname == "localhost"
            page.get_by_role("link", name="Continue").click()
            page.get_by_role("heading", name="State of the lab").wait_for()
            assert urlsplit(page.url).path == "/status"
            assert complaints == []
