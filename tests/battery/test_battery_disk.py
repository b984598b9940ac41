"""B3, B4: a full or broken disk is said in one sentence, and nothing is claimed that is not so."""

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from lab_samples import CAPTURE, PLACE, post

from marsad.errors import StorageFailed
from marsad.store import Store, custody


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "lab") as store:
        store.add(PLACE, CAPTURE)
        yield store


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    where = tmp_path / "small"
    where.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(where)]
    if os.geteuid() or not shutil.which("mount"):
        pytest.skip("needs root to mount a small disk")
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("this machine does not let us mount a small disk")
    yield where
    subprocess.run(["umount", str(where)], check=True)


def whole(store: Store) -> None:
    """Everything in the lab is intact and the log agrees with the database."""
    assert [line.leaf for line in custody.lines(store.lab)] == [each.leaf for each in store.chain()]
    assert all(store.blobs.intact(each) for each in store.blobs)
    assert list((store.lab / "tmp").iterdir()) == []


def fill(store: Store, kept: list[str], added: list[str]) -> None:
    """Keep and add without end, and note what was acknowledged."""
    for number in count():
        kept.append(store.keep(os.urandom(20_000)))
        store.add(post(number, kept[-1]))
        added.append(post(number).id)


def test_a_full_disk_stops_the_work_and_space_lets_it_go_on(small_disk: Path) -> None:
    ballast = small_disk / "ballast"
    with Store.create(small_disk / "lab") as store:
        store.add(PLACE, CAPTURE)
        ballast.write_bytes(bytes(400_000))
        kept: list[str] = []
        added: list[str] = []
        with pytest.raises(StorageFailed, match="what was acknowledged is safe") as full:
            fill(store, kept, added)
        assert "\n" not in str(full.value)
        for start in (20_000, 40_000):
            with pytest.raises(StorageFailed):
                store.add(*(post(start + number, text="س" * 500) for number in range(2_000)))
        assert added, "nothing was acknowledged before the disk was full"
    ballast.unlink()
    with Store(small_disk / "lab") as store:
        store.add(post(99_999))
        assert all(store.post(id).id == id for id in added)
        assert all(store.blobs.intact(digest) for digest in kept)
        whole(store)


LIMITED = """
import resource, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from lab_samples import post
from marsad.errors import StorageFailed
from marsad.store import Store
store = Store(Path(sys.argv[2]))
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]),) * 2)
try:
    for number in range(60):
        digest = store.keep(str(number).encode() * 40)
        print("blob", digest, flush=True)
        store.add(post(number, digest, text="س" * 90))
        print("post", post(number).id, flush=True)
except StorageFailed as error:
    print("stopped", error, flush=True)
"""


@pytest.mark.parametrize("limit", [0, 50, 150, 400, 1_000, 3_000, 6_001, 150_000, 400_123, 600_077])
def test_a_write_that_fails_at_any_point_loses_nothing(lab: Store, limit: int) -> None:
    lab.close()
    command = [sys.executable, "-c", LIMITED, str(Path(__file__).parent), str(lab.lab), str(limit)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-1500:]
    *acked, last = [line.partition(" ")[::2] for line in done.stdout.splitlines()]
    assert last[0] == "stopped"
    assert "what was acknowledged is safe" in last[1]
    with Store(lab.lab) as store:
        store.add(post(90))
        for kind, id in acked:
            assert store.blobs.intact(id) if kind == "blob" else store.post(id)
        whole(store)


def failing(patch: pytest.MonkeyPatch, which: int, code: int) -> None:
    """Let the n-th fsync from now on fail, once."""
    real, calls = os.fsync, iter(range(1_000))

    def fsync(handle: int) -> None:
        if next(calls) == which:
            raise OSError(code, os.strerror(code))
        real(handle)

    patch.setattr(os, "fsync", fsync)


@pytest.mark.parametrize("code", [errno.EIO, errno.ENOSPC])
@pytest.mark.parametrize("which", [0, 1, 2])
def test_an_original_that_could_not_be_synced_is_not_claimed(
    lab: Store, which: int, code: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        failing(patch, which, code)
        with pytest.raises(StorageFailed, match="what was acknowledged is safe"):
            lab.keep(b"original")
    assert list(lab.blobs) == []
    assert lab.read(lab.keep(b"original")) == b"original"
    whole(lab)


@pytest.mark.parametrize("code", [errno.EIO, errno.EDQUOT])
def test_lines_that_could_not_be_synced_are_written_anew_not_trusted(
    lab: Store, code: int, caplog: pytest.LogCaptureFixture
) -> None:
    before = (lab.lab / "custody.log").read_bytes()
    with pytest.MonkeyPatch.context() as patch:
        failing(patch, 0, code)
        with pytest.raises(StorageFailed):
            lab.add(post(1))
    assert (lab.lab / "custody.log").read_bytes() == before
    lab.add(post(2))
    whole(lab)
    assert lab.root()[0] == 4
    assert caplog.records == []


def test_a_checkpoint_that_could_not_be_synced_is_not_there(lab: Store) -> None:
    with pytest.MonkeyPatch.context() as patch:
        failing(patch, 0, errno.EIO)
        with pytest.raises(StorageFailed):
            lab.checkpoint()
    assert list((lab.lab / "checkpoints").iterdir()) == []
    assert lab.checkpoint()
