"""``marsad track``: who says what, and what in the world it answers. One file for each topic."""

import typer

from marsad.cli import (
    track_answers,
    track_event,
    track_flow,
    track_narratives,
    track_outlet,
    track_picture,
)
from marsad.cli.options import Lab

app = typer.Typer(help="What happened, and who answered it.", no_args_is_help=True)


@app.callback()
def at(ctx: typer.Context, lab: Lab) -> None:
    """Open a lab."""
    ctx.obj = lab


for command in (
    track_answers.match,
    track_answers.show,
    track_answers.accept,
    track_answers.refuse,
):
    track_event.app.command()(command)
app.add_typer(track_event.app, name="event")
app.command("flow")(track_flow.flow)
for asked in (
    track_picture.picture,
    track_outlet.outlet,
    track_outlet.successors,
    track_outlet.decide,
    track_outlet.independence,
):
    app.command()(asked)
for said in (track_narratives.narratives, track_narratives.bursts, track_narratives.wording):
    app.command()(said)
