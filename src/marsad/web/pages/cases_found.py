"""Everything that a search found goes into a case: part by part, under one's name, to be undone."""

import re
import secrets
from typing import Annotated

from fastapi import Form, Request
from fastapi.responses import RedirectResponse, Response

from marsad import track
from marsad.errors import BadInput
from marsad.phrase import Phrase
from marsad.search import search
from marsad.web.guard import KEYED
from marsad.web.pages.lab import Lab
from marsad.web.pages.search import Question
from marsad.web.pages.who import Who
from marsad.web.paper import query, render
from marsad.web.views.cases import MOST_FOUND
from marsad.web.views.listing import ask_of

PART = 500
"""Posts of one request, so that none takes long and each is in the log when it is answered."""
_STEP = re.compile(r"[0-9a-f]{16}")


def add_found(
    request: Request,
    store: Lab,
    who: Who,
    asked: Question,
    case: Annotated[str, Form()] = "",
    step: Annotated[str, Form()] = "",
    after: Annotated[int, Form(ge=0)] = 0,
    added: Annotated[int, Form(ge=0)] = 0,
) -> Response:
    """Add the next part of what a search finds, and go on or tell what came of it."""
    # Oldest first: what comes in meanwhile stands at the end and moves nothing.
    found = search(store, ask_of(asked, order="oldest", limit=PART, after=after, reasons=False))
    total = found.total or 0
    if total > MOST_FOUND:
        raise BadInput(
            Phrase(
                "%(total)s posts answer, and %(most)s go into a case at once; narrow the search by "
                "days, place or language",
                total=total,
                most=MOST_FOUND,
            )
        )
    step = step if _STEP.fullmatch(step) else secrets.token_hex(8)
    lines = [(f"hit {after + n}", hit.post.id) for n, hit in enumerate(found.hits, 1)]
    done = track.add_posts(store, case, lines, who.signature, step, asked.whole)
    store.checkpoint()
    after, added = after + len(lines), added + done.added
    if not lines or after >= total:
        told = {"told": 1, "added": added, "there": after - added, "back": query(asked.state())}
        return RedirectResponse(
            f"/case/{case}?{query({**told, 'step': step if added else ''})}", 303
        )
    said = {"case": track.case(store, case), "step": step, "after": after, "added": added}
    answer = render(request, "case_adding.html", **said, total=total, asked=asked)
    answer.headers["content-security-policy"] = KEYED
    return answer
