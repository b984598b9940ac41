"""The templates, and how text from outside is put into them.

What posts, channels and files say was written by hostile people. It reaches a page only through
the filters here: escaped, links defanged, hidden controls visible, isolated with its direction.
"""

import json
import re
from datetime import UTC, date, datetime
from functools import cache
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

from fastapi import Request
from fastapi.responses import Response
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from marsad.accounts.entering import FULL
from marsad.enrich import DECIDED, SAID_ANEW
from marsad.report.shown import lines, shown
from marsad.safeguards import PERSON, named
from marsad.translate.aid import NOTHING
from marsad.web import wording
from marsad.web.guard import KEYED
from marsad.web.policy import may
from marsad.web.seat import form_token, seat
from marsad.web.terms import TERMS
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
_TAG = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_SET_APART = re.compile("\u2068([^\u2066-\u2069]*)\u2069")
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
    made.filters |= {
        "foreign": foreign,
        "foreign_lines": foreign_lines,
        "aided": aided,
        "sentence": sentence,
        "english": english,
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
    made.tests["person"] = named
    made.globals |= {
        "NOTHING": NOTHING,
        "DECIDED": DECIDED,
        "SAID_ANEW": SAID_ANEW,
        "sheet_address": sheet_address,
        "script_words": script_words,
    }
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


def english(text: str) -> Markup:
    """A sentence in English whatever the page speaks: it was made below the desk."""
    return Markup('<bdi lang="en" dir="ltr">{}</bdi>').format(sentence(text))


def word(name: str) -> str | Markup:
    """A word that the code below the desk knows things by, such as ``draft``.

    Any other is text from outside: a plugin's, or a stranger's.
    """
    return wording.pgettext("word", name) if name in TERMS else foreign(name)


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
    said = f"{here:%Y-%m-%d %H:%M} {here.tzname()}"
    if here.utcoffset() != there.utcoffset():
        day = "" if here.date() == there.date() else f"{there:%Y-%m-%d} "
        said += f" ({day}{there:%H:%M} UTC)"
    return Markup('<time datetime="{}" dir="ltr" title="{} UTC">{}</time>').format(
        there.isoformat(), f"{there:%Y-%m-%d %H:%M:%S}", said
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
    return Markup('<bdi dir="ltr">{:.1f} {}</bdi>').format(value, _UNITS[unit])


def maker(signature: str) -> str:
    """Who signed, without the mark that says it is a person; pages say that in words."""
    return signature.removeprefix(PERSON)


def _here(request: Request) -> str:
    """The address of the page, to come back to; the first page where there is nothing to read."""
    if request.method != "GET":
        return "/"
    asked = request.url.query
    return quote(request.url.path, errors="replace") + (f"?{asked}" if asked else "")


def _lang(language: str) -> Markup:
    if language == "und" or not _TAG.fullmatch(language):
        return Markup("")
    return Markup(' lang="{}"').format(language)
