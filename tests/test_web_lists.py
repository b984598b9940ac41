"""Every list of the desk as files and, where it is one of things in time, as a feed."""

import csv
import io
import json
import re
from datetime import date
from html import unescape
from pathlib import Path
from urllib.parse import urlencode
from xml.etree import ElementTree

import listed_lab
import pytest
import report_lab as lab
from desk_client import HERE, seated
from fastapi.testclient import TestClient

from marsad import alerting
from marsad.accounts import tokens
from marsad.accounts.roles import RANKS
from marsad.model import Event
from marsad.share import readers
from marsad.store import desk_accounts
from marsad.store.desk import Desk
from marsad.store.digests import Digests
from marsad.text.cells import untext
from marsad.web import app
from marsad.web.pages import lists
from marsad.web.views.listed import Subject
from marsad.web.views.lists import FEED_MOST, LISTS
from marsad.web.views.table_files import as_csv, as_jsonl

FORMULAS = Path(__file__).parents[2] / "shared/data/hostile/generated/csv_formula.txt"
ATOM = "{http://www.w3.org/2005/Atom}"
TITLE = '=HYPERLINK("https://evil.example") <b>\u202eقول'
ASKED = {
    "brief": {"about": "2024-05-14"}, "voices": {"about": "talks"}, "answers": {"about": "talks"},
    "told": {"about": "bank"}, "similar": {"id": "near-ab", "sha256": listed_lab.PICTURE},
    "audit": {"what": "lab"}, "narratives": {"since": "2024-05-01", "most": "9"},
}  # fmt: skip
"""What an address has to say of a list, beside its name."""


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with lab.fill(tmp_path_factory.mktemp("lists") / "lab", "Asia/Amman") as store:
        store.add(lab.report(store), by=lab.WRITER)
        day = date(2024, 5, 15)
        store.add(Event("odd", TITLE, day, day, "Salwan", "Salwan Gazette, May 15, 2024."))
        listed_lab.fill(store, "النهر")
        store.add(lab.post("post-told", "telegram:1", 21, "النهر الكبير"))
        alerting.run(store)
        with store.write() as writer:
            writer.quarantine("collect", "=1+1", "is no post; look at it")
        made = readers.add(store, "", "a@b.example", lab.WRITER)
        Digests(store).put([(made.handle, "daily-7", 1)], "2024-05-15T00:00:00+00:00")
        yield store


@pytest.fixture(scope="module")
def desk(store):
    return seated(app(store.lab), "admin")


def home(name):
    return LISTS[name].home or f"/lists/{name}"


def taken(desk, name, form):
    answer = desk.get(f"{home(name)}/{form}", params=ASKED.get(name))
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    return answer


@pytest.mark.parametrize("name", LISTS)
def test_both_files_of_a_list_say_the_same_in_the_same_columns(desk, name):
    lines = [json.loads(line) for line in taken(desk, name, "jsonl").text.splitlines()]
    table = list(csv.DictReader(io.StringIO(taken(desk, name, "csv").text.removeprefix("\ufeff"))))
    assert len(table) == len(lines)
    assert all(tuple(each) == LISTS[name].columns for each in (*lines, *table))
    first = LISTS[name].columns[0]
    assert [untext(each[first]) for each in table] == [str(each[first]) for each in lines]
    # Answers are there when a program or person said so; every other list of this lab holds some.
    assert lines or name == "answers"


@pytest.mark.parametrize("name", [name for name, each in LISTS.items() if each.noted])
def test_a_feed_tells_the_entries_of_its_list_and_leads_to_their_pages(desk, store, name):
    answer = taken(desk, name, "atom")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    entries = ElementTree.fromstring(answer.content).findall(f"{ATOM}entry")
    rows = list(LISTS[name].rows(store, Subject(ASKED.get(name, {}), lab.SECOND)))
    assert len(entries) == min(len(rows), FEED_MOST) > 0
    assert len({each.findtext(f"{ATOM}id") for each in entries}) == len(entries)
    for each in entries:
        path = each.find(f"{ATOM}link").get("href").removeprefix(HERE)
        assert not each.findtext(f"{ATOM}title").startswith("None")
        assert desk.get(path).status_code == 200, path


def test_what_others_typed_is_no_formula_no_link_and_turns_nothing(desk):
    table = taken(desk, "events", "csv").text
    assert "\"'=HYPERLINK(" in table
    (odd,) = [json.loads(line) for line in taken(desk, "events", "jsonl").text.splitlines()
              if "HYPERLINK" in line]  # fmt: skip
    assert odd["title"] == TITLE, "a program gets what is stored"
    feed = taken(desk, "events", "atom").text
    assert "https://evil" not in feed
    assert "\u202e" not in feed
    assert ",'=1+1," in taken(desk, "apart", "csv").text


@pytest.mark.skipif(not FORMULAS.exists(), reason="the list of formulas is not here")
def test_known_formulas_are_text_in_every_table():
    known = FORMULAS.read_text(encoding="utf-8").splitlines()
    cells = [
        row["a"]
        for row in csv.DictReader(
            io.StringIO(as_csv(["a"], ({"a": each} for each in known)).removeprefix("\ufeff"))
        )
    ]
    assert not [each for each in cells if each.lstrip()[:1] in "=+-@" and each.strip()]
    assert [untext(each) for each in cells] == known
    said = as_jsonl(["a"], ({"a": each} for each in known)).splitlines()
    assert [json.loads(each)["a"] for each in said] == known


@pytest.mark.parametrize("address", [
    "/lists/none/csv", "/lists/events/xml", "/lists/parts/atom", "/lists/answers/csv?about=none",
    "/lists/audit/csv", "/audit/file/xml", "/lists/told/csv?about=none", "/lists/similar/csv",
])  # fmt: skip
def test_what_is_no_list_is_said_in_a_sentence(desk, address):
    answer = desk.get(address)
    assert answer.status_code == 404
    assert 'class="fault"' in answer.text


@pytest.mark.parametrize(("page", "feed"), [
    ("/events", "events"), ("/reports", "reports"), ("/translations", "translations"),
    ("/status", "apart"), ("/alerts", "unread"), ("/alerts", "searches"), ("/triage", "triage"),
    ("/triage/agreement", "agreement"), ("/network", "edges"), ("/narratives", "narratives"),
    (f"/post/near-ab/similar/{listed_lab.PICTURE}", "similar"), ("/audit", "audit"),
])  # fmt: skip
def test_a_page_announces_the_feed_of_its_list(desk, page, feed):
    head = desk.get(page).text.partition("</head>")[0]
    announced = f'<link rel="alternate" type="application/atom+xml" href="{home(feed)}/atom'
    (address,) = re.findall(f'{re.escape(announced)}([^"]*)"', head)
    assert desk.get(f"{home(feed)}/atom{unescape(address)}").status_code == 200


def test_a_day_that_is_none_is_refused(desk):
    assert desk.get("/lists/brief/csv?about=x").status_code == 400


def test_every_list_is_offered_on_a_page_with_its_feed(desk):
    pages = (
        "/translations",
        "/events",
        "/reports",
        "/alerts",
        "/status",
        "/parts",
        "/brief?day=2024-05-14",
        "/event/talks",
        "/readers",
        "/publishing",
        "/triage",
        "/triage/agreement",
        "/network",
        "/narratives",
        f"/post/near-ab/similar/{listed_lab.PICTURE}",
        "/audit",
    )
    said = "".join(desk.get(page).text for page in pages)
    said = said.replace('href="/audit/file/', 'href="/lists/audit/')
    offered = set(re.findall(r'href="/lists/(\w+)/(csv|jsonl|atom)', said))
    expected = {(name, form) for name in LISTS for form in ("csv", "jsonl")}
    expected |= {(name, "atom") for name, each in LISTS.items() if each.noted}
    # The answers of an event stand under their list, which this lab's event does not have.
    assert expected - offered <= {("answers", "csv"), ("answers", "jsonl")}


def flat(page):
    """A page whose times are not in pieces that stay on one line."""
    return re.sub(r'</?span(?: class="whole")?>', "", page)


def test_a_time_is_told_in_the_zone_of_the_lab_and_in_utc(desk):
    page = desk.get("/post/post-told").text
    assert re.search(r">2024-05-15 00:05 \+03 \(2024-05-14 21:05 UTC\)</time>", flat(page))
    assert re.search(r">2024-05-14 12:05 \+03 \(09:05 UTC\)</time>", flat(desk.get("/").text))


HOSTILE = ("\x00\ud800' OR 1=1 --", "9" * 40)


@pytest.mark.parametrize("name", LISTS)
def test_no_question_of_a_list_is_a_fault(desk, name):
    for asked in lists.ASKED:
        for said in HOSTILE:
            query = urlencode({**ASKED.get(name, {}), asked: said}, errors="surrogatepass")
            assert desk.get(f"{home(name)}/jsonl?{query}").status_code < 500, (asked, said)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_for_the_roles_that_it_names(desk, name):
    for role in RANKS:
        client = seated(desk.app, role, f"{role} of lists", follow_redirects=False)
        status = client.get(f"{home(name)}/csv", params=ASKED.get(name)).status_code
        assert status == (200 if role in LISTS[name].roles else 403), role


def test_a_queue_is_of_whoever_asks_for_it(desk):
    held = {"first-2"}
    for by, expected in (("Noor Valen", held), ("Orsa Daman", set())):
        client = desk if by == "Noor Valen" else seated(desk.app, "analyst", by)
        lines = [json.loads(each) for each in client.get("/lists/triage/jsonl").text.splitlines()]
        assert {each["post"] for each in lines if each["handed_by"]} == expected
        page = client.get("/triage").text
        assert f'value="{lines[0]["post"]}"' in page, "the list begins with the post of the page"
        some = client.get("/lists/triage/jsonl?place=telegram:after").text.splitlines()
        assert {json.loads(each)["place"] for each in some} == {"النهر b"}


def test_a_token_gets_no_audit_wherever_it_stands(desk, store):
    with Desk(store.lab) as made:
        account = desk_accounts.named(made, "Noor Valen")
        token = tokens.make(made, account, "for lists", "read", 1)
    program = TestClient(desk.app, base_url=HERE, headers={"authorization": f"Bearer {token}"})
    assert program.get("/lists/events/csv").status_code == 200
    for address in ("/audit/file/csv", "/audit/file/atom", "/lists/audit/csv"):
        assert program.get(address).status_code in (403, 404), address
