"""Errors as pages: one sentence, in the words of whoever raised it."""

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from marsad.errors import (
    BadInput,
    EvidenceAltered,
    LabBusy,
    MarsadError,
    NotFound,
    NotReady,
    StorageFailed,
    Withheld,
)
from marsad.web.guard import HEADERS
from marsad.web.paper import render

STATUS: tuple[tuple[type[MarsadError], int, str], ...] = (
    (NotFound, 404, "Not found"),
    (Withheld, 403, "Withheld"),
    (BadInput, 400, "Not usable"),
    (LabBusy, 409, "The lab is busy"),
    (NotReady, 503, "Not ready"),
    (StorageFailed, 507, "The disk refuses"),
    (EvidenceAltered, 500, "Evidence altered"),
)


def status_of(error: MarsadError) -> tuple[int, str]:
    """The status and the heading that an error gets."""
    for kind, status, heading in STATUS:
        if isinstance(error, kind):
            return status, heading
    return 500, "Not done"


def install(app: FastAPI) -> None:
    """Have the application answer every error with a page."""
    app.add_exception_handler(MarsadError, _ours)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _unreadable)
    app.add_exception_handler(Exception, _bug)


def page(request: Request, status: int, heading: str, sentence: str) -> Response:
    """The page of an error."""
    return render(request, "fault.html", status, heading=heading, sentence=sentence)


def _ours(request: Request, error: Exception) -> Response:
    assert isinstance(error, MarsadError)
    return page(request, *status_of(error), str(error))


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 405:
        return page(request, 405, "Not done", "this address does not take what was sent to it")
    sentence = f"there is no page at {request.url.path}; begin at Search"
    return page(request, error.status_code, "Not found", sentence)


def _unreadable(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    where = ", ".join(str(each["loc"][-1]) for each in error.errors())
    return page(request, 400, "Not usable", f"the address or form has no usable value for: {where}")


def _bug(request: Request, _error: Exception) -> Response:
    # This one is sent outside the guard, so it brings the headers itself; the traceback is logged.
    sentence = "a fault of the program; its traceback is in the terminal that runs the desk"
    answer = page(request, 500, "Not done", sentence)
    answer.headers.update(HEADERS)
    return answer
