"""Readers at the desk: approved, changed and ended by named persons; addresses stay closed."""

import csv
import io
import json
import re
from datetime import UTC, datetime

import pytest
import report_lab as lab
from desk_client import HERE, Room, seated
from fastapi.testclient import TestClient

from marsad.accounts import tokens
from marsad.accounts.roles import RANKS
from marsad.share import readers
from marsad.store import Store, desk_accounts, desk_audit
from marsad.store.desk import Desk
from marsad.web import app

ADDRESS = "zqdesk@library.example"
NAME = "Zqname \u202eDesk"
EDITORS = ("admin", "editor")


@pytest.fixture
def room(tmp_path):
    with lab.fill(tmp_path / "lab"):
        pass
    (tmp_path / "lab" / "marsad.toml").write_text('reader_domains = "*.edu"\n', encoding="utf-8")
    return Room(tmp_path / "lab", app)


def add(room, address=ADDRESS, by="", **said):
    answer = room.send("/readers", by, name=NAME, address=address, **said)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def now(room, page):
    with Store(room.lab) as store:
        return readers.reader(store, page.rpartition("/")[2])


def test_a_reader_is_added_approved_moved_and_ended_by_whoever_is_signed_in(room):
    page = add(room, tier="complimentary", until="2999-01-01", series="daily weekly")
    one = now(room, page)
    assert (one.state, one.tier, one.series) == ("waiting", "complimentary", ("daily", "weekly"))
    refused = room.send(f"{page}/approve")
    assert refused.status_code == 400
    assert "library.example is not in setting reader_domains" in refused.text
    room.send(f"{page}/approve", "Leyla Oram", because="known to us")
    assert now(room, page).state == "approved"
    room.send(f"{page}/approve", tier="subscribers", because="they pay")
    assert now(room, page).tier == "subscribers"
    room.send(f"{page}/end", last="2999-02-01")
    assert str(now(room, page).until) == "2999-02-01"
    room.send(f"{page}/end", because="asked")
    assert now(room, page).state == "ended"
    told = room.get(page).text
    for said in ("Leyla Oram", "known to us", "Noor Valen", "they pay", "asked"):
        assert said in told
    with Store(room.lab) as store:
        signers = [act["by"] for act in store.acts(*readers.ACTS)]
    assert signers == ["person:Leyla Oram", *["person:Noor Valen"] * 3]


def test_of_an_address_the_domain_is_shown_and_the_whole_only_when_somebody_asks(room):
    page = add(room)
    for shown in (room.get("/readers").text, room.get(page).text):
        assert "library.example" in shown
        assert "zqdesk" not in shown
        assert "⟦RLO⟧" in shown
        assert "domain not listed" in shown
    answer = room.send(f"{page}/address")
    assert ADDRESS in answer.text
    with Desk(room.lab) as desk:
        (line,) = desk_audit.readings(desk)
    assert (line.by, line.act, line.about) == ("Noor Valen", "address", f"{page}/address")
    assert room.person().get(f"{page}/address").status_code == 405, "no link opens it"


def test_the_list_is_narrowed_by_state_and_words_and_taken_along_without_names(room):
    waits = add(room)
    room.send(f"{add(room, 'a@school.edu')}/approve")
    assert waits not in room.get("/readers?state=approved").text
    assert waits in room.get("/readers?state=waiting&q=LIBRARY").text
    assert "No reader is like that" in room.get("/readers?q=zqdesk").text
    lines = [json.loads(line) for line in room.get("/lists/readers/jsonl").text.splitlines()]
    table = list(csv.DictReader(io.StringIO(room.get("/lists/readers/csv").text.lstrip("\ufeff"))))
    assert [each["domain"] for each in lines] == ["library.example", "school.edu"]
    assert [each["domain"] for each in table] == ["library.example", "school.edu"]
    for form in ("csv", "jsonl"):
        said = room.get(f"/lists/readers/{form}").text
        assert "zqdesk" not in said
        assert "Zqname" not in said
    assert room.get("/lists/readers/atom").status_code == 404, "a feed would tell on and on"


def test_a_reader_is_forgotten_by_another_person_than_the_one_who_ended_them(room):
    page = add(room)
    assert room.send(f"{page}/forget", basis="GDPR Art. 17").status_code == 400
    room.send(f"{page}/end")
    assert room.send(f"{page}/forget", basis="GDPR Art. 17").status_code == 403
    assert room.send(f"{page}/forget", "Leyla Oram", basis="").status_code == 400
    assert room.send(f"{page}/forget", "Leyla Oram", basis="GDPR Art. 17").status_code == 303
    assert room.get(page).status_code == 404
    assert "Zqname" not in room.get("/readers").text


def test_a_link_makes_an_account_that_reads_as_its_reader_does(room):
    page = add(room)
    told = room.send(f"{page}/account").text
    (path,) = re.findall(r"(/join/[\w-]+)", told)
    assert path not in room.get(page).text
    joiner = TestClient(room.app, base_url=HERE, follow_redirects=False)
    asked = joiner.get(path).text
    token = re.search(r'name="form_token" value="([^"]*)"', asked)[1]
    said = {"name": "Huda Karim", "password": "a long password indeed", "form_token": token}
    answer = joiner.post(path, data={**said, "again": said["password"]}, headers={"origin": HERE})
    assert answer.status_code == 303
    with Desk(room.lab) as desk:
        made = desk_accounts.named(desk, "Huda Karim")
    assert (made.role, made.reader) == ("subscriber", page.rpartition("/")[2])
    assert "Huda Karim" in room.get(page).text


@pytest.mark.parametrize("role", [*RANKS, "public"])
def test_readers_and_what_is_handed_out_are_for_editors_and_admins(room, role):
    page = add(room)
    client = (TestClient(room.app, base_url=HERE, follow_redirects=False) if role == "public"
              else seated(room.app, role, f"{role} Valen", follow_redirects=False))  # fmt: skip
    for address in ("/readers", page, "/publishing", "/lists/readers/csv", "/lists/letters/csv"):
        answer = client.get(address)
        assert (answer.status_code == 200) == (role in EDITORS), address
        assert ("library.example" in answer.text) <= (role in EDITORS)


def test_a_program_reads_no_address_and_changes_nothing_without_the_scope_to_write(room):
    page = add(room)
    with Desk(room.lab) as desk:
        own = desk_accounts.named(desk, "Noor Valen")
        made = {scope: tokens.make(desk, own, scope, scope, 1) for scope in tokens.SCOPES}
    client = TestClient(room.app, base_url=HERE, follow_redirects=False)

    def send(scope, act, **said):
        head = {"authorization": f"Bearer {made[scope]}"}
        return client.post(f"{page}/{act}", data=said, headers=head).status_code

    assert send("read", "approve", because="x") == 403
    assert [send("write", act) for act in ("address", "account", "forget")] == [401] * 3
    assert now(room, page).state == "waiting"
    assert send("write", "approve", because="x") == 303
    assert client.post(f"{page}/end").status_code == 401
    other = seated(room.app, "editor", "Tamar Iseri")
    answer = other.post(f"{page}/end", data={"form_token": "x"}, headers={"origin": HERE})
    assert answer.status_code == 403
    assert now(room, page).state == "approved"


@pytest.mark.parametrize("said", [
    {"address": "none"}, {"address": "a@b.example", "tier": "platforms"},
    {"address": "a@b.example", "until": "x"}, {"address": "a@b.example", "until": "2001-01-01"},
])  # fmt: skip
def test_what_cannot_be_a_reader_is_told_in_a_sentence(room, said):
    answer = room.send("/readers", **said)
    assert answer.status_code == 400
    assert 'class="fault"' in answer.text
    with Store(room.lab) as store:
        assert readers.readers(store) == []


def test_a_reader_outside_their_days_is_marked(room):
    page = add(room, address="a@school.edu")
    room.send(f"{page}/approve")
    assert "outside their days" not in room.get(page).text
    with Store(room.lab) as store:
        yesterday = datetime.now(UTC).date().replace(year=2001)
        readers.end(store, now(room, page).handle, lab.WRITER, last=yesterday)
    assert "outside their days" in room.get(page).text
    assert "outside their days" in room.get("/readers").text
