"""The ledger: batches are leased, and whoever dies with one loses nothing."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from battery.lab_samples import CAPTURE, PLACE, finding, post

from marsad.errors import BadInput
from marsad.model import Finding
from marsad.store import Ledger, Store, Trouble

pytestmark = pytest.mark.usefixtures("dialect")
MAKER, NEXT = "language/1", "language/2"


@pytest.fixture
def lab(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("MARSAD_BATCH", "4")
    monkeypatch.setenv("MARSAD_LEASE_SECONDS", "1")
    with Store.create(tmp_path / "lab") as store:
        store.add(PLACE, CAPTURE, *(post(number) for number in range(10)))
        yield store


def work(ledger: Ledger, owner: str, maker: str = MAKER) -> list[str]:
    """What a worker does: take, look, write, finish, until nothing is left."""
    seen = []
    while lease := ledger.take(owner):
        for seq, each in ledger.store.posts_between(lease.low, lease.high):
            if ledger.undone([seq], maker):
                ledger.write([finding(each.id, "ar", maker)], [seq], maker)
                seen.append(each.native_id)
        ledger.finish(lease)
    return seen


def test_every_post_is_done_once_and_a_second_run_does_nothing(lab: Store) -> None:
    ledger = Ledger(lab)
    assert ledger.plan([MAKER]) == 3
    assert ledger.counts() == {"open": 3, "taken": 0, "done": 0}
    assert sorted(work(ledger, "w"), key=int) == [str(number) for number in range(10)]
    assert ledger.counts() == {"open": 0, "taken": 0, "done": 3}
    assert lab.count("finding") == 10
    assert ledger.plan([MAKER]) == 0
    assert ledger.take("w") is None


def test_a_new_version_redoes_its_own_part_only(lab: Store) -> None:
    ledger = Ledger(lab)
    ledger.plan([MAKER, "links/1"])
    assert len(work(ledger, "w")) == 10
    assert ledger.plan([MAKER]) == 0
    assert ledger.plan([NEXT]) == 3
    assert len(work(ledger, "w", NEXT)) == 10
    assert {each.maker for each in lab.findings(post(1).id)} == {MAKER, NEXT}


def test_new_posts_are_the_only_ones_planned(lab: Store) -> None:
    ledger = Ledger(lab)
    ledger.plan([MAKER])
    work(ledger, "w")
    lab.add(post(11))
    assert ledger.plan([MAKER]) == 1
    assert work(ledger, "w") == ["11"]


def test_two_workers_never_hold_the_same_batch(lab: Store) -> None:
    ledger = Ledger(lab)
    ledger.plan([MAKER])
    leases = [ledger.take(owner) for owner in ("a", "b", "a", "b")]
    assert leases[3] is None
    held = [lease for lease in leases if lease]
    covered = [seq for lease in held for seq in range(lease.low, lease.high + 1)]
    assert len(covered) == len(set(covered)) == 10
    assert ledger.counts()["taken"] == 3


def test_a_lease_that_ran_out_goes_to_another(lab: Store) -> None:
    ledger = Ledger(lab)
    ledger.plan([MAKER])
    first = [ledger.take("slow") for _ in range(3)]
    assert ledger.take("other") is None
    time.sleep(1.1)
    again = ledger.take("other")
    assert again is not None
    assert first[0] is not None
    assert (again.id, again.tries) == (first[0].id, 2)


def test_a_lease_that_is_renewed_stays_where_it_is(lab: Store) -> None:
    ledger = Ledger(lab)
    ledger.plan([MAKER])
    slow = ledger.take("slow")
    assert slow
    time.sleep(0.7)
    ledger.renew(slow)
    time.sleep(0.7)
    taken = [ledger.take("other") for _ in range(3)]
    assert [lease and lease.low for lease in taken] == [5, 9, None]


def test_what_a_late_worker_writes_again_changes_nothing(lab: Store) -> None:
    ledger = Ledger(lab)
    said = [finding(post(1).id)]
    assert ledger.write(said, [2], MAKER) == 1
    assert ledger.write(said, [2], MAKER) == 0
    assert lab.findings(post(1).id) == said


def test_a_dead_worker_gives_back_only_its_own(lab: Store) -> None:
    ledger = Ledger(lab)
    ledger.plan([MAKER])
    dead, alive = ledger.take("dead"), ledger.take("alive")
    ledger.give_back("dead")
    assert ledger.counts() == {"open": 2, "taken": 1, "done": 0}
    again = ledger.take("alive")
    assert again
    assert dead
    assert alive
    assert (again.low, again.high, again.tries) == (dead.low, dead.high, 2)


def test_a_batch_is_halved_until_the_poisonous_post_is_alone(lab: Store) -> None:
    ledger = Ledger(lab)
    ledger.plan([MAKER])
    lease = ledger.take("w")
    sizes = []
    while lease and lease.high > lease.low:
        sizes.append(lease.high - lease.low + 1)
        ledger.halve(lease)
        halves = [ledger.take("w") for _ in range(6)]
        covered = sorted((each.low, each.high) for each in halves if each)
        middle = (lease.low + lease.high) // 2
        assert (lease.low, middle) in covered
        assert (middle + 1, lease.high) in covered
        lease = next(each for each in halves if each and each.low == lease.low)
        assert lease.tries == lab.settings.strikes
        ledger.give_back("w")
    assert sizes == [4, 2]


def test_findings_and_done_marks_are_written_together_or_not_at_all(lab: Store) -> None:
    ledger = Ledger(lab)
    broken: list[Finding] = [finding(post(1).id), finding("telegram:1001/404")]
    with pytest.raises(BadInput, match="not in this lab"):
        ledger.write(broken, [2], MAKER, [Trouble(post(2).id, MAKER, "too dark")])
    assert lab.count("finding") == 0
    assert ledger.undone([2], MAKER) == {2}
    assert lab.quarantined() == []


def test_a_quarantined_post_is_tried_again_by_hand(lab: Store) -> None:
    ledger = Ledger(lab)
    ledger.plan([MAKER])
    every = [seq for seq, _ in lab.posts_between(0, 99)]
    trouble = Trouble(post(3).id, MAKER, "تعذر فك الصورة")
    ledger.write([], every, MAKER, [trouble])
    assert [row["reason"] for row in lab.quarantined()] == [trouble.reason]
    assert ledger.plan([MAKER]) == 0
    assert ledger.retry() == 1
    assert lab.quarantined() == []
    assert ledger.plan([MAKER]) == 1
    assert work(ledger, "w") == ["3"]


def test_one_leaf_answers_for_the_findings_of_a_run(lab: Store) -> None:
    ledger = Ledger(lab)
    size = lab.root()[0]
    ledger.plan([MAKER])
    work(ledger, "w")
    assert lab.root()[0] == size
    for expected in (size + 1, size + 1):
        with lab.write() as writer:
            writer.witness_findings("enrich")
        assert lab.root()[0] == expected


def test_a_worker_killed_half_way_loses_and_repeats_nothing(lab: Store) -> None:
    ledger = Ledger(lab)
    ledger.plan([MAKER])
    lab.close()
    for _ in range(3):
        read, write = os.pipe()
        if not (child := os.fork()):
            _killed_worker(lab.lab, write)
        os.read(read, 1)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(read)
        os.close(write)
        ledger.give_back("child")
    assert len(work(ledger, "parent")) < 10
    assert lab.count("finding") == 10
    assert ledger.undone([seq for seq, _ in lab.posts_between(0, 99)], MAKER) == set()
    assert ledger.counts() == {"open": 0, "taken": 0, "done": 3}


def _killed_worker(lab: Path, ready: int) -> None:
    """Do one post of a batch, say so, and wait for the end."""
    ledger = Ledger(Store(lab))
    lease = ledger.take("child")
    assert lease
    for seq, each in ledger.store.posts_between(lease.low, lease.high):
        if ledger.undone([seq], MAKER):
            ledger.write([finding(each.id, "ar", MAKER)], [seq], MAKER)
            break
    os.write(ready, b".")
    while True:
        time.sleep(1)
