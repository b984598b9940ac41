"""The application of one lab."""

import secrets
from importlib.resources import files
from pathlib import Path

from fastapi import Depends, FastAPI
from fastapi.responses import JSONResponse, Response
from fastapi.staticfiles import StaticFiles

from marsad import settings
from marsad.accounts.provider import provider
from marsad.store import keys
from marsad.web.api.document import FAULTS
from marsad.web.door import door
from marsad.web.evidence_name import NAMED, Apart
from marsad.web.faults import install
from marsad.web.guard import Guard, own_form, own_token
from marsad.web.handing import Handing
from marsad.web.journeys import Journeys
from marsad.web.page import Page
from marsad.web.passes import Passes
from marsad.web.policy import Row, rows
from marsad.web.preparing import Preparing
from marsad.web.readings import noted
from marsad.web.routes import APART, PAGES
from marsad.web.seat import prepare
from marsad.web.tickets import Tickets
from marsad.web.tried import Tried
from marsad.web.wording import Speaking


def app(lab: Path) -> FastAPI:
    """The desk of a lab, to be served on the loopback address only."""
    # The documentation pages of FastAPI load scripts from elsewhere; redirected slashes lead there.
    made = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    chosen = settings.load(lab)
    made.state.lab = lab
    made.state.lab_name = chosen.lab_name
    made.state.passes = Passes()
    made.state.tickets = Tickets()
    made.state.tried = Tried()
    made.state.preparing = Preparing()
    made.state.handing = Handing()
    made.state.form_token = secrets.token_urlsafe(32)
    made.state.journeys = Journeys()
    made.state.provider = provider(chosen)
    prepare(made, lab)
    # Made before there are two requests that would both make it.
    keys.desk_key(lab)
    policy = rows((page.method, page.path) for page in (*PAGES, *APART))
    for page in PAGES:
        _add(made, page, policy[page.method, page.path])
    made.mount("/static", StaticFiles(directory=str(files("marsad.web") / "static")))
    made.mount("/fonts", StaticFiles(directory=str(files("fontpkg_noto_sans_arabic") / "files")))
    made.add_middleware(Speaking, usual=chosen.desk_language)
    made.add_middleware(Guard, apart=Apart(made, APART, chosen.desk_language), named=NAMED)
    install(made)
    return made


def _add(made: FastAPI, page: Page, row: Row) -> None:
    """Put a page behind its door; what programs may ask for stands in the OpenAPI document."""
    guards = [Depends(door(row))]
    if page.method not in ("GET", "HEAD") and not row.signed:
        guards += [Depends(own_token if page.answers else own_form)]
    guards += [Depends(noted(row.reads))] if row.reads else []
    made.add_api_route(
        page.path,
        page.show,
        methods=[page.method],
        dependencies=guards,
        response_class=JSONResponse if page.answers else Response,
        response_model=page.answers,
        include_in_schema=page.answers is not None,
        responses=FAULTS if page.answers else None,
    )
