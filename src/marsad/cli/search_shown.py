"""What ``marsad search`` prints."""

from typing import Any

from marsad.cli.output import foreign, say
from marsad.search import Found, Hit
from marsad.search.passage import passage
from marsad.search.written import plain
from marsad.store import Store

AROUND = 20
"""Characters shown before the first word that was found."""
BAR = 40
"""Characters of the longest bar of a histogram."""


def record(found: Found) -> dict[str, Any]:
    """Everything that was found, ready for JSON."""
    return {
        "query": found.ask.query,
        "total": found.total,
        "took_ms": found.took_ms,
        "behind": found.behind,
        "hits": [plain(hit) for hit in found.hits],
        "near": [plain(hit) for hit in found.near],
        "facets": {
            each.field: {"counts": dict(each.counts), "more": each.more} for each in found.facets
        },
        "histogram": [{"start": bar.start, "posts": bar.posts} for bar in found.histogram],
    }


def show(found: Found, store: Store) -> None:
    """Hits, a line each; then why, counts and bars."""
    for hit in found.hits:
        _line(hit, store)
    if found.near:
        say("" if found.hits else "No post holds every word; these hold some of them.")
        for hit in found.near:
            _line(hit, store)
    if found.total is not None:
        say(f"{found.total} posts in {found.took_ms:.1f} ms")
    for facet in found.facets:
        say(f"{facet.field}:")
        for value, posts in facet.counts:
            say(f"{posts:>9}  {foreign(value)}")
        if facet.more:
            say(f"{facet.more:>9}  (other values)")
    most = max((bar.posts for bar in found.histogram), default=0)
    for bar in found.histogram:
        say(f"{bar.start}  {bar.posts:>7}  {'█' * max(1, round(bar.posts / most * BAR))}")


def _line(hit: Hit, store: Store) -> None:
    day = hit.post.posted_at.astimezone(store.settings.zone)
    source, words = _passage(hit)
    where = "" if source == "text" else f"  (in {source})"
    say(f"{hit.post.id}  {day:%Y-%m-%d %H:%M}  {foreign(words)}{where}")


def _passage(hit: Hit) -> tuple[str, str]:
    """The source that holds what was asked for, and what it says there."""
    for reason in hit.reasons:
        found = passage(reason, AROUND)
        words = "".join(piece.text for piece in found.pieces)
        return reason.source, words if found.begins else f"…{words}"
    return "text", hit.post.text
