"""Digests by mail: to whom they are due, once, whatever is killed; a way to leave in each."""

import signal
import subprocess
import sys
import time
from datetime import UTC, date, datetime

import pytest
import report_lab as lab
import share_lab
from typer.testing import CliRunner

from marsad import publishing
from marsad.cli.app import app
from marsad.errors import NotReady
from marsad.share import readers
from marsad.share.unsubscribe import token, unsubscribe
from marsad.store import Store
from marsad.store.alerts import GIVEN_UP, ON_ITS_WAY, SENT, WAITING
from marsad.store.digests import Digests

LEAVE = "https://reports.example/leave"


@pytest.fixture
def store(tmp_path, post):
    share_lab.fill(tmp_path / "lab").close()
    settings = (
        f'mail_server = "127.0.0.1:{post.port}"\nmail_tls = "none"\n'
        'mail_from = "lab@reports.example"\nreader_domains = "*.example"\n'
        f'unsubscribe_address = "{LEAVE}"\nsite_address = "https://reports.example"\n'
    )
    (tmp_path / "lab" / "marsad.toml").write_text(settings, encoding="utf-8")
    with Store(tmp_path / "lab") as opened:
        yield opened


def reader(store, address, tier="subscribers", since=lab.DAY, **more):
    made = readers.add(store, "", address, lab.WRITER, tier=tier, since=since, **more)
    return readers.approve(store, made.handle, lab.SECOND)


def states(store) -> list[str]:
    return [row["state"] for row in Digests(store).all()]


def parts(letter) -> tuple[str, str]:
    text, html = letter.iter_parts()
    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    return text.get_content(), html.get_content()


def test_each_reader_is_told_once_of_what_came_for_their_tier(store, post):
    reader(store, "sub@a.example")
    reader(store, "com@b.example", "complimentary")
    sent = publishing.send_digests(store)
    assert (sent.new, sent.letters, sent.faults) == (4, 2, {})
    (letter,) = post.to("com@b.example")
    text, html = parts(letter)
    for said in (text, html):
        assert "https://reports.example/complimentary/daily-1/" in said
        assert f"{share_lab.OPEN}titlesub" in said
        assert "corrected: version 2" in said
    assert publishing.send_digests(store).letters == 0
    store.add(share_lab.report(store, "new", 3, "subscribers"))
    assert publishing.send_digests(store).letters == 2
    text, _html = parts(post.to("sub@a.example")[-1])
    assert f"{share_lab.OPEN}titlenew" in text
    assert f"{share_lab.OPEN}titlesub" not in text
    store.add(share_lab.corrected(store.report("daily-3"), "new"))
    publishing.send_digests(store)
    assert "corrected: version 2" in parts(post.to("sub@a.example")[-1])[0]
    assert len(post.letters) == 6


def test_a_letter_loads_nothing_and_offers_a_way_to_leave(store, post):
    made = reader(store, "sub@a.example")
    publishing.send_digests(store)
    (letter,) = post.letters
    there = f"{LEAVE}/{token(store, made.handle)}"
    assert letter["List-Unsubscribe"].strip() == f"<{there}>"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter["Subject"] == "Marsad lab: 2 reports"
    text, html = parts(letter)
    assert there in text
    assert there in html
    for loads in ("<img", "<script", "<link", "<style", "url(", "src="):
        assert loads not in html
    unsubscribe(store, there.rpartition("/")[2])
    store.add(share_lab.report(store, "new", 3, "subscribers"))
    assert publishing.send_digests(store).letters == 0


def test_where_the_desk_serves_the_trees_one_address_is_good_for_every_tier(store, post):
    reader(store, "sub@a.example")
    reader(store, "com@b.example", "complimentary")
    settings = store.lab / "marsad.toml"
    at = 'site_address = "https://reports.example'
    settings.write_text(settings.read_text().replace(at, f"{at}/read"))
    with Store(store.lab) as opened:
        publishing.send_digests(opened)
        publishing.publish(opened, store.lab / "site")
    for address in ("sub@a.example", "com@b.example"):
        for said in parts(post.to(address)[0]):
            assert "https://reports.example/read/daily-1/" in said
            assert "https://reports.example/read/complimentary" not in said
    for tier in ("public", "subscribers"):
        assert (
            b"https://reports.example/read/daily-1/"
            in (store.lab / "site" / tier / "sitemap.xml").read_bytes()
        )


def test_without_an_address_one_leaves_by_mail(store, post):
    made = reader(store, "sub@a.example")
    settings = store.lab / "marsad.toml"
    settings.write_text(settings.read_text().replace(f'"{LEAVE}"', '""'))
    with Store(store.lab) as opened:
        publishing.send_digests(opened)
    (letter,) = post.letters
    assert letter["List-Unsubscribe"].strip() == (
        f"<mailto:lab@reports.example?subject=unsubscribe%20{token(store, made.handle)}>"
    )
    assert letter["List-Unsubscribe-Post"] is None


def test_who_does_not_read_now_is_told_nothing(store, post):
    readers.add(store, "", "waiting@a.example", lab.WRITER)
    ended = reader(store, "ended@a.example")
    readers.end(store, ended.handle, lab.WRITER)
    reader(store, "past@a.example", until=date(2024, 6, 1))
    reader(store, "future@a.example", since=date(2999, 1, 1))
    reader(store, "other@a.example", series=("weekly",))
    reader(store, "new@a.example", since=datetime.now(UTC).date())
    assert publishing.send_digests(store).new == 0
    assert post.letters == []


def test_what_is_refused_is_tried_again_and_given_up_in_the_end(store, post):
    reader(store, "sub@a.example")
    reader(store, "none@a.example")
    post.refuse_to = "none@"
    sent = publishing.send_digests(store)
    assert sent.letters == 1
    (why,) = sent.faults.values()
    assert "answers with 550" in why
    assert "none@a.example" not in why
    assert sorted(states(store)) == [SENT, SENT, WAITING, WAITING]
    assert publishing.send_digests(store).faults == {}, "not before its time"
    for _again in range(12):
        _make_due(store)
        publishing.send_digests(store)
    assert sorted(states(store)) == [GIVEN_UP, GIVEN_UP, SENT, SENT]
    assert len(post.letters) == 1


def test_a_letter_that_the_server_turns_away_waits_and_goes_later(store, post):
    reader(store, "sub@a.example")
    post.refuse = "451 busy"
    (why,) = publishing.send_digests(store).faults.values()
    assert "451" in why
    post.refuse = ""
    _make_due(store)
    assert publishing.send_digests(store).letters == 1
    first = post.letters[0]["Message-ID"]
    assert first.endswith("@marsad.invalid>")


def _make_due(store) -> None:
    outbox = Digests(store)
    for one in readers.readers(store):
        for due in outbox.waiting(one.handle, "9999"):
            outbox.mark([due.seq], WAITING, WAITING)


SEND = """
import sys
from pathlib import Path
from marsad import publishing
from marsad.store import Store
with Store(Path(sys.argv[1])) as store:
    publishing.send_digests(store)
"""


def test_a_run_that_is_killed_after_the_letter_left_does_not_send_it_twice(store, post):
    for at in range(3):
        reader(store, f"sub{at}@a.example")
    post.slow = 1.5
    running = subprocess.Popen([sys.executable, "-c", SEND, str(store.lab)])
    deadline = time.monotonic() + 60
    while not post.letters and time.monotonic() < deadline:
        time.sleep(0.02)
    running.send_signal(signal.SIGKILL)
    running.wait()
    post.slow = 0.0
    time.sleep(1.6)
    assert sorted(states(store)) == [ON_ITS_WAY, ON_ITS_WAY]
    assert publishing.send_digests(store).letters == 2
    assert sorted(each["To"] for each in post.letters) == [f"sub{at}@a.example" for at in range(3)]
    assert sorted(set(states(store))) == [ON_ITS_WAY, SENT]
    assert publishing.send_digests(store, again=True).letters == 1, "a person may ask for it"
    (first, again) = post.to("sub0@a.example")
    assert first["Message-ID"] == again["Message-ID"], "so that a receiver can tell"


KILLED = SEND.replace(
    "with Store",
    """
import os, signal
from marsad.store.digests import Digests
put = Digests.put
def dies(self, found, at):
    made = put(self, found, at)
    os.kill(os.getpid(), signal.SIGKILL)
Digests.put = dies
with Store""",
)


def test_a_run_that_is_killed_before_a_letter_left_loses_none(store, post):
    reader(store, "sub@a.example")
    done = subprocess.run([sys.executable, "-c", KILLED, str(store.lab)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert states(store) == [WAITING, WAITING]
    assert post.letters == []
    assert publishing.send_digests(store).letters == 1


def test_a_report_that_was_taken_back_is_not_told(store, post):
    reader(store, "sub@a.example")
    post.refuse = "451 busy"
    publishing.send_digests(store)
    post.refuse = ""
    store.add(share_lab.corrected(share_lab.corrected(store.report("daily-1"), "sub"), "sub"))
    from marsad.share.embargo import embargo

    embargo(store, "daily-1", datetime(2999, 1, 1, tzinfo=UTC), lab.WRITER)
    _make_due(store)
    publishing.send_digests(store)
    assert all("titlesub" not in each.as_string() for each in post.letters)
    assert sorted(states(store)) == [GIVEN_UP, SENT]


def test_no_server_is_said_in_a_sentence_and_nothing_is_lost(store):
    reader(store, "sub@a.example")
    settings = store.lab / "marsad.toml"
    settings.write_text("\n".join(line for line in settings.read_text().splitlines()
                                  if not line.startswith("mail_server")))  # fmt: skip
    with Store(store.lab) as opened, pytest.raises(NotReady, match="no mail server is named"):
        publishing.send_digests(opened)
    assert states(store) == [WAITING, WAITING]


def test_the_commands_publish_and_tell(store, tmp_path):
    reader(store, "sub@a.example")
    store.close()
    site = ["--out", str(tmp_path / "site"), "--mail"]
    run = CliRunner().invoke(app, ["publish", str(store.lab), *site])
    assert run.exit_code == 0, run.output
    assert "new to tell: 2, letters sent: 1" in run.output
    run = CliRunner().invoke(app, ["digest", str(store.lab), "send", "--json"])
    assert '"letters": 0' in run.output
    run = CliRunner().invoke(app, ["digest", str(store.lab), "list"])
    assert "daily-1 version 2  sent" in run.output
    assert "a.example" not in run.output
