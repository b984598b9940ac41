"""Posts for programs: found, whole, and coded."""

from typing import Annotated, Literal

from fastapi import Query
from fastapi.responses import Response

from marsad import enrich
from marsad.search import Ask, search
from marsad.search import Hit as Found
from marsad.search.facets import Facet as Counted
from marsad.web.api.answers import (
    Code,
    Count,
    Facet,
    Hit,
    Hits,
    Limit,
    Spot,
    Whole,
    Why,
    said,
)
from marsad.web.pages.lab import Lab
from marsad.web.pages.who import Who

Offset = Annotated[str, Query(pattern="^[0-9]{0,7}$", description="``next`` of the page before.")]


def posts(
    store: Lab,
    q: Annotated[str, Query(description="In the query language of search.")] = "*",
    strength: Literal["exact", "folded", "stemmed"] = "stemmed",
    order: Literal["first-seen", "newest", "oldest", "relevance"] = "first-seen",
    facet: Annotated[list[str], Query(description="Fields to count values of.")] = [],  # noqa: B006 - read
    limit: Limit = 50,
    after: Offset = "",
) -> Response:
    """Posts that answer a query, page by page.

    In the order ``first-seen`` posts that are captured meanwhile are at the end, so that whoever
    walks through all pages sees each post once; the other orders may shift under a walk.
    """
    start = int(after or 0)
    found = search(store, Ask(q, "", strength, order, limit, start, tuple(facet)))
    total, end = found.total or 0, start + limit
    return said(
        Hits(
            tuple(_hit(each, order == "relevance") for each in found.hits),
            str(end) if end < total else None,
            total,
            tuple(map(_facet, found.facets)),
            found.behind,
        )
    )


def post(store: Lab, id: str) -> Response:
    """Answer one post with every finding about it, and which of them stand."""
    found = store.post(id)
    return said(
        Whole(
            found,
            tuple(store.findings_ever(found.id)),
            tuple(each.id for each in store.findings(found.id)),
            tuple(each.id for each in store.translations(post=found.id)),
        )
    )


def code(store: Lab, who: Who, id: str, given: Code) -> Response:
    """Give a post a code, or correct one, as ``marsad code LAB add`` does."""
    line = {"post": id, "kind": given.kind, "code": given.code, "replaces": given.replaces}
    made = enrich.add_code(store, line, who.signature)
    store.checkpoint()
    # As it is stored: whoever says a thing again gets what was said the first time.
    return said(store.finding(made.id))


def _hit(found: Found, ranked: bool) -> Hit:
    reasons = tuple(
        Why(each.source, each.of, tuple(Spot(at.start, at.end, at.words) for at in each.spots))
        for each in found.reasons
    )
    score = found.score if ranked else None
    return Hit(found.number, score, found.post, reasons)


def _facet(found: Counted) -> Facet:
    return Facet(found.field, tuple(Count(*each) for each in found.counts), found.more)
