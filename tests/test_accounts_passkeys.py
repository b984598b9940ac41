"""F9: passkeys of a virtual device in a real browser; another origin, challenge or counter."""

import json
import threading
import time
from urllib.parse import urlsplit

import pytest
import report_lab as lab
import uvicorn
from desk_client import session
from test_web_browser import AXE, CHROMIUM, QUIET

from marsad.accounts import passkeys
from marsad.errors import Withheld
from marsad.store import desk_accounts, desk_factors
from marsad.store.desk import Desk
from marsad.web import app
from marsad.web.seat import cookie_of

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="chromium is not installed here"),
]
DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
    "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    with lab.fill(tmp_path_factory.mktemp("passkeys") / "lab") as store:
        config = uvicorn.Config(app(store.lab), host="127.0.0.1", port=0, log_level="warning")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        (port,) = {each.getsockname()[1] for each in server.servers[0].sockets}
        yield f"http://localhost:{port}", store.lab
        server.should_exit = True
        thread.join(timeout=10)


@pytest.fixture(scope="module")
def browser():
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as running:
        args = [*QUIET, "--host-resolver-rules=MAP localhost 127.0.0.1"]
        opened = running.chromium.launch(executable_path=str(CHROMIUM), args=args)
        yield opened
        opened.close()


def sit(context, origin, held, stage):
    id = session(held, "admin", "Noor Valen", stage)
    cookie = {"name": cookie_of(held), "value": id, "url": origin, "httpOnly": True}
    context.add_cookies([{**cookie, "sameSite": "Strict"}])


def test_a_passkey_is_made_and_lets_in_and_a_copied_one_does_not(desk, browser):
    origin, held = desk
    context = browser.new_context()
    page = context.new_page()
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    cdp = context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    cdp.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    sit(context, origin, held, "enrol")
    page.goto(f"{origin}/account/passkey")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert page.evaluate("axe.run(document)")["violations"] == []
    page.get_by_label("Name of the device").fill("a phone")
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_role("heading", name="Codes to write down").wait_for()
    with Desk(held) as own:
        noor = desk_accounts.named(own, "Noor Valen")
        (key,) = desk_factors.passkeys(own, noor.id)
    assert (noor.second, noor.has_totp, key.label) == (True, False, "a phone")

    sit(context, origin, held, "second")
    page.goto(f"{origin}/login/second?next=/status")
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_role("heading", name="State of the lab").wait_for()
    with Desk(held) as own:
        (used,) = desk_factors.passkeys(own, noor.id)
        assert used.counter > key.counter
        # Somebody else used a copy of the key: the counter is ahead of the device's.
        own.run("update passkey set counter = 1000")
    sit(context, origin, held, "second")
    page.goto(f"{origin}/login/second")
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_role("alert").get_by_text("is wrong").wait_for()
    page.goto(f"{origin}/status")
    assert urlsplit(page.url).path == "/login/second"
    assert [each for each in complaints if "403" not in each] == []
    context.close()


@pytest.mark.parametrize("wrong", ["origin", "challenge", "key", "garbage"])
def test_what_another_page_or_device_answers_is_refused(desk, browser, wrong):
    """The device signs the origin that it saw; each part that differs is enough."""
    origin, held = desk
    context = browser.new_context()
    page = context.new_page()
    cdp = context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    cdp.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    name = f"Leyla {wrong.title()}"
    session(held, "editor", name)
    page.goto(f"{origin}/login")
    with Desk(held) as own:
        leyla = desk_accounts.named(own, name)
        offered, challenge = passkeys.offer(own, leyla, "lab")
        passkeys.keep(own, leyla, made_by(page, offered), challenge, origin, "x")
        asked, challenge = passkeys.ask(own, leyla)
        said = made_by(page, asked)
        if wrong == "challenge":
            challenge = b"another" * 5
        if wrong == "key":
            own.run("update passkey set account = 'another'")
        there = "http://evil.example" if wrong == "origin" else origin
        with pytest.raises(Withheld):
            passkeys.show(own, leyla, "{}" if wrong == "garbage" else said, challenge, there)
    context.close()


def made_by(page, options):
    """What the device answers to a page of the desk, by the desk's own script."""
    source = (lab.Path(passkeys.__file__).parents[1] / "web/static/passkey.js").read_text()
    # The page's policy runs no text as a script; Playwright's own evaluation stands outside it.
    functions = source.partition("form?.addEventListener")[0].replace("const form", "var form")
    order = f"async (options) => {{ {functions}\n return plain(await answer(options)); }}"
    return page.evaluate(order, json.loads(options))


def test_no_passkey_is_offered_where_browsers_allow_none():
    assert not passkeys.possible("127.0.0.1")
    assert passkeys.possible("localhost")
