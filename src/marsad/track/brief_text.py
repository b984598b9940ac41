"""A brief as Markdown, as a page of its own, and as plain values."""

import re
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC
from html import escape
from math import isinf
from typing import Any

from marsad.phrase import Phrase
from marsad.track.brief_day import Brief, Line, Section
from marsad.track.picture_look import whole

SHOWN = 20
"""Lines of a section and posts of a line; the JSON has all."""
_MARKS = re.compile(r"([\\`*_{}\[\]<>#|])")


def as_plain(brief: Brief) -> dict[str, Any]:
    """All of it as JSON has it."""
    made = {**asdict(brief), "day": str(brief.day), "empty": brief.empty, "order": brief.order}
    made["since"], made["until"] = brief.since.isoformat(), brief.until.isoformat()
    for section in made["sections"]:
        for line in section["lines"]:
            # JSON knows no infinity.
            line["strength"] = None if isinf(line["strength"]) else line["strength"]
    return made


def when(brief: Brief) -> str:
    """The day in the zone of the lab, and in universal time."""
    since, until = (each.astimezone(UTC) for each in (brief.since, brief.until))
    return Phrase(
        "%(day)s, %(from)s to %(to)s of the next day in %(zone)s; %(since)s to %(until)s UTC",
        day=str(brief.day), zone=brief.zone, since=f"{since:%Y-%m-%d %H:%M}",
        until=f"{until:%Y-%m-%d %H:%M}", to=f"{brief.until:%H:%M}",
        **{"from": f"{brief.since:%H:%M}"},
    )  # fmt: skip


def volume(brief: Brief) -> str:
    """How much was posted, beside the usual."""
    if not brief.posts and brief.empty:
        return Phrase(
            "Nothing: no post of a public place was collected of this day, and nothing ended."
        )
    return Phrase(
        "%(posts)s posts of public places; usually %(usual)s a day.", posts=f"{brief.posts:,}",
        usual=f"{brief.before:,.1f}",
    )  # fmt: skip


def as_markdown(brief: Brief) -> str:
    """The brief to be read or mailed; what others wrote is escaped and isolated."""
    parts = [f"# Brief of {brief.day}", when(brief), volume(brief)]
    for section in brief.sections:
        if section.lines:
            parts += [f"## {section.title}", f"Order: {section.rule}.", _lines(section, _marked)]
    return "\n\n".join(parts) + "\n"


def as_html(brief: Brief) -> str:
    """The brief as one page that needs nothing else."""
    parts = [f"<h1>Brief of {brief.day}</h1>", f"<p>{escape(when(brief))}</p>",
             f"<p>{escape(volume(brief))}</p>"]  # fmt: skip
    for section in brief.sections:
        if section.lines:
            items = "\n".join(_item(line) for line in section.lines[:SHOWN])
            parts.append(
                f"<h2>{section.title}</h2>\n<p>Order: {section.rule}.</p>\n<ol>\n{items}\n</ol>"
                + (f"\n<p>{_more(section)}</p>" if _more(section) else "")
            )
    body = "\n".join(parts)
    return (
        '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>Brief of {brief.day}</title>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _lines(section: Section, said: Callable[[str], str]) -> str:
    lines = [
        f"{n}. {said(whole(line.name))}: {said(line.reason)} ({', '.join(_posts(line, said))})"
        if line.posts
        else f"{n}. {said(whole(line.name))}: {said(line.reason)}"
        for n, line in enumerate(section.lines[:SHOWN], start=1)
    ]
    return "\n".join([*lines, *([f"\n{_more(section)}"] if _more(section) else [])])


def _posts(line: Line, said: Callable[[str], str]) -> list[str]:
    rest = len(line.posts) - SHOWN
    return [*map(said, line.posts[:SHOWN]), *([f"and {rest} more"] if rest > 0 else [])]


def _more(section: Section) -> str:
    rest = len(section.lines) - SHOWN
    return f"And {rest} more; the JSON has all of them." if rest > 0 else ""


def _item(line: Line) -> str:
    posts = f" <small>{escape(', '.join(_posts(line, str)))}</small>" if line.posts else ""
    return (
        f'<li><bdi dir="auto">{escape(whole(line.name))}</bdi>: {escape(line.reason)}{posts}</li>'
    )


def _marked(text: str) -> str:
    return _MARKS.sub(r"\\\1", text)
