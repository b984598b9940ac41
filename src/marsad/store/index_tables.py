"""The search index of a lab in PostgreSQL: tables that are derived, and made again where they lack.

::

    index_term    every word of every field, with its number and how many posts hold it
    index_post    a post a row: its words as numbers, one after the other as they stand there
    index_water   how far the rest has followed the store; written in the same transaction

They are none of the schema's steps: whoever changes their form gives them another version, and they
are dropped and filled anew. Words are numbers and not a ``tsvector`` (docs/decisions/0030).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from marsad.errors import LabBusy
from marsad.phrase import Phrase
from marsad.store import database
from marsad.store.index_query import Look
from marsad.store.index_writer import IndexWriter
from marsad.store.store import Store

FOLLOWER = 0x6D61727361640002
"""The advisory lock of whoever brings the index up."""
GONE = ("42P01", "42883")
"""What the server answers where a table or a function is no longer there."""
# How often words stand side by side, the last of them one of several. With a slop: how often
# places of all of them, each less its place in the phrase, lie in a stretch of that many.
BESIDE = """
create or replace function index_beside(said int[], firsts int[], lasts int[], slop int)
returns int language plpgsql immutable strict parallel safe as $$
declare at int; found int := 0; many int := cardinality(firsts); size int := cardinality(said);
    places int[]; every int[] := '{}'; heads int[] := '{}'; ends int[] := '{}';
    low int; high int; lowest int;
begin
    if slop = 0 then
        <<starts>>
        foreach at in array array_positions(said, firsts[1]) loop
            exit when at + many > size;
            for n in 2 .. many loop
                continue starts when said[at + n - 1] <> firsts[n];
            end loop;
            if said[at + many] = any(lasts) then found := found + 1; end if;
        end loop;
        return found;
    end if;
    for n in 1 .. many + 1 loop
        select coalesce(array_agg(place - n order by place), '{}') into places
            from unnest(said) with ordinality as u (word, place)
            where word = any(case when n > many then lasts else array[firsts[n]] end);
        heads := heads || cardinality(every) + 1;
        every := every || places;
        ends := ends || cardinality(every);
    end loop;
    loop
        low := null; high := null;
        for n in 1 .. many + 1 loop
            if heads[n] > ends[n] then return found; end if;
            at := every[heads[n]];
            if low is null or at < low then low := at; lowest := n; end if;
            if high is null or at > high then high := at; end if;
        end loop;
        if high - low <= slop then found := found + 1; end if;
        heads[lowest] := heads[lowest] + 1;
    end loop;
end $$"""
TABLES = ("index_water", "index_term", "index_post")
DROP = f"drop table if exists {', '.join(TABLES)}"
MAKE = (
    "create table index_water (one int primary key, record bytea not null, posts bigint not null, "
    "length bigint not null)",
    "create table index_term (id int primary key, field smallint not null, "
    'term text collate "C" not null, posts int not null) with (fillfactor = 70)',
    "create table index_post (number bigint primary key, posted bigint not null, "
    "seen bigint not null, day int not null, month int not null, length int not null, "
    "said int[] not null, kinds int[] not null)",
    "create unique index index_term_by_term on index_term (term, field)",
    BESIDE,
)
COMPLETE = (
    "create index if not exists index_post_by_word on index_post using gin (said, kinds)",
    "create index if not exists index_post_by_posted on index_post (posted)",
    "create index if not exists index_post_by_seen on index_post (seen)",
)
"""Made when the first pass is through: filling a table goes faster without them."""
SETTLE = ("select gin_clean_pending_list('index_post_by_word')", "analyze index_post")
THERE = "select count(*) from unnest(cast(:names as text[])) as n where to_regclass(n) is not null"


class Water(NamedTuple):
    """How far the index has come, in the words of who follows, and what it holds."""

    record: bytes
    posts: int
    length: int
    """Words of all posts together."""


class IndexTables:
    """The index in the database of one lab."""

    def __init__(self, store: Store) -> None:
        """Look at nothing yet."""
        self._engine = store.engine

    def water(self) -> Water | None:
        """How far it has come; nothing where a table lacks, or none was ever written."""
        with self._engine.connect() as connection:
            if not self._there(connection):
                return None
            found = connection.execute(text("select record, posts, length from index_water"))
            row = found.first()
            return Water(bytes(row.record), row.posts, row.length) if row else None

    def posts(self) -> int:
        """How many posts are in it, counted."""
        with self._engine.connect() as connection:
            return int(connection.execute(text("select count(*) from index_post")).scalar_one())

    def make(self, record: bytes) -> None:
        """Put empty tables in the place of those that are there."""
        with self._engine.begin() as connection:
            for order in (DROP, *MAKE):
                connection.exec_driver_sql(order)
            put = "insert into index_water values (1, :record, 0, 0)"
            connection.execute(text(put), {"record": record})

    def drop(self) -> None:
        """Leave nothing, in the files of the database either."""
        with self._engine.begin() as connection:
            connection.exec_driver_sql(DROP)
            connection.exec_driver_sql("drop function if exists index_beside")

    def complete(self, settle: bool) -> None:
        """Make what searching goes by; ``settle`` it when much has changed."""
        options = {"isolation_level": "AUTOCOMMIT"}
        with self._engine.connect().execution_options(**options) as connection:
            for order in (*COMPLETE, *(SETTLE if settle else ())):
                connection.exec_driver_sql(order)

    @contextmanager
    def held(self, patience: float) -> Iterator[None]:
        """Be the only one who brings the index up; LabBusy when another one still does."""
        options = {"isolation_level": "AUTOCOMMIT"}
        with self._engine.connect().execution_options(**options) as connection:
            before = connection.exec_driver_sql("show lock_timeout").scalar_one()
            connection.exec_driver_sql(f"set lock_timeout = '{int(patience * 1000)}ms'")
            try:
                connection.exec_driver_sql(f"select pg_advisory_lock({FOLLOWER})")
            except LabBusy as error:
                raise LabBusy(
                    Phrase(
                        "another process is bringing up the search index of this lab; try "
                        "again when it is done"
                    )
                ) from error
            finally:
                connection.exec_driver_sql(f"set lock_timeout = '{before}'")
            try:
                yield
            finally:
                connection.exec_driver_sql(f"select pg_advisory_unlock({FOLLOWER})")

    @contextmanager
    def writing(self) -> Iterator[IndexWriter]:
        """Write in one transaction: all of it is durable afterwards, or none."""
        # Nothing of the lab itself is written, so its writers need not wait for this.
        with database.told(), self._engine.begin() as connection:
            writer = IndexWriter(connection)
            yield writer
            writer.close()

    @contextmanager
    def looking(self, water: Water) -> Iterator[Look]:
        """Ask it as of one moment."""
        options = {"isolation_level": "REPEATABLE READ"}
        with self._engine.connect().execution_options(**options) as connection:
            try:
                yield Look(connection, water.posts, water.length)
            except DBAPIError as error:
                if getattr(error.orig, "sqlstate", "") in GONE:
                    raise LabBusy(
                        Phrase(
                            "another process is building the search index of this lab again; try "
                            "again when it is done"
                        )
                    ) from error
                raise

    def _there(self, connection: Connection) -> bool:
        found = connection.execute(text(THERE), {"names": list(TABLES)}).scalar_one()
        return int(found) == len(TABLES)
