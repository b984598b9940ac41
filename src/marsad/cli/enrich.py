"""``marsad enrich``."""

from typing import Annotated

import typer

from marsad.cli.options import Json, Lab


def enrich(
    lab: Lab,
    only: Annotated[
        list[str] | None, typer.Option(help="Run this enricher alone; may be repeated.")
    ] = None,
    retry: Annotated[bool, typer.Option(help="Try quarantined posts once more.")] = False,
    engine: Annotated[
        str, typer.Option(help="here, ray (on this machine), or ray://HOST:PORT.")
    ] = "here",
    json: Json = False,
) -> None:
    """Say what can be said about every post. May be stopped; goes on where it was."""
    from marsad import enrich as stage
    from marsad.cli.output import progress, say, say_json
    from marsad.store import Store

    with Store(lab) as store:
        with progress() as tell:
            new = stage.enrich(store, only or (), retry, tell, engine)
        said = {"new": new, "findings": store.count("finding")}
    if json:
        say_json(said)
    else:
        say(f"{said['new']} findings are new, {said['findings']} in all")
