"""Posts of a window in columns, for questions of how many: a million in a fraction of a second."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray
from sqlalchemy import bindparam, text

from marsad.store.seen import ALL, Seen, Window
from marsad.store.seen_fill import microseconds
from marsad.store.seen_months import FORWARDED, LABELS, REPEATS, month
from marsad.store.store import Store

Numbers = NDArray[np.int64]
Labels = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]
ENTRY = np.dtype(
    [
        *((name, "<i8") for name in ("at", "post", "native")),
        *((name, "<i4") for name in ("outlet", "labels", "language")),
        *((name, "<u2") for name in ("media", "flags")),
    ]
)
"""As ``seen_months`` packs it."""
_strings = msgspec.json.Decoder(tuple[str, ...]).decode


@dataclass(frozen=True, slots=True)
class Columns:
    """Some posts; of one place they stand in order of time."""

    rows: NDArray[Any]
    """In the columns of ``ENTRY``; words as numbers."""
    place: Numbers
    """Which of ``places``, for each post."""
    places: tuple[str, ...]
    words: Mapping[int, str]
    """What the numbers of outlets, labels and languages stand for."""

    def flagged(self, flag: int) -> NDArray[np.bool_]:
        """Which posts have a flag."""
        return np.asarray((self.rows["flags"] & flag) != 0)

    def some(self, which: NDArray[Any]) -> "Columns":
        """Only some of them, by a mask or by their positions."""
        if which.dtype == bool and which.all():
            return self
        return replace(self, rows=self.rows[which], place=self.place[which])

    def once(self) -> NDArray[Any]:
        """Positions of each post once, in the earliest of its versions that are here."""
        return firsts(self.rows["native"])

    def in_order(self) -> "Columns":
        """All of them, oldest first, whatever their place."""
        return self.some(np.lexsort((self.rows["post"], self.rows["at"])))

    def labels(self, code: int) -> Labels:
        """Themes, targets and narratives that a number stands for."""
        if not code:
            return (), (), ()
        themes, targets, narratives = map(_list, self.words[code].split(LABELS))
        return themes, targets, narratives


def firsts(natives: Numbers) -> NDArray[Any]:
    """Positions of the first version of each post, in their order."""
    ordered = np.sort(natives)
    if (ordered[1:] != ordered[:-1]).all():
        return np.arange(len(natives))
    return np.sort(np.unique(natives, return_index=True)[1])


def columns(store: Store, window: Window = ALL) -> Columns:
    """The posts of a window, after catching up with the store."""
    Seen(store).catch_up()
    where, values = _months(window)
    lists = [name for name, said in values.items() if isinstance(said, list)]
    order = f"select place, rows from seen_month where {where} order by month, place"
    bound = text(order).bindparams(*(bindparam(name, expanding=True) for name in lists))
    # In one transaction: an erasure takes words away with the posts that had them.
    with store.engine.connect() as connection:
        pieces = connection.execute(bound, values).all()
        words = dict(map(tuple, connection.execute(text("select id, said from seen_word"))))
    found = _made(pieces, words)
    return _narrowed(_seen(store, found) if store.hidden else found, window)


def _seen(store: Store, found: Columns) -> Columns:
    """Without posts that are marked by themselves, and without repeats of what is hidden."""
    found = found.some(~np.isin(found.rows["post"], store.hidden_numbers()))
    some = store.pointing_at_hidden()
    known = Seen(store).by_number(some)
    bare = [number for number, row in known.items() if not row.repeats]
    rows = found.rows.copy()
    rows["flags"][np.isin(rows["post"], bare)] &= 0xFFFF ^ REPEATS
    return replace(found, rows=rows)


def _made(pieces: Sequence[Any], words: Mapping[int, str]) -> Columns:
    numbers: dict[str, int] = {}
    which = [numbers.setdefault(place, len(numbers)) for place, _rows in pieces]
    counts = [len(rows) // ENTRY.itemsize for _place, rows in pieces]
    rows = np.frombuffer(b"".join(rows for _place, rows in pieces), ENTRY)
    return Columns(rows, np.repeat(np.array(which, np.int64), counts), tuple(numbers), words)


def _months(window: Window) -> tuple[str, dict[str, Any]]:
    """The condition on pieces: they may hold more than is asked for."""
    said, values = ["1 = 1"], dict[str, Any]()
    for name, moment, sign in (("since", window.since, ">="), ("until", window.until, "<=")):
        if moment is not None:
            said.append(f"month {sign} :{name}")
            values[name] = month(_at(moment))
    if window.places:
        said.append("place in :places")
        values["places"] = list(window.places)
    return " and ".join(said), values


def _narrowed(found: Columns, window: Window) -> Columns:
    kept = np.ones(len(found.rows), bool)
    if window.since is not None:
        kept &= found.rows["at"] >= _at(window.since)
    if window.until is not None:
        kept &= found.rows["at"] < _at(window.until)
    if window.outlets:
        meant = [code for code, said in found.words.items() if said in window.outlets]
        kept &= np.isin(found.rows["outlet"], meant)
    if window.repeating:
        kept &= found.flagged(FORWARDED | REPEATS)
    return found.some(kept)


def _at(moment: datetime) -> int:
    return microseconds(moment.astimezone(UTC))


def _list(said: str) -> tuple[str, ...]:
    return _strings(said) if said else ()
