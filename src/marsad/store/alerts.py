"""Saved searches, and what is to be told of them: each post once on each channel.

A row of the outbox holds no words, only where in a post they stand, so that it says nothing once
the post is erased. What is on its way is marked before it goes: a run that is killed between the
two tells nothing twice, and the row shows that nobody knows whether it arrived.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, text

from marsad.errors import BadInput, NotFound
from marsad.phrase import Phrase
from marsad.store import records
from marsad.store.store import Store

WAITING, ON_ITS_WAY, SENT, READ, GIVEN_UP = "waiting", "on its way", "sent", "read", "given up"
KEPT_BACK = "kept back"
"""Marked: it is told at the desk alone, to whoever is cleared."""
Spots = list[dict[str, Any]]
SAVED, DROPPED = "search saved", "saved search dropped"
ASIDE, BACK = "saved search set aside", "saved search taken back"
"""Acts. What is set aside is neither asked nor shown, and nothing of it is lost."""


@dataclass(frozen=True, slots=True)
class Alert:
    """A search that is asked again whenever something came or was said."""

    name: str
    query: str
    channels: tuple[str, ...]
    """``page``, ``feed``, ``mail:NAME@HOST`` or ``webhook:ADDRESS``."""
    by: str
    """Who saved it."""
    at: datetime
    strength: str = "stemmed"
    water: Mapping[str, int] = field(default_factory=dict)
    """How far the lab had come when it was last asked."""
    known: bytes = b""
    """The posts that answered when it was saved, packed: they are never told."""
    fault: str = ""
    """Why it could not be asked the last time."""


@dataclass(frozen=True, slots=True)
class Item:
    """A post to be told on one channel, and what became of it."""

    seq: int
    alert: str
    channel: str
    post: str
    at: datetime
    state: str
    tries: int
    spots: Spots


class Alerts:
    """The saved searches of one lab, and their outbox."""

    def __init__(self, store: Store) -> None:
        """Stand before the lab."""
        self.store = store

    def all(self) -> list[Alert]:
        """Every saved search that is not set aside, by name."""
        aside = self.aside()
        return [each for each in self._every() if each.name not in aside]

    def aside(self) -> set[str]:
        """The names of those that are set aside."""
        names: set[str] = set()
        for said in self.store.acts(SAVED, DROPPED, ASIDE, BACK):
            (names.add if said["act"] == ASIDE else names.discard)(said["alert"])
        return names

    def get(self, name: str) -> Alert:
        """One of them."""
        every = {each.name: each for each in self.all()}
        if name not in every:
            known = ", ".join(every) or "none"
            raise NotFound(
                Phrase(
                    "no saved search %(name)s; there are: %(known)s",
                    name=repr(name[:60]),
                    known=known,
                )
            )
        return every[name]

    def add(self, alert: Alert) -> None:
        """Save a search in a person's name; the log says who, and not what was looked for.

        One that was set aside under its name gives way.
        """
        if any(each.name == alert.name for each in self.all()):
            raise BadInput(
                Phrase(
                    "a search is saved as %(name)s already; drop it first", name=repr(alert.name)
                )
            )
        values = {
            "name": alert.name, "query": alert.query, "channels": json.dumps(alert.channels),
            "author": alert.by, "at": records.instant(alert.at), "strength": alert.strength,
            "water": json.dumps(alert.water), "known": alert.known, "fault": "",
        }  # fmt: skip
        names, marks = ", ".join(values), ", ".join(f":{name}" for name in values)
        with self.store.write() as writer:
            _delete(writer.connection, alert.name)
            order = f"insert into alert ({names}) values ({marks})"
            writer.connection.execute(text(order), values)
            kinds = sorted({channel.partition(":")[0] for channel in alert.channels})
            writer.act(SAVED, alert.by, alert=alert.name, channels=kinds)

    def drop(self, name: str, by: str) -> None:
        """Forget a search, with all that was to be told of it."""
        if name not in self.aside():
            self.get(name)
        with self.store.write() as writer:
            _delete(writer.connection, name)
            writer.act(DROPPED, by, alert=name)

    def set_aside(self, name: str, by: str) -> None:
        """Ask and show a search no longer; it can be taken back as it was."""
        found = self.get(name)
        with self.store.write() as writer:
            writer.act(ASIDE, by, alert=found.name)

    def take_back(self, name: str, by: str) -> None:
        """Go on with a search that was set aside; what came meanwhile is told, too."""
        if name not in self.aside():
            raise NotFound(Phrase("no saved search %(name)s is set aside", name=repr(name[:60])))
        with self.store.write() as writer:
            writer.act(BACK, by, alert=name)

    def tell(
        self, alert: Alert, water: Mapping[str, int], found: Iterable[tuple[str, Spots]], at: str
    ) -> int:
        """Put posts into the outbox and move the watermark, both or neither; count what is new."""
        put = (
            "insert into outbox (alert, channel, post, at, state, tries, due, spots) "
            "select :alert, :channel, id, :at, :state, 0, '', :spots from post where id = :post "
            "on conflict do nothing"
        )
        new = 0
        with self.store.transaction() as connection:
            for post, spots in found:
                said = {"alert": alert.name, "post": post, "at": at, "state": WAITING}
                for channel in alert.channels:
                    values = {**said, "channel": channel, "spots": json.dumps(spots)}
                    new += connection.execute(text(put), values).rowcount
            order = "update alert set water = :water, fault = '' where name = :name"
            connection.execute(text(order), {"water": json.dumps(water), "name": alert.name})
        return new

    def fail(self, alert: Alert, fault: str) -> None:
        """Note why a search could not be asked or told."""
        with self.store.transaction() as connection:
            order = "update alert set fault = :fault where name = :name"
            connection.execute(text(order), {"fault": fault, "name": alert.name})

    def waiting(self, alert: str, channel: str, now: str, limit: int) -> list[Item]:
        """What is to be told now on a channel, oldest first."""
        order = (
            "select * from outbox where alert = :alert and channel = :channel "
            "and state = 'waiting' and due <= :now order by seq limit :limit"
        )
        values = {"alert": alert, "channel": channel, "now": now, "limit": limit}
        return [_item(row) for row in self.store.rows(order, **values)]

    def latest(self, channel: str, alert: str = "", state: str = "", most: int = 100) -> list[Item]:
        """What was put on a channel last, newest first."""
        order = (
            "select * from outbox where channel = :channel and (:alert = '' or alert = :alert) "
            "and (:state = '' or state = :state) order by seq desc limit :most"
        )
        values = {"channel": channel, "alert": alert, "state": state, "most": most}
        aside = self.aside()
        found = (_item(row) for row in self.store.rows(order, **values))
        return [each for each in found if each.alert not in aside]

    def mark(self, seqs: Sequence[int], state: str, was: str, tries: int = 0, due: str = "") -> int:
        """Move rows from one state to another; count those that were in it."""
        order = text(
            "update outbox set state = :state, tries = tries + :tries, due = :due "
            "where state = :was and seq in :seqs"
        ).bindparams(bindparam("seqs", expanding=True))
        values = {"state": state, "was": was, "tries": tries, "due": due, "seqs": list(seqs)}
        with self.store.transaction() as connection:
            return int(connection.execute(order, values).rowcount)

    def counts(self) -> dict[str, dict[str, int]]:
        """How many rows of each saved search are in each state."""
        order = "select alert, state, count(*) as n from outbox group by alert, state"
        found: dict[str, dict[str, int]] = {}
        for row in self.store.rows(order):
            found.setdefault(row["alert"], {})[row["state"]] = int(row["n"])
        aside = self.aside()
        return {name: states for name, states in found.items() if name not in aside}

    def _every(self) -> list[Alert]:
        return [_alert(row) for row in self.store.rows("select * from alert order by name")]


def _delete(connection: Connection, name: str) -> None:
    for table, column in (("outbox", "alert"), ("alert", "name")):
        connection.execute(text(f"delete from {table} where {column} = :name"), {"name": name})


def _alert(row: Mapping[str, Any]) -> Alert:
    return Alert(
        row["name"], row["query"], tuple(json.loads(row["channels"])), row["author"],
        datetime.fromisoformat(row["at"]), row["strength"], json.loads(row["water"]),
        bytes(row["known"]), row["fault"],
    )  # fmt: skip


def _item(row: Mapping[str, Any]) -> Item:
    return Item(
        int(row["seq"]), row["alert"], row["channel"], row["post"],
        datetime.fromisoformat(row["at"]), row["state"], int(row["tries"]),
        json.loads(row["spots"]),
    )  # fmt: skip
