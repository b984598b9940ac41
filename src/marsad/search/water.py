"""How far the index has followed the store: one small file, replaced whole after every commit.

Only running numbers of the store stand in it, no times: a clock that jumps changes nothing.
"""

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from marsad.store import disk, layout

VERSION = 4
"""Of the schema and of how words are cut; an index of another version is built again."""
FILE = "watermark.json"


@dataclass(frozen=True, slots=True)
class Shard:
    """A stretch of months with an index of its own."""

    first: str
    """Its first month, as ``2024-05``; empty for the beginning of time."""
    posts: int = 0
    planned: int = 0
    """How many posts it had when it was last found not to be worth cutting."""

    @property
    def folder(self) -> str:
        """The name of its folder."""
        return self.first or "first"


@dataclass(frozen=True, slots=True)
class Water:
    """A pass takes the index from ``since`` to ``until``; ``through`` is how far it has come."""

    zone: str
    shards: tuple[Shard, ...]
    since: Mapping[str, int] = field(default_factory=dict)
    until: Mapping[str, int] = field(default_factory=dict)
    through: int = 0
    moving: tuple[str, ...] = ()
    """While a shard is cut: its first month, and the months from which and before which its posts
    go to the shards after it."""
    version: int = VERSION

    @property
    def posts(self) -> int:
        """How many posts the index holds."""
        return sum(shard.posts for shard in self.shards)


def read(index: Path, zone: str) -> Water | None:
    """The watermark; nothing when it is damaged, or of another version or time zone."""
    with contextlib.suppress(OSError, msgspec.MsgspecError):
        found = msgspec.json.decode((index / FILE).read_bytes(), type=Water)
        if found.version == VERSION and found.zone == zone and found.shards:
            return found
    return None


def write(index: Path, water: Water) -> None:
    """Say durably how far the index has come."""
    disk.write_whole(index / FILE, msgspec.json.encode(water), index.parent / layout.TMP)
