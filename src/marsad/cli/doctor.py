"""``marsad doctor``."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from marsad.cli.options import Json


def doctor(
    lab: Annotated[
        Path | None, typer.Argument(help="Folder of a lab, to see who can sign in.")
    ] = None,
    json: Json = False,
) -> None:
    """List every part: ready or not, why, and the command that mends it."""
    from marsad import pipeline
    from marsad.cli.output import say, say_json
    from marsad.store import Store

    if lab:
        Store(lab).close()
    parts = pipeline.parts(lab)
    if json:
        say_json([asdict(part) for part in parts])
        return
    for part in parts:
        mark = "ready    " if part.ready else "NOT READY"
        say(f"{mark}  {part.stage:10}  {part.name:18}  {part.detail}")
        if part.remedy:
            say(f"{'':23}to mend it: {part.remedy}")
