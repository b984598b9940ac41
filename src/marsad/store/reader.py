"""Reading: things by id and in order."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Text, bindparam, text

from marsad.errors import NotFound
from marsad.model import (
    Capture,
    Event,
    Finding,
    Outlet,
    Place,
    Post,
)
from marsad.phrase import Phrase
from marsad.store import counts, database, records
from marsad.store.rows import Rows, T
from marsad.store.veil_acts import hidden_ids, seen_acts

END = datetime.max.replace(tzinfo=UTC)


class Reader(Rows):
    """Everything that can be asked of a lab."""

    def posts(self, day: date | None = None, place: str = "") -> Iterator[Post]:
        """The posts of a day of the lab's zone, or all, oldest first."""
        where: list[str] = ["1 = 1"]
        values: dict[str, str] = {}
        if day is not None:
            start = datetime.combine(day, time(), self.settings.zone)
            end = datetime.combine(day + timedelta(days=1), time(), self.settings.zone)
            where += ["posted_at >= :start", "posted_at < :end"]
            values |= {"start": records.instant(start), "end": records.instant(end)}
        if place:
            where.append("place = :place")
            values["place"] = place
        order = f"select record from post where {' and '.join(where)} order by posted_at, seq"
        return self._things(Post, order, **values)

    def last_posted(self, by: datetime = END) -> datetime | None:
        """When the last post up to a moment was posted; service messages do not count."""
        order = "select record from post where posted_at <= :by order by posted_at desc, seq desc"
        for post in self._things(Post, order, by=records.instant(by)):
            if post.kind != "service":
                return post.posted_at
        return None

    def posts_between(self, low: int, high: int) -> list[tuple[int, Post]]:
        """Posts by their running number, both ends included: how batches are cut."""
        found = self.rows(
            "select seq, record from post where seq between :low and :high order by seq",
            low=low,
            high=high,
        )
        return [(row["seq"], records.restore(Post, row["record"])) for row in found]

    def post(self, id: str) -> Post:
        """One post."""
        return self._one(Post, "post", id)

    def versions(self, place: str, native_id: str) -> list[Post]:
        """Every version of a post that was seen, first seen first."""
        order = "select record from post where place = :place and native_id = :id order by seq"
        return list(self._things(Post, order, place=place, id=native_id))

    def numbered(self, place: str, low: int, high: int) -> list[tuple[str, str]]:
        """Id and native id of the last version of each post whose number lies in a range."""
        number = database.number(self.engine, "native_id")
        order = (
            "select id, native_id from post where place = :place "
            f"and {number} between :low and :high and seq in "
            "(select max(seq) from post where place = :place group by native_id) order by seq"
        )
        rows = self.rows(order, place=place, low=low, high=high)
        return [(row["id"], row["native_id"]) for row in rows]

    def last_numbers(self) -> dict[str, int]:
        """The highest number among the native ids of each place."""
        number = database.number(self.engine, "native_id")
        order = f"select place, max({number}) as last from post group by place"
        return {row["place"]: int(row["last"]) for row in self.rows(order)}

    def posts_with(self, sha256: str) -> list[Post]:
        """The posts that a medium came with."""
        order = (
            "select record from post join post_media on post_media.post = post.id "
            "where sha256 = :sha256 order by posted_at, seq"
        )
        return list(self._things(Post, order, sha256=sha256))

    def posts_of(self, captures: Collection[str]) -> Iterator[Post]:
        """The posts that were read from some captures."""
        for id in captures:
            order = "select record from post where capture = :capture order by seq"
            yield from self._things(Post, order, capture=id)

    def place(self, id: str) -> Place:
        """One place."""
        return self._one(Place, "place", id)

    def places(self) -> list[Place]:
        """Every place."""
        return list(self._things(Place, "select record from place order by id"))

    def outlet(self, id: str) -> Outlet:
        """One outlet."""
        return self._seen(self._one(Outlet, "outlet", id))

    def outlets(self) -> list[Outlet]:
        """Every outlet in the register."""
        found = self._things(Outlet, "select record from outlet order by id")
        return [self._seen(outlet) for outlet in found]

    def capture(self, id: str) -> Capture:
        """One capture."""
        return self._one(Capture, "capture", id)

    def captures(self) -> list[Capture]:
        """Every capture, oldest first."""
        return list(self._things(Capture, "select record from capture order by seq"))

    def event(self, id: str) -> Event:
        """One event, in the version of this id."""
        return self._one(Event, "event", id)

    def events(self) -> list[Event]:
        """Every event in the register, in the version that no other replaces."""
        every = list(self._things(Event, "select record from event order by id"))
        replaced = {event.replaces for event in every}
        return [event for event in every if event.id not in replaced]

    def acts(self, *names: str) -> Iterator[Mapping[str, Any]]:
        """What was done, oldest first: the record of each act of these names."""
        bound = text("select record from act where act in :names order by seq").bindparams(
            bindparam("names", type_=Text(), expanding=True)
        )
        with self.engine.connect() as connection:
            found = map(records.plain, connection.execute(bound, {"names": names}).scalars())
            yield from (
                seen_acts(found, self.hidden, self.engine, self.plain) if self.hidden else found
            )

    def gone(self, ids: Collection[str]) -> set[str]:
        """Which of some ids are those of hidden things."""
        hides = self.hidden
        found = hidden_ids(ids, self.engine, self.plain)
        return found | ((hides.places | hides.cases | hides.reports) & set(ids))

    def acts_seen(self, ids: Sequence[str]) -> set[str]:
        """Which of some acts, by their ids, are about nothing hidden."""
        order = text("select id, record from act where id in :ids").bindparams(
            bindparam("ids", type_=Text(), expanding=True)
        )
        with self.engine.connect() as connection:
            rows = connection.execute(order, {"ids": list(ids)}).all()
        found = ({**records.plain(row.record), "of": row.id} for row in rows)
        return {said["of"] for said in seen_acts(found, self.hidden, self.engine, self.plain)}

    def every_finding(self) -> Iterator[Finding]:
        """Every finding, replaced ones too, in the order they were made."""
        return map(records.finding, self.rows("select * from finding order by seq"))

    def every(self, kind: type[T]) -> Iterator[T]:
        """Every thing of a type, replaced versions too, in the order they were added."""
        table = records.TABLES[kind].name
        return self._things(kind, f"select record from {table} order by seq")

    def count(self, table: str) -> int:
        """How many rows a table of the model has."""
        names = {each.name for each in records.TABLES.values()}
        if table not in names:
            raise NotFound(
                Phrase(
                    "no table %(table)s; there are %(names)s",
                    table=repr(table),
                    names=", ".join(sorted(names)),
                )
            )
        order = f"select count(*) as n from {table}" if self.hidden else counts.order(table)
        for row in self.rows(order):
            return int(row["n"])
        return 0

    def count_after(self, table: str, seq: int) -> int:
        """How many rows of posts or findings have a higher running number."""
        order = f"select count(*) as n from {table} where seq > :seq"
        return next(int(row["n"]) for row in self.rows(order, seq=seq))

    def quarantined(self) -> list[Mapping[str, Any]]:
        """What was set apart: stage, item, reason and time."""
        return list(self.rows("select stage, item, reason, at from quarantine order by at, item"))

    def set_apart(self, stage: str) -> set[str]:
        """The items of a stage that are in quarantine."""
        order = "select item from quarantine where stage = :stage"
        return {str(row["item"]) for row in self.rows(order, stage=stage)}

    def resume_point(self, collector: str, origin: str) -> str:
        """Where a collector goes on; empty for the beginning."""
        order = "select since from resume where collector = :collector and origin = :origin"
        for row in self.rows(order, collector=collector, origin=origin):
            return str(row["since"])
        return ""

    def _seen(self, outlet: Outlet) -> Outlet:
        """An outlet without the places that are hidden."""
        if self.hidden.places.isdisjoint(outlet.places):
            return outlet
        left = (id for id in outlet.places if id not in self.hidden.places)
        return replace(outlet, places=tuple(left))
