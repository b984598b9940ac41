"""No page offers anybody a link or a form that their role may not use, by the table of policy."""

import re
from collections import Counter
from html import unescape
from urllib.parse import unquote, urljoin, urlsplit

import pytest
import report_lab as lab
from desk_client import seated
from starlette.routing import compile_path

from marsad import alerting, track
from marsad.accounts.roles import RANKS
from marsad.store import About, Pads, Store, desk_audit
from marsad.store.desk import Desk
from marsad.web import app
from marsad.web.policy import POLICY

ROWS = [(row, compile_path(row.path)[0]) for row in POLICY]
TAGS = re.compile(r"<(a|form|button|input|iframe|img)\b([^>]*)>")
ATTRIBUTES = re.compile(r'([\w-]+)="([^"]*)"')
PER_ROUTE = 4
"""Pages of one route that are opened for each question that their address asks."""
SEEDS = (
    "/", "/?q=*", "/search/feed?q=*", "/reports", "/read", "/keys", "/account",
    "/post/post-ar", "/report/daily-7",
    "/report/daily-7/edit", "/report/out-1", "/cases", "/case/river", "/sources", "/status",
    "/triage", "/outlets", "/network", "/narratives", "/events", "/alerts", "/translations",
    "/translation/tr-ur", "/translation/tr-ar", "/event/talks", "/accounts", "/audit", "/pictures",
)  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    with lab.fill(tmp_path_factory.mktemp("roles") / "lab") as store:
        store.add(lab.report(store), by=lab.WRITER)
        out = lab.report(store, id="out", handle="out-1", series="Out", number=1, state="published")
        store.add(out, by=lab.WRITER)
        track.open_case(store, "river", "The river", lab.WRITER)
        added = [("1", "post-ar"), ("2", "post-fa"), ("3", "post-private")]
        track.add_posts(store, "river", added, lab.WRITER)
        track.tag_post(store, "river", "post-ar", "bridge", lab.WRITER)
        track.note(store, "river", "A note.", lab.WRITER)
        track.snapshot(store, "river", {"outlet": "sada"}, lab.WRITER)
        alerting.add(store, "bank", "*", ["page", "feed"], lab.WRITER)
        store.add(lab.post("post-private-2", "telegram:9", 22, "كلام خاص"))
        alerting.run(store)
        draft = store.translation("tr-ur")
        for typed in ("one", "two"):
            Pads(store).write(About(draft.id, (draft.post,)), "", 0, [typed])
        made = app(store.lab)
        seated(made, "editor", "Somebody Else")
        yield made


def row_of(method, path):
    """The row of an address, as the desk finds its route: the first that fits."""
    for row, pattern in ROWS:
        if row.method == method and pattern.match(path):
            return row
    return None


def offered(page, at):
    """Method and address of all that a page offers to press or loads."""
    action, method = "", "GET"
    for tag, rest in TAGS.findall(page):
        said = {name: unescape(value) for name, value in ATTRIBUTES.findall(rest)}
        if tag == "a" and "href" in said:
            yield "GET", urljoin(at, said["href"])
        elif tag in ("iframe", "img") and "src" in said:
            yield "GET", urljoin(at, said["src"])
        elif tag == "form":
            action, method = urljoin(at, said.get("action", "")), said.get("method", "get").upper()
            yield method, action
        elif "formaction" in said:
            yield method, urljoin(at, said["formaction"])


def crawl(client, role, look=None):
    """Every page that a role comes to by links: what it offers that its role may not use."""
    asked, opened, waiting, wrong = set(), Counter(), list(SEEDS), []
    while waiting:
        at = waiting.pop(0)
        row = row_of("GET", unquote(urlsplit(at).path))
        kind = (row.path if row else at, *sorted(re.findall(r"(?:^|&)(\w+)=", urlsplit(at).query)))
        if at in asked or opened[kind] >= PER_ROUTE or (row and role not in row.roles):
            continue
        asked.add(at)
        opened[kind] += 1
        answer = client.get(at)
        if look:
            look(at, answer)
        if "text/html" not in answer.headers.get("content-type", "") or at.startswith("/read"):
            continue
        for method, address in offered(answer.text, at):
            split = urlsplit(address)
            if split.netloc or split.scheme or split.path.startswith(("/static/", "/read/")):
                continue
            found = row_of(method, unquote(split.path))
            if found is None or role not in found.roles:
                wrong.append((at, method, address))
            elif method == "GET":
                waiting.append(split._replace(fragment="").geturl())
    return asked, wrong


@pytest.mark.parametrize("role", RANKS)
def test_no_page_offers_a_role_what_it_may_not_use(desk, role):
    client = seated(desk, role, f"Somebody {role}", follow_redirects=True)
    asked, wrong = crawl(client, role)
    assert not wrong, "\n".join(map(str, wrong))
    expected = {"subscriber": 3, "admin": 60}.get(role, 45)
    assert len(asked) >= expected, sorted(asked)


def test_the_crawl_would_see_a_form_and_a_button_of_another_role():
    page = '<form action="/triage/code" method="post"><button formaction="/accounts/invite">'
    assert [row_of(*each).roles for each in offered(page, "/")] == [
        row_of("POST", "/triage/code").roles, row_of("POST", "/accounts/invite").roles,
    ]  # fmt: skip


def test_no_page_shows_words_of_a_private_place_without_a_line_in_the_audit(desk):
    client = seated(desk, "admin", "Somebody Watched", follow_redirects=True)
    with Store(desk.state.lab) as store:
        words = store.post("post-private").text
    assert words
    shown, silent = set(), []

    def noted():
        with Desk(desk.state.lab) as opened:
            return [each.about for each in desk_audit.readings(opened, "Somebody Watched")]

    def look(at, answer):
        now = noted()
        new = now[: len(now) - look.before]
        look.before = len(now)
        if words in unescape(answer.text) and "/read" not in at:
            shown.add(row_of("GET", unquote(urlsplit(at).path)).path)
            if not any("post-private" in each or urlsplit(at).path in each for each in new):
                silent.append(at)

    look.before = 0
    crawl(client, "admin", look)
    assert silent == []
    assert {"/", "/search/feed", "/case/{name}", "/post/{id:path}", "/alerts"} <= shown
