"""The network of who repeats whom: as a screen, and as files for other programs."""

from fastapi import Request
from fastapi.responses import Response

from marsad import track
from marsad.errors import NotFound
from marsad.phrase import Phrase
from marsad.store import Store, Window
from marsad.track import Asked, Flow
from marsad.web.pages.lab import Lab
from marsad.web.pages.pictures import DRAWING, day_in
from marsad.web.pages.track import waiting
from marsad.web.paper import render
from marsad.web.views.network import network as told

SEALED = "default-src 'none'; sandbox"
GRAPHS = ("gexf", "graphml")


def network(
    request: Request, store: Lab, since: str = "", until: str = "", by: str = "place"
) -> Response:
    """Show the network as a picture, in words and as tables."""
    asked = _asked(store, since, until, by)
    if request.app.state.preparing.needed(store):
        return waiting(request, store)
    found = told(store, _flow(store, asked), asked)
    said = {"since": since, "until": until, "by": by}
    answer = render(request, "network.html", network=found, found=found.picture, asked=said)
    answer.headers["content-security-policy"] = DRAWING
    return answer


def download(
    request: Request, store: Lab, form: str, since: str = "", until: str = "", by: str = "place"
) -> Response:
    """Send the network as a file."""
    if form not in (*GRAPHS, "csv"):
        raise NotFound(
            Phrase(
                "no form %(form)s of the network; there are %(graphs)s, csv",
                form=repr(form[:20]),
                graphs=", ".join(GRAPHS),
            )
        )
    asked = _asked(store, since, until, by)
    if request.app.state.preparing.needed(store):
        return waiting(request, store)
    found = track.open_flow(store, _flow(store, asked))
    headers = {
        "content-disposition": f'attachment; filename="network.{form}"',
        "content-security-policy": SEALED,
    }
    if form == "csv":
        table = "\ufeff" + track.draw_flow(store, found, asked.said).csv
        return Response(table.encode(), headers=headers, media_type="text/csv; charset=utf-8")
    return Response(track.graph(found, form), headers=headers, media_type="application/xml")


def _asked(store: Store, since: str, until: str, by: str) -> Asked:
    zone = store.settings.zone
    return Asked(Window(day_in(since, zone), day_in(until, zone)), by=by)


def _flow(store: Store, asked: Asked) -> Flow:
    if asked.window == Window():
        return track.kept_flow(store, asked.by)
    return track.flow(store, asked.window, asked.by)
