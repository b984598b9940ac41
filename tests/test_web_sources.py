"""Sources and how they fare, what works here, and what is under way."""

import re
from datetime import UTC, datetime
from html import unescape

import pytest
import report_lab as lab
from desk_client import seated

from marsad import pipeline
from marsad.collect import sources as register
from marsad.settings import describe
from marsad.store import Ledger
from marsad.store.sources import Health, Sources
from marsad.store.suggestions import Suggestion, Suggestions
from marsad.web import app

NOW = datetime(2024, 5, 15, 7, tzinfo=UTC)


@pytest.fixture
def store(tmp_path):
    with lab.fill(tmp_path / "lab") as made:
        yield made


class Desk:
    """Somebody at the desk."""

    def __init__(self, store, role="editor", name="Noor Valen"):
        self.client = seated(app(store.lab), role, name, follow_redirects=True)

    def get(self, address):
        return words(self.client.get(address))

    def send(self, address, **said):
        return self.client.fill(address, **said)


def words(answer):
    inline = re.sub(r"</?(?:bdi|strong|code)\b[^>]*>", "", answer.text)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", inline)).split())


@pytest.fixture
def desk(store):
    return Desk(store)


@pytest.fixture
def suggested(store):
    found = Suggestion("a" * 32, "https://t.me/s/kinara_example", "کنارہ", "mention", "post-ar", 3)
    Suggestions(store).put([found], 10, 10)
    return found


def test_the_page_tells_what_the_command_tells(store, desk):
    said = {"origin": "https://salwan.example/feed", "legal_basis": "research", "purpose": "rivers"}
    made = register.add(store, said, "person:Noor Valen")
    Sources(store).note(
        Health(made.handle, "failing", NOW, NOW, NOW, None, "it answers 503", 4, "moved.example")
    )
    page = desk.get("/sources")
    for told in (made.handle, "failing", "4 failures in a row", "it answers 503",
                 "2024-05-15 07:00 UTC", "moved to"):  # fmt: skip
        assert told in page, told
    desk.send("/sources/pause", handle=made.handle, paused="1")
    assert Sources(store).get(made.handle).paused
    assert "paused" in desk.get("/sources")
    desk.send("/sources/pause", handle=made.handle)
    assert not Sources(store).get(made.handle).paused
    assert len(Sources(store).versions(made.handle)) == 3, "each is a version of it"


def test_a_person_accepts_a_suggestion_and_it_is_polled_once_it_has_its_ground(
    store, desk, suggested
):
    page = desk.get("/sources")
    assert "hxxps://t[.]me/s/kinara_example" in page, "links are made harmless"
    assert "3 posts point to it" in page
    said = {"id": suggested.id, "what": "accept", "legal_basis": "research", "purpose": "rivers"}
    assert desk.send("/sources/decide", **said).status_code == 200
    (made,) = Sources(store).all()
    assert (made.origin, made.polled) == (suggested.origin, True)
    assert Suggestions(store).get(suggested.id).by == "person:Noor Valen"
    assert "Nothing waits for a decision" in desk.get("/sources")


def undo(desk, suggested):
    page = desk.client.get(f"/sources?decided={suggested.id}").text
    assert 'action="/sources/undo"' in page
    return desk.send("/sources/undo", id=suggested.id)


def test_an_accepted_source_is_paused_by_undoing_and_goes_on_when_it_is_accepted_again(
    store, desk, suggested
):
    said = {"id": suggested.id, "what": "accept", "legal_basis": "research", "purpose": "rivers"}
    assert desk.send("/sources/decide", **said).url.query.decode() == f"decided={suggested.id}"
    assert undo(desk, suggested).status_code == 200
    assert Suggestions(store).get(suggested.id).state == "waiting"
    (stopped,) = Sources(store).all()
    assert (stopped.paused, stopped.polled) == (True, False)
    assert 'action="/sources/undo"' not in desk.client.get("/sources?decided=none").text
    assert desk.send("/sources/undo", id=suggested.id).status_code == 400, "nothing is left to undo"
    assert desk.send("/sources/decide", **said).status_code == 200
    (again,) = Sources(store).all()
    assert (again.paused, again.polled, again.handle) == (False, True, stopped.handle)
    assert len(Sources(store).versions(again.handle)) == 3
    (act,) = store.acts("decision about a source taken back")
    assert (act["by"], act["suggestion"]) == ("person:Noor Valen", suggested.id)


def test_a_refusal_is_undone_and_what_was_refused_waits_again(store, desk, suggested):
    desk.send("/sources/decide", id=suggested.id, what="refuse", why="a private chat")
    undo(desk, suggested)
    found = Suggestions(store).get(suggested.id)
    assert (found.state, found.by, found.why) == ("waiting", "", "")
    assert Sources(store).all() == []
    analyst = Desk(store, "analyst", "Leyla Oram")
    assert analyst.send("/sources/undo", id=suggested.id).status_code == 403


def test_a_refusal_needs_a_reason_and_an_editor(store, desk, suggested):
    refused = {"id": suggested.id, "what": "refuse"}
    assert desk.send("/sources/decide", **refused).status_code == 400
    analyst = Desk(store, "analyst", "Leyla Oram")
    assert "Refuse for good" not in analyst.get("/sources")
    assert analyst.send("/sources/decide", **refused, why="a private chat").status_code == 403
    assert desk.send("/sources/decide", id=suggested.id).status_code == 400
    assert Suggestions(store).get(suggested.id).state == "waiting"
    assert desk.send("/sources/decide", **refused, why="a private chat").status_code == 200
    assert Suggestions(store).get(suggested.id).why == "a private chat"
    assert Sources(store).all() == []


def test_parts_are_those_of_the_doctor_and_every_setting_stands_there(store):
    (store.lab / "marsad.toml").write_text('lab_name = "River desk"\n', encoding="utf-8")
    page = Desk(store).get("/parts")
    for part in pipeline.parts(store.lab):
        assert part.name in page
    for name, _default, _help in describe():
        assert name in page
    assert "lab_name River desk by this lab" in page


def test_work_under_way_is_told_and_what_was_set_apart_is_tried_again_by_hand(store, desk):
    assert "No run of enriching has left work behind" in desk.get("/status")
    ledger = Ledger(store)
    ledger.plan(["ocr/1"])
    lease = ledger.take("worker")
    assert "The last run of enriching: 0 percent done" in desk.get("/status")
    ledger.set_apart(lease, [])
    with store.write() as writer:
        writer.quarantine("enrich", "post-ur ocr/1", "the decoder died of signal 9")
        writer.done([store_number(store, "post-ur")], "ocr/1")
        writer.quarantine("collect", "export: line 3", "no date")
    assert "the decoder died of signal 9" in desk.get("/status")
    assert Desk(store, "analyst", "Leyla Oram").send("/status/retry").status_code == 403
    assert desk.send("/status/retry").status_code == 200
    left = [each["item"] for each in store.quarantined()]
    assert left == ["export: line 3"], "what could not be collected is collected anew, not retried"
    assert ledger.undone([store_number(store, "post-ur")], "ocr/1")
    (said,) = store.acts("quarantine opened")
    assert (said["by"], said["items"]) == ("person:Noor Valen", 1)


def test_how_far_enriching_is_is_told_without_how_many_batches_it_has(store, desk):
    ledger = Ledger(store)
    ledger.plan(["ocr/1"])
    while lease := ledger.take("worker"):
        ledger.finish(lease)
    assert "The last run of enriching: 100 percent done" in desk.get("/status")


def store_number(store, post):
    return next(row["seq"] for row in store.rows("select seq from post where id = :id", id=post))
