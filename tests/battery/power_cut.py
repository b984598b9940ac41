"""A disk that may lose power: what really was made durable, and every bad state it could be in.

The real store runs on the real file system while the calls that order writes (fsync, replace,
mkdir, unlink) are watched. Before and after each of them the folder is compared with what was last
seen, so that every write shows. A file is durable as it was at its last fsync; a name is durable
since the last fsync of its folder. The rest may be there wholly, in part, as zeros, or not at all,
early or late. A commit of SQLite (synchronous=full) is one durable step.
"""

import hashlib
import os
import random
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

WATCHED = ("fsync", "replace", "mkdir", "unlink")
File = int
Names = dict[str, "File | str"]
"""What a folder holds: files by number, folders by path."""


@dataclass(frozen=True)
class Moment:
    """Everything that is known at one point of time: as it is, and as it is durable."""

    names: dict[str, Names]
    safe_names: dict[str, Names]
    data: dict[File, bytes]
    safe_data: dict[File, bytes]
    database: bytes | None
    acked: int


@dataclass
class Watch:
    """Looks at a folder whenever the store orders its writes."""

    root: Path
    moments: list[Moment] = field(default_factory=list)
    acked: list[tuple[str, Any]] = field(default_factory=list)
    _names: dict[str, Names] = field(default_factory=dict)
    _safe_names: dict[str, Names] = field(default_factory=dict)
    _data: dict[File, bytes] = field(default_factory=dict)
    _safe_data: dict[File, bytes] = field(default_factory=dict)
    _known: dict[int, File] = field(default_factory=dict)
    """Files by inode, for as long as the inode has a name: a new file may get an old inode."""

    def start(self, patch: pytest.MonkeyPatch) -> None:
        self._look()
        self._safe_names = {folder: dict(held) for folder, held in self._names.items()}
        self._safe_data = dict(self._data)
        for name in WATCHED:
            patch.setattr(os, name, self._watched(name, getattr(os, name)))

    def acknowledge(self, kind: str, what: Any) -> None:
        self.acked.append((kind, what))
        self._remember()

    def _watched(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def watched(*said: Any, **more: Any) -> Any:
            self._remember()
            try:
                found = call(*said, **more)
                if name == "fsync":
                    self._make_durable(said[0])
                return found
            finally:
                self._remember()

        return watched

    def _make_durable(self, handle: int) -> None:
        state, path = os.fstat(handle), str(Path(f"/proc/self/fd/{handle}").readlink())
        if path in self._names:
            self._safe_names[path] = dict(self._names[path])
        elif state.st_ino in self._known:
            file = self._known[state.st_ino]
            self._safe_data[file] = self._data[file]

    def _remember(self) -> None:
        self._look()
        self.moments.append(
            Moment(
                {folder: dict(held) for folder, held in self._names.items()},
                {folder: dict(held) for folder, held in self._safe_names.items()},
                dict(self._data),
                dict(self._safe_data),
                committed(self.root / "lab" / "lab.db"),
                len(self.acked),
            )
        )

    def _look(self) -> None:
        names: dict[str, Names] = {}
        seen: dict[int, File] = {}
        for folder, folders, files in os.walk(self.root):
            held: Names = {each: f"{folder}/{each}" for each in folders}
            for each in files:
                # SQLite's own files are not opened here: closing one would drop its locks.
                if not each.startswith(("lab.db", "lock")):
                    held[each] = self._see(Path(folder, each), seen)
            names[folder] = held
        self._names, self._known = names, seen

    def _see(self, path: Path, seen: dict[int, File]) -> File:
        inode = path.stat().st_ino
        file = self._known.get(inode, len(self._data))
        self._data[file] = path.read_bytes()
        self._safe_data.setdefault(file, b"")
        seen[inode] = file
        return file


def committed(path: Path) -> bytes | None:
    """The database as its last commit left it."""
    if not path.exists():
        return None
    source, copy = sqlite3.connect(path), sqlite3.connect(":memory:")
    source.backup(copy)
    source.close()
    data = copy.serialize()
    copy.close()
    return data


def states(moment: Moment, chance: random.Random) -> Iterator[dict[str, bytes | None]]:
    """The states that a disk without power could be in: files by path, nothing for a folder."""
    mixes = (mixed(moment, chance) for _ in range(4))
    for names in (moment.safe_names, moment.names, *mixes):
        for torn in (nothing, half, zeros, everything):
            yield dict(tree(moment, names, torn))


def mixed(moment: Moment, chance: random.Random) -> dict[str, Names]:
    """Each new and each removed name durable or not, as it falls."""
    found = {}
    for folder in {*moment.names, *moment.safe_names}:
        now, safe = moment.names.get(folder, {}), moment.safe_names.get(folder, {})
        chosen = {name: chance.choice((now, safe)).get(name) for name in sorted({*now, *safe})}
        found[folder] = {name: held for name, held in chosen.items() if held is not None}
    return found


def tree(
    moment: Moment, names: dict[str, Names], torn: Callable[[bytes, bytes], bytes]
) -> Iterator[tuple[str, bytes | None]]:
    top = min({*moment.names}, key=len)
    folders = [top]
    while folders:
        for name, held in names.get(at := folders.pop(), {}).items():
            path = f"{at}/{name}"
            if isinstance(held, str):
                folders.append(path)
                yield path[len(top) + 1 :], None
            else:
                yield path[len(top) + 1 :], torn(moment.safe_data[held], moment.data[held])
    if moment.database is not None and "lab" in names.get(top, {}):
        yield "lab/lab.db", moment.database


def nothing(safe: bytes, _now: bytes) -> bytes:
    return safe


def half(safe: bytes, now: bytes) -> bytes:
    return now[: (len(safe) + len(now) + 1) // 2]


def zeros(safe: bytes, now: bytes) -> bytes:
    """The length reached the disk, the content did not."""
    return safe + bytes(max(0, len(now) - len(safe)))


def everything(_safe: bytes, now: bytes) -> bytes:
    return now


def laid_out(state: dict[str, bytes | None], root: Path) -> Path:
    """The state as real files; the lab in it."""
    root.mkdir()
    for path, data in state.items():
        where = root / path
        (where if data is None else where.parent).mkdir(parents=True, exist_ok=True)
        if data is not None:
            where.write_bytes(data)
    return root / "lab"


def fingerprint(state: dict[str, bytes | None], acked: int) -> bytes:
    digest = hashlib.sha256(str(acked).encode())
    for path, data in sorted(state.items()):
        digest.update(f"{path}\0{len(data or b'')}\0".encode() + (data or b""))
    return digest.digest()
