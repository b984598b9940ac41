"""Pictures of tracking, and the brief of a day."""

from dataclasses import replace

from fastapi import Request
from fastapi.responses import Response

from marsad import pipeline, track
from marsad.web.guard import POLICY
from marsad.web.pages.lab import Lab
from marsad.web.paper import render
from marsad.web.views.coded import labels
from marsad.web.views.days import day_of, window
from marsad.web.views.pictures import choices, shown, table_of
from marsad.web.views.table_files import as_jsonl

DRAWING = f"{POLICY}; script-src 'self'"
"""Vendored scripts from here draw it; they may fetch nothing, and make no functions of text."""


def pictures(request: Request) -> Response:
    """List the pictures there are."""
    names = {name: title for name, (title, _made) in track.PICTURES.items()}
    return render(request, "pictures.html", names=names)


def picture(
    request: Request,
    store: Lab,
    name: str,
    since: str = "",
    until: str = "",
    place: str = "",
    outlet: str = "",
    event: str = "",
    by: str = "place",
    theme: str = "",
) -> Response:
    """Show one picture; window and query stand in the address."""
    form, _, kind = name.partition(".")
    some = replace(
        window(since, until, store.settings.zone),
        places=(place,) if place else (),
        outlets=(outlet,) if outlet else (),
    )
    made = track.picture(store, form, track.Asked(some, event, by, theme))
    if kind == "csv":
        headers = {"content-disposition": f'attachment; filename="{form}.csv"'}
        return Response(made.csv, media_type="text/csv; charset=utf-8", headers=headers)
    if kind == "jsonl":
        headers = {"content-disposition": f'attachment; filename="{form}.jsonl"'}
        content = as_jsonl(made.columns, table_of(made)).encode("utf-8", "replace")
        return Response(content, media_type="application/jsonl; charset=utf-8", headers=headers)
    asked = {"since": since, "until": until, "place": place, "outlet": outlet, "event": event,
             "by": by, "theme": theme}  # fmt: skip
    answer = render(request, "picture.html", found=shown(made), asked=asked, choices=choices(store))
    answer.headers["content-security-policy"] = DRAWING
    return answer


def brief(request: Request, store: Lab, day: str = "") -> Response:
    """Tell what is new on a day; on the last one, if none is named."""
    chosen = day_of(day) if day else pipeline.last_day(store)
    made = track.brief(store, chosen)
    return render(request, "brief.html", made=made, when=track.when(made),
                  volume=track.volume(made), labels=labels(store))  # fmt: skip
