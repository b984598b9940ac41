"""What a person decides about a finding: accepted, refused or put otherwise, in their name."""

from typing import Annotated

from fastapi import Form
from fastapi.responses import RedirectResponse, Response

from marsad import enrich
from marsad.errors import BadInput, NotFound
from marsad.phrase import Phrase
from marsad.web.pages.lab import Lab
from marsad.web.pages.who import Who
from marsad.web.paper import part

Said = Annotated[str, Form()]


def decide(
    store: Lab, id: str, who: Who, finding: Said = "", what: Said = "", value: Said = ""
) -> Response:
    """Decide about one finding of a post; what is replaced stays in the lab."""
    signer = who.signature
    if store.finding(finding).post != store.post(id).id:
        raise NotFound(
            Phrase("%(finding)s is nothing found in post %(id)s", finding=repr(finding[:64]), id=id)
        )
    if what == "accept":
        made = enrich.accept(store, finding, signer)
    elif what == "refuse":
        made = enrich.refuse(store, finding, signer)
    elif what == "replace":
        made = enrich.replace(store, finding, value, signer)
    else:
        raise BadInput(
            Phrase("say whether it is accepted, refused or replaced; use a button beside it")
        )
    store.checkpoint()
    return RedirectResponse(f"/post/{part(made.post)}#findings", 303)
