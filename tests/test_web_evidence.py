"""Evidence is handed out under a name of its own, to whoever the desk let through, once."""

import gzip
import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import quote

import pytest
import report_lab as lab
import warc_samples
from desk_client import HERE, seated, session
from fastapi.testclient import TestClient

from marsad import pipeline
from marsad.accounts import tokens
from marsad.model import Capture
from marsad.store import desk_accounts, desk_audit
from marsad.store.desk import Desk
from marsad.web import app, tickets
from marsad.web.evidence_name import SEALED, STYLED
from marsad.web.routes import PAGES

THERE = "http://evidence.localhost:8200"
NOON = datetime(2024, 5, 14, 12, tzinfo=UTC)
ARABIC = "حديقة على ضفة النهر"
PAGE = f"""<html dir="rtl" lang="ar"><head><title>{ARABIC}</title><script>alert(1)</script>
<style>p {{ color: red; background: url(http://evil.example/x) }}</style></head>
<body><p>{ARABIC} <a href="https://evil.example/a" onclick="alert(1)">رابط</a>
<img src="http://evil.example/i.png" alt="جسر"></p><form action="//evil.example"><button>go</button>
</form></body></html>"""


def keep_page(store, name, body, *headers, **more):
    """A post that was read from a page which a server sent."""
    sha256 = store.keep(body)
    told = {"response_headers": [list(each) for each in headers], "status": 200}
    exchange = store.keep(json.dumps({**told, "of": name}).encode()) if headers else ""
    made = Capture(f"capture-{name}", "page", "1", "https://park.example/", NOON, sha256,
                   len(body), exchange=exchange)  # fmt: skip
    store.add(made, replace(lab.post(name, "telegram:1", 9, ARABIC), capture=made.id, **more))
    return sha256


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("evidence")
    with lab.fill(folder / "lab") as store:
        header = ("Content-Type", "text/html; charset=windows-1256")
        keep_page(store, "page-sent", PAGE.encode("windows-1256"), header)
        keep_page(store, "page-saved", PAGE.encode())
        keep_page(store, "page-json", b'{"a": 1}', ("content-type", "application/json"))
        keep_page(store, "page-many", PAGE.encode(), ("content-type", "text/html"))
        kept = replace(
            store.capture("capture-page-many"), id="capture-many", collector="telegram-web"
        )
        store.add(
            kept, replace(store.post("page-many"), id="of-many", native_id="m", capture=kept.id)
        )
        keep_page(store, "page-svg", PAGE.encode(), ("content-type", "image/svg+xml"))
        packed = warc_samples.http(gzip.compress(PAGE.encode()), "Content-Encoding: gzip")
        archive = folder / "site.warc"
        archive.write_bytes(
            warc_samples.record(warc_samples.http(warc_samples.page()))
            + warc_samples.record(packed, 2, "http://salwan.example/two")
        )
        pipeline.collect(store, [str(archive)])
        yield store


@pytest.fixture(scope="module")
def made(store):
    return app(store.lab)


def sit(made, role="analyst"):
    return seated(made, role, f"{role} Valen", follow_redirects=False)


@pytest.fixture
def desk(made):
    return sit(made)


@pytest.fixture
def stranger(made):
    """A browser at the name of evidence: it holds nothing of the desk."""
    return TestClient(made, base_url=THERE, follow_redirects=False)


def original_of(store):
    return f"/post/post-ar/original/{lab.sha256_of(store)}"


def ticket(desk, address):
    answer = desk.get(address)
    assert answer.status_code == 303
    where = answer.headers["location"]
    assert re.fullmatch(rf"{re.escape(THERE)}/kept/[\w-]{{43}}", where)
    assert answer.content == b""
    return where.removeprefix(THERE)


def test_an_original_is_handed_out_apart_to_be_saved_and_to_nothing_else(store, desk, stranger):
    answer = stranger.get(ticket(desk, original_of(store)))
    assert answer.content == store.read(lab.sha256_of(store))
    assert answer.headers["content-security-policy"] == SEALED
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "set-cookie" not in answer.headers


def test_the_policies_of_evidence_let_nothing_run_load_or_leave():
    """Changing a line of these is a decision."""
    assert SEALED == (
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
    )
    assert f"{SEALED}; style-src 'unsafe-inline'" == STYLED


def test_a_ticket_is_good_once_and_not_for_long(store, desk, stranger, monkeypatch):
    used = ticket(desk, original_of(store))
    assert stranger.get(used).status_code == 200
    monkeypatch.setattr(tickets, "MINUTES", 0)
    old = ticket(desk, original_of(store))
    for address in (used, old, "/kept/none", f"/kept/{'x' * 5000}"):
        answer = stranger.get(address)
        assert answer.status_code == 404
        assert answer.text.startswith("this address was good once, for two minutes")
        assert answer.text.count("\n") == 1


def test_the_oldest_tickets_go_where_there_are_too_many(monkeypatch):
    monkeypatch.setattr(tickets, "MOST", 2)
    held = tickets.Tickets()
    first, *rest = (held.give(tickets.Ticket("post", str(at))) for at in range(3))
    assert held.take(first) is None
    assert [held.take(each).sha256 for each in rest] == ["1", "2"]


@pytest.mark.parametrize("host", ["127.0.0.1:8200", "localhost:8200", "[::1]:8200", "localhost"])
def test_a_ticket_opens_nothing_under_the_names_of_the_desk(store, desk, host):
    address = ticket(desk, original_of(store))
    answer = desk.get(address, headers={"host": host})
    assert answer.status_code == 404
    assert store.read(lab.sha256_of(store)) not in answer.content
    at = f"evidence.localhost{':8200' if ':8200' in host else ''}"
    led = desk.get(original_of(store), headers={"host": host}).headers["location"]
    assert led.startswith(f"http://{at}/kept/")


def test_nothing_of_the_desk_answers_under_the_name_of_evidence(made):
    """Whoever is signed in at the desk is nobody there, with their cookie or their token."""
    there = seated(made, "admin", "admin Valen", base_url=THERE, follow_redirects=False)
    there.cookies.set("language", "ar")
    for page in PAGES:
        path = re.sub(r"\{\w+(:path)?\}", "none", page.path)
        for method in (page.method, "POST", "OPTIONS"):
            answer = there.request(method, path, data={"form_token": there.token})
            assert answer.status_code == 404, (method, path)
            assert method == "HEAD" or answer.text.startswith("Nothing is here but evidence")
            assert answer.headers["content-security-policy"] == SEALED
            assert "set-cookie" not in answer.headers
    for path in ("/", "/static/desk.css", "/fonts/", "/docs", "/kept", "/kept/", "/kept/a/b"):
        assert there.get(path).status_code == 404, path


@pytest.mark.parametrize(
    "host", ["evidence.localhost.evil.example", "xevidence.localhost", "evidence.localhost."]
)
def test_a_name_like_that_of_evidence_is_turned_away(stranger, host):
    assert stranger.get("/kept/none", headers={"host": host}).status_code == 400


def test_who_may_not_have_it_gets_no_ticket(made, store):
    digest = lab.sha256_of(store)
    for address in (original_of(store), "/post/page-sent/kept"):
        for role in ("translator", "subscriber"):
            assert sit(made, role).get(address).status_code == 403
        assert "/login" in TestClient(made, base_url=HERE).get(address).url.path
    for address in (f"/post/post-fa/original/{digest}", "/post/none/kept"):
        assert sit(made).get(address).status_code == 404


def test_the_audit_names_the_read_and_keeps_no_ticket(store, desk):
    given = [ticket(desk, address) for address in (original_of(store), "/post/page-sent/kept")]
    with Desk(store.lab) as accounts:
        found = desk_audit.readings(accounts)
        assert [each.act for each in found[:2]] == ["original"] * 2
        assert {each.by for each in found[:2]} == {"analyst Valen"}
        told = str(accounts.rows("select * from reading"))
    assert not any(each.rpartition("/")[2] in told for each in given)


def test_a_program_follows_there_and_its_token_does_not(made, store):
    session(store.lab, "analyst", "analyst Valen")
    client = TestClient(made, base_url=HERE, follow_redirects=True)
    with Desk(store.lab) as accounts:
        account = desk_accounts.named(accounts, "analyst Valen")
        secret = tokens.make(accounts, account, "a program", "read", 3)
    answer = client.get(original_of(store), headers={"authorization": f"Bearer {secret}"})
    assert answer.content == store.read(lab.sha256_of(store))
    assert answer.url.host == "evidence.localhost"
    assert "authorization" not in answer.request.headers


@pytest.mark.parametrize("name", ["page-sent", "page-saved", "warc"])
def test_a_kept_page_is_shown_in_its_words_and_direction_and_nothing_else(store, desk, name):
    if name == "warc":
        (name,) = (each.id for each in store.posts() if each.native_id.endswith("/two"))
    part = quote(name, safe=":@")
    assert f'href="/post/{part}/kept"' in desk.get(f"/post/{part}").text
    answer = desk.get(f"/post/{part}/kept", follow_redirects=True)
    assert answer.headers["content-security-policy"] == STYLED
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "content-disposition" not in answer.headers
    assert '<html dir="rtl" lang="ar">' in answer.text
    assert f"<title>{ARABIC}</title>" in answer.text
    assert '<a title="hxxps://evil[.]example/a">رابط</a>' in answer.text
    assert '<span class="marsad-picture">جسر</span>' in answer.text
    for gone in ("alert", "href", "src", "<form", "<button", "url(", "evil.example"):
        assert gone not in answer.text, gone


@pytest.mark.parametrize("name", ["page-json", "page-svg", "of-many", "post-ar", "none"])
def test_what_was_no_page_is_not_shown_as_one(desk, name):
    assert "/kept" not in desk.get(f"/post/{name}").text
    assert desk.get(f"/post/{name}/kept").status_code == 404


def test_what_was_altered_since_is_told_and_not_handed_out(tmp_path):
    with lab.fill(tmp_path / "lab") as store:
        sha256 = keep_page(store, "page", PAGE.encode())
        desk = sit(app(store.lab))
        given = [ticket(desk, "/post/page/kept"), ticket(desk, original_of(store))]
        for each in (sha256, lab.sha256_of(store)):
            store.path(each).chmod(0o644)
            store.path(each).write_bytes(b"other")
        for address in given:
            answer = desk.get(THERE + address)
            assert answer.status_code == 500
            assert "no longer matches its digest" in answer.text
            assert "other" not in answer.text
