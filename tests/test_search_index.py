"""The index follows the store: after a kill, with parts gone, with two writers, in many shards."""

import multiprocessing
import os
import shutil
import signal
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from marsad.errors import LabBusy
from marsad.model import Block, Capture, Claim, Item, Place, Post, Report, sign
from marsad.search import Ask, follow, index, search
from marsad.search import water as waters
from marsad.search.engine import searched
from marsad.search.shards import home, month_of, planned
from marsad.store import Store, layout
from marsad.store.lock import held

NOW = datetime(2024, 5, 14, tzinfo=UTC)
PLACE = Place("telegram:1", "telegram", "Town Notices", fiction=True)


def posts(first, many, month=timedelta(days=0)):
    return [
        Post(f"p{n:06}", PLACE.id, "c1", str(n), NOW + month + timedelta(minutes=n), f"خبر رقم{n}")
        for n in range(first, first + many)
    ]


@pytest.fixture
def lab(store):
    store.add(PLACE, Capture("c1", "test", "1", "export", NOW, "0" * 64, 1))
    store.add(*posts(0, 50))
    return store


def ids(store, query="*", **more):
    asked = Ask(query, limit=10_000, order="oldest", **more)
    return [hit.post.id for hit in search(store, asked).hits]


def in_index(store):
    with searched(store) as found:
        return found.posts


@pytest.mark.usefixtures("engine")
def test_a_finding_that_is_replaced_is_no_longer_found(lab):
    first = sign(Claim("p000001", "ocr-text", "مهرجان"), "ocr/1", NOW)
    lab.add(first)
    assert ids(lab, "مهرجان") == ["p000001"]
    lab.add(sign(Claim("p000001", "ocr-text", "معرض", replaces=first.id), "person:A", NOW))
    assert ids(lab, "مهرجان") == []
    assert ids(lab, "معرض") == ["p000001"]
    assert in_index(lab) == 50


@pytest.mark.usefixtures("engine")
def test_a_citation_and_its_withdrawal_are_followed(lab):
    assert ids(lab, "state:cited") == []
    blocks = (Block("tamkin", (Item("p000003"), Item("p000007"))),)
    said = Report("r1", "daily-1", "daily", 1, "Title", NOW.date(), blocks=blocks)
    lab.add(said)
    assert ids(lab, "state:cited") == ["p000003", "p000007"]
    lab.add(replace(said, id="r2", blocks=(Block("tamkin", (Item("p000007"),)),), replaces="r1"))
    assert ids(lab, "state:cited") == ["p000007"]


def killed_while_indexing(folder, after):
    """Index in a process that is killed right after its ``after``-th commit."""

    def child():
        follow.STEP = follow.BATCH = 10
        told = 0
        whole = follow.Writing.commit

        def commit(self):
            nonlocal told
            whole(self)
            told += 1
            if told == after:
                os.kill(os.getpid(), signal.SIGKILL)

        follow.Writing.commit = commit
        with Store(folder) as store:
            search(store, "خبر")

    process = multiprocessing.get_context("fork").Process(target=child)
    process.start()
    process.join(60)
    assert process.exitcode == -signal.SIGKILL


@pytest.mark.parametrize("after", [1, 3])
def test_a_writer_killed_between_commit_and_watermark_loses_nothing_and_doubles_nothing(lab, after):
    killed_while_indexing(lab.lab, after)
    lab.add(*posts(50, 5))
    assert ids(lab) == [f"p{n:06}" for n in range(55)]
    assert in_index(lab) == 55


def test_a_killed_writer_goes_on_where_it_was(lab):
    killed_while_indexing(lab.lab, 3)
    told = []
    search(lab, "خبر", told.append)
    # Two steps of ten were written down; the third was not, and is done again.
    assert sum(told) == 30


@pytest.mark.parametrize("damage", ["half", "shard", "segment", "watermark", "version", "doubled"])
def test_a_damaged_index_is_mended(lab, damage):
    assert len(ids(lab)) == 50
    folder = lab.lab / layout.INDEX
    first = folder / "first"
    if damage == "half":
        for path in sorted(first.iterdir())[::2]:
            path.unlink()
    elif damage == "shard":
        shutil.rmtree(first)
    elif damage == "segment":
        next(first.glob("*.term")).write_bytes(b"")
    elif damage == "watermark":
        (folder / waters.FILE).write_text("{")
    elif damage == "version":
        path = folder / waters.FILE
        path.write_text(path.read_text().replace(f'"version":{waters.VERSION}', '"version":1'))
    else:
        path = folder / waters.FILE
        path.write_text(path.read_text().replace('"posts":50', '"posts":49'))
    index._kept.clear()
    lab.add(*posts(50, 1))
    assert ids(lab) == [f"p{n:06}" for n in range(51)]


@pytest.mark.parametrize("damage", ["meta.json", "watermark.json", "all"])
def test_a_damaged_index_is_built_again(collected, damage):
    assert [hit.post.native_id for hit in search(collected, "حديقة").hits] == ["1"]
    index = collected.lab / "index"
    if damage == "all":
        shutil.rmtree(index)
    else:
        (index / damage).write_text("{")
    assert [hit.post.native_id for hit in search(collected, "حديقة").hits] == ["1"]


def test_while_another_process_writes_what_is_there_is_read(lab, monkeypatch):
    monkeypatch.setattr(index, "PATIENCE", 0.1)
    assert len(ids(lab)) == 50
    lab.add(*posts(50, 1))
    with held(lab.lab / layout.INDEX_LOCK, 1, "testing"):
        answer = search(lab, Ask("*", limit=100))
        assert answer.behind
        assert len(answer.hits) == 50
    answer = search(lab, Ask("*", limit=100))
    assert not answer.behind
    assert len(answer.hits) == 51


def test_with_nothing_to_read_a_second_writer_waits_and_then_says_so(tmp_path):
    Store.create(tmp_path / "lab").close()
    (tmp_path / "lab" / "marsad.toml").write_text("lock_seconds = 1")
    with Store(tmp_path / "lab") as store, held(store.lab / layout.INDEX_LOCK, 1, "testing"):
        store.add(PLACE, Capture("c1", "test", "1", "export", NOW, "0" * 64, 1), *posts(0, 2))
        with pytest.raises(LabBusy, match="search index"):
            search(store, "خبر")


@pytest.mark.usefixtures("engine")
def test_many_at_once_find_everything(lab):
    found, errors = [], []

    def ask():
        try:
            with Store(lab.lab) as store:
                found.append(len(ids(store, "خبر")))
        except Exception as error:  # noqa: BLE001
            errors.append(error)

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    assert set(found) == {50}


@pytest.mark.usefixtures("engine")
def test_a_clock_that_jumps_changes_nothing(lab):
    assert len(ids(lab)) == 50
    far = [
        Post("future", PLACE.id, "c1", "f", datetime(9999, 12, 31, 23, tzinfo=UTC), "خبر بعيد"),
        Post("past", PLACE.id, "c1", "a", datetime(1, 1, 2, tzinfo=UTC), "خبر قديم"),
    ]
    lab.add(*far)
    for path in (lab.lab / layout.INDEX).rglob("*"):
        os.utime(path, (4_000_000_000, 4_000_000_000))
    assert ids(lab)[0] == "past"
    assert ids(lab)[-1] == "future"
    assert ids(lab, "date:9999-12-31") == ["future"]
    assert ids(lab, "date:..1969") == ["past"]
    bars = search(lab, Ask("*", histogram="month")).histogram
    assert [bar.posts for bar in bars] == [1, 50, 1]


def test_months_are_joined_until_they_are_enough_and_never_cut():
    months = {"2024-01": 5, "2024-02": 5, "2024-03": 20, "2024-04": 1, "2099-01": 1}
    assert planned("", months, 10) == ("", "2024-03", "2024-04")
    assert planned("", {"2023-12": 30, "2099-01": 1}, 10) == ("", "2024-01")
    assert planned("", {"2024-01": 30}, 10) == ("",)
    assert [home(("", "2024-03"), month) for month in ("0001-01", "2024-02", "2024-03")] == [
        0,
        0,
        1,
    ]
    assert month_of(datetime(2024, 3, 1, 1, tzinfo=UTC)) == "2024-03"


@pytest.fixture
def small(tmp_path):
    Store.create(tmp_path / "small").close()
    (tmp_path / "small" / "marsad.toml").write_text("shard_posts = 1000")
    with Store(tmp_path / "small") as store:
        store.add(PLACE, Capture("c1", "test", "1", "export", NOW, "0" * 64, 1))
        yield store


def test_shards_are_searched_side_by_side_and_answer_as_one(small):
    for turn in range(4):
        small.add(*posts(turn * 1000, 1000, timedelta(days=40 * turn)))
    answer = search(small, Ask("خبر", limit=15, after=990, order="oldest", facets=("place",)))
    assert len(index.opened(small).shards) == 4
    assert [hit.post.id for hit in answer.hits] == [f"p{n:06}" for n in range(990, 1005)]
    assert answer.total == 4000
    assert answer.facets[0].counts == ((PLACE.id, 4000),)
    assert ids(small, "رقم3500") == ["p003500"]


def test_a_shard_that_grew_is_cut_and_a_cut_that_was_cut_short_goes_on(small, monkeypatch):
    small.add(*posts(0, 1100))
    assert len(ids(small)) == 1100
    assert len(index.opened(small).shards) == 1
    small.add(*posts(1100, 900, timedelta(days=40)))
    moved = follow.moved

    def stopped(*_said):
        raise KeyboardInterrupt

    monkeypatch.setattr(follow, "moved", stopped)
    with pytest.raises(KeyboardInterrupt):
        search(small, "خبر")
    monkeypatch.setattr(follow, "moved", moved)
    assert len(ids(small)) == in_index(small) == 2000
    assert len(index.opened(small).shards) == 2
    assert [len(ids(small, f"رقم{n}")) for n in (5, 1099, 1100, 1999)] == [1, 1, 1, 1]
