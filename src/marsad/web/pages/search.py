"""The posts of the lab, newest first or by what they say."""

import hashlib
from typing import Annotated

from fastapi import Depends, Query, Request
from fastapi.responses import Response

from marsad import track
from marsad.errors import NotFound
from marsad.phrase import Phrase
from marsad.search.atom import TYPE, Told, atom
from marsad.search.written import MOST, as_csv, as_jsonl, every_hit
from marsad.web.pages.lab import Lab
from marsad.web.pages.who import Who
from marsad.web.paper import render
from marsad.web.readings import note_posts, note_shown
from marsad.web.views.asked import ORDERS, STRENGTHS, Asked
from marsad.web.views.cases import MOST_FOUND
from marsad.web.views.listing import ask_of, listing

FORMS = {"csv": (as_csv, "text/csv"), "jsonl": (as_jsonl, "application/jsonl")}
SEALED = "default-src 'none'; sandbox"
FEED_MOST = 100
"""Entries of a feed, the newest."""


def _asked(
    q: str = "",
    day: str = "",
    place: str = "",
    until: str = "",
    skip: int = 0,
    strength: str = "",
    order: str = "",
    only: Annotated[list[str], Query()] = [],  # noqa: B006 - read
) -> Asked:
    """The question that the address holds."""
    return Asked.of(q, day, place, until, skip, strength, order, tuple(only))


Question = Annotated[Asked, Depends(_asked)]


def posts(request: Request, store: Lab, who: Who, asked: Question) -> Response:
    """List posts; the whole question stands in the address."""
    found = listing(store, asked)
    note_shown(request, store, who, found)
    status = 400 if found.fault else 200
    said = {"strengths": STRENGTHS, "orders": ORDERS, "most": MOST_FOUND}
    cases = track.case_titles(store)
    return render(request, "posts.html", status, found=found, cases=cases, **said)


def download(store: Lab, form: str, asked: Question) -> Response:
    """Send every post that answers as a file."""
    if form not in FORMS:
        raise NotFound(
            Phrase(
                "no form %(form)s of a search; there are %(forms)s",
                form=repr(form[:20]),
                forms=", ".join(FORMS),
            )
        )
    written, mime = FORMS[form]
    hits = every_hit(store, ask_of(asked, limit=MOST))
    headers = {
        "content-disposition": f'attachment; filename="posts.{form}"',
        "content-security-policy": SEALED,
    }
    content = written(store, hits).encode("utf-8", "replace")
    return Response(content, headers=headers, media_type=f"{mime}; charset=utf-8")


def feed(request: Request, store: Lab, who: Who, asked: Question) -> Response:
    """Send the newest posts that answer as an Atom feed."""
    newest = ask_of(asked, order="newest", limit=FEED_MOST, counted=False)
    hits = every_hit(store, newest)
    told = [Told(hit.post, hit.reasons, hit.post.posted_at) for hit in hits]
    note_posts(request, store, who, (each.post.id for each in told))
    id = hashlib.sha256(f"{store.origin}\n{asked.whole}".encode("utf-8", "replace")).hexdigest()
    places = {place.id: place.name for place in store.places()}
    said = atom(asked.whole, f"urn:marsad:search:{id[:32]}", told, places, origin(request))
    return Response(said, headers={"content-security-policy": SEALED}, media_type=TYPE)


def origin(request: Request) -> str:
    """The address at which this desk was asked."""
    return f"{request.url.scheme}://{request.url.netloc}"
