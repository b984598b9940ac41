"""``marsad init`` and ``marsad collect``."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from marsad.cli.options import Json, Lab

if TYPE_CHECKING:
    from marsad.pipeline import Collected


def init(lab: Lab) -> None:
    """Make a lab: a folder that holds everything."""
    from marsad.cli.output import say
    from marsad.store import Store

    with Store.create(lab) as store:
        say(f"{store.lab} is a lab; its checkpoints are signed as {store.origin}")


def collect(
    lab: Lab,
    origins: Annotated[
        list[str], typer.Argument(metavar="ORIGIN...", help="Files, folders or addresses.")
    ],
    as_: Annotated[str, typer.Option("--as", help="Collector to use; else it is guessed.")] = "",
    json: Json = False,
) -> None:
    """Bring posts in and seal them. The same export again adds nothing."""
    from marsad import pipeline
    from marsad.cli.output import progress, say_json
    from marsad.store import Store

    with Store(lab) as store, progress() as tell:
        done = pipeline.collect(store, origins, as_, tell)
    if json:
        say_json(asdict(done))
    else:
        _tell(done)
    if done.failed:
        raise typer.Exit(1)


def _tell(done: "Collected") -> None:
    from marsad.cli.output import say

    say(f"{done.new} posts are new, {done.seen} were there, {len(done.refused)} were refused")
    for failed in done.failed:
        say(f"  failed: {failed.where}: {failed.reason}")
    for refused in done.refused:
        say(f"  refused: {refused.where}: {refused.reason}")
    for place, ranges in done.gaps.items():
        gaps = ", ".join(f"{low}-{high}" if high > low else str(low) for low, high in ranges[:20])
        say(f"  gaps in {place}: {gaps}{' ...' if len(ranges) > 20 else ''}")
    if done.kept_out:
        say(f"  {done.kept_out} were erased from this lab and were kept out")
    if done.missing:
        say(f"  {done.missing} ids are missing in all: deleted before the export, or never public")
