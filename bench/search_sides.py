"""The four sides of the bench of search: each takes the same posts in, and answers with ids."""

import sqlite3
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from search_posts import Query

from marsad.search.ask import best, put
from marsad.search.document import Entry, Said
from marsad.search.evaluate_search import UTC_ZONE
from marsad.search.parse import parse
from marsad.search.schema import opened
from marsad.search.words import folded_words
from marsad.search.writing import Writing

FIRST = 20
"""Answers to a query."""
Ask = Callable[[Query], list[int]]


def marsad(texts: Sequence[str], folder: Path) -> Ask:
    writing, start = Writing(folder, UTC_ZONE), datetime(2021, 1, 1, tzinfo=UTC)
    for number, text in enumerate(texts):
        at = start + timedelta(minutes=number)
        writing.put("first", Entry(number, at, at, (Said("text", text),)))
    writing.commit()
    index = opened(str(folder / "first"))

    def ask(query: Query) -> list[int]:
        kind, words = query
        said = f'"{" ".join(words)}"' if kind == "phrase" else " ".join(words)
        asked = put([index], parse(said), "stemmed", UTC_ZONE)
        return [answer.number for answer in best(asked, "relevance", FIRST)]

    return ask


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


def postgres(texts: Sequence[str], url: str) -> tuple[Ask, Callable[[], float], Callable[[], int]]:
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

    def seconds() -> float:
        fields = Path(f"/proc/{plain.info.backend_pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / 100

    def size() -> int:
        (found,) = plain.execute("select pg_total_relation_size('posts')").fetchone() or (0,)
        return int(found)

    return ask, seconds, size


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
