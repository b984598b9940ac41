"""Reports for programs, and what they lack."""

from fastapi.responses import Response

from marsad.report import check as lacking
from marsad.web.api.answers import After, Lacking, Limit, Listed, listed, said
from marsad.web.pages.lab import Lab
from marsad.web.views.written import reading


def reports(store: Lab, limit: Limit = 50, after: After = "") -> Response:
    """Reports, each in its latest version."""
    return listed(store.reports(), lambda each: each.handle, limit, after)


def report(store: Lab, handle: str) -> Response:
    """Answer the latest version of a report by its handle, or any version by its id."""
    return said(store.report(handle))


def check(store: Lab, handle: str) -> Response:
    """Name everything that keeps a report from being published, as ``marsad report check`` does."""
    store = reading(store, store.report(handle))
    found = tuple(Lacking(each.where, each.what, each.remedy) for each in lacking(store, handle))
    return said(Listed(found, None))
