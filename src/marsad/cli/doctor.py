"""``marsad doctor``."""

from dataclasses import asdict

from marsad.cli.options import Json


def doctor(json: Json = False) -> None:
    """List every part: ready or not, why, and the command that mends it."""
    from marsad import pipeline
    from marsad.cli.output import say, say_json

    parts = pipeline.parts()
    if json:
        say_json([asdict(part) for part in parts])
        return
    for part in parts:
        mark = "ready    " if part.ready else "NOT READY"
        say(f"{mark}  {part.stage:10}  {part.name:18}  {part.detail}")
        if part.remedy:
            say(f"{'':23}to mend it: {part.remedy}")
