"""``marsad watch`` and ``marsad status``."""

from dataclasses import asdict
from typing import Annotated

import typer

from marsad.cli.options import Json, Lab


def watch(
    lab: Lab,
    once: Annotated[bool, typer.Option("--once", help="Poll what is due once, then end.")] = False,
    minutes: Annotated[
        float | None, typer.Option("--for", min=0, help="End after so many minutes.")
    ] = None,
    enrich: Annotated[bool, typer.Option("--enrich", help="Enrich after each round.")] = False,
    json: Json = False,
) -> None:
    """Poll every source when it is due, until stopped. Ctrl-C ends it after the current source."""
    from marsad.cli.output import foreign, say, say_json
    from marsad.store import Store
    from marsad.watch import Polled, Poller
    from marsad.watch import watch as watch_lab
    from marsad.watch.stop import on_signals

    def tell(polled: Polled) -> None:
        if json:
            say_json(asdict(polled))
            return
        brought = f"{polled.new} new, {polled.seen} known, {polled.refused} refused"
        brought += f", {polled.gone} gone" if polled.gone else ""
        said = foreign(polled.error, 200) if polled.error else brought
        say(f"{polled.at:%Y-%m-%d %H:%M:%S}  {foreign(polled.handle)}  {said}")

    with Store(lab) as store, on_signals() as stop:
        watch_lab(Poller(store), once, minutes, enrich, stop, tell)


def status(lab: Lab, json: Json = False) -> None:
    """Print how each source fares: state, last seen, next due, last error."""
    from datetime import UTC, datetime

    from marsad.cli.output import foreign, say, say_json
    from marsad.store import Store
    from marsad.watch import status as status_of

    with Store(lab) as store:
        lines = status_of(store, datetime.now(UTC))
    for line in lines:
        if json:
            say_json(asdict(line))
            continue
        seen, due = (f"{at:%Y-%m-%d %H:%M}" if at else "-" for at in (line.seen_at, line.due_at))
        error = f"  {foreign(line.error, 120)}" if line.error else ""
        moved = f"  moved to {foreign(line.successor)}" if line.successor else ""
        say(f"{foreign(line.handle)}  {line.state}  seen {seen}  due {due}{moved}{error}")
