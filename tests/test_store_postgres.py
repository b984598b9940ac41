"""A lab in PostgreSQL: who is let in, who waits for whom, and what is left of what is erased."""

import shutil
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
from battery.lab_samples import CAPTURE, NOON, PLACE, finding, post
from conftest import TEXTS, message, write_export
from hypothesis import given
from hypothesis import strategies as st

from marsad import pipeline, preserve
from marsad.errors import BadInput, LabBusy, NotReady, Unreachable
from marsad.model import Place
from marsad.store import Ledger, Store, custody, layout
from marsad.store.backup import backup
from marsad.store.restore import restore

MAKER = "language/1"
SECRET = "parole-7"


@pytest.fixture
def lab(databases, tmp_path, monkeypatch):
    monkeypatch.setenv("MARSAD_BATCH", "4")
    databases()
    with Store.create(tmp_path / "lab") as store:
        store.add(PLACE, CAPTURE, *(post(number) for number in range(10)))
        yield store


@pytest.fixture
def elsewhere(lab, tmp_path):
    """The same lab as another machine has it: its keys and settings, and a folder of its own."""
    for name in layout.FOLDERS:
        (tmp_path / "elsewhere" / name).mkdir(parents=True)
    shutil.copytree(lab.lab / layout.KEYS, tmp_path / "elsewhere" / layout.KEYS, dirs_exist_ok=True)
    (tmp_path / "elsewhere" / layout.CUSTODY).touch()
    with Store(tmp_path / "elsewhere") as store:
        yield store


def seconds(act):
    start = time.monotonic()
    act()
    return time.monotonic() - start


def test_two_machines_write_one_log(lab, elsewhere):
    for number, store in enumerate((elsewhere, lab, elsewhere, lab), 20):
        assert store.add(post(number)) == 1
    with elsewhere.write():
        pass
    logs = [list(custody.lines(store.lab)) for store in (lab, elsewhere)]
    assert len(logs[0]) == 16
    assert logs[0] == logs[1]
    assert lab.root() == elsewhere.root()


def test_a_machine_takes_the_next_batch_while_another_is_taking_one(lab, elsewhere):
    ledger, other = Ledger(lab), Ledger(elsewhere)
    assert ledger.plan([MAKER]) == 3
    with lab.transaction(leases=True) as connection:
        connection.exec_driver_sql("select * from lease where id = 1 for update")
        taken = []
        assert seconds(lambda: taken.append(other.take("b"))) < 5
        assert taken[0].low == 5
    assert ledger.take("a").low == 1


def test_leases_run_on_the_clock_of_the_server(lab, elsewhere, monkeypatch):
    ledger, other = Ledger(lab), Ledger(elsewhere)
    assert ledger.plan([MAKER]) == 3
    first = [ledger.take("a") for _ in range(3)]
    # Machines count from when each of them was started.
    monkeypatch.setattr(time, "monotonic", lambda: 10.0**9)
    assert None not in first
    assert other.take("b") is None


def test_whoever_writes_waits_for_the_writer_elsewhere_and_whoever_leases_does_not(lab, elsewhere):
    Ledger(lab).plan([MAKER])
    done = []
    late = threading.Thread(
        target=lambda: done.append(Ledger(elsewhere).write([finding(post(1).id)], [2], MAKER))
    )
    with lab.transaction() as connection:
        connection.exec_driver_sql("select 1")
        late.start()
        assert seconds(lambda: Ledger(elsewhere).take("b")) < 5
        time.sleep(0.3)
        assert done == []
        assert elsewhere.count("finding") == 0
    late.join(20)
    assert done == [1]


def test_a_writer_that_waits_too_long_is_told(lab, elsewhere, monkeypatch):
    monkeypatch.setattr("marsad.store.postgres.PATIENCE", "300ms")
    elsewhere.engine.dispose()
    with lab.transaction() as connection:
        connection.exec_driver_sql("select 1")
        with pytest.raises(LabBusy, match="another process is writing to this lab"):
            elsewhere.add(post(30))


def test_a_session_that_the_server_ends_loses_nothing_and_leaves_nothing_half(lab, postgres):
    size = lab.root()[0]

    def cut() -> None:
        with lab.write() as writer:
            writer.add([post(40)], "test")
            postgres.ask(
                "select pg_terminate_backend(pid) from pg_stat_activity where datname <> 'postgres'"
            )
            writer.add([post(41)], "test")

    with pytest.raises(Unreachable, match="what was acknowledged is safe") as told:
        cut()
    assert "\n" not in str(told.value)
    assert lab.root()[0] == size
    assert lab.add(post(41)) == 1
    lab.checkpoint()
    # The file that the samples claim to be from was never kept.
    assert {each.state for each in preserve.verify(lab).problems} == {"INCOMPLETE"}


def test_acknowledged_is_durable_whatever_the_server_has_as_its_default(lab, postgres):
    with lab.engine.connect() as connection:
        name = connection.exec_driver_sql("select current_database()").scalar()
    postgres.ask(f"alter database {name} set synchronous_commit = off")
    lab.engine.dispose()
    with lab.engine.connect() as connection:
        assert connection.exec_driver_sql("show synchronous_commit").scalar() == "on"
    postgres.ask(f"alter database {name} reset synchronous_commit")


@pytest.mark.usefixtures("lab")
def test_a_new_lab_is_not_made_in_the_database_of_another(tmp_path):
    with pytest.raises(BadInput, match="holds a lab already"):
        Store.create(tmp_path / "second")
    assert not (tmp_path / "second").exists()


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql://marsad:{SECRET}@localhost/lab",
        f"mysql://marsad:{SECRET}@localhost/lab",
        f"marsad {SECRET}",
    ],
)
def test_a_url_that_will_not_do_is_named_without_what_it_holds(tmp_path, monkeypatch, url):
    monkeypatch.setenv("MARSAD_DATABASE", url)
    with pytest.raises(BadInput, match="setting database") as told:
        Store.create(tmp_path / "lab")
    assert SECRET not in str(told.value)
    assert "parole" not in str(told.value)


def test_a_server_that_is_not_there_is_named_without_the_password(tmp_path, monkeypatch):
    monkeypatch.setenv("MARSAD_DATABASE", f"postgresql://marsad@/lab?host={tmp_path}")
    (tmp_path / "key").write_text(SECRET)
    monkeypatch.setenv("MARSAD_DATABASE_KEY", str(tmp_path / "key"))
    with pytest.raises(Unreachable, match="does not answer") as told:
        Store.create(tmp_path / "lab")
    assert SECRET not in str(told.value)
    assert "\n" not in str(told.value)


def test_whoever_may_make_no_tables_is_told_what_to_do(postgres, tmp_path, monkeypatch):
    postgres.ask("create role guest login")
    postgres.ask("create database bare template template0")
    url = postgres.url("bare").replace("//marsad@", "//guest@")
    monkeypatch.setenv("MARSAD_DATABASE", url)
    with pytest.raises(NotReady, match="alter database NAME owner to USER"):
        Store.create(tmp_path / "lab")


def test_a_database_of_another_encoding_is_refused(postgres, tmp_path, monkeypatch):
    postgres.ask("create database latin template template0 encoding 'LATIN1' locale 'C'")
    monkeypatch.setenv("MARSAD_DATABASE", postgres.url("latin"))
    with pytest.raises(NotReady, match="keeps text as LATIN1"):
        Store.create(tmp_path / "lab")


def test_native_ids_that_are_no_numbers_count_as_none(lab):
    lab.add(Place("page:1", "page", "صفحة"))
    for native in ("abc", "12abc", "7", "999999999999999999", ""):
        lab.add(post(50, id=f"page:1/{native}", place="page:1", native_id=native))
    assert lab.last_numbers() == {PLACE.id: 9, "page:1": 999999999999999999}
    assert [native for _id, native in lab.numbered("page:1", 1, 20)] == ["12abc", "7"]


def test_ids_sort_by_their_bytes_and_not_as_in_a_dictionary(lab):
    ids = ["Z:1", "a:1", "Á:1", "١:1", "_:1"]
    lab.add(*(Place(id, "page", id) for id in ids))
    assert [each.id for each in lab.places()] == sorted([*ids, PLACE.id], key=str.encode)


@given(st.text(alphabet=st.sampled_from("\0\x1a01س")))
def test_text_with_a_nul_comes_back_as_it_was(words):
    pytest.importorskip("psycopg")
    from marsad.store.postgres_text import escape, unescape

    assert "\0" not in escape(words)
    assert unescape(escape(words)) == words


def test_a_lab_moves_from_sqlite_to_postgresql_and_back(databases, collected, tmp_path):
    roots = [collected.root()]
    copy = backup(collected, tmp_path / "one")
    databases()
    with restore(copy, tmp_path / "there", collected.lab / layout.KEYS) as there:
        assert not list(there.lab.glob("lab.db*"))
        roots.append(there.root())
        more = write_export(tmp_path / "more", [message(9, "مكتبة الحي")])
        assert pipeline.collect(there, [str(more)]).new == 1
        assert preserve.verify(there).state == preserve.VERIFIED
        copy = backup(there, tmp_path / "two")
        with pytest.raises(BadInput, match="holds a lab already"):
            restore(copy, tmp_path / "twice", there.lab / layout.KEYS)
        with pytest.MonkeyPatch.context() as environment:
            environment.setenv("MARSAD_DATABASE", "")
            with restore(copy, tmp_path / "back", there.lab / layout.KEYS) as back:
                assert (back.lab / "lab.db").exists()
                assert preserve.verify(back).state == preserve.VERIFIED
                assert back.root() == there.root()
                assert list(back.posts()) == list(there.posts())
    assert roots[0] == roots[1]


def test_what_is_erased_is_in_no_file_of_the_tables(databases, postgres, tmp_path):
    databases()
    texts = [message(id, text) for id, text in enumerate(TEXTS, 1)]
    words = TEXTS[0].encode()
    with Store.create(tmp_path / "lab") as lab:
        pipeline.collect(lab, [str(write_export(tmp_path / "export", texts))])
        assert held(postgres, words)
        asked = preserve.erase.ask(lab, [next(lab.posts()).id], "person:A", "GDPR 17(1)(d)", "7")
        pipeline.erase(lab, asked.id, "person:B")
        assert not held(postgres, words)
        assert held(postgres, TEXTS[1].encode())
        later = post(60, place=next(lab.posts()).place, capture=next(lab.posts()).capture,
                     posted_at=NOON + timedelta(days=900))  # fmt: skip
        assert lab.add(later) == 1
        assert lab.high_water()["post"] > 4


def held(postgres, words: bytes) -> list[Path]:
    """Which files of tables hold these words; the journal is another matter (see docs/store.md)."""
    postgres.ask("checkpoint")
    files = (path for path in (postgres.folder / "data" / "base").rglob("*") if path.is_file())
    return [path for path in files if words in path.read_bytes()]
