"""Lists as files and as feeds: one address for each, and one way of writing them."""

import hashlib
from datetime import date
from itertools import islice

from fastapi import Request
from fastapi.responses import Response

from marsad.errors import BadInput, NotFound, Withheld
from marsad.phrase import Phrase
from marsad.search.atom import TYPE, feed
from marsad.web.pages.lab import Lab
from marsad.web.pages.search import SEALED, origin
from marsad.web.pages.who import Who
from marsad.web.views.lists import FEED_MOST, Listed, listed
from marsad.web.views.table_files import as_csv, as_jsonl
from marsad.web.wording import _

FORMS = {"csv": (as_csv, "text/csv"), "jsonl": (as_jsonl, "application/jsonl")}


def take(request: Request, store: Lab, who: Who, name: str, form: str, about: str = "") -> Response:
    """Send a list; ``about`` names what it is about, where it is not about the whole lab."""
    found = listed(name)
    if who.role not in found.roles:
        raise Withheld(
            Phrase(
                "this list is not for the role %(role)s; ask an admin, or go back", role=who.role
            )
        )
    if form == "atom" and found.noted:
        return _feed(request, store, name, found)
    if form not in FORMS:
        there = [*FORMS, *(["atom"] if found.noted else [])]
        raise NotFound(
            Phrase(
                "no form %(form)s of the list %(name)s; there are %(there)s",
                form=repr(form[:20]),
                name=name,
                there=", ".join(there),
            )
        )
    if name == "brief":
        _day(about)
    written, mime = FORMS[form]
    content = written(found.columns, found.rows(store, about)).encode("utf-8", "replace")
    headers = {
        "content-disposition": f'attachment; filename="{name}.{form}"',
        "content-security-policy": SEALED,
    }
    return Response(content, headers=headers, media_type=f"{mime}; charset=utf-8")


def _feed(request: Request, store: Lab, name: str, found: Listed) -> Response:
    assert found.noted is not None
    id = hashlib.sha256(f"{store.origin}\n{name}".encode()).hexdigest()[:32]
    newest = list(islice(found.noted(store), FEED_MOST))
    said = feed(_(found.title), f"urn:marsad:list:{id}", newest, origin(request))
    return Response(said, headers={"content-security-policy": SEALED}, media_type=TYPE)


def _day(said: str) -> None:
    try:
        date.fromisoformat(said or "2024-05-01")
    except ValueError as error:
        raise BadInput(
            Phrase("%(said)s is no day; write it as 2024-05-01", said=repr(said[:20]))
        ) from error
