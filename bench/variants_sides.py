"""The sides of the bench of variants: documents go in, and a word is answered with all of them."""

import sqlite3
from collections.abc import Callable, Sequence

import tantivy

from marsad.search.ask import answered
from marsad.search.evaluate_search import UTC_ZONE, indexed
from marsad.search.parse import plain
from marsad.search.seam import Wanted

Ask = Callable[[str], set[int]]


def ours(texts: Sequence[str], strength: str) -> Ask:
    index = indexed(texts)

    def ask(word: str) -> set[int]:
        wanted = Wanted(plain(word), strength, UTC_ZONE, most=len(texts))
        return {answer.number for answer in answered([index], wanted).answers}

    return ask


def stemmer(texts: Sequence[str]) -> Ask:
    """Tantivy as it comes: its own cutting, and Snowball's Arabic stemmer."""
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("number", fast=True)
    builder.add_text_field("body", tokenizer_name="arabic")
    index = tantivy.Index(builder.build())
    words = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    cut = words.filter(tantivy.Filter.lowercase()).filter(tantivy.Filter.stemmer("arabic")).build()
    index.register_tokenizer("arabic", cut)
    writer = index.writer(heap_size=50_000_000, num_threads=1)
    for number, text in enumerate(texts):
        writer.add_document(tantivy.Document(number=number, body=text))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def ask(word: str) -> set[int]:
        terms = [tantivy.Query.term_query(index.schema, "body", one) for one in cut.analyze(word)]
        asked = tantivy.Query.boolean_query([(tantivy.Occur.Must, term) for term in terms])
        places = [place for _score, place in searcher.search(asked, len(texts)).hits]
        return {int(number or 0) for number in searcher.fast_field_values("number", places)}

    return ask


def fts5(texts: Sequence[str]) -> Ask:
    database = sqlite3.connect(":memory:")
    database.execute("create virtual table docs using fts5(body, tokenize = 'unicode61')")
    database.executemany("insert into docs (rowid, body) values (?, ?)", enumerate(texts))

    def ask(word: str) -> set[int]:
        rows = database.execute("select rowid from docs where docs match ?", (f'"{word}"',))
        return {row[0] for row in rows}

    return ask


def postgres(texts: Sequence[str], url: str) -> Ask:
    import psycopg

    server = psycopg.connect(url, autocommit=True)
    server.execute("drop table if exists docs")
    server.execute("create table docs (number int, words tsvector)")
    with server.cursor() as cursor:
        cursor.executemany(
            "insert into docs values (%s, to_tsvector('arabic', %s))", list(enumerate(texts))
        )
    asked = "select number from docs where words @@ plainto_tsquery('arabic', %s)"
    return lambda word: {row[0] for row in server.execute(asked, (word,))}
