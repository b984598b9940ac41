"""Who may ask, and what a browser may do with the answer.

The desk listens on the loopback address, yet every page a reader opens elsewhere can send requests
there. Three walls: the name asked for must be this machine's, so that no foreign name pointed here
is answered; what changes something must come from our own form; and no answer lets a browser run
or load anything that is not ours.
"""

import re
import secrets
from typing import Annotated

from fastapi import Form, Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from marsad.errors import Withheld
from marsad.web.seat import form_token as form_of
from marsad.web.seat import seat

POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; media-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
KEYED = f"{POLICY}; script-src 'self'"
"""Of pages: one file of ours listens to keys; nothing inline, and it may fetch nothing."""
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
"""On every answer, unless it brings a stricter one of its own."""

_OWN = re.compile(r"(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?")
STALE = (
    "this form is not of this session, as the desk runs now; open the page again and send it anew"
)

TOKENLESS = "only a token of the scope write changes anything here; make one on your account page"


class Guard:
    """Turns away requests for other names and sets the headers of every answer."""

    def __init__(self, app: ASGIApp, apart: ASGIApp, named: re.Pattern[str]) -> None:
        """Stand before the desk, and before what answers ``apart`` under the names ``named``."""
        self.app, self.apart, self.named = app, apart, named

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or turn away."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        host = Headers(scope=scope).get("host", "")
        if _OWN.fullmatch(host):
            await self.app(scope, receive, send_guarded)
        elif self.named.fullmatch(host):
            await self.apart(scope, receive, send_guarded)
        else:
            said = "This desk answers at 127.0.0.1 and localhost only; open it there.\n"
            await PlainTextResponse(said, 400)(scope, receive, send_guarded)


def own_form(request: Request, form_token: Annotated[str, Form()] = "") -> None:
    """Let a change through only from a form of this desk, sent by this desk's own page."""
    found = seat(request)
    if found and found.scope:
        # A program brings its token by itself; browsers never do, so no other page can use it.
        return
    expected = form_of(request)
    if not secrets.compare_digest(form_token.encode(), expected.encode()) or not _same(request):
        raise Withheld(STALE)


def own_token(request: Request) -> None:
    """Let a change through only from a program: a browser would send a cookie by itself."""
    found = seat(request)
    if not found or not found.scope:
        raise Withheld(TOKENLESS)


def _same(request: Request) -> bool:
    origin = request.headers.get("origin", "null")
    if origin != "null":
        return origin == f"{request.url.scheme}://{request.headers['host']}"
    # Under our referrer policy browsers send "null" even from our own pages, and say this instead.
    return request.headers.get("sec-fetch-site") == "same-origin"
