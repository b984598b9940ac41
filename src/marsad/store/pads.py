"""What translators typed and nobody has signed: kept so that closing a window loses nothing.

A pad is one person's page. Two that write at once have a pad each, so that neither writes over the
other: whoever writes on a pad that changed since it was read gets a fresh one. A page that counts
its turns may send the last one while the one before is still on its way; the later turn stays.
"""

import json
import secrets
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Text, bindparam, text

from marsad.model import Translation
from marsad.store.store import Store

PUT = (
    "insert into pad (id, translation, post, stamp, targets, turn) "
    "values (:id, :translation, :post, :stamp, :targets, :turn) on conflict (id) do update "
    "set stamp = excluded.stamp, targets = excluded.targets, turn = excluded.turn, "
    "translation = excluded.translation"
)
OF = "select * from pad where translation in :some order by stamp desc"
DROP = "delete from pad where id = :id and translation = :translation"


@dataclass(frozen=True, slots=True)
class Pad:
    """One target for each segment of a translation, as somebody typed them."""

    id: str
    translation: str
    stamp: int
    """Nanoseconds since 1970, later with every change."""
    targets: tuple[str, ...]
    turn: int = 0
    """Which keeping of its page it holds; 0 where the page does not count."""

    @property
    def at(self) -> datetime:
        """When it was written on last."""
        return datetime.fromtimestamp(self.stamp // 1_000_000_000, UTC)


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
    """What was kept, and what others wrote on the same translation meanwhile."""

    pad: Pad
    rivals: tuple[Pad, ...]


class Pads:
    """The pads of one lab. They are no evidence: no log speaks of them."""

    def __init__(self, store: Store) -> None:
        """Stand before the lab."""
        self.store = store

    def of(self, translations: Iterable[str]) -> list[Pad]:
        """The pads of some translations, the last written first."""
        with self.store.engine.connect() as connection:
            return _there(connection, list(translations))

    def write(
        self,
        of: Translation,
        pad: str,
        since: int,
        targets: Sequence[str],
        turn: Turn = UNCOUNTED,
    ) -> Kept:
        """Keep what was typed; ``since`` is the last stamp that the page has seen."""
        with self.store.transaction() as connection:
            there = _there(connection, [of.id])
            mine = next((each for each in there if each.id == turn.page), None)
            if mine and turn.number <= mine.turn:
                return Kept(mine, ())
            read = next((each.id for each in there if each.id == pad and each.stamp <= since), "")
            if turn.page and read:
                connection.execute(text(DROP), {"id": read, "translation": of.id})
            id = turn.page or read or secrets.token_hex(8)
            stamp = max(time.time_ns(), *(each.stamp + 1 for each in there), 0)
            kept = Pad(id, of.id, stamp, tuple(targets), turn.number)
            connection.execute(text(PUT), _row(kept, of.post))
        others = (each for each in there if each.id != read and _rival(each, kept, since))
        return Kept(kept, tuple(others))

    def drop(self, translation: str, pad: str) -> None:
        """Throw a pad of a translation away: it was signed, or nobody wants it."""
        with self.store.transaction() as connection:
            connection.execute(text(DROP), {"id": pad, "translation": translation})


def _there(connection: Connection, translations: Sequence[str]) -> list[Pad]:
    order = text(OF).bindparams(bindparam("some", type_=Text(), expanding=True))
    rows = connection.execute(order, {"some": translations}).mappings()
    return [_pad(dict(row)) for row in rows]


def _rival(other: Pad, kept: Pad, since: int) -> bool:
    return other.id != kept.id and other.stamp > since and other.targets != kept.targets


def _row(pad: Pad, post: str) -> dict[str, Any]:
    # ASCII: half a pictograph, as a broken keyboard sends it, must not take the writing down.
    targets = json.dumps(pad.targets, ensure_ascii=True)
    named = {"id": pad.id, "translation": pad.translation, "post": post}
    return {**named, "stamp": pad.stamp, "targets": targets, "turn": pad.turn}


def _pad(row: Mapping[str, Any]) -> Pad:
    said = tuple(json.loads(row["targets"]))
    return Pad(row["id"], row["translation"], row["stamp"], said, row["turn"])
