"""The name that hands out evidence and nothing else, apart from the desk though it is its process.

What a browser opened from there is of another site than the desk: no cookie of the desk goes along
and no page of the desk can be read from it, even where something did run in it. Nobody can sign in
there, and what a browser brings along, a cookie or a token, is not looked at.
"""

import re
from collections.abc import Iterable

from fastapi import FastAPI, Request
from fastapi.responses import PlainTextResponse, Response
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Receive, Scope, Send

from marsad.errors import MarsadError
from marsad.web.faults import status_of
from marsad.web.page import Page
from marsad.web.wording import Speaking, _

NAME = "evidence.localhost"
NAMED = re.compile(rf"{re.escape(NAME)}(?::\d{{1,5}})?")
SEALED = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
"""Of everything there: it runs, loads, sends and frames nothing."""
STYLED = f"{SEALED}; style-src 'unsafe-inline'"
"""Of a page shown as it was: its own style beside that."""
_BROUGHT = (b"cookie", b"authorization")


class Apart:
    """Answers under the name of evidence."""

    def __init__(self, desk: FastAPI, pages: Iterable[Page], usual: str) -> None:
        """Share the lab and the tickets of a desk; ``usual`` is spoken as it is there."""
        made = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
        made.state = desk.state
        for page in pages:
            made.add_api_route(page.path, page.show, methods=[page.method], response_model=None)
        made.add_exception_handler(MarsadError, _ours)
        made.add_exception_handler(HTTPException, _none)
        made.add_exception_handler(Exception, _bug)
        self.app: ASGIApp = Speaking(made, usual)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer whoever brings a ticket, and read nothing else of what they bring."""
        headers = [each for each in scope["headers"] if each[0].lower() not in _BROUGHT]
        await self.app({**scope, "headers": headers}, receive, send)


def _said(sentence: str, status: int) -> Response:
    # A sentence may name a thing from outside; as plain text it is nothing but that.
    return PlainTextResponse(f"{sentence}\n", status, {"content-security-policy": SEALED})


def _ours(_request: Request, error: Exception) -> Response:
    assert isinstance(error, MarsadError)
    return _said(f"{error}.", status_of(error)[0])


def _none(_request: Request, _error: Exception) -> Response:
    return _said(
        _("Nothing is here but evidence that the desk leads to; open it from its post."), 404
    )


def _bug(_request: Request, _error: Exception) -> Response:
    return _said(
        _("a fault of the program; its traceback is in the terminal that runs the desk"), 500
    )
