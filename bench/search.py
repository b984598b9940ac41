"""Ranked search beside FTS5, PostgreSQL and a scan of every text, in one run.

    python bench/search.py [--posts 50000] [--no-postgres]

Posts are cut together from stretches of 3 to 22 running words of real Arabic, Persian, Urdu and
English sentences (``../shared/data/parallel``; 55, 16, 12 and 17 of a hundred posts), so that
words are as frequent and as joined as they are there, and each carries a handle and a number of its
own. Every side gets the same posts and answers with the first 20 ids, best first: we cut the words
in three strengths ourselves; FTS5 and PostgreSQL ('simple', GIN, ts_rank) get the folded text, and
the scan looks for folded words one post after the other, as 4CAT does. PostgreSQL stands on
Debian's packages in a folder of its own. Its seconds are those of its own process.
"""

import argparse
import gzip
import random
import shutil
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPOSITORY / "tests"))

from marsad.search.ask import best, put  # noqa: E402
from marsad.search.document import Entry, Said  # noqa: E402
from marsad.search.evaluate_search import UTC_ZONE  # noqa: E402
from marsad.search.parse import parse  # noqa: E402
from marsad.search.schema import opened  # noqa: E402
from marsad.search.words import folded_words  # noqa: E402
from marsad.search.writing import Writing  # noqa: E402

DATA = REPOSITORY.parent / "shared" / "data" / "parallel"
SHARES = {"ar": 55, "fa": 16, "ur": 12, "en": 17}
KINDS, EACH, SCANNED, FIRST = ("common", "middle", "rare", "boolean", "phrase"), 20, 5, 20
Query = tuple[str, tuple[str, ...]]
Ask = Callable[[Query], list[int]]


def pools() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for language in ("ar", "fa", "ur"):
        for name in ("tico19", "tatoeba"):
            with gzip.open(DATA / f"{name}.{language}-en.tsv.gz", "rt", encoding="utf-8") as lines:
                for line in lines:
                    source, _, english = line.rstrip("\n").partition("\t")
                    found.setdefault(language, []).extend(source.split())
                    found.setdefault("en", []).extend(english.split())
    return found


def posts(many: int) -> Iterator[str]:
    dice, words = random.Random(7), pools()
    languages = dice.choices(list(SHARES), list(SHARES.values()), k=many)
    for number, language in enumerate(languages):
        pool, said = words[language], [f"#c{dice.randrange(10_000)}", f"n{number}"]
        length = min(60, max(4, int(dice.lognormvariate(3.1, 0.6))))
        while len(said) < length:
            at = dice.randrange(len(pool) - 22)
            said += pool[at : at + dice.randint(3, 22)]
        yield " ".join(said)


def queries(texts: Sequence[str]) -> list[Query]:
    dice, cut = random.Random(11), [folded_words(text) for text in texts[:50_000]]
    ranked = [word for word, _n in Counter(w for words in cut for w in words).most_common()]
    tops = {"common": ranked[:60], "middle": ranked[300:3_000], "rare": ranked[-40_000:-20_000]}
    made: list[Query] = [
        (kind, (word,)) for kind, some in tops.items() for word in dice.sample(some, EACH)
    ]
    for _ in range(EACH):
        made.append(("boolean", tuple(dice.sample(ranked[:400], 2))))
        words = dice.choice([words for words in cut if len(words) > 12])
        at = dice.randrange(3, len(words) - 2)
        made.append(("phrase", tuple(words[at : at + 2])))
    return made


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


def timed(ask: Ask, asked: Sequence[Query], warm: int = 10) -> dict[str, list[float]]:
    for query in asked[:warm]:
        ask(query)
    found: dict[str, list[float]] = {kind: [] for kind in ("all", *KINDS)}
    for query in asked:
        began = time.perf_counter()
        ask(query)
        took = (time.perf_counter() - began) * 1000
        found["all"].append(took)
        found[query[0]].append(took)
    return found


def shown(name: str, times: dict[str, list[float]], more: str) -> str:
    cells = (
        f"{kind} {at(some, 0.5):.2f}/{at(some, 0.95):.2f}" for kind, some in times.items() if some
    )
    return f"{name:<11} p50/p95 ms: {'  '.join(cells)}  {more}"


def at(times: Sequence[float], part: float) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * part))]


def held(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--posts", type=int, default=50_000)
    parser.add_argument("--no-postgres", action="store_true")
    wanted = parser.parse_args()
    texts = list(posts(wanted.posts))
    asked = queries(texts)
    print(f"{len(texts)} posts, {len(asked)} queries, the first {FIRST} answers each")
    folder = Path(tempfile.mkdtemp())
    try:
        times = measured(texts, asked, folder, wanted.no_postgres)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    ours = times.pop("marsad")["all"]
    for name, peer in times.items():
        print(f"{name} p95 / our p95: {at(peer['all'], 0.95) / at(ours, 0.95):.0f}x")


def measured(
    texts: Sequence[str], asked: Sequence[Query], folder: Path, alone: bool
) -> dict[str, dict[str, list[float]]]:
    times = {}
    for name, side in (("marsad", marsad), ("fts5", fts5)):
        (folder / name).mkdir()
        began = time.process_time()
        ask = side(texts, folder / name)
        spent = time.process_time() - began
        times[name] = timed(ask, asked)
        more = f"{held(folder / name):.0f} MB  {len(texts) / spent:.0f} posts/cpu-s"
        print(shown(name, times[name], more), flush=True)
    if not alone:
        times["postgresql"] = beside_postgres(texts, asked)
    times["scan"] = timed(scan(texts), asked[:: len(asked) // SCANNED], warm=0)
    print(shown("scan", times["scan"], "no index"), flush=True)
    return times


def beside_postgres(texts: Sequence[str], asked: Sequence[Query]) -> dict[str, list[float]]:
    from postgres_server import Server, programs

    bin = programs()
    if bin is None:
        sys.exit("PostgreSQL is not installed (Debian: postgresql); or say --no-postgres")
    server = Server(bin)
    try:
        server.ask("create database bench template template0")
        began = time.process_time()
        ask, seconds, size = postgres(texts, server.url("bench"))
        spent = time.process_time() - began + seconds()
        times = timed(ask, asked)
        more = f"{size() / 1e6:.0f} MB  {len(texts) / spent:.0f} posts/cpu-s"
        print(shown("postgresql", times, more), flush=True)
        return times
    finally:
        server.stop()


if __name__ == "__main__":
    main()
