"""``marsad register``: the outlets and events that people keep."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from marsad.cli.options import Json, Lab

app = typer.Typer(help="The register of outlets and events.", no_args_is_help=True)


@app.callback()
def at(ctx: typer.Context, lab: Lab) -> None:
    """Open the register of a lab."""
    ctx.obj = lab


@app.command("import")
def import_(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="TOML with [[outlet]] and [[event]] entries.")],
    by: Annotated[str, typer.Option("--by", help="Name of the person who does this.")] = "",
    json: Json = False,
) -> None:
    """Take in outlets and events; what is there already stays."""
    from marsad import pipeline
    from marsad.cli.output import say, say_json
    from marsad.store import Store

    with Store(ctx.obj) as store:
        done = pipeline.register(store, file, f"person:{by}" if by else "marsad")
    if json:
        say_json(asdict(done))
        return
    say(f"{done.new} entries are new, {done.known} were there, {len(done.refused)} were refused")
    for refused in done.refused:
        say(f"  refused: {refused}")


@app.command("list")
def list_(ctx: typer.Context, json: Json = False) -> None:
    """Print every outlet and event."""
    from marsad.cli.output import foreign, say, say_json
    from marsad.store import Store, records

    with Store(ctx.obj) as store:
        for outlet in store.outlets():
            if json:
                say_json({"outlet": records.plain(records.record(outlet))})
            else:
                say(f"{outlet.id}  {outlet.latin}  {foreign(outlet.name)}  {outlet.standing}")
        for event in store.events():
            if json:
                say_json({"event": records.plain(records.record(event))})
            else:
                say(f"{event.id}  {event.start} to {event.end}  {foreign(event.title)}")
