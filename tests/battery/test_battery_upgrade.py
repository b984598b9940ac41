"""B10: an upgrade that is killed leaves the old schema or the new one, never half of one."""

import os
import signal
import sqlite3
import time
from pathlib import Path

import pytest
from lab_samples import CAPTURE, PLACE, post

from marsad.store import Store, custody, database, tables

STEPS = 34
"""More than the statements of the first migration."""


def unmigrated(lab: Path) -> Path:
    """A lab as it is after its folder was made and before its database was."""
    Store.create(lab).close()
    for path in lab.glob("lab.db*"):
        path.unlink()
    return lab


def names(lab: Path) -> set[str]:
    if not (lab / "lab.db").exists():
        return set()
    with sqlite3.connect(lab / "lab.db") as connection:
        rows = connection.execute("select name from sqlite_master where type = 'table'")
        # SQLite keeps tables of its own, where rows are numbered for good.
        return {name for (name,) in rows if not name.startswith("sqlite_")}


def migrate_until_killed(lab: Path, step: int) -> None:
    engine = database.local(lab / "lab.db")
    left = iter(range(step))

    def count(_statement: str) -> None:
        if next(left, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)

    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver
        driver.set_trace_callback(count)
    database.migrate(engine)


def killed_at(lab: Path, step: int) -> bool:
    """Open the lab in a child that is killed at the n-th statement; whether it got that far."""
    child = os.fork()
    if not child:
        # Whatever happens, a child that went on as a second run of the tests would never end.
        try:
            migrate_until_killed(lab, step)
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


@pytest.mark.parametrize("step", range(0, STEPS, 3))
def test_a_migration_killed_at_any_statement_is_old_or_new_and_never_half(
    tmp_path: Path, step: int
) -> None:
    lab = unmigrated(tmp_path / "lab")
    new = set(tables.metadata.tables) | {"alembic_version"}
    assert killed_at(lab, step)
    assert names(lab) in (set(), new)
    with Store(lab) as store:
        assert names(lab) == new
        store.add(PLACE, CAPTURE, post(1))
        assert [line.leaf for line in custody.lines(lab)] == [each.leaf for each in store.chain()]


def test_a_migration_killed_at_any_moment_is_old_or_new(tmp_path: Path) -> None:
    lab = unmigrated(tmp_path / "lab")
    new = set(tables.metadata.tables) | {"alembic_version"}
    for wait in range(6):
        child = os.fork()
        if not child:
            try:
                Store(lab)
            finally:
                os._exit(0)
        time.sleep(wait * 0.02)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        assert names(lab) in (set(), new)
    Store(lab).close()
    assert names(lab) == new


def test_two_processes_that_upgrade_at_once_both_find_the_new_schema(tmp_path: Path) -> None:
    lab = unmigrated(tmp_path / "lab")
    children = []
    for _ in range(3):
        child = os.fork()
        if not child:
            failed = 1
            try:
                Store(lab).close()
                failed = 0
            finally:
                os._exit(failed)
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0, 0]
    assert names(lab) == set(tables.metadata.tables) | {"alembic_version"}
