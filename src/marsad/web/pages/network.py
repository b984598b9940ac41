"""The network of who repeats whom: as a screen, and as files for other programs."""

from fastapi import Request
from fastapi.responses import Response

from marsad import track
from marsad.errors import NotFound
from marsad.phrase import Phrase
from marsad.web.pages.lab import Lab
from marsad.web.pages.pictures import DRAWING
from marsad.web.pages.track import waiting
from marsad.web.paper import render
from marsad.web.views.network import asked_of, flow_of
from marsad.web.views.network import network as told

SEALED = "default-src 'none'; sandbox"
GRAPHS = ("gexf", "graphml")


def network(
    request: Request, store: Lab, since: str = "", until: str = "", by: str = "place"
) -> Response:
    """Show the network as a picture, in words and as tables."""
    asked = asked_of(store, since, until, by)
    if request.app.state.preparing.needed(store):
        return waiting(request, store)
    found = told(store, flow_of(store, asked), asked)
    said = {"since": since, "until": until, "by": by}
    answer = render(request, "network.html", network=found, found=found.picture, asked=said)
    answer.headers["content-security-policy"] = DRAWING
    return answer


def download(
    request: Request, store: Lab, form: str, since: str = "", until: str = "", by: str = "place"
) -> Response:
    """Send the network as a graph; its edges and nodes are lists."""
    if form not in GRAPHS:
        raise NotFound(
            Phrase(
                "no form %(form)s of the network; there are %(graphs)s",
                form=repr(form[:20]),
                graphs=", ".join(GRAPHS),
            )
        )
    asked = asked_of(store, since, until, by)
    if request.app.state.preparing.needed(store):
        return waiting(request, store)
    found = track.open_flow(store, flow_of(store, asked))
    headers = {
        "content-disposition": f'attachment; filename="network.{form}"',
        "content-security-policy": SEALED,
    }
    return Response(track.graph(found, form), headers=headers, media_type="application/xml")
