"""On Ray the same is said, and whoever dies with a batch loses nothing."""

import os
import signal
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from battery.lab_samples import NOON
from conftest import message, write_export

from marsad import enrich, pipeline
from marsad.engine import on_ray
from marsad.engine.here import Task
from marsad.errors import BadInput
from marsad.store import Store, records

MAKER = "count/1"
HERE = Path(__file__).parent

pytest.importorskip("ray", reason="Ray is not installed (extra ray)")


@pytest.fixture
def many(tmp_path, monkeypatch):
    """A lab of sixty posts in batches of ten."""
    monkeypatch.setenv("MARSAD_BATCH", "10")
    monkeypatch.setenv("MARSAD_WORKERS", "2")
    monkeypatch.setenv("PYTHONPATH", str(HERE))
    texts = ("افتتحت البلدية حديقة عامة https://example.org/{}", "هوای فردا بارانی است {}")
    export = write_export(
        tmp_path / "export", [message(id, texts[id % 2].format(id)) for id in range(1, 61)]
    )
    with Store.create(tmp_path / "lab") as store:
        pipeline.collect(store, [str(export)])
        yield store


def said(store):
    """Every finding bit for bit, but for the time at which it was made."""
    same = (replace(each, made_at=NOON) for each in store.every_finding())
    return sorted(map(records.record, same))


def test_ray_says_what_one_machine_says(many, monkeypatch):
    assert enrich.enrich(many, ["language", "links"], engine="ray") > 60
    on_many = said(many)
    with many.transaction() as connection:
        connection.exec_driver_sql("delete from finding")
        connection.exec_driver_sql("delete from done")
    many.close()
    monkeypatch.setenv("MARSAD_WORKERS", "1")
    with Store(many.lab) as alone:
        enrich.enrich(alone, ["language", "links"])
        assert said(alone) == on_many


def test_a_killed_worker_loses_nothing_and_repeats_at_most_its_batch(many, tmp_path):
    pids = tmp_path / "pids"
    pids.mkdir()

    def kill_one():
        while not (found := list(pids.iterdir())):
            time.sleep(0.01)
        os.kill(int(found[0].name), signal.SIGKILL)

    killer = threading.Thread(target=kill_one, daemon=True)
    killer.start()
    slow = {"slow": 0.3, "pids": str(pids)}
    on_ray.run(many, Task("test_engine_here:prepare", [MAKER], slow))
    killer.join()
    assert many.count("finding") == 60
    tries = [row["tries"] for row in many.rows("select tries from lease")]
    assert sum(tries) <= len(tries) + 1


def test_a_file_of_this_machine_is_not_given_to_others(many):
    with pytest.raises(BadInput, match="name a PostgreSQL database"):
        on_ray.run(many, Task("test_engine_here:prepare", [MAKER]), "ray://127.0.0.1:9")
    with pytest.raises(BadInput, match="no engine 'spark'"):
        enrich.enrich(many, ["links"], engine="spark")
