"""The queue in the browser: order, language, person, and asking for work under a name."""

import csv
import io
import json

import pytest
import report_lab as lab
from desk_client import HERE, Room

from marsad.model import Segment
from marsad.store import Store
from marsad.translate import write
from marsad.translate.assign import assign, assignments
from marsad.web import app


@pytest.fixture
def store(tmp_path):
    with lab.fill(tmp_path / "lab") as made:
        text = made.post("post-ar-2").text
        write(made, "post-ar-2", [Segment(0, len(text), text, "One river.")], "Tamar Iseri")
        yield made


class Desk:
    """Somebody who reads the queue and sends its form in."""

    def __init__(self, store: Store) -> None:
        self.room = Room(store.lab, app)
        self.client = self.room.person()

    def see(self, query=""):
        return self.client.get(f"/translations{query}")

    def ask(self, **said):
        return self.client.fill("/translations/assign", **said)


@pytest.fixture
def desk(store):
    return Desk(store)


def order_of(page):
    return ["One river." in line or "النهر" in line for line in page.split("<li>") if "row" in line]


def test_the_more_urgent_comes_first_and_a_filter_leaves_the_rest_out(desk, store):
    drafts = store.translations(state="draft")
    mine = next(each for each in drafts if each.post == "post-ar-2")
    assign(store, mine.id, "Leyla Oram", "Noor Valen", 5)
    assert order_of(desk.see().text)[0]
    assert "priority 5" in desk.see().text
    assert "asked of <bdi" in desk.see().text
    assert "One river." in desk.see("?for=Leyla Oram").text
    assert lab.ROUGH not in desk.see("?for=Leyla Oram").text
    assert "One river." not in desk.see("?language=ur").text
    assert lab.ROUGH in desk.see("?language=ur").text


def test_a_named_person_asks_for_several_at_once_and_the_log_says_so(desk, store):
    ids = [each.id for each in store.translations(state="draft")]
    answer = desk.ask(id=ids, to="Leyla Oram", priority="4", back="order=age")
    assert (answer.status_code, answer.headers["location"]) == (303, "/translations?order=age")
    held = assignments(store)
    assert {held[id].to for id in ids} == {"person:Leyla Oram"}
    assert {(held[id].priority, held[id].by) for id in ids} == {(4, "person:Noor Valen")}


def test_asking_for_nothing_or_of_a_program_changes_nothing(desk, store):
    before = store.root()
    assert desk.ask(id=["tr-ur"], to="gpt-4").status_code == 403
    assert desk.ask(to="Leyla Oram").status_code == 400
    assert store.root() == before


@pytest.mark.parametrize("back", ["//evil.example", "\r\nSet-Cookie: a=b", "https://evil.example"])
def test_the_way_back_leads_nowhere_else(desk, back):
    answer = desk.ask(id=["tr-ur"], to="Leyla Oram", back=back)
    assert answer.headers["location"].startswith("/translations?")
    assert "set-cookie" not in answer.headers


def test_the_next_one_is_of_the_queue_that_the_address_names(desk, store):
    text = store.post("post-fa").text
    draft = write(store, "post-fa", [Segment(0, len(text), text, "A bridge.")], "Tamar Iseri")
    hand = next(each.id for each in store.translations() if each.post == "post-ar-2")
    for id, priority in (("tr-ur", 5), (hand, 4), (draft.id, 3)):
        assign(store, id, "Leyla Oram" if id != hand else "Omar Nasser", "Noor Valen", priority)
    chosen = "state=draft&amp;order=priority&amp;for=Leyla+Oram"
    listed = desk.see("?for=Leyla Oram").text
    assert f'href="/translation/tr-ur?{chosen}"' in listed
    page = desk.client.get("/translation/tr-ur?state=draft&order=priority&for=Leyla Oram").text
    assert f'href="/translation/{draft.id}?{chosen}">Next in this queue' in page
    assert f'/review?{chosen}"' in page
    plain = desk.client.get("/translation/tr-ur").text
    assert f'href="/translation/{hand}">Next in this queue' in plain
    data = {"form_token": desk.client.token, "target": "One."}
    answer = desk.client.post(
        "/translation/tr-ur/review?state=draft&order=priority&for=Leyla Oram",
        data=data, headers={"origin": HERE},
    )  # fmt: skip
    assert answer.headers["location"].endswith("?state=draft&order=priority&for=Leyla+Oram")
    after = desk.client.get(answer.headers["location"]).text
    assert f'href="/translation/{draft.id}?' in after, "signed, and on in the same queue"


def test_the_files_say_what_the_page_says_and_hold_no_formula(desk, store):
    store.add(lab.post("=1+1", "telegram:2", 15, "پل"))
    made = write(store, "=1+1", [Segment(0, 2, "پل", "A bridge.")], "Tamar Iseri")
    assign(store, made.id, "Leyla Oram", "Noor Valen", 5)
    table = desk.client.get("/translations/file/csv?order=priority").content.decode("utf-8-sig")
    first = next(csv.DictReader(io.StringIO(table)))
    assert (first["translation"], first["priority"], first["post"]) == (made.id, "5", "'=1+1")
    said = desk.client.get("/translations/file/jsonl?language=ur").text.splitlines()
    assert [json.loads(each)["translation"] for each in said] == ["tr-ur"]
    assert desk.client.get("/translations/file/exe").status_code == 404
    assert desk.see("?order=random").status_code == 400
