"""The rows of ``seen`` once more, packed: a piece for each place and month, to be counted quickly.

A question of how many, over a million posts, reads some ten thousand pieces and makes columns of
them (``seen_columns``), where it would have read a million rows. A piece is written in the
transaction that writes its rows, so the two never differ. Words stand apart, each once, under a
number (``seen_word``); nought is for none.
"""

import hashlib
import struct
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Text, bindparam, text

MANY = 500
"""Words looked up at a time: SQLite takes a limited number of parameters."""
SLACK = 26 * 3600 * 1_000_000
"""How much later than it was collected a post may claim to be: clocks and zones differ."""
DAY = 86_400 * 1_000_000
FIRST_DAY = 719_163
"""The first of January 1970, as days are counted from the year 1."""
SERVICE, FORWARDED, REPEATS, GONE, AHEAD, EDITED_AHEAD = (1 << bit for bit in range(6))
"""Flags; the last two: it claims to be posted, or edited, later than it was collected."""
PACKED = struct.Struct("<qqqiiiHH")
LABELS = "\n"
"""Between themes, targets and narratives, each a list in JSON."""

READ = text(
    "select place, rows from seen_month where month = :month and place in :some"
).bindparams(bindparam("some", type_=Text(), expanding=True))
PUT = text(
    "insert into seen_month (month, place, rows) values (:month, :place, :rows) "
    "on conflict (month, place) do update set rows = excluded.rows"
)
DROP = text("delete from seen_month where month = :month and place = :place")
NUMBERED = text("select id, said from seen_word where said in :some").bindparams(
    bindparam("some", type_=Text(), expanding=True)
)
DOOMED = text(
    "select post, place, at from seen where post in (select seq from post where id in :some)"
).bindparams(bindparam("some", type_=Text(), expanding=True))


class Line(NamedTuple):
    """A row of ``seen``, in the order in which it is written."""

    post: int
    id: str
    native_id: str
    place: str
    outlet: str
    kind: str
    language: str
    themes: str
    targets: str
    narratives: str
    origin: str
    origin_name: str
    repeats: str
    media: str
    at: int
    edited: int
    taken: int
    gone: int


class Entry(NamedTuple):
    """What is packed of a row; entries stand in order of time."""

    at: int
    post: int
    native: int
    """Digest of place and native id: two versions of a post have the same."""
    outlet: int
    labels: int
    language: int
    media: int
    flags: int


def month(at: int) -> int:
    """The month of universal time that a moment lies in: twelve a year, from the year 0 on."""
    return _month(at // DAY)


@lru_cache(4096)
def _month(day: int) -> int:
    found = date.fromordinal(day + FIRST_DAY)
    return found.year * 12 + found.month - 1


def keep(connection: Connection, lines: Sequence[Line]) -> None:
    """Put rows that were just written to ``seen`` into their pieces."""
    codes = _codes(connection, {said for line in lines for said in _said(line) if said})
    fresh: defaultdict[int, defaultdict[str, dict[int, Entry]]]
    fresh = defaultdict(lambda: defaultdict(dict))
    for line in lines:
        fresh[month(line.at)][line.place][line.post] = _entry(line, codes)
    put = []
    for number, places in fresh.items():
        pieces = _pieces(connection, number, places)
        for place, some in places.items():
            kept = {each[1]: each for each in pieces.get(place, ())}
            rows = _joined({**kept, **some}.values())
            put.append({"month": number, "place": place, "rows": rows})
    connection.execute(PUT, put)


def forget(connection: Connection, posts: Sequence[str]) -> None:
    """Take posts that are about to be erased out of their pieces, with words only they had."""
    gone: defaultdict[int, defaultdict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for at in range(0, len(posts), MANY):
        for row in connection.execute(DOOMED, {"some": list(posts[at : at + MANY])}):
            gone[month(row.at)][row.place].add(row.post)
    for number, places in gone.items():
        for place, entries in _pieces(connection, number, places).items():
            left = [each for each in entries if each[1] not in places[place]]
            said = {"month": number, "place": place}
            connection.execute(*((PUT, {**said, "rows": _joined(left)}) if left else (DROP, said)))
    if gone:
        _prune(connection)


def _prune(connection: Connection) -> None:
    """Drop the words that no piece holds any more."""
    used = {0}
    for rows in connection.execute(text("select rows from seen_month")).scalars():
        used.update(code for each in PACKED.iter_unpack(rows) for code in each[3:6])
    known = connection.execute(text("select id from seen_word")).scalars()
    if unused := [{"id": id} for id in known if id not in used]:
        connection.execute(text("delete from seen_word where id = :id"), unused)


def _pieces(
    connection: Connection, number: int, places: Iterable[str]
) -> dict[str, Iterable[tuple[Any, ...]]]:
    """What the pieces of a month hold, by place."""
    found, some = dict[str, Iterable[tuple[Any, ...]]](), list(places)
    for at in range(0, len(some), MANY):
        for row in connection.execute(READ, {"month": number, "some": some[at : at + MANY]}):
            found[row.place] = PACKED.iter_unpack(row.rows)
    return found


def _joined(entries: Iterable[tuple[Any, ...]]) -> bytes:
    return b"".join(PACKED.pack(*each) for each in sorted(entries))


def _said(line: Line) -> tuple[str, str, str]:
    """The words of a row: who made it, its labels, its language."""
    labels = LABELS.join((line.themes, line.targets, line.narratives))
    return line.outlet, labels if labels != LABELS * 2 else "", line.language


def _entry(line: Line, codes: dict[str, int]) -> Entry:
    outlet, labels, language = (codes[said] if said else 0 for said in _said(line))
    media = line.media.count(",") + 1 if line.media else 0
    native = native_of(line.place, line.native_id)
    return Entry(line.at, line.post, native, outlet, labels, language, media, _flags(line))


def _flags(line: Line) -> int:
    latest = line.taken + SLACK
    return (
        SERVICE * (line.kind == "service")
        | FORWARDED * bool(line.origin or line.origin_name)
        | REPEATS * bool(line.repeats)
        | GONE * bool(line.gone)
        | AHEAD * (line.at > latest)
        | EDITED_AHEAD * (line.edited > latest)
    )


def native_of(place: str, native_id: str) -> int:
    """A number for a post of a place, whatever its version."""
    digest = hashlib.blake2b(f"{place}\0{native_id}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little", signed=True)


def _codes(connection: Connection, said: Collection[str]) -> dict[str, int]:
    """The numbers of some words; those that are new get one."""
    some, codes = sorted(said), {}
    for at in range(0, len(some), MANY):
        for row in connection.execute(NUMBERED, {"some": some[at : at + MANY]}):
            codes[row.said] = row.id
    if fresh := [each for each in some if each not in codes]:
        last = connection.execute(text("select coalesce(max(id), 0) from seen_word")).scalar_one()
        new = {each: last + n for n, each in enumerate(fresh, 1)}
        put = text("insert into seen_word (id, said) values (:id, :said)")
        connection.execute(put, [{"id": id, "said": each} for each, id in new.items()])
        codes |= new
    return codes
