"""``marsad fixity``: read every original again before somebody needs it."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from marsad.cli.options import Json, Lab


def fixity(
    lab: Lab,
    rate: Annotated[float, typer.Option(help="Megabytes a second at most; 0: no limit.")] = 0.0,
    from_: Annotated[Path | None, typer.Option("--from", help="A backup to repair from.")] = None,
    by: Annotated[str, typer.Option("--by", help="Name of the person who does this.")] = "",
    json: Json = False,
) -> None:
    """Read every original anew; repair what rotted or is missing. Exit 1 if some is left."""
    from marsad import preserve
    from marsad.cli.output import person, progress, say, say_json
    from marsad.store import Store

    with Store(lab) as store, progress() as tell:
        done = preserve.sweep(
            store, from_, rate, person(by) if by else "marsad", lambda n: tell("fixity", n, 0)
        )
    if json:
        say_json(asdict(done))
    else:
        missing = f"{len(done.missing)} missing, " if done.missing else ""
        found = f"{len(done.rotten)} altered, {missing}{len(done.repaired)} repaired"
        say(f"{done.checked} originals checked ({done.read / 1e6:.1f} MB), {found}")
        for sha256 in done.left:
            say(f"  {'missing' if sha256 in done.missing else 'altered'}: {sha256}")
    if done.left:
        raise typer.Exit(1)
