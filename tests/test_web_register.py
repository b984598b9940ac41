"""Asking to read: a letter proves the address, nobody learns who reads, a person decides."""

import re

import pytest
import report_lab as lab
import share_lab
from desk_client import HERE, Room
from fastapi.testclient import TestClient

from marsad import publishing
from marsad.accounts import asking
from marsad.share import readers
from marsad.store import Store, desk_accounts
from marsad.store.desk import Desk
from marsad.web import app

OUTSIDE = "https://reports.example"
SAID = {
    "name": "Zqname Karim", "address": "huda@school.edu", "tier": "subscribers",
    "why": "Zqwhy: a library of a school",
}  # fmt: skip


def settings(post, registration=1):
    return (
        f'mail_server = "127.0.0.1:{post.port}"\nmail_tls = "none"\nreader_domains = "*.edu"\n'
        f'mail_from = "lab@reports.example"\nsite_address = "{OUTSIDE}/read"\n'
        f"registration = {registration}\n"
    )


@pytest.fixture
def room(tmp_path, post):
    lab.Store.create(tmp_path / "lab").close()
    (tmp_path / "lab" / "marsad.toml").write_text(settings(post), encoding="utf-8")
    return Room(tmp_path / "lab", app)


class Stranger(TestClient):
    """Somebody without an account, who sends the forms that they were shown."""

    def fill(self, address, shown="", /, **said):
        page = self.get(shown or address).text
        token = re.search(r'name="form_token" value="([^"]*)"', page)[1]
        data = {"form_token": token, **said}
        return self.post(address, data=data, headers={"origin": HERE})


def stranger(room):
    return Stranger(room.app, base_url=HERE, follow_redirects=False)


def link(letter, what="register"):
    return re.search(rf"{OUTSIDE}(/{what}/[\w-]+)", letter.get_content())[1]


def known(room):
    with Store(room.lab) as store:
        return readers.readers(store)


def test_from_the_form_to_an_account_that_reads_the_tier_that_a_person_gave(tmp_path, post):
    with share_lab.fill(tmp_path / "lab") as store:
        (store.lab / "marsad.toml").write_text(settings(post), encoding="utf-8")
        publishing.publish(store, store.lab / "site")
    room = Room(tmp_path / "lab", app)
    client = stranger(room)
    assert client.fill("/register", **SAID).status_code == 200
    (letter,) = post.to(SAID["address"])
    assert known(room) == []
    assert "Zqname" not in room.get("/readers").text, "not before the address is proven"
    confirmed = client.fill(link(letter))
    assert "A person of the lab decides now" in confirmed.text
    (one,) = known(room)
    assert (one.state, one.tier, one.why) == ("waiting", "subscribers", SAID["why"])
    page = room.get(f"/readers/{one.handle}").text
    assert SAID["why"] in page
    assert "a listed domain" in page
    answer = room.send(f"/readers/{one.handle}/approve", tier="complimentary", tell="1")
    assert answer.status_code == 303
    (_first, welcome) = post.to(SAID["address"])
    assert f"{OUTSIDE}/read/" in welcome.get_content()
    said = {"name": "Huda Karim", "password": "a long password indeed"}
    joined = client.fill(link(welcome, "join"), again=said["password"], **said)
    assert joined.status_code == 303
    with Desk(room.lab) as desk:
        assert desk_accounts.named(desk, "Huda Karim").reader == one.handle
    tree = tmp_path / "lab" / "site" / "complimentary"
    for name in ("daily-1/index.html", "daily-2/index.html", "search/index.json"):
        assert client.get(f"/read/{name}").content == (tree / name).read_bytes()


def test_known_and_unknown_addresses_get_the_same_answer(room, post):
    with Store(room.lab) as store:
        readers.add(store, "", "known@school.edu", lab.WRITER)
    answers = [
        stranger(room).fill("/register", **{**SAID, "address": address})
        for address in ("known@school.edu", "none@school.edu")
    ]
    assert answers[0].status_code == answers[1].status_code == 200
    assert answers[0].text == answers[1].text
    assert "/register/" in post.to("none@school.edu")[0].get_content()
    assert "nothing to confirm" in post.to("known@school.edu")[0].get_content()
    assert len(known(room)) == 1


def test_no_word_of_whoever_asked_is_in_the_letter(room, post):
    """Else the form would write anybody's words to anybody."""
    stranger(room).fill("/register", **SAID)
    letter = post.letters[0].as_string()
    assert "Zqname" not in letter
    assert "Zqwhy" not in letter


def test_a_link_is_good_once_and_for_some_days(room, post):
    client = stranger(room)
    client.fill("/register", **SAID)
    there = link(post.letters[0])
    assert client.get(there).status_code == 200
    assert client.get(there).status_code == 200, "programs that look at it use nothing up"
    assert client.post(there, headers={"origin": HERE}).status_code == 403
    assert client.fill(there).status_code == 200
    assert client.get(there).status_code == 404
    client.fill("/register", **{**SAID, "address": "late@school.edu"})
    late = link(post.to("late@school.edu")[0])
    with Desk(room.lab) as desk:
        desk.run("update asking set until = 1")
    assert client.get(late).status_code == 404
    client.fill("/register", **{**SAID, "address": "more@school.edu"})
    with Desk(room.lab) as desk:
        assert [row["address"] for row in desk.rows("select address from asking")] == [
            "more@school.edu"
        ]
    assert len(known(room)) == 1


def test_one_mailbox_gets_few_letters_and_the_answer_does_not_tell(room, post):
    client = stranger(room)
    answers = {client.fill("/register", **SAID).text for _again in range(asking.LETTERS + 1)}
    assert len(answers) == 1
    assert len(post.letters) == asking.LETTERS


def test_who_asks_too_often_waits(room, post):
    client = stranger(room)
    for number in range(asking.FROM):
        client.fill("/register", **{**SAID, "address": f"a{number}@school.edu"})
    answer = client.fill("/register", **{**SAID, "address": "b@school.edu"})
    assert answer.status_code == 429
    assert 0 < int(answer.headers["retry-after"]) <= asking.HOUR + 1
    assert post.to("b@school.edu") == []


@pytest.mark.parametrize("said", [
    {"name": ""}, {"name": "x" * 121}, {"why": " "}, {"why": "x" * 1001}, {"tier": "platforms"},
    {"address": "a@b"}, {"address": "a@b.example\nBcc: c@d.example"},
])  # fmt: skip
def test_what_cannot_be_taken_is_told_and_what_was_typed_stays(room, post, said):
    answer = stranger(room).fill("/register", **{**SAID, **said})
    assert answer.status_code == 400
    assert 'class="fault"' in answer.text
    assert post.letters == []


def test_registration_is_closed_unless_a_lab_opens_it_and_can_write(tmp_path, post):
    lab.Store.create(tmp_path / "lab").close()
    room = Room(tmp_path / "lab", app)
    file = tmp_path / "lab" / "marsad.toml"
    whole = settings(post)
    for text in ("", settings(post, 0), whole.replace("mail_server", "#"),
                 whole.replace("/read", "")):  # fmt: skip
        file.write_text(text, encoding="utf-8")
        page = stranger(room).get("/register")
        assert "Registration is closed here" in page.text
        assert "<form class" not in page.text
        answer = stranger(room).fill("/register", "/login", **SAID)
        assert answer.status_code == 503
    assert post.letters == []
    assert "lab@reports.example" in page.text


def test_a_letter_that_does_not_go_leaves_the_approval_and_says_so(room, post):
    client = stranger(room)
    client.fill("/register", **SAID)
    client.fill(link(post.letters[0]))
    (one,) = known(room)
    post.refuse = "451 busy"
    answer = room.send(f"/readers/{one.handle}/approve", tell="1")
    assert "answers with 451" in answer.text
    assert SAID["address"] not in answer.text
    assert known(room)[0].state == "approved"
