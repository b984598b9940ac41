"""E2: an archived page that would reach for the desk gets nothing, behind either wall alone.

The page tries what ArchiveBox's probe tries, and more. It is opened as the desk shows it; raw under
the same policy; and raw with its scripts let loose at the name of evidence, on the desk's own port.
The last test lets it loose where it does reach the desk, so that the others are known to notice.
"""

import threading
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import desk_server
import pytest
import report_lab as lab
from canary import Canary
from desk_client import sit
from desk_server import CHROMIUM, chromium, served
from starlette.responses import HTMLResponse

from marsad.model import Capture
from marsad.web import desk as made_of
from marsad.web.desk import app
from marsad.web.evidence_name import STYLED
from marsad.web.seat import cookie_of

NOON = datetime(2024, 5, 14, 12, tzinfo=UTC)
LOOSE = "default-src * data: blob: 'unsafe-inline' 'unsafe-eval'"
PROBE = (Path(__file__).parents[1] / "fixtures" / "probe.html").read_text(encoding="utf-8")
TRIED = {
    "parent", "top", "opener", "cookie", "storage", "worker", "tossed", "read", "read-api", "blind",
    "xhr", "beacon", "socket", "image", "frame", "form", "window",
}  # fmt: skip

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="chromium is not installed here"),
]


class Heard:
    """Every request to the desk that a page of another origin made, and whether it had a cookie."""

    def __init__(self, app):
        self.app, self.strange = app, []

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            said = {name.decode(): value.decode("latin-1") for name, value in scope["headers"]}
            desk = "evidence." not in said.get("host", "")
            own = f"http://{said.get('host')}"
            foreign = said.get("origin", own) not in (own, "null")
            if desk and (foreign or said.get("sec-fetch-site") in ("cross-site", "same-site")):
                asked = f"{scope['method']} {scope['path']}"
                self.strange.append((asked, "marsad-" in said.get("cookie", "")))
        await self.app(scope, receive, send)


@pytest.fixture(scope="module")
def browser():
    with chromium() as opened:
        yield opened


@contextmanager
def desk_of(folder, monkeypatch, policy=""):
    """A desk whose lab holds the probe; with a policy, it hands that out raw, under it."""
    raw, heard = {}, []

    async def loose(scope, receive, send):
        more = {"cross-origin-opener-policy": "unsafe-none", "content-security-policy": policy}
        await HTMLResponse(raw["body"], 200, more)(scope, receive, send)

    def hearing(place):
        heard.append(Heard(app(place)))
        return heard[0]

    if policy:
        monkeypatch.setattr(made_of, "Apart", lambda *_: loose)
    monkeypatch.setattr(desk_server, "app", hearing)
    with lab.fill(folder / "lab") as store, served(store.lab) as origin, Canary() as canary:
        port = origin.rpartition(":")[2]
        raw["body"] = body = (
            PROBE.replace("CANARY", canary.address)
            .replace("/*DESKS*/[]", f'["http://127.0.0.1:{port}", "http://localhost:{port}"]')
            .replace("/*COOKIES*/[]", f'["{cookie_of(store.lab)}", "language"]')
            .replace("/*PICTURE*/", f"post/post-ar/picture/{lab.sha256_of(store)}")
        )
        kept = Capture("kept", "page", "1", "probe", NOON, store.keep(body.encode()), len(body))
        store.add(kept, replace(lab.post("probe", "telegram:1", 9, "حديقة"), capture="kept"))
        yield store, origin, heard[0], canary, body


def signed_in(browser, store, *origins):
    context = browser.new_context()
    for origin in origins:
        sit(context, origin, store.lab, "admin")
    return context


def led(page, origin):
    """Go from the page of the post to the page that was kept, as an analyst does."""
    page.goto(f"{origin}/post/probe")
    page.locator("a[href$='/kept']").click()
    page.wait_for_url("http://evidence.localhost:*/kept/*")


def told(page):
    page.wait_for_function("window.told && told.done", timeout=20_000)
    return page.evaluate("told")


def unharmed(context, store, origin):
    """They are still signed in, and nothing was approved in their name."""
    answer = context.request.get(f"{origin}/account")
    return answer.url.endswith("/account") and store.translation("tr-ur").approver == ""


@pytest.mark.parametrize("policy", ["", STYLED], ids=["as it is shown", "raw under its policy"])
def test_nothing_in_a_kept_page_runs_or_leaves(browser, tmp_path, monkeypatch, policy):
    with desk_of(tmp_path, monkeypatch, policy) as (store, origin, heard, canary, _):
        context = signed_in(browser, store, origin)
        page, asked = context.new_page(), []
        led(page, origin)
        page.on("requestfinished", lambda request: asked.append(request.url))
        page.get_by_text("حديقة على ضفة النهر").wait_for()
        direction = page.locator("#words").evaluate("e => getComputedStyle(e).direction")
        assert direction == "rtl"
        assert page.title() == "a page of fiction"
        assert page.evaluate("window.told === undefined && window.opener === null")
        if not policy:
            # Raw, a link still is one; as it is shown, nothing that is pressed leads anywhere.
            for each in page.locator("body *").all():
                each.click(force=True, timeout=5000)
        page.wait_for_load_state("networkidle")
        assert page.url.startswith("http://evidence.localhost:")
        assert canary.heard == []
        assert asked == []
        assert heard.strange == []
        assert len(context.pages) == 1
        assert unharmed(context, store, origin)
        context.close()


def test_scripts_let_loose_at_the_name_of_evidence_get_nothing_of_the_desk(
    browser, tmp_path, monkeypatch
):
    with desk_of(tmp_path, monkeypatch, LOOSE) as (store, origin, heard, _, _):
        by_name = origin.replace("127.0.0.1", "localhost")
        context = signed_in(browser, store, origin, by_name)
        # Without what leads it away, so that it stays to try everything.
        context.route("**/refresh", lambda route: route.fulfill(status=204))
        page = context.new_page()
        led(page, origin)
        found = told(page)
        assert set(found) - {"done"} == TRIED
        said = {each for name, every in found.items() if name != "done" for each in every}
        assert said <= {"nothing", "refused", "sent", "tried", "loaded null"}, found
        assert len(heard.strange) >= 10
        assert not any(cookie for _, cookie in heard.strange), heard.strange
        names = {each["domain"] for each in context.cookies() if each["value"] == "tossed"}
        assert names <= {"evidence.localhost"}
        assert unharmed(context, store, origin)
        assert unharmed(context, store, by_name)
        context.close()


def test_the_same_page_at_the_machines_own_address_would_bring_cookies(
    browser, tmp_path, monkeypatch
):
    """Guards the guard: on another port of 127.0.0.1 it is of one site with the desk."""
    with desk_of(tmp_path, monkeypatch) as (store, origin, heard, _, body):

        class Elsewhere(BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.send_header("content-type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, *_said):
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        context = signed_in(browser, store, origin)
        context.route("**/refresh", lambda route: route.fulfill(status=204))
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{server.server_address[1]}/")
        told(page)
        assert any(cookie for _, cookie in heard.strange)
        # Even so the desk changes nothing for it.
        assert unharmed(context, store, origin)
        context.close()
        server.shutdown()
        server.server_close()
