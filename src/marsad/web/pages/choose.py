"""What holds for every page: the language a reader chooses, and the keys."""

from typing import Annotated
from urllib.parse import quote

from fastapi import Form, Request
from fastapi.responses import RedirectResponse, Response

from marsad.errors import BadInput
from marsad.phrase import Phrase
from marsad.web.door import same_site
from marsad.web.paper import render
from marsad.web.wording import COOKIE, LANGUAGES

YEAR = 365 * 24 * 3600
SAFE = "/\\%?&=+:@#~,;!$'()*[]-._"


def languages(request: Request, back: str = "/") -> Response:
    """Offer the languages of the desk."""
    return render(request, "language.html", back=_inside(back))


def keys(request: Request) -> Response:
    """Say what every key does."""
    return render(request, "keys.html")


def choose(language: Annotated[str, Form()] = "", back: Annotated[str, Form()] = "/") -> Response:
    """Remember a language in this browser, and go back to the page it was chosen on."""
    if language not in LANGUAGES:
        there = ", ".join(LANGUAGES)
        raise BadInput(
            Phrase(
                "no language %(language)s of the desk; there are %(there)s",
                language=repr(language[:20]),
                there=there,
            )
        )
    answer = RedirectResponse(_inside(back), 303)
    answer.set_cookie(COOKIE, language, max_age=YEAR, httponly=True, samesite="lax")
    return answer


def _inside(address: str) -> str:
    where = same_site(quote(address, safe=SAFE, errors="replace"))
    # The page itself would lead round and round.
    return "/" if where.startswith("/language") else where
