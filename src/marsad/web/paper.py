"""The templates, and how text from outside is put into them.

What posts, channels and files say was written by hostile people. It reaches a page only through
the filters here: escaped, links defanged, hidden controls visible, isolated with its direction.
"""

import re
from datetime import UTC, datetime
from functools import cache
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

from fastapi import Request
from fastapi.responses import Response
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from marsad.report.shown import lines, shown
from marsad.safeguards import PERSON, named
from marsad.translate.aid import NOTHING
from marsad.web.views.desk_translation import label
from marsad.web.views.dossier import disguised
from marsad.web.views.waiting import Asked

STAGES = (
    ("search", "Search", "/"),
    ("translate", "Translate", "/translations"),
    ("track", "Track", "/outlets"),
    ("report", "Report", "/reports"),
    ("preserve", "Preserve", "/status"),
)
_TAG = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_SET_APART = re.compile("\u2068([^\u2066-\u2069]*)\u2069")
_UNITS = ("bytes", "kB", "MB", "GB", "TB")


def render(request: Request, template: str, status: int = 200, /, **said: object) -> Response:
    """A page from a template and what it is to say."""
    state = request.app.state
    text = (
        environment()
        .get_template(template)
        .render(stages=STAGES, lab_name=state.lab_name, form_token=state.form_token, **said)
    )
    # A lone surrogate in a text from outside must not take the page down.
    return Response(text.encode("utf-8", "replace"), status, media_type="text/html; charset=utf-8")


@cache
def environment() -> Environment:
    """The templates: everything escaped, nothing undefined."""
    made = Environment(
        loader=PackageLoader("marsad.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "foreign": foreign,
        "foreign_lines": foreign_lines,
        "aided": aided,
        "sentence": sentence,
        "stretch": stretch,
        "language": language,
        "shown": shown,
        "part": part,
        "query": query,
        "moment": moment,
        "size": size,
        "maker": maker,
        "disguised": disguised,
        "label": label,
    }
    made.tests["person"] = named
    made.globals |= {"NOTHING": NOTHING, "sheet_address": sheet_address}
    return made


def foreign(text: str, language: str = "", longest: int = 0) -> Markup:
    """Somebody else's words within a line."""
    said = shown(text)
    cut = f"{said[:longest].rstrip()}…" if longest and len(said) > longest else said
    return Markup('<bdi dir="auto"{}>{}</bdi>').format(_lang(language), cut)


def foreign_lines(text: str, language: str = "") -> Markup:
    """Somebody else's text, each line in its own direction."""
    line = Markup('<p dir="auto"{}>{}</p>\n')
    return Markup("").join(line.format(_lang(language), said) for said in lines(text))


def stretch(text: str) -> str:
    """A stretch within a line, as shown; the spaces at its ends part it from its neighbours."""
    said = shown(text)
    before = " " if text[:1].isspace() else ""
    return f"{before}{said}{' ' if said and text[-1:].isspace() else ''}"


def language(tag: str) -> Markup:
    """The attribute that says the language, where it is known."""
    return _lang(tag)


def aided(text: str) -> Markup:
    """What a reading aid says: the stretches it set apart itself are isolated, not marked."""
    stretches = _SET_APART.split(text)
    return Markup(" ").join(foreign(each) for each in stretches if each.strip())


def sentence(text: str) -> Markup:
    """A sentence of ours about others' words: it reads from the left, whatever it begins with."""
    said = _SET_APART.split(text)
    return Markup("").join(
        foreign(each) if at % 2 else stretch(each) for at, each in enumerate(said)
    )


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


def moment(at: datetime, zone: ZoneInfo) -> Markup:
    """A time in the zone of the lab, with the universal time beside it on request."""
    here, there = at.astimezone(zone), at.astimezone(UTC)
    return Markup('<time datetime="{}" title="{} UTC">{}</time>').format(
        there.isoformat(), f"{there:%Y-%m-%d %H:%M:%S}", f"{here:%Y-%m-%d %H:%M} {here.tzname()}"
    )


def size(count: int) -> str:
    """A number of bytes, to be read by people."""
    value, unit = float(count), 0
    while value >= 1000 and unit < len(_UNITS) - 1:
        value, unit = value / 1000, unit + 1
    return f"{value:.1f} {_UNITS[unit]}" if unit else f"{count} bytes"


def maker(signature: str) -> str:
    """Who signed, without the mark that says it is a person; pages say that in words."""
    return signature.removeprefix(PERSON)


def _lang(language: str) -> Markup:
    if language == "und" or not _TAG.fullmatch(language):
        return Markup("")
    return Markup(' lang="{}"').format(language)
