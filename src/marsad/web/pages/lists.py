"""Lists as files and as feeds: one address for each, and one way of writing them."""

import hashlib
from itertools import islice
from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import Response

from marsad.errors import NotFound, Withheld
from marsad.phrase import Phrase
from marsad.search.atom import TYPE, feed
from marsad.store import Seen
from marsad.web.pages.lab import Lab
from marsad.web.pages.search import SEALED, origin
from marsad.web.pages.who import Who
from marsad.web.paper import render
from marsad.web.views.listed import Listed, Subject
from marsad.web.views.lists import FEED_MOST, listed
from marsad.web.views.table_files import as_csv, as_jsonl
from marsad.web.wording import _

FORMS = {"csv": (as_csv, "text/csv"), "jsonl": (as_jsonl, "application/jsonl")}
ASKED = (
    "about", "since", "until", "by", "most", "what", "id", "sha256", "codes", "place", "outlet",
    "language", "day", "only",
)  # fmt: skip


def _asking(request: Request, who: Who) -> Subject:
    """What the address asks of a list; each list reads what it knows."""
    asked = request.query_params
    return Subject({name: asked[name] for name in ASKED if asked.get(name)}, who.signature)


Asking = Annotated[Subject, Depends(_asking)]


def take(request: Request, store: Lab, who: Who, name: str, form: str, subject: Asking) -> Response:
    """Send one of the lists that stand here."""
    if (found := listed(name)).home:
        raise NotFound(Phrase("the list %(name)s stands at %(home)s", name=name, home=found.home))
    if who.role not in found.roles:
        raise Withheld(
            Phrase(
                "this list is not for the role %(role)s; ask an admin, or go back", role=who.role
            )
        )
    return send(request, store, name, form, subject)


def send(request: Request, store: Lab, name: str, form: str, subject: Subject) -> Response:
    """Send a list as a file or a feed to somebody who may have it."""
    found = listed(name)
    if form not in FORMS and not (form == "atom" and found.noted):
        there = [*FORMS, *(["atom"] if found.noted else [])]
        raise NotFound(
            Phrase(
                "no form %(form)s of the list %(name)s; there are %(there)s",
                form=repr(form[:20]),
                name=name,
                there=", ".join(there),
            )
        )
    if found.prepared and request.app.state.preparing.needed(store):
        return render(request, "preparing.html", found=Seen(store).behind(), again=request.url.path)
    if form == "atom":
        return _feed(request, store, name, found, subject)
    written, mime = FORMS[form]
    content = written(found.columns, found.rows(store, subject)).encode("utf-8", "replace")
    headers = {
        "content-disposition": f'attachment; filename="{name}.{form}"',
        "content-security-policy": SEALED,
    }
    return Response(content, headers=headers, media_type=f"{mime}; charset=utf-8")


def _feed(request: Request, store: Lab, name: str, found: Listed, subject: Subject) -> Response:
    assert found.noted is not None
    asked = "".join(f"\n{each}={said}" for each, said in sorted(subject.said.items()))
    key = f"{store.origin}\n{name}{asked}".encode("utf-8", "replace")
    id = hashlib.sha256(key).hexdigest()[:32]
    newest = list(islice(found.noted(store, subject), FEED_MOST))
    said = feed(_(found.title), f"urn:marsad:list:{id}", newest, origin(request))
    return Response(said, headers={"content-security-policy": SEALED}, media_type=TYPE)
