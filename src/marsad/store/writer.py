"""One write: things, their custody entries and the marks that go with them, in one transaction."""

import hashlib
import os
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Table, insert, select, text

from marsad.model import Finding, Post, made_of
from marsad.store import custody, tables, tables_work
from marsad.store.custody import Head
from marsad.store.records import TABLES, Thing, instant, record, row

SALT = 32
MANY = 500
"""Ids looked up at a time: SQLite takes a limited number of parameters."""

START = "select seq from floor where name = :name"
"""The highest running number that an erased row may have had."""
LATEST = "select id from report where handle = :handle order by seq desc limit 1"
SINCE = "select seq, id, made_at from finding where seq > :last order by seq"


class Writer:
    """Adds things within one transaction; made by ``Store.write``."""

    def __init__(self, connection: Connection, head: Head) -> None:
        """Stand at the end of the log."""
        self.connection = connection
        self.head = head
        self.lines: list[bytes] = []

    def add(self, things: Iterable[Thing], by: str) -> int:
        """Add what is not there yet and answer how many that was."""
        sorted_out: dict[type, dict[str, Thing]] = {kind: {} for kind in TABLES}
        for thing in things:
            sorted_out[type(thing)].setdefault(thing.id, thing)
        return sum(
            self._add_new(TABLES[kind], list(some.values()), by)
            for kind, some in sorted_out.items()
            if some
        )

    def latest_report(self, handle: str) -> str:
        """The id of the latest version of a report, while nobody else writes; empty for none."""
        found = self.connection.execute(text(LATEST), {"handle": handle}).scalar()
        return str(found or "")

    def act(self, act: str, by: str, **said: Any) -> None:
        """Write down that something was done; such entries are never the same twice."""
        at = instant(datetime.now(UTC))
        data = record({"act": act, "at": at, "by": by, **said})
        id = made_of(act, at, self.head.size)
        self.connection.execute(insert(tables.act), {"id": id, "act": act, "record": data})
        self._witness([("act", id, data)], by)

    def resume_at(self, collector: str, origin: str, since: str) -> None:
        """Remember where a collector goes on."""
        self._replace(tables_work.resume, collector=collector, origin=origin, since=since)

    def quarantine(self, stage: str, item: str, reason: str) -> None:
        """Set an item apart with the reason; the rest goes on."""
        at = instant(datetime.now(UTC))
        self._replace(tables_work.quarantine, stage=stage, item=item, reason=reason, at=at)

    def release(self, stage: str, item: str) -> None:
        """Take an item out of the quarantine: it was done after all."""
        order = text("delete from quarantine where stage = :stage and item = :item")
        self.connection.execute(order, {"stage": stage, "item": item})

    def done(self, posts: Iterable[int], maker: str) -> None:
        """Mark posts, by their ``seq``, as done by a maker in this version."""
        rows = [{"post": seq, "maker": maker} for seq in posts]
        if rows:
            statement = text("insert into done (post, maker) values (:post, :maker) "
                             "on conflict do nothing")  # fmt: skip
            self.connection.execute(statement, rows)

    def _add_new(self, table: Table, things: list[Thing], by: str) -> int:
        there = self._there(table, [thing.id for thing in things])
        new = [thing for thing in things if thing.id not in there]
        if not new:
            return 0
        rows = [row(thing) for thing in new]
        self._insert(table, rows)
        if isinstance(new[0], Post):
            self._link_media(new)
        if not isinstance(new[0], Finding):
            # Findings are many: a leaf answers for all of a run (see ``witness_findings``).
            self._witness([(str(table.name), r["id"], r["record"]) for r in rows], by)
        return len(new)

    def _insert(self, table: Table, rows: list[dict[str, Any]]) -> None:
        start = self._floor(table)
        if start is not None and start > self._last(table):
            # The rest follows by itself.
            self.connection.execute(insert(table), {**rows[0], "seq": start + 1})
            rows = rows[1:]
        if rows:
            self.connection.execute(insert(table), rows)

    def _floor(self, table: Table) -> int | None:
        # A sequence of PostgreSQL never goes back by itself.
        if self.connection.dialect.name != "sqlite":
            return None
        return self.connection.execute(text(START), {"name": table.name}).scalar()

    def _last(self, table: Table) -> int:
        order = text(f"select coalesce(max(seq), 0) from {table.name}")
        return int(self.connection.execute(order).scalar_one())

    def witness_findings(self, by: str) -> None:
        """Let one leaf answer for every finding since the last such leaf."""
        digest, last, count = hashlib.sha256(), self.head.findings, 0
        streamed = {"yield_per": 10_000}
        rows = self.connection.execute(text(SINCE), {"last": last}, execution_options=streamed)
        for found in rows:
            digest.update(f"{found.id} {found.made_at}\n".encode())
            last, count = found.seq, count + 1
        if count:
            first, self.head.findings = self.head.findings + 1, last
            self.act("findings", by, first=first, last=last, count=count, sha256=digest.hexdigest())

    def _there(self, table: Table, ids: Sequence[str]) -> set[str]:
        found: set[str] = set()
        for at in range(0, len(ids), MANY):
            some = select(table.c.id).where(table.c.id.in_(ids[at : at + MANY]))
            found.update(self.connection.execute(some).scalars())
        return found

    def _link_media(self, posts: Sequence[Thing]) -> None:
        pairs = {
            (media.sha256, post.id)
            for post in posts
            if isinstance(post, Post)
            for media in post.media
            if media.sha256
        }
        if pairs:
            rows = [{"sha256": sha256, "post": post} for sha256, post in sorted(pairs)]
            self.connection.execute(insert(tables.post_media), rows)

    def _witness(self, added: Sequence[tuple[str, str, bytes]], by: str) -> None:
        at, rows = instant(datetime.now(UTC)), []
        for kind, id, data in added:
            salt = os.urandom(SALT)
            said = {"n": self.head.size, "kind": kind, "id": id, "author": by, "at": at}
            rows.append({**said, "salt": salt})
            leaf = custody.leaf(salt, custody.entry(kind, id, by, at, data))
            self.lines.append(self.head.line(leaf))
        self.connection.execute(insert(tables.custody), rows)

    def _replace(self, table: Table, **values: str) -> None:
        keys = [column.name for column in table.primary_key]
        names = ", ".join(values)
        marks = ", ".join(f":{name}" for name in values)
        fresh = ", ".join(f"{name} = excluded.{name}" for name in values if name not in keys)
        statement = (
            f"insert into {table.name} ({names}) values ({marks}) "
            f"on conflict ({', '.join(keys)}) do update set {fresh}"
        )
        self.connection.execute(text(statement), values)
