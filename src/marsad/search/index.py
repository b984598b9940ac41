"""The search index: beside the store, derived from it, mended at every opening.

We fold the words ourselves, at index and at query: no engine's own Arabic analysis joins the
spellings (ي and ی, ك and ک) and strips وال-. The index is never the truth: what it lacks is read
from the store, and a broken one is thrown away and built again.
"""

import json
import logging
import re
import shutil
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import tantivy

from marsad.model import Finding, Post
from marsad.store import Store, layout
from marsad.text.fold import folded, stemmed

VERSION = 1
WATERMARK = "watermark.json"
READ = ("ocr-text", "transcript", "document-text")
"""Findings whose value is text of the post, to be found like its own."""
BATCH = 1000
"""Posts looked up in the store at a time."""
MEMORY = 64_000_000
"""Bytes the index writer may use before it writes a segment."""

_WORD = re.compile(r"[\w']+")

log = logging.getLogger(__name__)


def words(text: str) -> str:
    """The words of a folded text, without punctuation."""
    return " ".join(_WORD.findall(text))


def opened(store: Store, tell: Callable[[int], None] = lambda _done: None) -> tantivy.Index:
    """The index of a lab, brought up to date with its store."""
    folder = store.lab / layout.INDEX
    try:
        index, water = _open(folder)
    except (ValueError, OSError, KeyError) as error:
        log.warning("the search index is built again: %s", error)
        shutil.rmtree(folder, ignore_errors=True)
        index, water = _open(folder)
    _catch_up(store, index, folder, water, tell)
    return index


def forget(store: Store) -> None:
    """Throw the index away; the next search builds it from what the store still holds."""
    shutil.rmtree(store.lab / layout.INDEX, ignore_errors=True)


def schema() -> tantivy.Schema:
    """The fields of a post in the index."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    builder.add_text_field("folded", tokenizer_name="marsad")
    builder.add_text_field("stemmed", tokenizer_name="marsad", index_option="freq")
    builder.add_text_field("english", tokenizer_name="en_stem")
    return builder.build()


def _open(folder: Path) -> tuple[tantivy.Index, dict[str, int]]:
    path = folder / WATERMARK
    if not path.exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    index = tantivy.Index(schema(), path=str(folder))
    plain = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer("marsad", plain)
    water = json.loads(path.read_text()) if path.exists() else {"version": VERSION}
    if water["version"] != VERSION:
        raise ValueError("it was made by another version")
    return index, water


def _catch_up(
    store: Store,
    index: tantivy.Index,
    folder: Path,
    water: dict[str, int],
    tell: Callable[[int], None],
) -> None:
    """Index what came since; the watermark is written after the commit, so nothing is skipped."""
    now = {"version": VERSION, **store.high_water()}
    if now == water:
        return
    writer = index.writer(heap_size=MEMORY, num_threads=1)
    fresh, changed = not index.searcher().num_docs, store.changed(water)
    while posts := list(islice(changed, BATCH)):
        for post, document in zip(posts, _documents(store, posts), strict=True):
            if not fresh:
                writer.delete_documents_by_term("id", post.id)
            writer.add_document(document)
        tell(len(posts))
    writer.commit()
    writer.wait_merging_threads()
    (folder / WATERMARK).write_text(json.dumps(now))
    index.reload()


def _documents(store: Store, posts: list[Post]) -> Iterator[Any]:
    ids = [post.id for post in posts]
    read, translated = store.findings_of(ids, READ), store.translations_of(ids)
    for post in posts:
        said = "\n".join(_texts(post, read.get(post.id, [])))
        yield tantivy.Document(
            id=post.id,
            folded=words(folded(said)),
            stemmed=words(stemmed(said)),
            english=" ".join(each.text for each in translated.get(post.id, [])),
        )


def _texts(post: Post, read: list[Finding]) -> Iterator[str]:
    yield post.text
    if post.poll:
        yield from (post.poll.question, *post.poll.answers)
    yield from (media.name for media in post.media)
    yield from (finding.value for finding in read)
