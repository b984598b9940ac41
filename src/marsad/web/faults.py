"""Errors as pages: one sentence, in the words of whoever raised it."""

from collections.abc import Callable
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from marsad.accounts.entering import FULL, TooMany
from marsad.errors import (
    BadInput,
    EvidenceAltered,
    LabBusy,
    MarsadError,
    NotFound,
    NotReady,
    Overtaken,
    StorageFailed,
    Unreachable,
    Withheld,
)
from marsad.text.bidi import isolate
from marsad.web.apart import english, sentence
from marsad.web.door import LOGIN, NEXT, Elsewhere
from marsad.web.guard import HEADERS
from marsad.web.paper import render
from marsad.web.policy import may
from marsad.web.seat import seat
from marsad.web.wording import N_, _

STATUS: tuple[tuple[type[MarsadError], int, str], ...] = (
    (NotFound, 404, N_("Not found")),
    (Withheld, 403, N_("Withheld")),
    (BadInput, 400, N_("Not usable")),
    (Overtaken, 409, N_("Changed meanwhile")),
    (LabBusy, 409, N_("The lab is busy")),
    (NotReady, 503, N_("Not ready")),
    (Unreachable, 502, N_("No answer")),
    (StorageFailed, 507, N_("The disk refuses")),
    (EvidenceAltered, 500, N_("Evidence altered")),
)

API = "/api/"
"""What stands below it is answered in JSON, faults too."""
ISOLATES = dict.fromkeys(range(0x2066, 0x206A))
"""Marks that set names apart on a page; a program would not find the name for them."""
TOKEN_NEEDED = (
    "no token that is good came with this; send Authorization: Bearer TOKEN, "
    "and make one on your account page where you have none."
)
Shown = Callable[[str], str]


def status_of(error: MarsadError) -> tuple[int, str]:
    """The status and the heading that an error gets."""
    for kind, status, heading in STATUS:
        if isinstance(error, kind):
            return status, _(heading)
    return 500, _("Not done")


def install(app: FastAPI) -> None:
    """Have the application answer every error with a page."""
    app.add_exception_handler(MarsadError, _ours)
    app.add_exception_handler(Elsewhere, _elsewhere)
    app.add_exception_handler(TooMany, _slowed)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _unreadable)
    app.add_exception_handler(Exception, _bug)


def page(request: Request, status: int, heading: str, said: str, shown: Shown = str) -> Response:
    """The page of an error, escaped unless ``shown`` does it; programs get the plain sentence."""
    if request.url.path.startswith(API):
        plain = said.translate(ISOLATES)
        return JSONResponse(
            {"error": {"status": status, "heading": heading, "sentence": plain}}, status
        )
    said_so = {"heading": heading, "sentence": shown(said), "way": _way(request)}
    return render(request, "fault.html", status, **said_so)


def _way(request: Request) -> tuple[str, str]:
    """Where somebody goes on from an error: a page that they may ask for, and what it is called."""
    found = seat(request)
    if found is None:
        return LOGIN, _("Sign in")
    if found.session.stage != FULL:
        return NEXT[found.session.stage], _("Finish signing in")
    if not may(found.account.role, "GET", "/"):
        return "/reports", _("Back to the reports")
    return "/", _("Back to the posts")


def _ours(request: Request, error: Exception) -> Response:
    assert isinstance(error, MarsadError)
    return page(request, *status_of(error), f"{error}.", lambda _said: english(error, "."))


def _elsewhere(request: Request, error: Exception) -> Response:
    assert isinstance(error, Elsewhere)
    if request.url.path.startswith(API):
        answer = page(request, 401, _("Sign in again"), TOKEN_NEEDED)
        answer.headers["www-authenticate"] = "Bearer"
        return answer
    if request.method == "GET" and "authorization" not in request.headers:
        asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        kept = f"?{urlencode({'next': asked})}" if error.back and asked != "/" else ""
        return RedirectResponse(f"{error.path}{kept}", 303)
    said = _("Open %(page)s in another window, then send this page anew") % {"page": error.path}
    return page(request, 401, _("Sign in again"), said)


def _slowed(request: Request, error: Exception) -> Response:
    assert isinstance(error, TooMany)
    answer = page(request, 429, _("Wait"), str(error), lambda _said: english(error))
    answer.headers["retry-after"] = str(error.wait)
    return answer


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 405:
        return page(
            request, 405, _("Not done"), _("this address does not take what was sent to it") + "."
        )
    said = _("there is no page at %(path)s; begin at Search") % {"path": isolate(request.url.path)}
    return page(request, error.status_code, _("Not found"), f"{said}.", sentence)


def _unreadable(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    where = ", ".join(str(each["loc"][-1]) for each in error.errors())
    said = _("the address or form has no usable value for: %(where)s") % {"where": isolate(where)}
    return page(request, 400, _("Not usable"), f"{said}.", sentence)


def _bug(request: Request, _error: Exception) -> Response:
    # This one is sent outside the guard, so it brings the headers itself; the traceback is logged.
    said = _("a fault of the program; its traceback is in the terminal that runs the desk")
    answer = page(request, 500, _("Not done"), f"{said}.")
    for name, value in HEADERS.items():
        answer.headers.setdefault(name, value)
    return answer
