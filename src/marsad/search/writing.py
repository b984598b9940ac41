"""Writing into the shards of an index, as few of them open at a time as need be."""

from pathlib import Path
from zoneinfo import ZoneInfo

import tantivy

from marsad.search.document import Entry, document
from marsad.search.schema import opened

MEMORY = 96_000_000
"""Bytes that all writers together may use before they write a segment."""
LEAST_MEMORY = 16_000_000
"""Bytes below which the engine refuses to write."""
MOST_OPEN = 6


class Writing:
    """The shards that are being written to. A post put in again takes the place of the older."""

    def __init__(self, folder: Path, zone: ZoneInfo) -> None:
        """Open nothing yet."""
        self._folder, self._zone = folder, zone
        self._open: dict[str, tuple[tantivy.Index, tantivy.IndexWriter, int]] = {}

    def put(self, shard: str, entry: Entry) -> None:
        """Take a post in."""
        _index, writer, highest = self._writer(shard)
        if entry.number <= highest:
            writer.delete_documents_by_term("seq", entry.number)
        writer.add_document(document(entry, self._zone))

    def drop(self, shard: str, number: int) -> None:
        """Take a post out."""
        self._writer(shard)[1].delete_documents_by_term("seq", number)

    def commit(self) -> None:
        """Make everything durable, and let go of it."""
        while self._open:
            self._close(next(iter(self._open)))

    def _writer(self, shard: str) -> tuple[tantivy.Index, tantivy.IndexWriter, int]:
        if shard in self._open:
            return self._open[shard]
        if len(self._open) >= MOST_OPEN:
            self._close(next(iter(self._open)))
        folder = self._folder / shard
        folder.mkdir(parents=True, exist_ok=True)
        index = opened(str(folder))
        # One thread: while it writes, ours cuts the next words.
        heap = MEMORY if not self._open else LEAST_MEMORY
        self._open[shard] = index, index.writer(heap_size=heap, num_threads=1), _highest(index)
        return self._open[shard]

    def _close(self, shard: str) -> None:
        _index, writer, _highest = self._open.pop(shard)
        writer.commit()
        writer.wait_merging_threads()


def _highest(index: tantivy.Index) -> int:
    """The highest number in a shard; posts above it cannot be in there already."""
    found = index.searcher().search(tantivy.Query.all_query(), 1, False, order_by_field="seq")
    return max((number for number, _address in found.hits), default=0)
