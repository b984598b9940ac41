"""Every address for programs."""

from marsad.model import Event, Finding, Outlet, Place, Report, Translation
from marsad.web.api import posts, register, reports
from marsad.web.api.answers import Folder, Hits, Lacking, Listed, Status, Whole
from marsad.web.api.document import document
from marsad.web.page import Page

ROUTES = (
    Page("/api/v1/openapi.json", document, answers=dict[str, object]),
    Page("/api/v1/posts", posts.posts, answers=Hits),
    Page("/api/v1/posts/{id:path}/codes", posts.code, "POST", answers=Finding),
    Page("/api/v1/posts/{id:path}", posts.post, answers=Whole),
    Page("/api/v1/outlets", register.outlets, answers=Listed[Outlet]),
    Page("/api/v1/outlets/{id:path}", register.outlet, answers=Outlet),
    Page("/api/v1/places", register.places, answers=Listed[Place]),
    Page("/api/v1/places/{id:path}", register.place, answers=Place),
    Page("/api/v1/events", register.events, answers=Listed[Event]),
    Page("/api/v1/events/{id:path}", register.event, answers=Event),
    Page("/api/v1/translations/{id:path}", register.translation, answers=Translation),
    Page("/api/v1/cases", register.cases, answers=Listed[Folder]),
    Page("/api/v1/cases/{name}", register.case, answers=Folder),
    Page("/api/v1/reports", reports.reports, answers=Listed[Report]),
    Page("/api/v1/reports/{handle:path}/check", reports.check, answers=Listed[Lacking]),
    Page("/api/v1/reports/{handle:path}", reports.report, answers=Report),
    Page("/api/v1/status", register.status, answers=Status),
)
