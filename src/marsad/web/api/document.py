"""The OpenAPI document of the desk, made of its routes and their types."""

import json
from typing import Any

from fastapi import Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import Response

from marsad import __version__
from marsad.web.api.answers import Faulty

TOLD = (
    "The lab in JSON. Send a token, made on your account page, as Authorization: Bearer TOKEN. "
    "Lists have items and next; send next as after for the next page."
)

FAULTS: dict[int | str, dict[str, Any]] = {
    "4XX": {"model": Faulty, "description": "Something is wrong with what was asked, or by whom."},
    "5XX": {"model": Faulty, "description": "The lab, its disk or the program cannot answer now."},
}


def document(request: Request) -> Response:
    """Answer the OpenAPI 3.1 document of these routes."""
    made = get_openapi(
        title="Marsad", version=__version__, description=TOLD, routes=request.app.routes
    )
    made["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    made["security"] = [{"token": []}]
    return Response(json.dumps(made), media_type="application/json")
