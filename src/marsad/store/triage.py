"""The posts that wait for a person's code, one after the other.

What waits is asked of ``seen`` each time: posts that this person has not coded, the newest first,
then what they skipped. Only a skip is kept here, in ``later``, until it is coded: no log speaks of
it, nothing counts it, no backup takes it along, and it goes with its post.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Text, bindparam, text

from marsad.model import Finding
from marsad.safeguards import PERSON
from marsad.store import records
from marsad.store.seen_fill import microseconds
from marsad.store.store import Store
from marsad.store.tables import BY_PEOPLE

MOST = 1000
"""Posts that are counted of what waits; of more it is said that there are more."""
STANDS = (
    "not exists (select 1 from finding more where more.replaces = f.id and more.replaces <> '')"
)
CODED = (
    f"exists (select 1 from finding f where f.post = s.id and f.maker = :by and f.kind in :kinds "
    f"and {STANDS})"
)
FLAGGED = (
    "s.post in (select p.seq from finding f join post p on p.id = f.post "
    "where f.kind = 'is-propaganda' "
    f"and not (f.maker >= 'person:' and f.maker < 'person;') and {STANDS})"
)
SKIPPED = "exists (select 1 from later l where l.person = :by and l.post = s.id)"
NEWEST = (
    "s.kind <> 'service' and not exists (select 1 from seen n where n.place = s.place "
    "and n.native_id = s.native_id and n.kind <> 'service' and n.post > s.post)"
)
"""Of a post that was edited, the last version is what there is to code."""
ROW = "select s.id, s.at, s.post"
SKIP = (
    "insert into later (person, post, stamp) values (:by, :post, :stamp) "
    "on conflict (person, post) do update set stamp = excluded.stamp"
)


class At(NamedTuple):
    """Where a post stands in the queue."""

    post: str
    at: int
    seq: int


@dataclass(frozen=True, slots=True)
class Sought:
    """Whose queue it is, and which posts belong to it; what is empty does not narrow it."""

    by: str
    """``person:NAME``."""
    kinds: Sequence[str]
    """Kinds of codes: who gave one of them has coded a post."""
    place: str = ""
    outlet: str = ""
    language: str = ""
    since: datetime | None = None
    until: datetime | None = None
    flagged: bool = False
    """Only posts that a program flagged."""
    only: Sequence[str] | None = None
    """Only these posts."""
    without: Sequence[str] = ()
    """Posts that were handed over to others."""

    def where(self) -> tuple[str, dict[str, Any]]:
        """The condition on ``seen s``, and the values in it."""
        values: dict[str, Any] = {"by": self.by, "kinds": list(self.kinds)}
        said = [NEWEST]
        for name in ("place", "outlet", "language"):
            if value := getattr(self, name):
                said.append(f"s.{name} = :{name}")
                values[name] = value
        for name, moment, sign in (("since", self.since, ">="), ("until", self.until, "<")):
            if moment is not None:
                said.append(f"s.at {sign} :{name}")
                values[name] = microseconds(moment)
        if self.flagged:
            said.append(FLAGGED)
        if self.only is not None:
            said.append("s.post in (select p.seq from post p where p.id in :only)")
            values["only"] = list(self.only)
        if self.without:
            said.append("s.id not in :without")
            values["without"] = list(self.without)
        return " and ".join(said), values


class Triage:
    """The queues of one lab."""

    def __init__(self, store: Store) -> None:
        """Stand before the lab."""
        self.store = store

    def first(self, sought: Sought, after: At | None = None) -> At | None:
        """The newest post that waits, or the next one after a post; those skipped do not count."""
        return next(iter(self.newest(sought, 1, after)), None)

    def newest(self, sought: Sought, most: int, after: At | None = None) -> list[At]:
        """The newest posts that wait, those skipped left out."""
        where, values = sought.where()
        where = f"{where} and not {CODED} and not {SKIPPED}"
        if after:
            where += " and (s.at, s.post) < (:at, :seq)"
            values |= {"at": after.at, "seq": after.seq}
        order = f"{ROW} from seen s where {where} order by s.at desc, s.post desc limit {most:d}"
        return list(self._at(order, values))

    def before(self, sought: Sought, of: At) -> At | None:
        """The post before one, whether it is coded or not."""
        where, values = sought.where()
        values |= {"at": of.at, "seq": of.seq}
        order = (
            f"{ROW} from seen s where {where} "
            "and (s.at, s.post) > (:at, :seq) order by s.at, s.post limit 1"
        )
        return next(self._at(order, values), None)

    def skipped(self, sought: Sought) -> list[str]:
        """What this person left for later and has not coded, the longest left first."""
        order = "select post from later where person = :by order by stamp"
        left = [str(row["post"]) for row in self.store.rows(order, by=sought.by)]
        return self.some(sought, left)

    def waiting(self, sought: Sought) -> int:
        """How many posts wait, those skipped too; ``MOST`` and one where there are more."""
        where, values = sought.where()
        some = f"select 1 as one from seen s where {where} and not {CODED} limit {MOST + 1}"
        return self._count(f"select count(*) as n from ({some}) as found", values)

    def place_of(self, post: str) -> At | None:
        """Where a post stands."""
        order = f"{ROW} from seen s where s.post = (select seq from post where id = :post)"
        return next(self._at(order, {"post": post}), None)

    def coded_since(self, by: str, since: datetime) -> int:
        """How many posts a person has coded since a moment."""
        order = (
            f"select count(distinct post) as n from finding where {BY_PEOPLE} "
            "and maker = :by and made_at >= :since"
        )
        return self._count(order, {"by": by, "since": records.instant(since)})

    def last_code(self, by: str) -> Finding | None:
        """The code that a person gave last, of those that stand."""
        order = (
            f"select * from finding f where {BY_PEOPLE} and maker = :by and {STANDS} "
            "order by made_at desc, seq desc limit 1"
        )
        return next(map(records.finding, self._rows(order, {"by": by})), None)

    def some(self, sought: Sought, posts: Sequence[str]) -> list[str]:
        """Those of a few posts that belong to a queue and are not coded, in their own order."""
        if not posts:
            return []
        where, values = replace(sought, only=posts).where()
        found = self._at(f"{ROW} from seen s where {where} and not {CODED}", values)
        wait = {each.post for each in found}
        return [each for each in posts if each in wait]

    def codes(self) -> Iterator[dict[str, str]]:
        """Each standing code of a person, who gave it and when, read through their index."""
        names = "post, kind, value, maker, made_at"
        order = f"select {names} from finding f where {BY_PEOPLE} and {STANDS}"
        for row in self.store.rows(order):
            coder = str(row["maker"]).removeprefix(PERSON)
            said = {"post": row["post"], "kind": row["kind"], "code": row["value"]}
            yield {**said, "coder": coder, "at": row["made_at"]}

    def skip(self, by: str, post: str) -> None:
        """Let a post come last for a person."""
        with self.store.transaction() as connection:
            values = {"by": by, "post": post, "stamp": time.time_ns()}
            connection.execute(text(SKIP), values)

    def forget(self, by: str, post: str) -> None:
        """Forget that a person skipped a post."""
        with self.store.transaction() as connection:
            order = "delete from later where person = :by and post = :post"
            connection.execute(text(order), {"by": by, "post": post})

    def _at(self, order: str, values: Mapping[str, Any]) -> Iterator[At]:
        return (
            At(row["id"], int(row["at"]), int(row["post"])) for row in self._rows(order, values)
        )

    def _count(self, order: str, values: Mapping[str, Any]) -> int:
        return next(int(row["n"]) for row in self._rows(order, values))

    def _rows(self, order: str, values: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
        # The type is said: PostgreSQL takes an empty list for one of numbers.
        lists = [name for name, said in values.items() if isinstance(said, list)]
        asked = [name for name in lists if f":{name}" in order]
        bound = text(order).bindparams(
            *(bindparam(name, type_=Text(), expanding=True) for name in asked)
        )
        kept = {name: said for name, said in values.items() if f":{name}" in order}
        with self.store.engine.connect() as connection:
            yield from map(dict, connection.execute(bound, kept).mappings())
