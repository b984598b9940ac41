"""Pictures of the lab that are near to one of a post."""

from dataclasses import dataclass

from fastapi import Request
from fastapi.responses import Response

from marsad.enrich import pictures_beside
from marsad.errors import NotFound
from marsad.web.pages.lab import Lab
from marsad.web.pages.who import Who
from marsad.web.paper import render
from marsad.web.readings import note_shown
from marsad.web.views.dossier import medium_of
from marsad.web.views.rows import Row, rows


@dataclass(frozen=True, slots=True)
class Line:
    """A post with a picture that is near."""

    row: Row
    media: str
    distance: int


def pictures(request: Request, store: Lab, who: Who, id: str, sha256: str) -> Response:
    """List the stored pictures nearest to one; none is shown before it is asked for."""
    medium, fault = medium_of(store, id, sha256), ""
    found: list[Line] = []
    try:
        near = pictures_beside(store, id, medium.sha256)
        lines = rows(store, [each.post for each in near])
        found = [Line(row, e.media, e.distance) for row, e in zip(lines, near, strict=True)]
    except NotFound as error:
        fault = error.said
    note_shown(request, store, who, found)
    said = {"post": store.post(id), "sha256": sha256, "zone": store.settings.zone}
    return render(request, "similar.html", **said, found=found, fault=fault)
