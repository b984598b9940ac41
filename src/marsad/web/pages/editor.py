"""The page on which a report is written, and what it asks while somebody types."""

from typing import Annotated

from fastapi import Depends, Form, Query, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from marsad.errors import BadInput, MarsadError, NotFound, Overtaken, Withheld
from marsad.model import Report
from marsad.phrase import Phrase
from marsad.report.meeting import meet
from marsad.report.render.pdf import pages
from marsad.report.resolve import resolve
from marsad.store import Store
from marsad.web.faults import status_of
from marsad.web.guard import KEYED
from marsad.web.pages.lab import Lab
from marsad.web.pages.report import previewed
from marsad.web.pages.who import Who
from marsad.web.paper import part, query, render
from marsad.web.tried import Tried
from marsad.web.views.candidates import Shelf
from marsad.web.views.editor import Unsaved, editor
from marsad.web.views.edits import Sent, done, landed, tried
from marsad.web.views.written import as_html

SCRIPTED = f"{KEYED}; connect-src 'self'; frame-src 'self'"

Said = Annotated[str, Form()]
Many = Annotated[list[str], Form()]


def shelf(q: str = "", source: Annotated[str, Query(alias="from")] = "", skip: int = 0) -> Shelf:
    """What the address asks of the shelf."""
    return Shelf(q.strip(), source or "approved", max(skip, 0))


def sent(
    since: Said = "",
    act: Said = "",
    at: Many = [],  # noqa: B006 - read
    said: Many = [],  # noqa: B006 - read
    confirm: Many = [],  # noqa: B006 - read
    q: Said = "",
    source: Annotated[str, Form(alias="from")] = "",
) -> Sent:
    """What the form of the page brings."""
    if len(at) != len(said):
        raise BadInput(
            Phrase(
                "the form brought %(said)s texts for %(at)s places; open it again",
                said=len(said),
                at=len(at),
            )
        )
    asked = Shelf(q.strip(), source or "approved")
    return Sent(since, act, dict(zip(at, said, strict=True)), tuple(confirm), asked)


Asked = Annotated[Shelf, Depends(shelf)]
Typed = Annotated[Sent, Depends(sent)]


def show(
    request: Request, store: Lab, handle: str, asked: Asked, printed: bool = False
) -> Response:
    """Show a report with every word of it open to change."""
    return _page(request, store, handle, asked, Unsaved(), printed)


def save(request: Request, store: Lab, who: Who, handle: str, form: Typed) -> Response:
    """Save what was typed and do what was asked, as one new version."""
    if form.act == "find":
        return _page(request, store, handle, form.shelf, Unsaved(form.words))
    try:
        made = done(store, handle, form, who.signature)
    except Overtaken as error:
        return _page(request, store, handle, form.shelf, _met(store, handle, form, error))
    except (BadInput, NotFound, Withheld) as error:
        unsaved = Unsaved(form.words, error=error)
        return _page(request, store, handle, form.shelf, unsaved)
    store.checkpoint()
    return RedirectResponse(f"{_address(made, form.shelf)}#{landed(made, form.act)}", 303)


def look(request: Request, store: Lab, handle: str, form: Typed) -> Response:
    """Say, in JSON, what is missing in what was typed, and where it can be seen as readers will."""
    report = store.report(handle)
    told = tried(store, report, form)
    token = _tried(request).keep(told.report)
    return JSONResponse({**told.plain(), "preview": token, "overtaken": form.since != report.id})


def looks(request: Request, store: Lab, handle: str, token: str) -> Response:
    """Show what was typed as readers would get it, in a frame that may do nothing."""
    held, handle = _tried(request), store.report(handle).handle
    return previewed(request, lambda: as_html(store, held.report(handle, token)))


def page(request: Request, store: Lab, handle: str, number: int, of: str = "") -> Response:
    """One page as it is printed, as a picture."""
    held = _tried(request)
    token = of or held.keep(store.report(handle))
    made = held.pages(store.report(handle).handle, token, lambda it: pages(resolve(store, it)))
    if not 1 <= number <= len(made):
        raise NotFound(
            Phrase(
                "there is no page %(number)s; the report has %(made)s",
                number=number,
                made=len(made),
            )
        )
    return Response(made[number - 1], media_type="image/png")


def candidates(request: Request, store: Lab, handle: str, asked: Asked) -> Response:
    """Show the shelf alone, for a page that is being typed on."""
    it = editor(store, handle, Unsaved(), asked)
    return render(request, "editor_shelf.html", it=it)


def _page(
    request: Request,
    store: Store,
    handle: str,
    asked: Shelf,
    unsaved: Unsaved,
    printed: bool = False,
) -> Response:
    it = editor(store, handle, unsaved, asked)
    status = status_of(unsaved.error)[0] if unsaved.error else 200
    count, fault = _printed(request, store, it.report) if printed else (0, "")
    answer = render(
        request, "editor.html", status, it=it, unsaved=unsaved, pages=count, fault=fault,
        printed=printed,
    )  # fmt: skip
    answer.headers["content-security-policy"] = SCRIPTED
    return answer


def _printed(request: Request, store: Store, report: Report) -> tuple[int, str]:
    """How many pages it has, or why it cannot be printed."""
    held = _tried(request)
    try:
        made = held.pages(report.handle, held.keep(report), lambda it: pages(resolve(store, it)))
    except MarsadError as error:
        return 0, error.said
    return len(made), ""


def _met(store: Store, handle: str, form: Sent, error: Overtaken) -> Unsaved:
    """Another person saved first: both versions side by side, and nothing of either is lost."""
    now = store.report(handle)
    read = store.report(form.since)
    if read.handle != now.handle:
        raise NotFound(
            Phrase(
                "the form is of another report than %(handle)s; open it again", handle=now.handle
            )
        )
    met = meet(read, now, form.words)
    return Unsaved(met.typed, met.theirs, met.homeless, error)


def _address(report: Report, asked: Shelf) -> str:
    said = query(asked.query())
    return f"/report/{part(report.handle)}/edit{'?' if said else ''}{said}"


def _tried(request: Request) -> Tried:
    held: Tried = request.app.state.tried
    return held
