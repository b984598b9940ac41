"""``marsad brief``: what is new on a day."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from marsad.cli.options import Json, Lab

if TYPE_CHECKING:
    from marsad.track import Brief


def brief(
    lab: Lab,
    day: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day to tell of; else the last.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="File to write: .md or .html.")] = None,
    json: Json = False,
) -> None:
    """Tell what is new on a day, strongest first, each line with its reason and its posts."""
    from marsad import pipeline, track
    from marsad.cli.output import say, say_json
    from marsad.store import Store

    with Store(lab) as store:
        made = track.brief(store, day.date() if day else pipeline.last_day(store))
    if out:
        out.write_text(_as(made, out), encoding="utf-8")
    if json:
        say_json(track.as_plain(made))
    elif out:
        say(str(out))
    else:
        _show(made)


def _as(made: "Brief", out: Path) -> str:
    from marsad import track
    from marsad.errors import BadInput

    forms = {".md": track.as_markdown, ".html": track.as_html}
    if out.suffix not in forms:
        raise BadInput(f"{out.name}: write to a file that ends in .md or .html")
    return forms[out.suffix](made)


def _show(made: "Brief") -> None:
    from marsad import track
    from marsad.cli.output import foreign, say
    from marsad.track.brief_text import SHOWN

    say(track.when(made))
    say(track.volume(made))
    for section in made.sections:
        if section.lines:
            say(f"{section.title}; order: {section.rule}")
        for line in section.lines[:SHOWN]:
            some = f"  {foreign(', '.join(line.posts), 200)}" if line.posts else ""
            say(f"  {foreign(line.name)}: {line.reason}{some}")
        if len(section.lines) > SHOWN:
            say(f"  and {len(section.lines) - SHOWN} more; --json tells them all")
