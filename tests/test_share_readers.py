"""Readers are vetted by a named person; logs, exports and backups know no address."""

import json
import sqlite3
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
import report_lab as lab
from typer.testing import CliRunner

from marsad.cli.app import app
from marsad.errors import BadInput, NotFound, Withheld
from marsad.model import Reader
from marsad.preserve import verify
from marsad.preserve.verify_state import ERASED
from marsad.share import readers, readers_file
from marsad.share.address import listed, masked, read_address
from marsad.share.unsubscribe import token, unsubscribe
from marsad.store import Store, layout
from marsad.store.backup import backup
from marsad.store.restore import restore

WHO = "Library Desk"
ADDRESS = "desk.zqlibrary@library.example"


@pytest.fixture
def store(tmp_path):
    with lab.fill(tmp_path / "lab") as opened:
        yield opened


def test_nobody_reads_before_a_named_person_approved_them(store):
    made = readers.add(store, WHO, ADDRESS, lab.WRITER)
    today = datetime.now(UTC).date()
    assert not made.reads(today)
    with pytest.raises(BadInput, match=r"library\.example is not in setting reader_domains"):
        readers.approve(store, made.handle, lab.SECOND)
    with pytest.raises(BadInput, match="--by NAME"):
        readers.approve(store, made.handle, "program/1", "because")
    assert readers.approve(store, made.handle, lab.SECOND, "known to us").reads(today)
    (act,) = store.acts("reader approved")
    assert (act["by"], act["because"]) == (lab.SECOND, "known to us")
    assert [each.state for each in readers.readers(store)] == ["approved"]
    assert [each.state for each in store.every(Reader)] == ["waiting", "approved"]


@pytest.mark.parametrize(
    ("address", "is_listed"),
    [
        ("a@library.example", True), ("a@LIBRARY.example", True), ("a@x.library.example", False),
        ("a@school.edu", True), ("a@deep.school.edu", True), ("a@edu", False),
        ("a@evil-library.example", False), ("a@schooledu", False),
    ],
)  # fmt: skip
def test_a_list_of_domains_spares_the_reason(address, is_listed):
    said = address.lower()
    assert listed(said, "library.example, *.edu") is is_listed


@pytest.mark.parametrize(
    "address",
    [
        "", "a", "a@b", "a b@c.example", "a@c.example\nBcc: x@y.example", "<a@c.example>",
        "a@@c.example", "a,b@c.example", "a@c..example", f"{'a' * 65}@c.example",
        "\u202ea@c.example", "a@[127.0.0.1]",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused(store, address):
    with pytest.raises(BadInput, match="no address of mail"):
        readers.add(store, WHO, address, lab.WRITER)
    assert readers.readers(store) == []


def test_an_address_is_kept_with_its_domain_in_small_letters_and_shown_in_part():
    assert read_address(" Ali.B@Library.EXAMPLE ") == "Ali.B@library.example"
    assert masked("Ali.B@library.example") == "A…@library.example"


def test_one_address_is_one_reader_until_it_ends(store):
    made = readers.add(store, WHO, ADDRESS, lab.WRITER)
    with pytest.raises(BadInput, match="is a reader's already"):
        readers.add(
            store, "Again", ADDRESS.replace("library.example", "LIBRARY.example"), lab.WRITER
        )
    readers.end(store, made.handle, lab.WRITER)
    again = readers.add(store, "Again", ADDRESS, lab.WRITER)
    assert again.handle != made.handle
    with pytest.raises(BadInput, match="has ended"):
        readers.approve(store, made.handle, lab.SECOND, "because")


def test_a_reader_reads_from_a_first_to_a_last_day(store):
    first, last = date(2024, 5, 1), date(2024, 5, 31)
    made = readers.add(store, WHO, ADDRESS, lab.WRITER, since=first, until=last, tier="subscribers")
    made = readers.approve(store, made.handle, lab.SECOND, "because")
    days = (first - timedelta(1), first, last, last + timedelta(1))
    assert [made.reads(day) for day in days] == [False, True, True, False]
    with pytest.raises(BadInput, match="before it begins"):
        readers.add(store, WHO, "x@y.example", lab.WRITER, since=last, until=first)
    with pytest.raises(BadInput, match="no tier 'all'"):
        readers.add(store, WHO, "x@y.example", lab.WRITER, tier="all")


def test_a_file_of_readers_is_taken_line_by_line(store, tmp_path):
    path = tmp_path / "readers.csv"
    path.write_text(
        "\ufeffname,address,tier,since,until,series\n"
        "مكتبة الحي,a@library.example,subscribers,2024-05-01,,daily weekly\n"
        "B,not an address,,,,\n"
        "C,c@library.example,everybody,,,\n"
        "D,d@library.example,,yesterday,,\n"
        "A again,a@library.example,,,,\n"
        "E,e@library.example\n",
        encoding="utf-8",
    )
    done = readers_file.take(store, path, lab.WRITER)
    assert [each.address for each in done.added] == ["a@library.example", "e@library.example"]
    assert done.added[0].series == ("daily", "weekly")
    assert (done.there, sorted(done.refused)) == (1, [3, 4, 5])
    assert readers_file.take(store, path, lab.WRITER).added == []
    path.write_text("mail\nx@y.example\n", encoding="utf-8")
    with pytest.raises(BadInput, match="no column address"):
        readers_file.take(store, path, lab.WRITER)


def test_a_token_ends_the_mails_of_its_reader_alone(store):
    made = readers.add(store, WHO, ADDRESS, lab.WRITER)
    other = readers.add(store, WHO, "other@library.example", lab.WRITER)
    said = token(store, made.handle)
    assert ADDRESS not in said
    for wrong in (said[:-1], f"{other.handle}.{said.rpartition('.')[2]}", "", ".", "ا.ب"):
        with pytest.raises(BadInput, match="no token of this lab"):
            unsubscribe(store, wrong)
    assert not unsubscribe(store, f" {said}\n").mail
    assert not unsubscribe(store, said).mail
    assert [each.mail for each in readers.readers(store)] == [False, True]


def test_neither_name_nor_address_is_in_the_log_or_in_what_commands_print(store):
    store.close()
    told = ""
    for args in (
        ["add", ADDRESS, "--name", WHO, "--by", "Tamar Iseri"],
        ["list", "--json"],
        ["add", ADDRESS, "--by", "Tamar Iseri"],
    ):
        told += CliRunner().invoke(app, ["reader", str(store.lab), *args]).output
    (listed_,) = [json.loads(line) for line in told.splitlines() if line.startswith("{")]
    assert listed_["address"] == "d…@library.example"
    assert "zqlibrary" not in told
    whole = CliRunner().invoke(app, ["reader", str(store.lab), "list", "--addresses"])
    assert ADDRESS in whole.output
    handle = listed_["handle"]
    args = ["reader", str(store.lab), "approve", handle, "--because", "known", "--by", "Noor Valen"]
    assert CliRunner().invoke(app, args).exit_code == 0
    with Store(store.lab) as opened:
        acts = json.dumps(list(opened.acts("reader approved")))
        assert handle in acts
        assert "zqlibrary" not in acts
        assert WHO not in acts
    assert b"zqlibrary" not in (store.lab / layout.CUSTODY).read_bytes()


def test_tokens_are_read_from_a_pipe_and_wrong_ones_are_told(store):
    made = readers.add(store, WHO, ADDRESS, lab.WRITER)
    said = StringIO(f"{token(store, made.handle)}\nwrong.token\n").getvalue()
    store.close()
    args = ["reader", str(store.lab), "unsubscribe", "-"]
    run = CliRunner().invoke(app, args, input=said)
    assert run.exit_code == 0
    assert f"{made.handle} gets no more mails" in run.output
    assert "no token of this lab" in run.output


def test_a_backup_seals_readers_and_gives_them_back(store, tmp_path):
    made = readers.add(store, WHO, ADDRESS, lab.WRITER)
    copy = backup(store, tmp_path / "copy", tmp_path / "keys")
    assert b"zqlibrary" not in b"".join(
        path.read_bytes() for path in copy.rglob("*") if path.is_file()
    )
    before = verify(store).problems
    restore(copy, tmp_path / "again", tmp_path / "keys").close()
    with Store(tmp_path / "again") as again:
        assert readers.reader(again, made.handle) == made
        assert verify(again).problems == before


def test_a_forgotten_reader_is_gone_here_and_in_every_backup(store, tmp_path):
    made = readers.add(store, WHO, ADDRESS, lab.WRITER)
    readers.approve(store, made.handle, lab.SECOND, "known")
    kept = readers.add(store, "Kept", "kept@library.example", lab.WRITER)
    copy = backup(store, tmp_path / "copy", tmp_path / "keys")
    before = verify(store).problems
    with pytest.raises(BadInput, match="end it first"):
        readers.forget(store, made.handle, lab.SECOND, "GDPR Art. 17")
    readers.end(store, made.handle, lab.WRITER)
    with pytest.raises(Withheld, match="needs a second person"):
        readers.forget(store, made.handle, lab.WRITER, "GDPR Art. 17")
    tombstone = readers.forget(store, made.handle, lab.SECOND, "GDPR Art. 17")
    assert tombstone.startswith("tombstone-")
    with pytest.raises(NotFound, match="no reader"):
        readers.forget(store, made.handle, lab.SECOND, "GDPR Art. 17")
    store.checkpoint()
    assert readers.readers(store) == [kept]
    after = [each for each in verify(store).problems if each not in before]
    assert [each.state for each in after] == [ERASED] * 3
    store.close()
    for path in store.lab.rglob("*"):
        assert not path.is_file() or b"zqlibrary" not in path.read_bytes(), path
    restore(copy, tmp_path / "again", store.lab / layout.KEYS).close()
    with Store(tmp_path / "again") as again:
        assert readers.readers(again) == [kept]
    with sqlite3.connect(copy / layout.DATABASE) as database:
        assert database.execute("select count(*) from reader").fetchone() == (3,)
