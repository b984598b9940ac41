"""The custody log: one line for each thing added, chained by hash.

The database is committed first and the log follows, so after a crash the log may lack its last
lines; they are made again from the database, bit for bit. What stands in the log beyond the
database was never acknowledged. Damage anywhere else is not ours to mend: writing stops.
"""

import hashlib
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from marsad.errors import EvidenceAltered
from marsad.phrase import Phrase
from marsad.store import disk, layout
from marsad.store.merkle import Frontier

NO_LINE = "0" * 64

log = logging.getLogger(__name__)

_LINE = re.compile(rb'\{"leaf":"([0-9a-f]{64})","n":(\d+),"prev":"([0-9a-f]{64})"\}')
_encode = msgspec.json.Encoder().encode


@dataclass(slots=True)
class Head:
    """Where the log ends: lines, digest of the last one, bytes, and the Merkle frontier."""

    size: int = 0
    prev: str = NO_LINE
    length: int = 0
    tree: Frontier = field(default_factory=Frontier)
    findings: int = 0
    """The last finding that a leaf answers for."""

    def line(self, leaf: bytes) -> bytes:
        """The next line, and the head moved past it."""
        said = f'{{"leaf":"{leaf.hex()}","n":{self.size},"prev":"{self.prev}"}}'.encode()
        self.tree.add(leaf)
        self.size += 1
        self.prev = hashlib.sha256(said).hexdigest()
        self.length += len(said) + 1
        return said + b"\n"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the log."""

    n: int
    leaf: bytes
    prev: str


def entry(kind: str, id: str, by: str, at: str, record: bytes) -> bytes:
    """What a leaf commits to: who added which record, and when. Keys stand in order."""
    digest = hashlib.sha256(record).hexdigest()
    return _encode({"at": at, "by": by, "id": id, "kind": kind, "record": digest})


def leaf(salt: bytes, entry: bytes) -> bytes:
    """The leaf of an entry. The salt keeps short texts from being guessed back."""
    return hashlib.sha256(salt + entry).digest()


def lines(lab: Path) -> Iterator[Line]:
    """Every line, its chain checked; raises where the log is damaged."""
    prev = NO_LINE
    path = lab / layout.CUSTODY
    with path.open("rb") as file:
        for number, raw in enumerate(file):
            found = _LINE.fullmatch(raw[:-1]) if raw.endswith(b"\n") else None
            if found is None or int(found[2]) != number or found[3].decode() != prev:
                raise EvidenceAltered(
                    Phrase(
                        "custody.log is damaged at line %(number)s; %(remedy)s",
                        number=number + 1,
                        remedy=REMEDY,
                    )
                )
            prev = hashlib.sha256(raw[:-1]).hexdigest()
            yield Line(number, bytes.fromhex(found[1].decode()), found[3].decode())


REMEDY = "keep the file as it is and restore the lab from a backup"


@dataclass(frozen=True, slots=True)
class Sound:
    """How much of the log on the disk can be trusted: lines, bytes, digest of the last line."""

    size: int
    length: int
    prev: str


def settle(lab: Path, head: Head) -> Sound:
    """Cut off what was never acknowledged; answer how much of the log stands.

    Quick when all is well: the length and the last line agree with the head.
    """
    path = lab / layout.CUSTODY
    size = path.stat().st_size if path.exists() else 0
    if size == head.length and (size == 0 or _last_digest(path) == head.prev):
        return Sound(head.size, head.length, head.prev)
    sound = _sound(path) if size else Sound(0, 0, NO_LINE)
    agrees = sound.length < head.length or (sound.length, sound.prev) == (head.length, head.prev)
    if not agrees:
        # A log that is longer or says something else than what we acknowledged was written to.
        raise EvidenceAltered(
            Phrase("custody.log does not agree with the database; %(remedy)s", remedy=REMEDY)
        )
    if sound.length < size:
        log.warning("custody.log: %d torn bytes at its end were cut off", size - sound.length)
        with disk.told(), path.open("r+b") as file:
            file.truncate(sound.length)
    return sound


def remake(sound: Sound, leaves: Iterator[bytes], head: Head) -> bytes:
    """The lines that follow the sound ones; they must lead to the head."""
    again = Head(sound.size, sound.prev, sound.length)
    made = b"".join(again.line(leaf) for leaf in leaves)
    if (again.size, again.prev) != (head.size, head.prev):
        raise EvidenceAltered(
            Phrase("custody.log does not agree with the database; %(remedy)s", remedy=REMEDY)
        )
    return made


def _last_digest(path: Path) -> str:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 256))
        last = file.read().removesuffix(b"\n").rsplit(b"\n", 1)[-1]
    return hashlib.sha256(last).hexdigest()


def _sound(path: Path) -> Sound:
    """The good lines at the start; raises when good lines stand behind a bad one."""
    sound, bad = Sound(0, 0, NO_LINE), False
    with path.open("rb") as file:
        for number, raw in enumerate(file):
            found = _LINE.fullmatch(raw[:-1]) if raw.endswith(b"\n") else None
            follows = found and int(found[2]) == number and found[3].decode() == sound.prev
            if found and (bad or not follows):
                raise EvidenceAltered(
                    Phrase(
                        "custody.log is damaged near line %(number)s; %(remedy)s",
                        number=number + 1,
                        remedy=REMEDY,
                    )
                )
            if found is None:
                bad = True
            else:
                digest = hashlib.sha256(raw[:-1]).hexdigest()
                sound = Sound(number + 1, sound.length + len(raw), digest)
    return sound
