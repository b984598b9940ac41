"""The language of the desk, and its words in it.

A reader's choice on a page decides, then what their browser asks for, then the lab's setting. What
the desk says itself stands in catalogues, ``locale/LANGUAGE/LC_MESSAGES/desk.po``, keyed by the
English that stands in the code; ``make messages`` brings them up to date.
"""

import gettext as catalogues
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

COOKIE = "language"


@dataclass(frozen=True, slots=True)
class Language:
    """A language that the desk speaks."""

    tag: str
    name: str
    """As its speakers call it: whoever looks for it may read no other."""
    direction: str


LANGUAGES = {
    each.tag: each for each in (Language("en", "English", "ltr"), Language("ar", "العربية", "rtl"))
}
_spoken: ContextVar[str] = ContextVar("spoken", default="en")


def spoken() -> Language:
    """The language of the request that is being answered."""
    return LANGUAGES[_spoken.get()]


def _(message: str) -> str:
    """A message in the language that is spoken."""
    return _catalogue(_spoken.get()).gettext(message)


def pgettext(context: str, message: str) -> str:
    """A message that needs its context to be understood."""
    return _catalogue(_spoken.get()).pgettext(context, message)


def ngettext(one: str, many: str, count: int) -> str:
    """A message about a number; Arabic has six forms of it."""
    return _catalogue(_spoken.get()).ngettext(one, many, count)


def npgettext(context: str, one: str, many: str, count: int) -> str:
    """A message about a number that needs its context."""
    return _catalogue(_spoken.get()).npgettext(context, one, many, count)


def N_(message: str) -> str:
    """Mark a message that is looked up where it is shown, not where it stands."""
    return message


def held(message: str, many: str = "", count: int = 1) -> str | None:
    """A message in another language than English; nothing where the catalogue lacks it."""
    # The empty message is the head of the catalogue.
    key = (message, 0) if many else message
    if _spoken.get() == "en" or not message or key not in _held():
        return None
    return ngettext(message, many, count) if many else _(message)


def messages() -> list[str]:
    """What the catalogue translates: templates without a context and without a plural."""
    return [each for each in _held() if isinstance(each, str) and each and "\x04" not in each]


def of_scripts() -> dict[str, str]:
    """What the scripts of the desk say: their messages stand in the context ``script``."""
    return {
        key.removeprefix("script\x04"): said
        for key, said in _held().items()
        if isinstance(key, str) and key.startswith("script\x04")
    }


def asked_for(header: str) -> str:
    """The first language of ours that a browser asks for; empty when it asks for none."""
    wanted = []
    for at, part in enumerate(header.split(",")):
        tag, _mark, quality = part.strip().partition(";q=")
        try:
            weight = float(quality or 1)
        except ValueError:
            continue
        if weight > 0:
            wanted.append((-weight, at, tag.strip().lower().split("-")[0]))
    return next((tag for _weight, _at, tag in sorted(wanted) if tag in LANGUAGES), "")


class Speaking:
    """Finds out which language a request is to be answered in."""

    def __init__(self, app: ASGIApp, usual: str) -> None:
        """Stand before an application; ``usual`` is spoken when nobody says otherwise."""
        self.app, self.usual = app, usual

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer in the language chosen."""
        if scope["type"] == "http":
            request = HTTPConnection(scope)
            chosen = request.cookies.get(COOKIE, "")
            if chosen not in LANGUAGES:
                chosen = asked_for(request.headers.get("accept-language", ""))
            # Not taken back: a fault of the program is told outside of this, in the same task.
            _spoken.set(chosen or self.usual)
        await self.app(scope, receive, send)


def _held() -> dict[str | tuple[str, int], str]:
    found: dict[str | tuple[str, int], str]
    found = _catalogue(_spoken.get())._catalog  # type: ignore[attr-defined]
    return found


@cache
def _catalogue(tag: str) -> catalogues.GNUTranslations:
    held = files("marsad.web") / "locale" / tag / "LC_MESSAGES" / "desk.mo"
    with held.open("rb") as file:
        return catalogues.GNUTranslations(file)
