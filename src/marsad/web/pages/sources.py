"""Sources and how they fare; what posts point to is accepted or refused by a person."""

from typing import Annotated

from fastapi import Form, Request
from fastapi.responses import RedirectResponse, Response

from marsad.collect import source_decide
from marsad.collect import sources as register
from marsad.errors import BadInput
from marsad.phrase import Phrase
from marsad.web.pages.lab import Lab
from marsad.web.pages.who import Who
from marsad.web.paper import query, render
from marsad.web.views import sources as views

Said = Annotated[str, Form()]


def sources(request: Request, store: Lab, decided: str = "") -> Response:
    """List the sources, the suggestions that wait, and the decision that was made last."""
    return render(request, "sources.html", found=views.register(store, decided))


def decide(
    store: Lab,
    who: Who,
    id: Said,
    what: Said = "",
    collector: Said = "",
    legal_basis: Said = "",
    purpose: Said = "",
    why: Said = "",
) -> Response:
    """Make a suggestion a source, or refuse it for good, with a reason."""
    signer = who.signature
    if what == "accept":
        said = {"collector": collector, "legal_basis": legal_basis, "purpose": purpose}
        source_decide.accept(store, id, signer, said)
    elif what == "refuse":
        if not why.strip():
            raise BadInput(Phrase("say why it is refused, so that nobody has to ask again"))
        source_decide.refuse(store, id, signer, why)
    else:
        raise BadInput(Phrase("say whether it is accepted or refused; use a button beside it"))
    store.checkpoint()
    return RedirectResponse(f"/sources?{query({'decided': id})}#suggested", 303)


def undo(store: Lab, who: Who, id: Said = "") -> Response:
    """Take a decision about a suggestion back."""
    source_decide.take_back(store, id, who.signature)
    store.checkpoint()
    return RedirectResponse("/sources#suggested", 303)


def pause(store: Lab, who: Who, handle: Said, paused: Said = "") -> Response:
    """Stop polling a source, or go on, as a new version of it."""
    said = {"paused": "true" if paused else "false"}
    register.change(store, handle, said, who.signature)
    store.checkpoint()
    return RedirectResponse("/sources", 303)
