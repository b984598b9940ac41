"""``marsad track LAB flow``: who repeats whom."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from marsad.cli.options import Json

if TYPE_CHECKING:
    from marsad.track import Edge, Flow

SHOWN = 30
Since = Annotated[str, typer.Option(help="From this day on, as 2024-05-01.")]
Until = Annotated[str, typer.Option(help="Up to and without this day.")]


def flow(
    ctx: typer.Context,
    by: Annotated[str, typer.Option("--by", help="Network of places, or of outlets.")] = "place",
    since: Since = "",
    until: Until = "",
    shuffles: Annotated[
        int, typer.Option(min=0, max=100, help="Also shuffle the posters so often, as a check.")
    ] = 0,
    to: Annotated[str, typer.Option("--to", help="Write gexf or graphml.")] = "",
    out: Annotated[Path | None, typer.Option("--out", help="File to write it to.")] = None,
    json: Json = False,
) -> None:
    """Show who repeats whom, after how long, and on what evidence."""
    from dataclasses import asdict

    from marsad import track
    from marsad.cli.output import progress, say, say_json
    from marsad.errors import BadInput
    from marsad.store import Seen, Store, Window

    if bool(to) != bool(out):
        raise BadInput("--to and --out go together: --to gexf --out flow.gexf")
    with Store(ctx.obj) as store:
        zone = store.settings.zone
        window = Window(day(since, zone), day(until, zone))
        with progress() as tell:
            Seen(store).catch_up(lambda done, all: tell("posts for tracking", done, all))
        whole = window == Window() and not shuffles
        found = (
            track.kept_flow(store, by, exact=True)
            if whole
            else track.flow(store, window, by, shuffles)
        )
    if out:
        out.write_bytes(track.graph(found, to))
        say(f"{out}: {len(found.nodes)} nodes, {len(found.edges)} edges")
    elif json:
        say_json(asdict(found))
    else:
        _show(found)


def day(said: str, zone: ZoneInfo) -> datetime | None:
    """The begin of a day in the zone of the lab; nothing when none was given."""
    from marsad.errors import BadInput

    if not said:
        return None
    try:
        return datetime.fromisoformat(said).replace(tzinfo=zone)
    except ValueError as error:
        raise BadInput(f"{said!r} is no day; write it as 2024-05-01") from error


def _show(found: "Flow") -> None:
    from marsad.cli.output import foreign, say

    names = {node.id: node.name for node in found.nodes}
    for edge in found.edges[:SHOWN]:
        ends = f"{foreign(names[edge.source], 30)} -> {foreign(names[edge.target], 30)}"
        say(f"{ends}  {edge.n} times, {_after(edge)}, {edge.forwards} as forwards")
    if not found.edges:
        say("nobody is found to repeat anybody: no posts yet, or too few that repeat others")
    if len(found.edges) > SHOWN:
        say(f"and {len(found.edges) - SHOWN} more; --json tells them all")
    for number, group in enumerate(found.communities, start=1):
        said = ", ".join(foreign(names[id], 30) for id in group[:SHOWN])
        say(f"group {number}: {len(group)} of them: {said}")
    say(
        f"{found.repetitions} repetitions of {found.families} posts; {found.unproved} pairs met "
        f"too seldom or no more often than by chance; {found.undated} posts left out, their time "
        "cannot be right"
    )
    if found.by_chance is not None:
        say(f"with the posters shuffled, {found.by_chance} edges would be found")


def _after(edge: "Edge") -> str:
    if edge.median_seconds is None:
        return "no original stored"
    return f"half of them within {timedelta(seconds=round(edge.median_seconds))}"
