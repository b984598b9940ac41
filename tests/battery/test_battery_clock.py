"""B6: whatever the wall clock does, leases run evenly and the log keeps its order."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

import pytest
from lab_samples import CAPTURE, PLACE, post

from marsad.store import Ledger, Store, custody, writer


@pytest.fixture
def lab(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("MARSAD_LEASE_SECONDS", "30")
    with Store.create(tmp_path / "lab") as store:
        store.add(PLACE, CAPTURE)
        yield store


def set_clock(patch: pytest.MonkeyPatch, moment: datetime) -> None:
    """Let the wall clock show another time; the monotonic one cannot be set."""

    class Set(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:
            return moment.astimezone(tz)

    patch.setattr(writer, "datetime", Set)
    patch.setattr(time, "time", moment.timestamp)


NOW = datetime(2024, 3, 31, 0, 59, 59, tzinfo=UTC)
JUMPS = [NOW, NOW + timedelta(days=3652), NOW - timedelta(hours=1), NOW + timedelta(hours=1),
         datetime(1970, 1, 1, tzinfo=UTC), NOW + timedelta(seconds=1)]  # fmt: skip


def test_the_log_stands_in_the_order_of_adding_not_of_the_clock(
    lab: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, moment in enumerate(JUMPS):
        set_clock(monkeypatch, moment)
        lab.add(post(number, posted_at=moment))
    entries = list(lab.chain(2))
    assert [each.id for each in entries] == [post(number).id for number in range(len(JUMPS))]
    assert [each.n for each in entries] == list(range(2, 2 + len(JUMPS)))
    assert [datetime.fromisoformat(each.at) for each in entries] == JUMPS, "the clock as it was"
    assert [line.leaf for line in custody.lines(lab.lab)][2:] == [each.leaf for each in entries]
    assert [each.id for each in lab.every(type(post(0)))] == [each.id for each in entries]


def test_the_latest_version_is_the_last_one_seen_whatever_its_time(
    lab: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, moment in enumerate(JUMPS[1:3]):
        set_clock(monkeypatch, moment)
        lab.add(post(1, id=f"{PLACE.id}/1@{number}", posted_at=moment))
    assert [each.id[-2:] for each in lab.versions(PLACE.id, "1")] == ["@0", "@1"]


@pytest.mark.parametrize("moment", JUMPS)
def test_a_jump_of_the_clock_ends_no_lease_and_prolongs_none(
    lab: Store, monkeypatch: pytest.MonkeyPatch, moment: datetime
) -> None:
    lab.add(post(1))
    ledger = Ledger(lab)
    ledger.plan(["language/1"])
    assert ledger.take("first")
    set_clock(monkeypatch, moment)
    assert ledger.take("second") is None, "the lease was taken away"
    later = time.monotonic() + 31
    monkeypatch.setattr(time, "monotonic", lambda: later)
    again = ledger.take("second")
    assert again
    assert again.tries == 2
