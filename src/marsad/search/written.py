"""Hits as files: JSON lines with the spans of the words found, and CSV for a spreadsheet."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from marsad.errors import BadInput
from marsad.phrase import Phrase
from marsad.safeguards import salt_pseudonyms
from marsad.search.query import Ask, Hit, search
from marsad.store import Store, records
from marsad.text.cells import line

MOST = 50_000
"""Hits of a file: they are put together before the first of them goes out."""
COLUMNS = (
    "post", "place", "place_name", "native_id", "posted_at", "found_in", "words", "text",
)  # fmt: skip


def every_hit(store: Store, ask: Ask) -> tuple[Hit, ...]:
    """All hits of a query; BadInput when they are more than a file holds."""
    found = search(store, ask)
    if (found.total or 0) > MOST:
        raise BadInput(
            Phrase(
                "%(total)s posts answer, and a file holds %(most)s; narrow the "
                "search by date or place, or go on page by page with: marsad search "
                "LAB QUERY --json --after N",
                total=found.total,
                most=MOST,
            )
        )
    return found.hits


def plain(hit: Hit) -> dict[str, Any]:
    """A hit, ready for JSON."""
    return {
        "score": hit.score,
        "number": hit.number,
        "post": records.plain(records.record(hit.post)),
        "reasons": [
            {
                "source": reason.source,
                "of": reason.of,
                "spots": [
                    {"start": spot.start, "end": spot.end, "words": spot.words}
                    for spot in reason.spots
                ],
            }
            for reason in hit.reasons
        ],
    }


def as_jsonl(store: Store, hits: Iterable[Hit]) -> str:
    """A hit a line, each with the whole post."""
    del store
    lines = (json.dumps(plain(hit), ensure_ascii=False) for hit in hits)
    return salt_pseudonyms()("".join(f"{each}\n" for each in lines))


def as_csv(store: Store, hits: Iterable[Hit]) -> str:
    """A hit a row; cells that a spreadsheet would obey are put behind an apostrophe."""
    names = {place.id: place.name for place in store.places()}
    told = [COLUMNS, *(_row(hit, names) for hit in hits)]
    return salt_pseudonyms()("".join(f"{line(each)}\r\n" for each in told))


def _row(hit: Hit, names: Mapping[str, str]) -> tuple[str, ...]:
    post = hit.post
    found = dict.fromkeys(reason.source for reason in hit.reasons)
    words = dict.fromkeys(spot.words for reason in hit.reasons for spot in reason.spots)
    return (
        post.id, post.place, names.get(post.place, ""), post.native_id,
        post.posted_at.isoformat(), " ".join(found), " | ".join(words), post.text,
    )  # fmt: skip
