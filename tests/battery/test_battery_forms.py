"""F7: what a form says that nobody asked for is not obeyed, on any route that changes anything.

Two copies of one lab are sent the same forms in the same order, by the same people. One is told
more: roles, names, states and ids, in the query too. After each form both labs and both desks hold
the same, but for times and what is drawn by chance.
"""

import inspect
import json
import re
import shutil
import sqlite3
from contextlib import closing

import pytest
import report_lab as lab
from desk_client import HERE, seated
from fastapi.testclient import TestClient

from marsad import track
from marsad.accounts import tokens
from marsad.accounts.roles import RANKS
from marsad.share import readers
from marsad.store import Store, desk_accounts
from marsad.store.desk import Desk
from marsad.web import app
from marsad.web.policy import POLICY
from marsad.web.routes import PAGES

OTHER = "person:Zuhra Sahil"
MORE = {
    "role": "admin", "is_admin": "1", "admin": "true", "roles": "admin", "scope": "write",
    "by": OTHER, "who": OTHER, "author": OTHER, "maker": OTHER, "made_by": OTHER, "coder": OTHER,
    "translator": OTHER, "reviewer": OTHER, "approver": OTHER, "signed_by": OTHER,
    "approved_by": OTHER, "signature": OTHER, "account": "Zuhra Sahil", "user": "Zuhra Sahil",
    "owner": OTHER, "reader": "zuhra", "state": "published", "status": "approved",
    "published": "1", "published_at": "2024-05-01", "approved": "1", "active": "0",
    "disabled": "1", "tier": "complimentary", "standing": "official", "kind": "human",
    "fiction": "0", "marking": "case-7", "markings": "case-7", "cleared": "case-7", "veil": "0",
    "id": "post-fa", "handle": "other-1", "post": "post-fa", "version": "9", "number": "99",
    "replaces": "finding-1", "confidence": "1", "made_at": "2001-01-01T00:00:00+00:00",
    "posted_at": "2001-01-01T00:00:00+00:00", "at": "2001-01-01", "stage": "full",
    "session": "0" * 32, "factor": "none", "proved": "9999999999", "reads": "whole",
    "until": "2999-01-01", "since": "2001-01-01", "priority": "1", "embargo": "2001-01-01",
    "__proto__": "x", "store": "x", "request": "x", "name": "Zuhra Sahil", "_method": "DELETE",
}  # fmt: skip
"""What is said besides, under each name that the route does not ask for."""
FORMS = {
    "/accounts/invite": {"name": "Nadim Orsa", "role": "analyst"},
    "/accounts/{id}/role": {"role": "translator"},
    "/alerts/save": {"name": "banks", "query": "النهر"},
    "/triage/code": {"post": "post-ar-2", "code": "theme:recruitment"},
    "/triage/skip": {"post": "post-ur"},
    "/triage/hand": {"post": "post-late", "to": "Leyla Oram"},
    "/post/{id:path}/graphic/{sha256}": {"note": "seen"},
    "/post/{id:path}/decide": {"finding": "finding-1", "what": "accept"},
    "/marking/{kind}/{id:path}/put": {"marking": "minors"},
    "/marking/{kind}/{id:path}/take": {"marking": "minors"},
    "/translations/assign": {"id": "tr-ur", "to": "Noor Valen", "priority": "2"},
    "/translation/{id:path}/review": {"target": lab.ROUGH},
    "/translation/{id:path}/write": {"target": f"{lab.ROUGH} Again."},
    "/translation/{id:path}/keep": {"target": lab.ROUGH, "page": "1", "turn": "1"},
    "/event/{id:path}/answers": {"accept": "post-ar"},
    "/cases": {"title": "Harbor"},
    "/cases/add": {"case": "river", "post": "post-ur"},
    "/cases/add-found": {"case": "river", "q": "النهر"},
    "/case/{name}/tag": {"post": "post-ar", "tag": "t"},
    "/case/{name}/note": {"post": "post-ar", "note": "n"},
    "/case/{name}/drop": {"post": "post-fa"},
    "/reports": {"series": "Weekly", "title": "Week", "day": "2024-05-16", "tier": "subscribers"},
    "/report/{handle:path}/edit": {"act": "save", "at": "title", "said": "Another Title"},
    "/report/{handle:path}/correct": {"words": "A word was wrong."},
    "/sources/pause": {"handle": "banks", "paused": "1"},
    "/readers": {"address": "r@reader.example", "tier": "subscribers"},
    "/readers/{handle}/approve": {"tier": "subscribers", "because": "asked"},
    "/readers/{handle}/end": {"because": "asked"},
    "/readers/{handle}/forget": {"basis": "asked"},
    "/publishing/embargo": {"handle": "daily-7", "until": "2999-01-01"},
    "/register": {"name": "A Reader", "address": "x@reader.example", "why": "work"},
    "/account/tokens": {"label": "t", "scope": "read", "days": "3"},
    "/login": {"name": "Noor Valen", "password": "wrong"},
    "/language": {"language": "ar"},
}  # fmt: skip
KNOWN = {
    "id": "post-ar", "handle": "daily-7", "name": "river", "kind": "place", "secret": "none",
    "token": "none",
}  # fmt: skip
OF = {
    "/translation/": {"id": "tr-ur"}, "/event/": {"id": "talks"}, "/marking/": {"id": "telegram:9"},
}  # fmt: skip
WRITING = [page for page in PAGES if page.method == "POST"]
BY_CHANCE = re.compile(
    r"\d{4}-\d\d-\d\d[T ][\d:.]+(Z|[+-]\d\d:?\d\d)?|\$argon2\S+|[0-9a-f]{10,}|[\w-]{22,}|\d{9,}"
    r"|(?<=harbor-)[0-9a-f]+"
)
OBEYED = 40
"""At least so many forms have to do something, or nothing was shown."""


def asked_of(show):
    """Every name that a route reads out of an address or a form."""
    for name, one in inspect.signature(show, eval_str=True).parameters.items():
        told = getattr(one.annotation, "__metadata__", ())
        inner = [each.dependency for each in told if hasattr(each, "dependency")]
        if inner and name not in ("store", "who"):
            yield from asked_of(inner[0])
        yield next((each.alias for each in told if getattr(each, "alias", None)), name)


def held(folder):
    """Every row of the lab and of its desk, without times and what is drawn by chance."""
    found = {}
    for file in ("lab.db", "desk.db"):
        with closing(sqlite3.connect(f"file:{folder / file}?mode=ro", uri=True)) as base:
            named = "select name from sqlite_master where type = 'table'"
            for (name,) in base.execute(named).fetchall():
                rows = base.execute(f'select * from "{name}"').fetchall()
                found[f"{file} {name}"] = sorted(str(tuple(map(plain, row))) for row in rows)
    return found


def plain(value):
    if isinstance(value, bytes):
        # A digest may begin like a record; hardly one begins and ends like one.
        record = value.startswith(b'{"') and value.endswith(b"}")
        value = value.decode("utf-8", "ignore") if record else f"{len(value)} bytes"
    return BY_CHANCE.sub("*", value) if isinstance(value, str) else value if (
        not isinstance(value, int | float) or abs(value) < 1e6) else "*"  # fmt: skip


@pytest.fixture(scope="module")
def desks(tmp_path_factory):
    folder = tmp_path_factory.mktemp("forms")
    with lab.fill(folder / "plain") as store:
        store.add(lab.report(store), by=lab.WRITER)
        track.open_case(store, "river", "River", lab.WRITER)
        track.add_posts(store, "river", [("1", "post-ar"), ("2", "post-fa")], lab.WRITER)
        readers.add(store, "A", "a@reader.example", lab.WRITER)
        store.checkpoint()
    with Desk(folder / "plain") as desk:
        for name, role in (("Leyla Oram", "analyst"), ("Nadir Salwan", "analyst")):
            desk_accounts.add(desk, name, role, "", "test")
    shutil.copytree(folder / "plain", folder / "more")
    return {name: app(folder / name) for name in ("plain", "more")}


def address_of(desk, page):
    with Desk(desk.state.lab) as made:
        account = desk_accounts.named(made, "Nadir Salwan").id
    with Store(desk.state.lab) as store:
        digest = lab.sha256_of(store)
        reader = readers.readers(store)[0].handle
    of = next((said for begin, said in OF.items() if page.path.startswith(begin)), {})
    known = {**KNOWN, "sha256": digest, **of}
    known |= {"id": account} if page.path.startswith("/accounts/") else {}
    known |= {"handle": reader} if page.path.startswith("/readers/") else {}
    return re.sub(r"\{(\w+)[^}]*\}", lambda part: known[part[1]], page.path)


def row_of(page):
    return next(row for row in POLICY if (row.method, row.path) == (page.method, page.path))


def send(desk, page, form, more):
    """One form by somebody of the least role that may send it; a program's as it sends them."""
    row = row_of(page)
    role = next((each for each in reversed(RANKS) if each in row.roles), "analyst")
    stage = "full" if "full" in row.stages else min(row.stages)
    # Somebody else for each form: whoever made a thing may not sign it.
    name = f"{role} {WRITING.index(page)}"
    client = seated(desk, role, name, stage, follow_redirects=False)
    where = address_of(desk, page)
    if page.path.startswith("/api/"):
        with Desk(desk.state.lab) as made:
            account = desk_accounts.named(made, name)
            token = tokens.make(made, account, "forms", "write", 1)
        program = TestClient(desk, base_url=HERE, headers={"authorization": f"Bearer {token}"})
        return program.post(where, json={"kind": "theme", "code": "recruitment", **more})
    asked = "&".join(f"{name}={value}" for name, value in more.items())
    return client.fill(f"{where}?{asked}" if more else where, **{**more, **form})


@pytest.fixture(scope="module")
def obeyed():
    return []


@pytest.mark.parametrize("page", WRITING, ids=lambda page: page.path)
def test_what_nobody_asked_for_is_not_obeyed(desks, obeyed, page):
    own = set(asked_of(page.show))
    more = {name: said for name, said in MORE.items() if name not in own}
    form = FORMS.get(page.path, {})
    before = held(desks["plain"].state.lab)
    status = send(desks["plain"], page, form, {}).status_code
    told = send(desks["more"], page, form, more).status_code
    after, other = (held(desks[name].state.lab) for name in ("plain", "more"))
    assert told == status or 400 <= told < 500
    if told == status:
        assert {name: rows for name, rows in after.items() if rows != other[name]} == {}
    changed = [name for name in after if after[name] != before[name] and "session" not in name]
    obeyed += [page.path] if status < 400 and changed else []


CHOSEN = {
    "role": {"/accounts/invite", "/accounts/{id}/role"},
    "tier": {"/reports", "/readers", "/readers/{handle}/approve", "/register"},
    "reader": {"/accounts/invite", "/accounts/{id}/reader", "/publishing/letters"},
    "scope": {"/account/tokens"},
    "markings": {"/accounts/{id}/clear"},
}
"""What these routes are there to choose, each with a row of the policy and tests of its own."""
NEVER = (
    "admin", "roles", "by", "author", "maker", "made_by", "coder", "translator", "reviewer",
    "approver", "signed_by", "approved_by", "signature", "account", "user", "owner", "published",
    "approved", "active", "disabled", "standing", "fiction", "veil", "confidence", "replaces",
    "made_at", "published_at", "stage", "session", "factor", "proved", "reads",
)  # fmt: skip


def test_no_route_asks_who_somebody_is_or_what_they_may_do():
    asked = {page.path: set(asked_of(page.show)) for page in WRITING}
    assert not {path: own for path, names in asked.items() if (own := names & set(NEVER))}
    for name, expected in CHOSEN.items():
        assert {path for path, names in asked.items() if name in names} == expected, name


def test_most_forms_did_something(obeyed):
    """So the comparison can fail."""
    assert len(obeyed) >= OBEYED, json.dumps(obeyed, indent=1)


def test_the_names_that_were_said_besides_stand_nowhere(desks):
    said = json.dumps(held(desks["more"].state.lab), ensure_ascii=False)
    assert "Zuhra" not in said
    assert "zuhra" not in said


AWAY = (
    "//evil.example", "/\\evil.example", "/%5Cevil.example", "https:evil.example",
    "https://evil.example/", "javascript:alert(1)", "\thttps://evil.example", "///evil.example",
    "\\\\evil.example", "/\t/evil.example", "evil.example", "?//evil.example", "@evil.example",
    "/\r\nset-cookie: a=b",
)  # fmt: skip
LEADING = [page for page in WRITING if {"back", "next"} & set(asked_of(page.show))]


@pytest.mark.parametrize("page", LEADING, ids=lambda page: page.path)
def test_no_way_back_that_a_form_names_leads_away(desks, page):
    """E7: wherever a form says where to go on."""
    for said in AWAY:
        form = {**FORMS.get(page.path, {}), "back": said, "next": said}
        answer = send(desks["plain"], page, form, {})
        assert "set-cookie: a=b" not in str(answer.headers)
        where = answer.headers.get("location", "/")
        assert where.startswith("/"), said
        assert not re.match(r"/[/\\]|/%5c", where, re.IGNORECASE), said
        assert not re.search(
            r"""(href|action|value)=["'](//|/\\|https:|javascript:)""", answer.text
        )
