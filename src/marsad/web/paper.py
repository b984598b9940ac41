"""The templates, and how text from outside is put into them.

What posts, channels and files say was written by hostile people. It reaches a page only through
the filters here: escaped, links defanged, hidden controls visible, isolated with its direction.
"""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

from fastapi import Request
from fastapi.responses import Response
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from marsad.accounts.entering import FULL
from marsad.enrich import DECIDED, SAID_ANEW
from marsad.report.shown import shown
from marsad.safeguards import PERSON, named
from marsad.translate.aid import NOTHING
from marsad.web import wording
from marsad.web.apart import (
    aided,
    english,
    foreign,
    foreign_lines,
    language,
    remedy,
    sentence,
    stretch,
    word,
)
from marsad.web.guard import KEYED
from marsad.web.phrases import bare, coded
from marsad.web.policy import may
from marsad.web.seat import form_token, seat
from marsad.web.views.desk_translation import label
from marsad.web.views.dossier import disguised
from marsad.web.views.waiting import Asked
from marsad.web.wording import N_, _, ngettext

STAGES = (
    ("search", N_("Search"), "/"),
    ("enrich", N_("Triage"), "/triage"),
    ("translate", N_("Translate"), "/translations"),
    ("track", N_("Track"), "/outlets"),
    ("report", N_("Report"), "/reports"),
    ("preserve", N_("Preserve"), "/status"),
)
_UNITS = ("bytes", "kB", "MB", "GB", "TB")


def render(request: Request, template: str, status: int = 200, /, **said: object) -> Response:
    """A page from a template and what it is to say."""
    found = seat(request)
    own = found.account if found else None
    done = found is not None and found.session.stage == FULL
    frame = {
        "stages": [each for each in STAGES if own and done and may(own.role, "GET", each[2])],
        "lab_name": request.app.state.lab_name,
        "form_token": form_token(request),
        "own": own,
        "provider": request.app.state.provider.name if request.app.state.provider else "",
        "here": _here(request),
        "spoken": wording.spoken(),
        "languages": tuple(wording.LANGUAGES.values()),
    }
    text = environment().get_template(template).render(**frame, **said)
    # A lone surrogate in a text from outside must not take the page down.
    return Response(
        text.encode("utf-8", "replace"),
        status,
        headers={"content-security-policy": KEYED},
        media_type="text/html; charset=utf-8",
    )


@cache
def environment() -> Environment:
    """The templates: everything escaped, nothing undefined."""
    made = Environment(
        loader=PackageLoader("marsad.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.policies["ext.i18n.trimmed"] = True
    made.install_gettext_callables(  # type: ignore[attr-defined]
        _, wording.ngettext, newstyle=True, pgettext=wording.pgettext, npgettext=wording.npgettext
    )
    made.filters |= _filters()
    made.tests["person"] = named
    made.globals |= _globals()
    return made


def _filters() -> dict[str, Callable[..., Any]]:
    """What templates write after a bar."""
    return {
        "foreign": foreign,
        "foreign_lines": foreign_lines,
        "aided": aided,
        "sentence": sentence,
        "english": english,
        "remedy": remedy,
        "coded": coded,
        "told": bare,
        "word": word,
        "stretch": stretch,
        "language": language,
        "shown": shown,
        "part": part,
        "query": query,
        "moment": moment,
        "day": day,
        "size": size,
        "maker": maker,
        "disguised": disguised,
        "label": label,
    }


def _globals() -> dict[str, object]:
    """What every template may name."""
    return {
        "NOTHING": NOTHING,
        "DECIDED": DECIDED,
        "SAID_ANEW": SAID_ANEW,
        "may": may,
        "sheet_address": sheet_address,
        "script_words": script_words,
    }


def part(text: str) -> str:
    """A text as one part of an address."""
    return quote(text, safe=":@", errors="replace")


def query(said: dict[str, object]) -> str:
    """What follows the ``?`` of an address; empty values are left out."""
    kept = {name: value for name, value in said.items() if value}
    return urlencode(kept, doseq=True, errors="replace")


def sheet_address(id: str, asked: Asked, **changes: object) -> str:
    """The page of a translation, opened from a queue."""
    said = query(asked.query(**changes))
    return f"/translation/{part(id)}{'?' if said else ''}{said}"


def script_words() -> Markup:
    """The messages of scripts for a block of data; nothing in them can close it."""
    said = json.dumps(wording.of_scripts(), ensure_ascii=False)
    return Markup(said.replace("<", "\\u003c"))


def moment(at: datetime | str, zone: ZoneInfo) -> Markup:
    """A time in the zone of the lab and in UTC, to the minute; to the second on request."""
    read = datetime.fromisoformat(at) if isinstance(at, str) else at
    here, there = read.astimezone(zone), read.astimezone(UTC)
    said = [f"{here:%Y-%m-%d %H:%M} {here.tzname()}"]
    if here.utcoffset() != there.utcoffset():
        day = "" if here.date() == there.date() else f"{there:%Y-%m-%d} "
        said.append(f"({day}{there:%H:%M} UTC)")
    shown = Markup(" ").join(map(Markup('<span class="whole">{}</span>').format, said))
    return Markup('<time datetime="{}" dir="ltr" title="{} UTC">{}</time>').format(
        there.isoformat(), f"{there:%Y-%m-%d %H:%M:%S}", shown
    )


def day(on: date | str) -> Markup:
    """A day; its parts keep their order among Arabic words."""
    return Markup('<time datetime="{0}" dir="ltr">{0}</time>').format(on)


def size(count: int) -> str:
    """A number of bytes, to be read by people."""
    value, unit = float(count), 0
    while value >= 1000 and unit < len(_UNITS) - 1:
        value, unit = value / 1000, unit + 1
    if not unit:
        return ngettext("%(count)d byte", "%(count)d bytes", count) % {"count": count}
    return Markup('<bdi dir="ltr" class="whole">{:.1f} {}</bdi>').format(value, _UNITS[unit])


def maker(signature: str) -> str:
    """Who signed, without the mark that says it is a person; pages say that in words."""
    return signature.removeprefix(PERSON)


def _here(request: Request) -> str:
    """The address of the page, to come back to; the first page where there is nothing to read."""
    if request.method != "GET":
        return "/"
    asked = request.url.query
    return quote(request.url.path, errors="replace") + (f"?{asked}" if asked else "")
