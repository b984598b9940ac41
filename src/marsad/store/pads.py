"""What somebody typed and nobody has signed: kept so that closing a window loses nothing.

A pad is one person's page of a translation or of a report. Two that write at once have a pad each,
so that neither writes over the other: whoever writes on a pad that changed since it was read gets
a fresh one. A page that counts its turns may send the last one while the one before is still on its
way; the later turn stays.
"""

import json
import secrets
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Text, bindparam, text

from marsad.store.store import Store

PUT = (
    "insert into pad (id, about, maker, stamp, targets, turn) "
    "values (:id, :about, :maker, :stamp, :targets, :turn) on conflict (id) do update "
    "set stamp = excluded.stamp, targets = excluded.targets, turn = excluded.turn, "
    "about = excluded.about, maker = excluded.maker"
)
OF = "select * from pad where about in :some order by stamp desc"
DROP = "delete from pad where id = :id and about in :some"
LET_GO = "delete from pad_post where pad = :id or pad not in (select id from pad)"
HOLD = "insert into pad_post (pad, post) values (:pad, :post)"


@dataclass(frozen=True, slots=True)
class Pad:
    """Words for each place of a translation or of a version of a report, as somebody typed them."""

    id: str
    about: str
    """The translation, or the version of a report, that was read."""
    stamp: int
    """Nanoseconds since 1970, later with every change."""
    targets: tuple[str, ...]
    """One for each segment; of a report, one for each place that holds words, in its order."""
    turn: int = 0
    """Which keeping of its page it holds; 0 where the page does not count."""
    maker: str = ""
    """Who typed it; empty where anybody goes on with it."""

    @property
    def at(self) -> datetime:
        """When it was written on last."""
        return datetime.fromtimestamp(self.stamp // 1_000_000_000, UTC)


@dataclass(frozen=True, slots=True)
class About:
    """What is typed about, and whose words it may hold: an erasure of one of them takes the pad."""

    id: str
    posts: tuple[str, ...]
    maker: str = ""
    before: tuple[str, ...] = ()
    """What it replaced: a pad of that is taken over as well."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One keeping of one page as it was opened; opened again, it is another page."""

    page: str = ""
    """16 hexadecimal digits that the page drew; empty for a form without a script."""
    number: int = 0
    """Higher with every change on the page."""


UNCOUNTED = Turn()


@dataclass(frozen=True, slots=True)
class Kept:
    """What was kept, and what others wrote on the same page meanwhile."""

    pad: Pad
    rivals: tuple[Pad, ...]


class Pads:
    """The pads of one lab. They are no evidence: no log speaks of them."""

    def __init__(self, store: Store) -> None:
        """Stand before the lab."""
        self.store = store

    def of(self, some: Iterable[str]) -> list[Pad]:
        """The pads of some translations or versions, the last written first."""
        with self.store.engine.connect() as connection:
            return _there(connection, list(some))

    def write(
        self, of: About, pad: str, since: int, targets: Sequence[str], turn: Turn = UNCOUNTED
    ) -> Kept:
        """Keep what was typed; ``since`` is the last stamp that the page has seen."""
        with self.store.transaction() as connection:
            there = _there(connection, [of.id, *of.before])
            mine = next((each for each in there if each.id == turn.page), None)
            if mine and turn.number <= mine.turn:
                return Kept(mine, ())
            read = next((each.id for each in there if each.id == pad and each.stamp <= since), "")
            if turn.page and read:
                _drop(connection, [of.id, *of.before], read)
            id = turn.page or read or secrets.token_hex(8)
            stamp = max(time.time_ns(), *(each.stamp + 1 for each in there), 0)
            kept = Pad(id, of.id, stamp, tuple(targets), turn.number, of.maker)
            _put(connection, kept, of.posts)
        others = (each for each in there if each.id != read and _rival(each, kept, since))
        return Kept(kept, tuple(others))

    def drop(self, about: str | Sequence[str], *pads: str) -> None:
        """Throw pads of a page away: they were signed or saved, or nobody wants them."""
        some = [about] if isinstance(about, str) else list(about)
        with self.store.transaction() as connection:
            for pad in pads:
                _drop(connection, some, pad)


def _there(connection: Connection, some: Sequence[str]) -> list[Pad]:
    rows = connection.execute(_among(OF), {"some": some}).mappings()
    return [_pad(dict(row)) for row in rows]


def _put(connection: Connection, pad: Pad, posts: Sequence[str]) -> None:
    connection.execute(text(PUT), _row(pad))
    connection.execute(text(LET_GO), {"id": pad.id})
    for post in dict.fromkeys(posts):
        connection.execute(text(HOLD), {"pad": pad.id, "post": post})


def _drop(connection: Connection, some: Sequence[str], pad: str) -> None:
    if connection.execute(_among(DROP), {"id": pad, "some": some}).rowcount:
        connection.execute(text(LET_GO), {"id": pad})


def _among(order: str) -> Any:
    return text(order).bindparams(bindparam("some", type_=Text(), expanding=True))


def _rival(other: Pad, kept: Pad, since: int) -> bool:
    fresh = other.id != kept.id and other.stamp > since
    return fresh and other.about == kept.about and other.targets != kept.targets


def _row(pad: Pad) -> dict[str, Any]:
    # ASCII: half a pictograph, as a broken keyboard sends it, must not take the writing down.
    targets = json.dumps(pad.targets, ensure_ascii=True)
    named = {"id": pad.id, "about": pad.about, "maker": pad.maker}
    return {**named, "stamp": pad.stamp, "targets": targets, "turn": pad.turn}


def _pad(row: Mapping[str, Any]) -> Pad:
    said = tuple(json.loads(row["targets"]))
    return Pad(row["id"], row["about"], row["stamp"], said, row["turn"], row["maker"])
