"""The commands of docs/evidence.md work as they stand, and find what they are meant to find."""

import re
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from battery.lab_samples import CAPTURE, PLACE, post

from marsad.store import Store

PAGE = Path(__file__).parents[1] / "docs" / "evidence.md"
NEEDED = ("bash", "sha256sum", "openssl", "sqlite3", "python3")
BLOCKS = dict(
    re.findall(
        r"^\*\*([A-Z][^*.:]+)[^\n]*(?:\n[^`\n]+)*\n\n```sh\n(.*?)```",
        PAGE.read_text(encoding="utf-8"),
        re.DOTALL | re.MULTILINE,
    )
)

pytestmark = pytest.mark.skipif(
    not all(map(shutil.which, NEEDED)), reason=f"needs the commands {', '.join(NEEDED)}"
)


@pytest.fixture
def lab(tmp_path: Path) -> Path:
    with Store.create(tmp_path / "lab") as store:
        digests = [store.keep(f"صورة {number}".encode()) for number in range(4)]
        posts = [post(number, digest) for number, digest in enumerate(digests)]
        store.add(PLACE, CAPTURE, *posts, by="person:محررة")
        assert store.checkpoint()
    return tmp_path / "lab"


def sound(lab: Path, title: str) -> bool:
    command = ["bash", "-u", "-o", "pipefail", "-c", BLOCKS[title]]
    done = subprocess.run(command, cwd=lab, capture_output=True, text=True, check=False)
    return done.returncode == 0 and done.stdout.splitlines()[-1:] == ["sound"]


def test_the_page_has_all_its_blocks() -> None:
    assert len(BLOCKS) == PAGE.read_text(encoding="utf-8").count("```sh") == 7


@pytest.mark.parametrize("title", BLOCKS)
def test_a_sound_lab_passes(lab: Path, title: str) -> None:
    assert sound(lab, title)


def original_altered(lab: Path) -> None:
    for path in sorted(lab.glob("blobs/*/*")):
        path.chmod(0o644)
        path.write_bytes(path.read_bytes() + b"\0")


def line_altered(lab: Path) -> None:
    log = lab / "custody.log"
    lines = log.read_text().splitlines(keepends=True)
    lines[1] = lines[1].replace('"leaf":"', '"leaf":"f', 1)[:73] + lines[1][73:]
    lines[2] = lines[2].replace('"leaf":"', '"leaf":"f', 1)[:73] + lines[2][73:]
    log.write_text("".join(lines))


def record_altered(lab: Path) -> None:
    with sqlite3.connect(lab / "lab.db") as connection:
        connection.execute("update post set record = replace(record, 'message', 'service')")


def author_altered(lab: Path) -> None:
    with sqlite3.connect(lab / "lab.db") as connection:
        connection.execute("update custody set author = 'person:Another'")


def note_altered(lab: Path) -> None:
    (note,) = lab.glob("checkpoints/*.note")
    note.write_text(note.read_text(encoding="utf-8").replace("\n6\n", "\n5\n"), encoding="utf-8")


@pytest.mark.parametrize(
    ("alter", "noticed_by"),
    [
        (original_altered, ["One original", "All originals"]),
        (line_altered, ["One link of the chain", "The whole chain", "One leaf",
                        "The root of the tree"]),
        (record_altered, ["One leaf"]),
        (author_altered, ["One leaf"]),
        (note_altered, ["The signature of the last checkpoint", "The root of the tree"]),
    ],
)  # fmt: skip
def test_what_was_altered_is_noticed_by_the_blocks_that_look_at_it(
    lab: Path, alter: Callable[[Path], None], noticed_by: list[str]
) -> None:
    alter(lab)
    assert [title for title in BLOCKS if not sound(lab, title)] == noticed_by
