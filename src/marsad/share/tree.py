"""A tree of files that changes as a whole: written beside the one that is read, then exchanged.

What did not change is the same file as before (a hard link), so that whoever copies the tree to a
server copies only what is new. A run that is killed leaves the tree that was there.
"""

import ctypes
import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from marsad.errors import BadInput
from marsad.phrase import Phrase
from marsad.share.issue import Made
from marsad.store import disk

MARK = "marsad-site.txt"
SAYS = "Trees of reports made by marsad publish; it replaces them as a whole.\n"
_AT_CWD, _EXCHANGE = -100, 2
"""Of renameat2 (Linux): two names change places in one step."""


@dataclass(frozen=True, slots=True)
class Changed:
    """What became of the files of one tree."""

    new: int
    changed: int
    same: int
    gone: int


@dataclass(frozen=True, slots=True)
class Lies:
    """What a tree holds as it lies, and since when."""

    reports: int
    files: int
    size: int
    """In bytes."""
    at: datetime


def lies(out: Path, name: str) -> Lies | None:
    """What the tree of a name holds; nothing where none was written."""
    folder, reports, files, size = out / name, 0, 0, 0
    if not (folder / "index.html").is_file():
        return None
    with disk.told():
        # A run may exchange the tree meanwhile: what is gone by then is passed over.
        for here, _inner, names in os.walk(folder):
            reports += Path(here).parent.parent == folder and Path(here).name == "v1"
            found = [path for path in (Path(here, each) for each in names) if path.is_file()]
            files, size = files + len(found), size + sum(each.stat().st_size for each in found)
        at = datetime.fromtimestamp(folder.stat().st_mtime, UTC)
    return Lies(reports, files, size, at)


def prepare(out: Path) -> None:
    """Make the folder of the trees, or say that it holds something else."""
    if out.exists() and not out.is_dir():
        raise BadInput(Phrase("%(out)s is a file; name a folder for the site", out=out))
    if out.exists() and any(out.iterdir()) and not (out / MARK).exists():
        raise BadInput(
            Phrase("%(out)s holds other files; name a new or an empty folder for the site", out=out)
        )
    with disk.told():
        out.mkdir(parents=True, exist_ok=True)
        (out / MARK).write_text(SAYS, encoding="utf-8")


def write(out: Path, name: str, files: Iterable[tuple[str, Made]]) -> Changed:
    """Write a tree under a name, in the place of the one before."""
    old, new = out / name, out / f".{name}.new"
    with disk.told():
        _mend(out, name)
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir()
        before = {str(path.relative_to(old)) for path in old.rglob("*") if path.is_file()}
        counts, written = {"new": 0, "changed": 0, "same": 0}, set()
        for relative, made in files:
            written.add(relative)
            counts[_put(old, new, relative, made())] += 1
        _sync(new)
        _swap(new, old)
        disk.sync_folder(out)
        shutil.rmtree(new, ignore_errors=True)
    return Changed(counts["new"], counts["changed"], counts["same"], len(before - written))


def _put(old: Path, new: Path, relative: str, content: bytes) -> str:
    inner = PurePosixPath(relative)
    if inner.is_absolute() or ".." in inner.parts:
        raise BadInput(
            Phrase(
                "%(relative)s would lie outside the site; rename what it is made of",
                relative=repr(relative),
            )
        )
    target, was = new / inner, old / inner
    target.parent.mkdir(parents=True, exist_ok=True)
    there = was.is_file()
    if there and was.read_bytes() == content:
        os.link(was, target)
        return "same"
    target.write_bytes(content)
    disk.sync_file(target)
    return "changed" if there else "new"


def _sync(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        if path.is_dir():
            disk.sync_folder(path)


def _swap(new: Path, old: Path) -> None:
    if not old.exists():
        new.replace(old)
    elif not _exchanged(new, old):
        # Two steps where the system has no single one; ``_mend`` knows what lies between them.
        aside = old.with_name(f".{old.name}.old")
        old.replace(aside)
        new.replace(old)
        shutil.rmtree(aside)


def _exchanged(one: Path, other: Path) -> bool:
    rename = getattr(ctypes.CDLL(None), "renameat2", None)
    if rename is None:
        return False
    said = rename(_AT_CWD, os.fsencode(one), _AT_CWD, os.fsencode(other), _EXCHANGE)
    return bool(said == 0)


def _mend(out: Path, name: str) -> None:
    """Put back the tree of a run that died between two steps."""
    aside = out / f".{name}.old"
    if aside.exists() and not (out / name).exists():
        aside.replace(out / name)
    shutil.rmtree(aside, ignore_errors=True)
