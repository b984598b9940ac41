"""``marsad run`` and ``marsad demo``: the whole way in one command."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from marsad.cli.options import Json


def run(
    origins: Annotated[
        list[str], typer.Argument(metavar="ORIGIN...", help="Files, folders or addresses.")
    ],
    lab: Annotated[Path, typer.Option(help="Folder of the lab; made if it is not there.")],
    out: Annotated[Path, typer.Option(help="Folder for the draft report.")],
    day: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day to report; else the last.")
    ] = None,
    json: Json = False,
) -> None:
    """Collect, enrich and draft your own material, and compose a draft report of a day."""
    from marsad import pipeline
    from marsad.cli.output import progress, say, say_json
    from marsad.store import Store

    with Store.create(lab) as store, progress() as tell:
        chosen = day.date() if day else None
        done = pipeline.run(store, origins, out, chosen, tell)
    paths = [str(path) for path in done.paths]
    if json:
        said = {"report": done.report.handle, "day": str(done.report.day), "paths": paths}
        say_json({**said, "new": done.collected.new, "refused": len(done.collected.refused)})
        return
    say(f"{done.report.handle}: a draft for {done.report.day}, unreviewed")
    for each in (*done.collected.failed, *done.collected.refused):
        say(f"  refused: {each.where}: {each.reason}")
    for path in paths:
        say(path)


def demo(
    out: Annotated[
        Path, typer.Option(help="Folder for the lab, the report and the bundle.")
    ] = Path("demo-out"),
    json: Json = False,
) -> None:
    """Carry a fictional channel the whole way: from its export to a footnoted report."""
    from marsad import demo as pack
    from marsad.cli.output import progress, say, say_json

    with progress() as tell:
        done = pack.play(out, tell)
    if json:
        reports = {form: str(path) for form, path in done.reports.items()}
        say_json({"lab": str(done.lab), "bundle": str(done.bundle), "report": reports})
        return
    for form, path in done.reports.items():
        say(f"report ({form}): {path}")
    say(f"evidence bundle: {done.bundle}")
    say(f"lab: {done.lab}")
