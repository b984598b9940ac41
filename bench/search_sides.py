"""The five sides of the bench of search: each takes the same posts in, and answers with ids."""

import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from search_posts import Query

from marsad.search.ask import answered
from marsad.search.document import Entry, Said
from marsad.search.evaluate_search import UTC_ZONE
from marsad.search.index import Opened
from marsad.search.parse import parse
from marsad.search.row import row
from marsad.search.rows import STEP, InTables
from marsad.search.schema import opened
from marsad.search.seam import Answered, Wanted
from marsad.search.words import folded_words
from marsad.search.writing import Writing
from marsad.store import Store
from marsad.store.index_tables import TABLES, IndexTables

FIRST = 20
"""Answers to a query."""
START = datetime(2021, 1, 1, tzinfo=UTC)
Ask = Callable[[Query], list[int]]
Served = tuple[Ask, Callable[[], float], Callable[[], int]]
"""What answers, the seconds that the server spent so far, and the bytes that it keeps."""


def marsad(texts: Sequence[str], folder: Path) -> Ask:
    writing = Writing(folder, UTC_ZONE)
    for entry in entries(texts):
        writing.put("first", entry)
    writing.commit()
    index = opened(str(folder / "first"))
    return asked_as_typed(lambda wanted: answered([index], wanted))


def parted(texts: Sequence[str], folder: Path, parts: int) -> Opened:
    """The same index in parts of as many posts each."""
    writing = Writing(folder, UTC_ZONE)
    for entry in entries(texts):
        writing.put(f"part{entry.number * parts // len(texts)}", entry)
    writing.commit()
    folders = tuple(str(folder / f"part{number}") for number in range(parts))
    return Opened(tuple(map(opened, folders)), folders, len(texts))


def marsad_in_postgres(texts: Sequence[str], url: str) -> Served:
    """Our other engine: the same words, in tables of the lab's PostgreSQL."""
    os.environ["MARSAD_DATABASE"] = url
    store = Store.create(Path(tempfile.mkdtemp()) / "lab")
    tables, every = IndexTables(store), entries(texts)
    tables.make(b"")
    while step := list(islice(every, STEP)):
        with tables.writing() as writer:
            for at in range(0, len(step), 1000):
                writer.put([row(entry, UTC_ZONE) for entry in step[at : at + 1000]])
    tables.complete(settle=True)
    held = tables.water()
    assert held
    assert held.posts == len(texts)

    def one(order: str) -> int:
        with store.engine.connect() as connection:
            return int(connection.exec_driver_sql(order).scalar_one())

    sizes = " + ".join(f"pg_total_relation_size('{name}')" for name in TABLES)
    return (
        asked_as_typed(InTables(tables, held).answer),
        lambda: spent(one("select pg_backend_pid()")),
        lambda: one(f"select {sizes}"),
    )


def entries(texts: Sequence[str]) -> Iterator[Entry]:
    for number, text in enumerate(texts):
        at = START + timedelta(minutes=number)
        yield Entry(number, at, at, (Said("text", text),))


def asked_as_typed(answer: Callable[[Wanted], Answered]) -> Ask:
    def ask(query: Query) -> list[int]:
        kind, words = query
        said = f'"{" ".join(words)}"' if kind == "phrase" else " ".join(words)
        found = answer(Wanted(parse(said), "stemmed", UTC_ZONE, most=FIRST))
        return [each.number for each in found.answers]

    return ask


def spent(pid: int) -> float:
    """Seconds of processor time of a process; the pool has one connection to its server."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def fts5(texts: Sequence[str], folder: Path) -> Ask:
    database = sqlite3.connect(folder / "fts5.db")
    database.execute("create virtual table posts using fts5(body)")
    rows = ((number, " ".join(folded_words(text))) for number, text in enumerate(texts))
    database.executemany("insert into posts (rowid, body) values (?, ?)", rows)
    database.commit()
    order = f"select rowid from posts where posts match ? order by rank limit {FIRST}"

    def ask(query: Query) -> list[int]:
        kind, words = query
        said = f'"{" ".join(words)}"' if kind == "phrase" else " ".join(f'"{w}"' for w in words)
        return [row[0] for row in database.execute(order, (said,))]

    return ask


def postgres(texts: Sequence[str], url: str) -> Served:
    import psycopg

    plain = psycopg.connect(url, autocommit=True)
    plain.execute("create table posts (id int primary key, body text, words tsvector)")
    plain.execute("create temp table raw (id int, body text)")
    with plain.cursor().copy("copy raw from stdin") as copy:
        for number, text in enumerate(texts):
            copy.write_row((number, " ".join(folded_words(text))))
    plain.execute("insert into posts select id, body, to_tsvector('simple', body) from raw")
    plain.execute("create index on posts using gin (words)")
    plain.execute("analyze posts")
    ranked = (
        "select id from posts, {how}('simple', %s) q where words @@ q "
        f"order by ts_rank(words, q) desc limit {FIRST}"
    )

    def ask(query: Query) -> list[int]:
        kind, words = query
        how = "phraseto_tsquery" if kind == "phrase" else "plainto_tsquery"
        rows = plain.execute(ranked.format(how=how), (" ".join(words),))
        return [row[0] for row in rows]

    def size() -> int:
        (found,) = plain.execute("select pg_total_relation_size('posts')").fetchone() or (0,)
        return int(found)

    return ask, lambda: spent(plain.info.backend_pid), size


def scan(texts: Sequence[str]) -> Ask:
    def ask(query: Query) -> list[int]:
        kind, words = query
        wanted = [" ".join(words)] if kind == "phrase" else list(words)
        found = []
        for number, text in enumerate(texts):
            body = f" {' '.join(folded_words(text))} "
            if all(f" {each} " in body for each in wanted):
                found.append(number)
        return found[:FIRST]

    return ask
