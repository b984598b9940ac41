"""F1, F2, F4: every route has a row, every row a route, and each role gets what its row says."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import report_lab as lab
from desk_client import HERE, seated
from fastapi.testclient import TestClient

from marsad import preserve
from marsad.accounts.entering import ENROL, FULL, SECOND
from marsad.accounts.roles import PUBLIC, RANKS, SUBSCRIBER
from marsad.web import app, policy
from marsad.web.door import LOGIN, NEXT
from marsad.web.faults import API
from marsad.web.guard import TOKENLESS
from marsad.web.policy import POLICY, PolicyIncomplete, Row, rows
from marsad.web.routes import APART, PAGES, Page

ROLES = [*RANKS, PUBLIC]
ROUTES = [(page.method, page.path) for page in (*PAGES, *APART)]
TODAY = datetime.now(UTC).date()
STATES = {
    "draft": ("draft", TODAY),
    "embargo": ("published", TODAY + timedelta(days=3)),
    "published": ("published", date(2024, 5, 15)),
}
"""A report of each state: its handle is the state's name."""
REFUSED = {401, 403}
ANSWERED = {200, 303, 400, 404}
"""What a page says to whom it lets in; a form that lacks its fields is let in, and told so."""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    with lab.fill(tmp_path_factory.mktemp("policy") / "lab") as store:
        for name, (state, day) in STATES.items():
            for tier in ("subscribers", "complimentary"):
                one = lab.report(store)
                handle = f"{name}-{1 if tier == 'subscribers' else 2}"
                said = {"id": f"report-{handle}", "handle": handle, "series": name, "tier": tier}
                store.add(replace(one, state=state, day=day, fiction=False, **said), by=lab.WRITER)
        store.add(lab.post("post-held", "telegram:1", 17, "حديقة"))
        preserve.hold.set_hold(store, lab.WRITER, "case 1", ["post-held"], [], False)
        store.checkpoint()
        yield app(store.lab)


@pytest.fixture(scope="module")
def people(made):
    """A browser for each role, and one that nobody is signed in at."""
    found = {role: seated(made, role, f"{role} Valen", follow_redirects=False) for role in RANKS}
    return {**found, PUBLIC: TestClient(made, base_url=HERE, follow_redirects=False)}


def filled(path, **known):
    said = {"handle": "published-1", "form": "pdf", "id": "none", "sha256": "0" * 64, **known}
    return re.sub(r"\{(\w+)[^}]*\}", lambda name: said.get(name[1], "none"), path)


def ask(client, row, address):
    if row.method != "POST":
        return client.request(row.method, address)
    # Without the form's token: whoever is let in is told so, and nothing is changed.
    return client.post(address, headers={"origin": HERE})


def led(row):
    """Whether somebody is led to the page to sign in; forms and programs are told instead."""
    return row.method == "GET" and not row.path.startswith(API)


def test_every_route_has_a_row_and_every_row_a_route():
    assert set(rows(ROUTES)) == set(ROUTES)


def test_a_desk_with_a_route_that_nobody_thought_of_does_not_start(monkeypatch, tmp_path):
    lab.Store.create(tmp_path / "lab").close()
    more = (*PAGES, Page("/forgotten", lambda: None))
    monkeypatch.setattr("marsad.web.desk.PAGES", more)
    with pytest.raises(PolicyIncomplete, match="/forgotten"):
        app(tmp_path / "lab")


@pytest.mark.parametrize(
    ("routes", "table"),
    [
        ([("GET", "/a")], []),
        ([], [Row("GET", "/a", policy.LAB)]),
        ([("GET", "/a"), ("GET", "/a")], [Row("GET", "/a", policy.LAB)]),
        ([("GET", "/a")], [Row("GET", "/a", policy.LAB), Row("GET", "/a", policy.EVERYBODY)]),
        ([("POST", "/a")], [Row("GET", "/a", policy.LAB)]),
    ],
)
def test_a_table_with_a_hole_or_a_twin_is_refused(routes, table):
    with pytest.raises(PolicyIncomplete):
        rows(routes, table)


@pytest.mark.parametrize("row", POLICY, ids=lambda row: f"{row.method} {row.path}")
def test_each_role_gets_what_the_table_says_and_nothing_else(people, row):
    """Seven actors by every route: those let in are answered, the others are turned away."""
    for role in ROLES:
        answer = ask(people[role], row, filled(row.path))
        where = answer.headers.get("location", "")
        if PUBLIC in row.roles:
            allowed = True
        elif role == PUBLIC:
            assert answer.status_code == (303 if led(row) else 401), role
            assert not led(row) or where.startswith(LOGIN)
            continue
        elif FULL not in row.stages:
            assert answer.status_code == (303 if row.method == "GET" else 401), role
            assert row.method == "POST" or where == NEXT[FULL]
            continue
        else:
            allowed = role in row.roles
        if row.path == "/" and role == SUBSCRIBER:
            assert where == "/reports"
        elif not allowed:
            assert answer.status_code == 403, role
            assert f"not for the role {role}" in answer.text
        elif row.method == "POST" and not row.signed:
            told = TOKENLESS if row.path.startswith(API) else "open the page again and send it anew"
            assert told in answer.text, "let in, and told"
        else:
            assert answer.status_code in ANSWERED, role
            assert "not for the role" not in answer.text


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize("role", ROLES)
def test_a_subscriber_reads_what_is_published_from_its_day_on_and_the_lab_everything(
    people, role, state, number
):
    client = people[role]
    # The PDF is the slow one; who works in the lab gets it as they get the others.
    for form in ("edition", "file/json", *(["file/pdf"] if role == SUBSCRIBER else [])):
        status = client.get(f"/report/{state}-{number}/{form}").status_code
        if role == PUBLIC:
            assert status == 303
        elif role == SUBSCRIBER:
            readable = state == "published" and form in ("edition", "file/pdf")
            assert status == (200 if readable else 404), form
        else:
            assert status == 200, form
    listed = f"/report/{state}-{number}" in client.get("/reports").text
    assert listed == (role != PUBLIC and (role != SUBSCRIBER or state == "published"))


def test_what_is_not_theirs_and_what_is_not_there_look_the_same(people):
    hidden, absent = (
        people[SUBSCRIBER].get(f"/report/{name}/file/pdf") for name in ("draft-1", "absent-1")
    )
    assert hidden.status_code == absent.status_code == 404
    assert hidden.text.replace("draft-1", "") == absent.text.replace("absent-1", "")


@pytest.mark.parametrize("role", ROLES)
def test_what_is_on_hold_is_read_by_the_lab_and_by_nobody_else(people, role):
    status = people[role].get("/post/post-held").status_code
    assert status == {PUBLIC: 303, SUBSCRIBER: 403}.get(role, 200)


@pytest.mark.parametrize("stage", [SECOND, ENROL])
@pytest.mark.parametrize("row", POLICY, ids=lambda row: f"{row.method} {row.path}")
def test_half_a_session_leads_to_its_second_factor_only(made, row, stage):
    client = seated(made, "admin", "admin Valen", stage, follow_redirects=False)
    answer = ask(client, row, filled(row.path))
    if PUBLIC in row.roles or stage in row.stages:
        assert answer.status_code in ANSWERED | REFUSED
        assert "second factor first" not in answer.text
    elif led(row):
        assert answer.headers["location"].startswith(NEXT[stage])
    else:
        assert answer.status_code == 401


@pytest.mark.parametrize("role", ["analyst", "subscriber"])
def test_who_may_read_a_translation_may_not_write_it(made, people, role):
    """F4: their own valid form, and still nothing is written."""
    client = people[role]
    before = lab.Store(made.state.lab).root()
    for action in ("review", "keep", "discard", "approve"):
        answer = client.fill(f"/translation/tr-ur/{action}", target="Mine.", pad="x")
        assert answer.status_code == 403
    assert lab.Store(made.state.lab).root() == before


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "HEAD"])
def test_no_other_method_does_anything(people, method):
    for row in POLICY:
        answer = people["admin"].request(method, filled(row.path))
        assert answer.status_code in (404, 405), row.path


@pytest.mark.parametrize("header", ["x-http-method-override", "x-method-override", "_method"])
def test_no_header_turns_reading_into_writing(people, header):
    answer = people["admin"].get("/translation/tr-ur/approve", headers={header: "POST"})
    assert answer.status_code in (404, 405)
