"""Work is leased, never handed over: whoever dies with a batch loses nothing."""

import os
import signal
import threading
import time
from pathlib import Path

import pytest
from conftest import message, write_export

from marsad import pipeline
from marsad.engine.here import Task, run
from marsad.model import Claim, sign
from marsad.store import Lease, Ledger, Store

MAKER = "count/1"
HERE = Path(__file__).parent


def prepare(store, slow=0.0, deadly="", pids=""):
    """A batch job that notes the length of each post; some posts kill who touches them."""
    ledger = Ledger(store)

    def do(lease: Lease) -> None:
        if pids:
            Path(pids, str(os.getpid())).touch()
        numbered = store.posts_between(lease.low, lease.high)
        waiting = ledger.undone([seq for seq, _post in numbered], MAKER)
        if any(post.native_id == deadly for _seq, post in numbered):
            os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(slow)
        findings = [
            sign(Claim(post.id, "language", str(len(post.text))), MAKER, post.posted_at)
            for seq, post in numbered
            if seq in waiting
        ]
        ledger.write(findings, sorted(waiting), MAKER)

    return do


def task(**options):
    return Task("test_engine_here:prepare", [MAKER], options)


@pytest.fixture
def many(tmp_path, monkeypatch):
    """A lab of sixty posts, worked on in batches of ten by two processes."""
    monkeypatch.setenv("MARSAD_BATCH", "10")
    monkeypatch.setenv("MARSAD_WORKERS", "2")
    monkeypatch.setenv("PYTHONPATH", str(HERE))
    export = write_export(
        tmp_path / "export", [message(id, f"خبر عادي رقم {id}") for id in range(1, 61)]
    )
    with Store.create(tmp_path / "lab") as store:
        pipeline.collect(store, [str(export)])
        yield store


def told(store):
    return sorted((finding.post, finding.value) for finding in store.every_finding())


def test_two_workers_say_what_one_says(many, monkeypatch):
    run(many, task())
    both = told(many)
    assert len(both) == 60
    with many.transaction() as connection:
        connection.exec_driver_sql("delete from finding")
        connection.exec_driver_sql("delete from done")
    many.close()
    monkeypatch.setenv("MARSAD_WORKERS", "1")
    with Store(many.lab) as alone:
        run(alone, task())
        assert told(alone) == both


def test_progress_is_told_up_to_the_last_batch(many):
    heard = []
    run(many, task(), lambda done, all: heard.append((done, all)))
    assert heard[-1] == (6, 6)


def test_a_second_run_does_nothing(many):
    run(many, task())
    heard = []
    run(many, task(deadly="1"), lambda done, all: heard.append((done, all)))
    assert all(done == all == 0 for done, all in heard)


def test_a_killed_worker_loses_nothing_and_repeats_at_most_its_batch(many, tmp_path):
    pids = tmp_path / "pids"
    pids.mkdir()

    def kill_one():
        while not (found := list(pids.iterdir())):
            time.sleep(0.01)
        os.kill(int(found[0].name), signal.SIGKILL)

    killer = threading.Thread(target=kill_one)
    killer.start()
    run(many, task(slow=0.2, pids=str(pids)))
    killer.join()
    assert len(told(many)) == 60
    # On a busy machine the other worker may be done before the third one has begun.
    assert len(list(pids.iterdir())) in (2, 3)


def test_a_post_that_kills_its_workers_is_set_apart_and_the_rest_is_done(many):
    run(many, task(deadly="25"))
    assert len(told(many)) == 59
    (apart,) = many.quarantined()
    assert "/25@" in apart["item"]
    assert "its worker died" in apart["reason"]


def test_a_stopped_run_goes_on_where_it_was(many, monkeypatch):
    monkeypatch.setenv("MARSAD_WORKERS", "1")
    many.close()
    with Store(many.lab) as alone:

        def stop(done, _all):
            if done == 3:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            run(alone, task(), stop)
        assert len(told(alone)) == 30
        heard = []
        run(alone, task(), lambda done, all: heard.append((done, all)))
        assert heard[-1] == (3, 3)
        assert len(told(alone)) == 60
