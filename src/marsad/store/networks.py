"""Networks of who repeats whom, kept with how far they had read: derived, and never in a backup."""

from typing import NamedTuple

from sqlalchemy import text

from marsad.store.store import Store

PUT = (
    "insert into network (name, post, finding, register, record) "
    "values (:name, :post, :finding, :register, :record) on conflict (name) do update set "
    "post = excluded.post, finding = excluded.finding, register = excluded.register, "
    "record = excluded.record"
)
APART = "~"
"""Stands in the name of one that is made of less than the whole, before what tells it apart."""


class Network(NamedTuple):
    """A network as it was kept."""

    post: int
    """Running number of the last post that it knows."""
    finding: int
    register: str
    """Digest of the places and outlets it is of."""
    record: bytes


class Networks:
    """The networks of one lab."""

    def __init__(self, store: Store) -> None:
        """Read nothing yet."""
        self.store = store

    def get(self, name: str) -> Network | None:
        """What was kept under a name; an erasure drops all of them."""
        order = "select post, finding, register, record from network where name = :name"
        for row in self.store.rows(order, name=name):
            return Network(row["post"], row["finding"], row["register"], bytes(row["record"]))
        return None

    def put(self, name: str, made: Network) -> None:
        """Keep one in place of the one before."""
        with self.store.transaction() as connection:
            connection.execute(text(PUT), {"name": name, **made._asdict()})
