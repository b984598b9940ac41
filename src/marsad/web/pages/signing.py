"""Reports begin, are signed, published, corrected and taken back to what they said before."""

from datetime import UTC, date, datetime
from typing import Annotated

from fastapi import Form, Request
from fastapi.responses import RedirectResponse, Response

from marsad import report as stage
from marsad.errors import BadInput
from marsad.phrase import Phrase
from marsad.report.edit import go_back
from marsad.store import Store
from marsad.web.pages.lab import Lab
from marsad.web.pages.who import Who
from marsad.web.paper import part, render
from marsad.web.views.days import day_of
from marsad.web.views.report_versions import report_versions

Said = Annotated[str, Form()]


def begin(
    store: Lab,
    who: Who,
    series: Said = "",
    title: Said = "",
    day: Said = "",
    tier: Said = "subscribers",
) -> Response:
    """Begin a report and open it."""
    if not title.strip() or not series.strip():
        raise BadInput(Phrase("a report begins with a series and a title; go back and give both"))
    made = stage.new(
        store, " ".join(series.split()), " ".join(title.split()), day=_day(store, day),
        by=who.signature, tier=tier,
    )  # fmt: skip
    return _done(store, f"/report/{part(made.handle)}/edit")


def versions(request: Request, store: Lab, handle: str) -> Response:
    """Show every version of a report, word by word."""
    return render(request, "report_versions.html", it=report_versions(store, handle))


def back(store: Lab, who: Who, handle: str, version: Said = "", since: Said = "") -> Response:
    """Say again what an earlier version said, as a new one."""
    made = go_back(store, handle, version, by=who.signature, since=since)
    return _done(store, f"/report/{part(made.handle)}/edit#last")


def sign(store: Lab, who: Who, handle: str, since: Said = "") -> Response:
    """Put a second name under the version that was read."""
    made = stage.sign(store, handle, who.signature, since)
    return _done(store, f"/report/{part(made.handle)}#sign")


def publish(store: Lab, who: Who, handle: str, since: Said = "") -> Response:
    """Publish a report that passes the gate."""
    made = stage.publish(store, handle, who.signature, since)
    return _done(store, f"/report/{part(made.handle)}#sign")


def correct(store: Lab, who: Who, handle: str, words: Said = "") -> Response:
    """Add a dated correction to a published report."""
    if not words.strip():
        raise BadInput(Phrase("the correction is empty; say what was wrong, and what is right"))
    made = stage.correct(store, handle, words.strip(), day=_day(store, ""), by=who.signature)
    return _done(store, f"/report/{part(made.handle)}#sign")


def _day(store: Store, said: str) -> date:
    if not said:
        return datetime.now(UTC).astimezone(store.settings.zone).date()
    return day_of(said)


def _done(store: Store, address: str) -> Response:
    store.checkpoint()
    return RedirectResponse(address, 303)
