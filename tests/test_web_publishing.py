"""Publishing from the desk: trees, embargo and letters, each under a name, one run at a time."""

import threading
from datetime import UTC, datetime

import pytest
import report_lab as lab
import share_lab
from desk_client import Room

from marsad.errors import MarsadError
from marsad.share import readers
from marsad.share.embargo import embargoes
from marsad.store import Store, desk_audit
from marsad.store.alerts import ON_ITS_WAY, SENT, WAITING
from marsad.store.desk import Desk
from marsad.store.digests import Digests
from marsad.web import app, handing


@pytest.fixture
def room(tmp_path, post):
    with share_lab.fill(tmp_path / "lab") as store:
        settings = (
            f'mail_server = "127.0.0.1:{post.port}"\nmail_tls = "none"\ntimezone = "Asia/Amman"\n'
            'mail_from = "lab@reports.example"\nreader_domains = "*.example"\n'
        )
        (store.lab / "marsad.toml").write_text(settings, encoding="utf-8")
        made = readers.add(
            store, "", "sub@a.example", lab.WRITER, tier="subscribers", since=lab.DAY
        )
    with Store(tmp_path / "lab") as store:
        readers.approve(store, made.handle, lab.SECOND)
    return Room(tmp_path / "lab", app)


def done(room):
    room.app.state.handing.wait()
    return room.app.state.handing.last


def test_the_trees_are_written_beside_the_pages_under_a_name(room):
    assert "not published yet" in room.get("/publishing").text
    answer = room.send("/publishing/trees", "Leyla Oram")
    assert answer.headers["location"] == "/publishing"
    run = done(room)
    assert (run.by, run.fault) == ("person:Leyla Oram", "")
    assert set(run.published.trees) == {"public", "complimentary", "subscribers"}
    page = room.get("/publishing").text
    assert "The trees were written." in page
    assert "Begun by" in page
    assert "Leyla Oram" in page
    assert (room.lab / "site" / "subscribers" / "index.html").exists()
    with Desk(room.lab) as desk:
        assert ("Leyla Oram", "publishing began") in [
            (line.by, line.act) for line in desk_audit.deeds(desk)
        ]


def test_a_second_run_is_told_to_wait_and_the_page_shows_how_far_the_first_is(room, monkeypatch):
    begun, free = threading.Event(), threading.Event()

    def slow(_store, _site, tell):
        tell("public", 3, 8)
        begun.set()
        free.wait(30)
        raise MarsadError("the disk is full of parks")

    monkeypatch.setattr(handing.publishing, "publish", slow)
    room.send("/publishing/trees")
    assert begun.wait(30)
    try:
        page = room.get("/publishing").text
        assert 'max="8" value="3"' in page
        assert "disabled" in page
        for address in ("/publishing/trees", "/publishing/letters"):
            answer = room.send(address)
            assert answer.status_code == 409
            assert "wait until it is done" in answer.text
    finally:
        free.set()
    assert done(room).fault == "the disk is full of parks"
    assert "the disk is full of parks" in room.get("/publishing").text
    monkeypatch.undo()
    room.send("/publishing/trees")
    assert done(room).fault == "", "a fault bars no later run"


def test_a_report_is_held_back_in_the_zone_of_the_lab_and_let_go(room):
    answer = room.send("/publishing/embargo", handle="daily-1", until="2999-05-20T09:00")
    assert answer.status_code == 303
    with Store(room.lab) as store:
        (act,) = store.acts("report embargoed")
        assert act["by"] == "person:Noor Valen"
        assert embargoes(store)["daily-1"] == datetime(2999, 5, 20, 6, tzinfo=UTC)
    assert "held back until" in room.get("/publishing").text
    room.send("/publishing/trees")
    done(room)
    assert not (room.lab / "site" / "subscribers" / "daily-1").exists()
    room.send("/publishing/embargo", handle="daily-1", free="1")
    assert "held back until" not in room.get("/publishing").text
    room.send("/publishing/trees")
    done(room)
    assert (room.lab / "site" / "subscribers" / "daily-1").exists()
    assert room.send("/publishing/embargo", handle="daily-1", until="soon").status_code == 400
    assert room.send("/publishing/embargo", handle="none-1", free="1").status_code == 404


def test_letters_go_once_and_again_only_when_a_person_says_so(room, post):
    room.send("/publishing/letters")
    assert done(room).sent.letters == 1
    assert len(post.letters) == 1
    page = room.get("/publishing").text
    assert "1 letter sent" in page
    assert "Send again" not in page
    assert "sub@a.example" not in page
    with Store(room.lab) as store:
        outbox = Digests(store)
        (handle,) = {row["reader"] for row in outbox.all()}
        rows = list(store.rows("select seq from digest"))
        outbox.mark([row["seq"] for row in rows], ON_ITS_WAY, SENT)
    room.send("/publishing/letters")
    done(room)
    assert len(post.letters) == 1, "what may have come is not sent by itself"
    assert "Send again" in room.get("/publishing").text
    room.send("/publishing/letters", "Leyla Oram", again="1")
    done(room)
    assert len(post.letters) == 2
    assert post.letters[0]["Message-ID"] == post.letters[1]["Message-ID"]
    with Store(room.lab) as store:
        (act,) = store.acts("letters sent again")
    assert (act["by"], act["rows"]) == ("person:Leyla Oram", 2)
    assert f"/readers/{handle}" in room.get("/publishing").text


def test_one_reader_is_written_to_again_by_the_button_of_their_row(room, post):
    with Store(room.lab) as store:
        other = readers.add(
            store, "", "two@a.example", lab.WRITER, tier="subscribers", since=lab.DAY
        )
        readers.approve(store, other.handle, lab.SECOND)
    room.send("/publishing/letters")
    assert done(room).sent.letters == 2
    with Store(room.lab) as store:
        outbox = Digests(store)
        rows = list(store.rows("select seq from digest"))
        outbox.mark([row["seq"] for row in rows], ON_ITS_WAY, SENT)
        many = sum(row["reader"] == other.handle for row in outbox.all())
    page = room.get("/publishing").text
    assert page.count(f'name="reader" value="{other.handle}"') == many > 0
    room.send("/publishing/letters", "Leyla Oram", again="1", reader=other.handle)
    assert done(room).sent.letters == 1
    assert len({each["Message-ID"] for each in post.to("two@a.example")}) == 1
    assert (len(post.to("two@a.example")), len(post.to("sub@a.example"))) == (2, 1)
    with Store(room.lab) as store:
        states = {(row["reader"] == other.handle, row["state"]) for row in Digests(store).all()}
    assert states == {(True, SENT), (False, ON_ITS_WAY)}


def test_a_letter_that_is_refused_is_told_by_its_reader_and_waits(room, post):
    post.refuse = "451 busy"
    room.send("/publishing/letters")
    (handle,) = done(room).sent.faults
    page = room.get("/publishing").text
    assert f"/readers/{handle}" in page
    assert "451" in page
    with Store(room.lab) as store:
        assert {row["state"] for row in Digests(store).all()} == {WAITING}
    lines = room.get("/lists/letters/csv").text.splitlines()
    assert len(lines) == 3
    assert "example" not in "".join(lines)


def test_without_a_mail_server_the_page_says_so(tmp_path):
    share_lab.fill(tmp_path / "lab").close()
    room = Room(tmp_path / "lab", app)
    assert "No mail server is set" in room.get("/publishing").text
    assert room.send("/publishing/letters").status_code == 503
