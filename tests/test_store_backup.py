"""A lab can be copied while it is being written to, and the copy stands on its own."""

import subprocess
import sys
from pathlib import Path

import pytest
from conftest import message, write_export

from marsad import pipeline, preserve
from marsad.errors import BadInput, NotALab
from marsad.store import Store, custody, layout
from marsad.store.backup import backup
from marsad.store.restore import restore

pytestmark = pytest.mark.usefixtures("dialect")
WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from marsad.model import Place
from marsad.store import Store
with Store(Path(sys.argv[1])) as store:
    print("ready", flush=True)
    for number in range(100_000):
        sha256 = store.keep(str(number).encode())
        store.add(Place(f"telegram:{number}", "Telegram", sha256))
        if not number % 5:
            store.checkpoint()
"""


def secrets(store):
    return store.lab / layout.KEYS


def test_a_restored_lab_has_the_same_root_and_everything_in_it(collected, another, tmp_path):
    backup(collected, tmp_path / "copy")
    another()
    with restore(tmp_path / "copy", tmp_path / "again", secrets(collected)) as again:
        assert again.root() == collected.root()
        assert list(again.posts()) == list(collected.posts())
        assert preserve.verify(again).state == preserve.VERIFIED
        pipeline.collect(again, [str(write_export(tmp_path / "more", [message(9, "خبر")]))])
        assert preserve.verify(again).state == preserve.VERIFIED


def test_a_backup_is_made_while_another_process_writes(collected, another, tmp_path):
    command = [sys.executable, "-c", WRITER, str(collected.lab)]
    writer = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert writer.stdout.readline() == "ready\n"
        sizes = []
        for number in range(5):
            copy = backup(collected, tmp_path / "copy")
            another()
            with restore(copy, tmp_path / f"again-{number}", secrets(collected)) as again:
                found = preserve.verify(again)
                # Lines after the last checkpoint are unsigned; nothing may be wrong or missing.
                assert {each.state for each in found.problems} <= {"UNSIGNED"}
                sizes.append(found.size)
    finally:
        writer.kill()
        writer.communicate()
    assert sizes == sorted(sizes)
    assert sizes[-1] > sizes[0]


def test_what_the_log_lacked_at_that_moment_is_made_again_in_the_copy(collected, another, tmp_path):
    path = collected.lab / layout.CUSTODY
    whole = path.read_bytes()
    path.write_bytes(whole[:-100])
    copy = backup(collected, tmp_path / "copy")
    another()
    with restore(copy, tmp_path / "again", secrets(collected)) as again:
        with again.write():
            pass
        assert (again.lab / layout.CUSTODY).read_bytes() == whole
        assert len(list(custody.lines(again.lab))) == again.root()[0]


def test_a_second_backup_copies_only_what_is_new(collected, tmp_path):
    first, second = [], []
    backup(collected, tmp_path / "copy", tell=first.append)
    pipeline.collect(collected, [str(write_export(tmp_path / "more", [message(9, "خبر")]))])
    backup(collected, tmp_path / "copy", tell=second.append)
    assert (len(first), len(second)) == (1, 1)


def test_the_secret_keys_are_copied_apart_from_what_they_open(collected, another, tmp_path):
    def names(folder: Path) -> set[str]:
        return {path.name for path in folder.iterdir()}

    copy = backup(collected, tmp_path / "copy", tmp_path / "apart")
    assert names(copy / layout.KEYS) == {"lab.pub", "vault.db"}
    assert names(tmp_path / "apart") == names(secrets(collected))
    with pytest.raises(BadInput, match="inside the backup"):
        backup(collected, copy, copy / "keys")
    with pytest.raises(BadInput, match=r"holds no backup\.key"):
        restore(copy, tmp_path / "new", copy / layout.KEYS)
    another()
    with restore(copy, tmp_path / "again", tmp_path / "apart") as again:
        assert preserve.verify(again).state == preserve.VERIFIED
        with again.write() as writer:
            writer.act("note", "nobody")
        assert again.checkpoint()


def test_a_copy_shows_nothing_to_whoever_has_no_key(collected, another, tmp_path):
    copy = backup(collected, tmp_path / "copy")
    held = b"".join(path.read_bytes() for path in copy.rglob("*") if path.is_file())
    post = next(collected.posts())
    assert post.text.encode() not in held
    assert post.text[:12].encode("unicode_escape") not in held
    with pytest.raises(NotALab, match="sealed"):
        Store(copy)
    another()
    with Store.create(tmp_path / "strange") as strange:
        backup(strange, tmp_path / "strange-copy")
        with pytest.raises(BadInput, match="another lab"):
            restore(copy, tmp_path / "new", secrets(strange))
    (secrets(collected) / "backup.key").write_bytes(bytes(32))
    with pytest.raises(BadInput, match="does not open this backup"):
        restore(copy, tmp_path / "newer", secrets(collected))


def test_nothing_is_written_over(collected, tmp_path):
    (tmp_path / "note.txt").write_text("mine")
    with pytest.raises(BadInput, match="holds other files"):
        backup(collected, tmp_path)
    copy = backup(collected, tmp_path / "copy")
    with pytest.raises(BadInput, match="not empty"):
        restore(copy, collected.lab, secrets(collected))
    with pytest.raises(NotALab, match="not a backup"):
        restore(tmp_path / "nowhere", tmp_path / "new", secrets(collected))


@pytest.mark.parametrize("rot", [b"rot", b""])
def test_an_original_that_rotted_in_the_copy_is_noticed(collected, another, tmp_path, rot):
    copy = backup(collected, tmp_path / "copy")
    (rotten,) = (path for path in (copy / layout.BLOBS).rglob("*") if path.is_file())
    rotten.chmod(0o644)
    rotten.write_bytes(rotten.read_bytes()[:60] + rot)
    another()
    with restore(copy, tmp_path / "again", secrets(collected)) as again:
        assert preserve.verify(again).state == "INCOMPLETE"
