"""What an account is not cleared for is not there: views that stand before the tables.

A connection of a veiled store makes temporary views that are called as the tables are and leave out
what is marked. They are found before the tables, so every query that is asked of it obeys, those of
pages that are not written yet too. What writes goes past them (docs/decisions/0038).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import msgspec
from sqlalchemy import Connection, Engine, Text, bindparam, event, text

from marsad.model import made_of
from marsad.store.veil_views import CASE, PLACE, POINTING, POST, REPORT, SQL, views

KINDS = (POST, PLACE, CASE, REPORT)
REMEMBERED = 5000
"""Versions of reports of which it is remembered what they cite: none of them ever changes."""
MANY = 500
REPEATING = (
    "select p.seq from marking m join post h on h.place = m.thing "
    f"join finding f on f.value = h.id and f.kind in {POINTING} join post p on p.id = f.post "
    "where m.name not in :cleared"
)
HIDDEN = ("m.kind = 'place'", "m.kind = 'post' and m.native_id = h.native_id")
OF_POSTS = "kind = 'post' and post.place = thing and post.native_id = marking.native_id"
EITHER = (OF_POSTS, "kind = 'place' and post.place = thing")


@dataclass(frozen=True, slots=True)
class Hidden:
    """What somebody may not see."""

    cleared: frozenset[str] = frozenset()
    """The markings that they are cleared for."""
    digest: str = ""
    """Of all that is hidden: what is kept apart for those who see the same is kept under it."""
    places: frozenset[str] = frozenset()
    cases: frozenset[str] = frozenset()
    reports: frozenset[str] = frozenset()
    """Handles."""

    def __bool__(self) -> bool:
        """Whether there is anything."""
        return bool(self.digest)


NOTHING = Hidden()


def hidden(connection: Connection, cleared: Collection[str]) -> Hidden:
    """What is hidden from somebody who is cleared for some markings, as things stand."""
    order = "select kind, thing, native_id, name from marking order by kind, thing, native_id, name"
    marks = [row for row in connection.execute(text(order)) if row.name not in cleared]
    if not marks:
        return NOTHING
    of = {kind: frozenset(row.thing for row in marks if row.kind == kind) for kind in KINDS}
    reports = _reports(connection, of[REPORT], SQL(connection, cleared))
    said = [sorted(reports), *(list(row)[:3] for row in marks)]
    return Hidden(frozenset(cleared), made_of(said), of[PLACE], of[CASE], reports)


def numbers(connection: Connection, seen: Hidden, of: str) -> list[int]:
    """The running numbers of posts that are hidden by markings of their own, or of their place."""
    order = text(
        f"select distinct post.seq from marking join post on {of} and name not in :cleared"
    ).bindparams(bindparam("cleared", type_=Text(), expanding=True))
    return list(connection.execute(order, {"cleared": sorted(seen.cleared)}).scalars())


def pointing(connection: Connection, seen: Hidden) -> list[int]:
    """The running numbers of posts that were once told to repeat one that is hidden."""
    order = text(" union ".join(f"{REPEATING} and {which}" for which in HIDDEN)).bindparams(
        bindparam("cleared", type_=Text(), expanding=True)
    )
    return list(connection.execute(order, {"cleared": sorted(seen.cleared)}).scalars())


def drop_over(engine: Engine, plain: Connection, seen: Hidden) -> None:
    """Let every connection of an engine see through the veil."""
    sql = SQL(plain, seen.cleared)
    event.listen(engine, "connect", partial(_cover, sql.served, list(views(sql, seen.reports))))


def known(connection: Connection, table: str, ids: Collection[str], more: str = "") -> set[str]:
    """Which of some ids a table holds, as a connection sees it."""
    order = text(f"select id from {table} where id in :ids{more}").bindparams(
        bindparam("ids", type_=Text(), expanding=True)
    )
    every, found = sorted(ids), set[str]()
    for at in range(0, len(every), MANY):
        found.update(connection.execute(order, {"ids": every[at : at + MANY]}).scalars())
    return found


def _cover(served: bool, orders: list[str], connection: Any, _record: object) -> None:
    if not served:
        # What is left out must not be written to a file of the machine's.
        connection.execute("pragma temp_store=memory")
    for order in orders:
        connection.execute(order)
    connection.commit()


class _Item(msgspec.Struct):
    post: str


class _Block(msgspec.Struct):
    items: list[_Item] = []


class _Report(msgspec.Struct):
    state: str = "draft"
    blocks: list[_Block] = []


_report = msgspec.json.Decoder(_Report).decode
_cited: dict[tuple[str, str], tuple[str, bool, frozenset[str]]] = {}
"""By lab and id of a version: handle, whether it was published, posts."""


def _reports(connection: Connection, marked: frozenset[str], sql: SQL) -> frozenset[str]:
    """Handles of reports that are hidden: marked ones and those that cite what is hidden.

    What is published is read by everybody, and stays.
    """
    versions = dict[str, str](map(tuple, connection.execute(text("select id, handle from report"))))
    of = _read(connection, versions)
    published = {handle for handle, is_out, _posts in of.values() if is_out}
    posts = {post for _handle, _is_out, cited in of.values() for post in cited}
    hides = _hidden_posts(connection, posts, sql)
    citing = {handle for handle, _is_out, cited in of.values() if not cited.isdisjoint(hides)}
    return frozenset((marked | citing) - published)


def _read(
    connection: Connection, versions: Mapping[str, str]
) -> dict[str, tuple[str, bool, frozenset[str]]]:
    lab = str(connection.engine.url)
    known = {id: _cited[lab, id] for id in versions if (lab, id) in _cited}
    order = text("select record from report where id = :id")
    for id in versions.keys() - known.keys():
        made = _report(connection.execute(order, {"id": id}).scalar_one())
        posts = frozenset(item.post for block in made.blocks for item in block.items)
        if len(_cited) >= REMEMBERED:
            _cited.clear()
        known[id] = _cited[lab, id] = versions[id], made.state == "published", posts
    return known


def _hidden_posts(connection: Connection, ids: Collection[str], sql: SQL) -> set[str]:
    hides = sql.marked("post.place", "post.native_id")
    return known(connection, "post", ids, f" and {hides}")
