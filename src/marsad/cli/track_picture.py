"""``marsad track LAB picture``: what tracking knows, drawn."""

from pathlib import Path
from typing import Annotated

import typer

from marsad.cli.track_flow import Since, Until


def picture(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="volume, timeline, flow, survival or lags.")],
    out: Annotated[
        Path, typer.Option("--out", help="File to write; its ending says how: svg, png, csv, json.")
    ],
    since: Since = "",
    until: Until = "",
    place: Annotated[
        list[str], typer.Option("--place", help="Id of a place; may be given several times.")
    ] = [],  # noqa: B006 - read
    outlet: Annotated[
        list[str], typer.Option("--outlet", help="Id of an outlet; may be given several times.")
    ] = [],  # noqa: B006 - read
    event: Annotated[str, typer.Option("--event", help="For lags: id of the event.")] = "",
    by: Annotated[str, typer.Option("--by", help="For flow: by place, or by outlet.")] = "place",
    dark: Annotated[bool, typer.Option("--dark", help="On a dark ground.")] = False,
) -> None:
    """Draw what tracking knows; beside a still, its data as CSV and its specification."""
    from marsad import track
    from marsad.cli.output import say
    from marsad.cli.track_flow import day
    from marsad.store import Store, Window

    with Store(ctx.obj) as store:
        zone = store.settings.zone
        window = Window(day(since, zone), day(until, zone), tuple(place), tuple(outlet))
        made = track.picture(store, name, track.Asked(window, event, by))
    for path in track.save(made, out, dark):
        say(str(path))
    say(made.alt)
    for note in made.notes:
        say(f"  {note}")
