"""B7: two processes at one lab: one waits, or is told; leaves never interleave."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import pytest
from lab_samples import CAPTURE, PLACE, post

from marsad.errors import LabBusy
from marsad.store import Store, custody

pytestmark = pytest.mark.usefixtures("dialect")
HOLD = """
import sys, time
from pathlib import Path
from marsad.store import Store
with Store(Path(sys.argv[1])).write():
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""
ADD = """
import sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from lab_samples import post
from marsad.store import Store
store = Store(Path(sys.argv[2]))
for number in range(int(sys.argv[3]), int(sys.argv[3]) + 40):
    store.add(post(number), post(number + 1000), by=sys.argv[3])
    time.sleep(0.03)
"""


@pytest.fixture
def lab(tmp_path: Path) -> Path:
    with Store.create(tmp_path / "lab") as store:
        store.add(PLACE, CAPTURE)
    return tmp_path / "lab"


@contextmanager
def holding(lab: Path, seconds: float) -> Iterator[subprocess.Popen[str]]:
    """Another process that is in the middle of a write."""
    command = [sys.executable, "-c", HOLD, str(lab), str(seconds)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout
        assert child.stdout.readline() == "held\n"
        try:
            yield child
        finally:
            child.kill()


def test_a_second_writer_waits_for_the_first(lab: Path) -> None:
    # Long enough for a busy machine to open the lab meanwhile.
    with holding(lab, 2.5), Store(lab) as store:
        start = time.monotonic()
        assert store.add(post(1)) == 1
        assert time.monotonic() - start > 0.3


def test_a_writer_that_waited_long_enough_is_told_in_one_sentence(
    lab: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MARSAD_LOCK_SECONDS", "1")
    with holding(lab, 60), Store(lab) as store:
        with pytest.raises(LabBusy, match="another process is writing to this lab; wait") as told:
            store.add(post(1))
        assert "\n" not in str(told.value)
        with pytest.raises(LabBusy):
            store.checkpoint()
        assert list(store.posts()) == [], "reading needs no lock"


def test_the_lock_dies_with_the_process_that_held_it(
    lab: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MARSAD_LOCK_SECONDS", "5")
    with holding(lab, 60) as child, Store(lab) as store:
        child.kill()
        child.wait()
        assert store.add(post(1)) == 1


def test_two_processes_that_add_by_turns_never_interleave_their_leaves(lab: Path) -> None:
    tests = str(Path(__file__).parent)
    children = [
        subprocess.Popen([sys.executable, "-c", ADD, tests, str(lab), str(start)])
        for start in (100, 200)
    ]
    assert [child.wait(60) for child in children] == [0, 0]
    with Store(lab) as store:
        entries = list(store.chain(2))
        assert len(entries) == 160
        assert [line.leaf for line in custody.lines(lab)][2:] == [each.leaf for each in entries]
        pairs = [(one, two) for one, two in zip(entries[::2], entries[1::2], strict=True)]
        assert all(one.author == two.author and one.at == two.at for one, two in pairs)
        assert {each.author for each in entries} == {"100", "200"}
        turns = sum(a[0].author != b[0].author for a, b in pairwise(pairs))
        assert turns > 1, "the two never met; the test means nothing"
