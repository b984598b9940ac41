"""G5: rot on the disk is found within one sweep, kept, and repaired from a copy that is good."""

import errno
import hashlib
import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from marsad import preserve
from marsad.cli.app import app
from marsad.errors import BadInput, LabBusy
from marsad.preserve import fixity
from marsad.store import Store, layout, rot
from marsad.store.backup import backup

MANY, ROTTEN = 400, 5


def fill(store: Store, count: int = MANY) -> list[str]:
    return sorted(store.keep(f"original {number}".encode()) for number in range(count))


def decay(store: Store, sha256: str, chance: random.Random) -> bytes:
    """Change one bit behind everybody's back."""
    path = store.path(sha256)
    data = bytearray(path.read_bytes())
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.chmod(0o644)
    path.write_bytes(data)
    path.chmod(0o444)
    return bytes(data)


def acts(store: Store, act: str) -> list[dict]:
    said = (json.loads(each.record) for each in store.chain() if each.kind == "act")
    return [each for each in said if each["act"] == act]


@pytest.fixture
def rotten(collected, tmp_path):
    """A lab with many originals, a backup of it, and rot in five of them since."""
    names = fill(collected)
    copy, chance = backup(collected, tmp_path / "copy"), random.Random(5)
    chosen = sorted(chance.sample(names, ROTTEN))
    return copy, {sha256: decay(collected, sha256, chance) for sha256 in chosen}


def test_all_rot_is_found_within_one_sweep_and_repaired_from_a_backup(collected, rotten):
    copy, became = rotten
    heard = []
    done = preserve.sweep(collected, copy, by="person:Amal", tell=heard.append)
    assert done.rotten == done.repaired == sorted(became)
    assert (done.checked, done.left) == (MANY + 1, [])
    assert heard == list(range(1, MANY + 2))
    for sha256, altered in became.items():
        assert hashlib.sha256(collected.read(sha256)).hexdigest() == sha256
        name = f"{sha256}-{hashlib.sha256(altered).hexdigest()[:16]}"
        assert (collected.lab / layout.ALTERED / name).read_bytes() == altered
    (swept,) = acts(collected, fixity.SWEPT)
    assert (swept["by"], swept["checked"], swept["repaired"]) == (
        "person:Amal",
        MANY + 1,
        sorted(became),
    )
    assert [each["original"] for each in acts(collected, fixity.ROTTED)] == sorted(became)
    assert preserve.verify(collected).state == preserve.VERIFIED


def test_without_a_good_copy_the_altered_file_is_kept_where_it_is(collected, rotten):
    copy, became = rotten
    bad, *good = sorted(became)
    path = layout.blob(copy, bad)
    path.chmod(0o644)
    path.write_bytes(b"rot in the backup, too")
    done = preserve.sweep(collected, copy)
    assert (done.left, done.repaired) == ([bad], good)
    assert collected.path(bad).read_bytes() == became[bad]
    assert len(list((collected.lab / layout.ALTERED).iterdir())) == ROTTEN
    again = preserve.sweep(collected)
    assert again.rotten == again.left == [bad]
    # What was kept before is not logged as found once more.
    assert len(acts(collected, fixity.ROTTED)) == ROTTEN


def test_an_original_that_is_missing_is_named_once_and_repaired(collected, tmp_path):
    copy = backup(collected, tmp_path / "copy")
    (sha256,) = collected.blobs
    collected.path(sha256).unlink()
    for _time in range(2):
        done = preserve.sweep(collected)
        assert (done.rotten, done.missing, done.left) == ([], [sha256], [sha256])
    said = CliRunner().invoke(app, ["fixity", str(collected.lab)])
    assert (said.exit_code, f"missing: {sha256}" in said.stdout) == (1, True)
    assert [each["now"] for each in acts(collected, fixity.ROTTED)] == [fixity.MISSING]
    mended = preserve.sweep(collected, copy)
    assert (mended.repaired, mended.left) == ([sha256], [])
    assert preserve.sweep(collected).missing == []
    assert preserve.verify(collected).state == preserve.VERIFIED
    assert [each["repaired"] for each in acts(collected, fixity.ROTTED)] == [False, True]


def test_what_was_erased_is_not_missing(collected):
    post = next(collected.posts())
    asked = preserve.erase.ask(collected, [post.id], "person:Amal", "GDPR 17(1)(d)")
    preserve.erase.approve(collected, asked.id, "person:Basim")
    done = preserve.sweep(collected)
    assert (done.missing, done.left) == ([], [])


def test_a_stopped_sweep_goes_on_where_it_was(collected, rotten):
    copy, became = rotten

    def stop(done: int) -> None:
        if done == MANY // 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        preserve.sweep(collected, copy, tell=stop)
    assert acts(collected, fixity.SWEPT) == []
    rest: list[int] = []
    done = preserve.sweep(collected, copy, tell=rest.append)
    assert rest[0] == MANY // 2 + 1
    assert (done.checked, done.repaired) == (MANY + 1, sorted(became))
    assert len(acts(collected, fixity.SWEPT)) == 1
    assert preserve.sweep(collected).checked == MANY + 1


@pytest.mark.usefixtures("rotten")
def test_a_killed_sweep_loses_seconds_and_no_altered_file(collected, tmp_path):
    copy = tmp_path / "copy"
    code = (
        "import sys; from pathlib import Path; from marsad import preserve\n"
        "from marsad.preserve import fixity; from marsad.store import Store; fixity.OFTEN = 0.05\n"
        "with Store(Path(sys.argv[1])) as store:\n"
        "  preserve.sweep(store, Path(sys.argv[2]), rate=0.004, "
        "tell=lambda n: print(n, flush=True))"
    )
    command = [sys.executable, "-c", code, str(collected.lab), str(copy)]
    killed = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    while int(killed.stdout.readline()) < MANY // 4:
        pass
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    heard: list[int] = []
    done = preserve.sweep(collected, copy, tell=heard.append)
    assert heard[0] > 1
    assert (len(done.repaired), done.checked) == (ROTTEN, MANY + 1)
    assert len(list((collected.lab / layout.ALTERED).iterdir())) == ROTTEN
    assert preserve.verify(collected).state == preserve.VERIFIED


def test_a_disk_that_cannot_read_an_original_counts_as_rot(collected, tmp_path, monkeypatch):
    copy = backup(collected, tmp_path / "copy")
    (sha256,) = collected.blobs
    whole, broken = rot.digest, collected.path(sha256)

    def digest(path: Path, *more) -> str:
        if path == broken:
            raise OSError(errno.EIO, "Input/output error")
        return whole(path, *more)

    monkeypatch.setattr(rot, "digest", digest)
    done = preserve.sweep(collected, copy)
    assert done.repaired == [sha256]
    assert acts(collected, fixity.ROTTED)[0]["now"] == "unreadable"


def test_no_more_is_read_a_second_than_was_asked_for(collected):
    for number in range(5):
        collected.keep(bytes([number]) * 100_000)
    start = time.monotonic()
    done = preserve.sweep(collected, rate=1.0)
    assert done.read / (time.monotonic() - start) < 1.05e6


def test_something_odd_among_the_originals_stops_nothing(collected):
    (collected.lab / "blobs" / "ab").mkdir(exist_ok=True)
    (collected.lab / "blobs" / "ab" / "notes.txt").write_text("x")
    assert preserve.sweep(collected).checked == 1


def test_two_sweeps_at_once_and_what_is_no_backup_are_refused(collected, tmp_path):
    with pytest.raises(BadInput, match="not a backup"):
        preserve.sweep(collected, tmp_path)
    with pytest.raises(LabBusy, match="sweeping"):
        preserve.sweep(collected, tell=lambda _n: preserve.sweep(collected))


def test_the_command_says_what_is_left(collected, rotten):
    copy, became = rotten
    lab, runner = str(collected.lab), CliRunner()
    alone = runner.invoke(app, ["fixity", lab])
    assert alone.exit_code == 1
    assert "5 altered, 0 repaired" in alone.stdout
    assert all(sha256 in alone.stdout for sha256 in became)
    mended = runner.invoke(app, ["fixity", lab, "--from", str(copy), "--json", "--by", "Amal"])
    assert mended.exit_code == 0
    assert json.loads(mended.stdout)["repaired"] == sorted(became)
    assert runner.invoke(app, ["fixity", lab, "--rate", "50"]).exit_code == 0
