"""What translators typed and nobody has signed: kept so that closing a window loses nothing.

A pad is one person's page. Two that write at once have a pad each, so that neither writes over the
other: whoever writes on a pad that changed since it was read gets a fresh one.
"""

import json
import secrets
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import bindparam, text

from marsad.model import Translation
from marsad.store.store import Store

PUT = (
    "insert into pad (id, translation, post, stamp, targets) "
    "values (:id, :translation, :post, :stamp, :targets) on conflict (id) do update "
    "set stamp = excluded.stamp, targets = excluded.targets, translation = excluded.translation"
)
OF = "select * from pad where translation in :some order by stamp desc"


@dataclass(frozen=True, slots=True)
class Pad:
    """One target for each segment of a translation, as somebody typed them."""

    id: str
    translation: str
    stamp: int
    """Nanoseconds since 1970, later with every change."""
    targets: tuple[str, ...]

    @property
    def at(self) -> datetime:
        """When it was written on last."""
        return datetime.fromtimestamp(self.stamp // 1_000_000_000, UTC)


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
        order = text(OF).bindparams(bindparam("some", expanding=True))
        with self.store.engine.connect() as connection:
            rows = connection.execute(order, {"some": list(translations)}).mappings().all()
        return [_pad(dict(row)) for row in rows]

    def write(self, of: Translation, pad: str, since: int, targets: Sequence[str]) -> Kept:
        """Keep what was typed; ``since`` is the last stamp that the page has seen."""
        order = text(OF).bindparams(bindparam("some", expanding=True))
        with self.store.transaction() as connection:
            rows = connection.execute(order, {"some": [of.id]}).mappings().all()
            there = [_pad(dict(row)) for row in rows]
            own = any(each.id == pad and each.stamp <= since for each in there)
            last = max((each.stamp for each in there), default=0)
            kept = Pad(
                pad if own else secrets.token_hex(8),
                of.id,
                max(time.time_ns(), last + 1),
                tuple(targets),
            )
            connection.execute(text(PUT), _row(kept, of.post))
        return Kept(kept, tuple(each for each in there if _rival(each, kept, since)))

    def drop(self, translation: str, pad: str) -> None:
        """Throw a pad of a translation away: it was signed, or nobody wants it."""
        order = "delete from pad where id = :id and translation = :translation"
        with self.store.transaction() as connection:
            connection.execute(text(order), {"id": pad, "translation": translation})


def _rival(other: Pad, kept: Pad, since: int) -> bool:
    return other.id != kept.id and other.stamp > since and other.targets != kept.targets


def _row(pad: Pad, post: str) -> dict[str, Any]:
    # ASCII: half a pictograph, as a broken keyboard sends it, must not take the writing down.
    targets = json.dumps(pad.targets, ensure_ascii=True)
    named = {"id": pad.id, "translation": pad.translation, "post": post}
    return {**named, "stamp": pad.stamp, "targets": targets}


def _pad(row: Mapping[str, Any]) -> Pad:
    return Pad(row["id"], row["translation"], row["stamp"], tuple(json.loads(row["targets"])))
