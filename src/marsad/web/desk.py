"""The application of one lab."""

import secrets
from importlib.resources import files
from pathlib import Path

from fastapi import Depends, FastAPI
from fastapi.responses import Response
from fastapi.staticfiles import StaticFiles

from marsad import settings
from marsad.store import keys
from marsad.web.door import door
from marsad.web.faults import install
from marsad.web.guard import Guard, own_form
from marsad.web.passes import Passes
from marsad.web.policy import rows
from marsad.web.preparing import Preparing
from marsad.web.readings import noted
from marsad.web.routes import PAGES
from marsad.web.seat import prepare
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
    made.state.tried = Tried()
    made.state.preparing = Preparing()
    made.state.form_token = secrets.token_urlsafe(32)
    prepare(made, lab)
    # Made before there are two requests that would both make it.
    keys.desk_key(lab)
    policy = rows((page.method, page.path) for page in PAGES)
    for page in PAGES:
        row = policy[page.method, page.path]
        guards = [Depends(door(row))]
        changes = page.method not in ("GET", "HEAD")
        guards += [Depends(own_form)] if changes and not row.signed else []
        guards += [Depends(noted(row.reads))] if row.reads else []
        made.add_api_route(
            page.path,
            page.show,
            methods=[page.method],
            dependencies=guards,
            response_class=Response,
            response_model=None,
        )
    made.mount("/static", StaticFiles(directory=str(files("marsad.web") / "static")))
    made.mount("/fonts", StaticFiles(directory=str(files("fontpkg_noto_sans_arabic") / "files")))
    made.add_middleware(Speaking, usual=chosen.desk_language)
    made.add_middleware(Guard)
    install(made)
    return made
