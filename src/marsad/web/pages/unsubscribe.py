"""Leaving by the link of a letter: a page with a button, and the click that programs send.

The token in the address is the authority, as the lab signed it for one reader and it can do nothing
but this. So the click needs neither a session nor a form of this desk: programs of mail send it
for their reader (RFC 8058) and have neither. Opening the page changes nothing, since programs also
open every link of a letter to look at it.
"""

from fastapi import Request
from fastapi.responses import Response

from marsad.share import unsubscribe
from marsad.web.pages.lab import Lab
from marsad.web.paper import render


def ask(request: Request, store: Lab, token: str) -> Response:
    """Show the button."""
    unsubscribe.read_token(store, token)
    return render(request, "unsubscribe.html", token=token, done=False)


def leave(request: Request, store: Lab, token: str) -> Response:
    """Send no more letters; a second click changes nothing."""
    unsubscribe.unsubscribe(store, token)
    store.checkpoint()
    return render(request, "unsubscribe.html", token=token, done=True)
