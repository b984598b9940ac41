"""``marsad alert``: searches asked again, and told on the desk, by mail, feed or webhook."""

from dataclasses import asdict
from typing import Annotated

import typer

from marsad.cli.options import By, Json, Lab
from marsad.cli.search import QUERY_HELP, Forgiving, Strength
from marsad.cli.signed import signed

app = typer.Typer(help="Saved searches that tell what is new.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="Name of the saved search.", show_default=False)]


@app.callback()
def at(ctx: typer.Context, lab: Lab) -> None:
    """Open a lab."""
    ctx.obj = lab


@app.command()
def add(
    ctx: typer.Context,
    name: Name,
    query: Annotated[str, typer.Argument(help=QUERY_HELP, show_default=False)],
    to: Annotated[
        list[str] | None,
        typer.Option(help="page, feed, mail:NAME@HOST or webhook:https://ADDRESS; repeatable."),
    ] = None,
    strength: Forgiving = Strength.stemmed,
    by: By = "",
) -> None:
    """Save a search; what answers it by now is never told."""
    from marsad import alerting
    from marsad.cli.output import say

    with signed(ctx, by) as (store, author):
        made = alerting.add(store, name, query, to or ["page"], author, strength)
    say(f"{made.name} is saved and tells {', '.join(made.channels)}")


@app.command("list")
def list_(ctx: typer.Context, json: Json = False) -> None:
    """Print the saved searches, and how much of each waits, was sent or could not be."""
    from marsad.cli.output import foreign, say, say_json
    from marsad.store import Store
    from marsad.store.alerts import Alerts

    with Store(ctx.obj) as store:
        every, counts = Alerts(store).all(), Alerts(store).counts()
    for each in every:
        states = counts.get(each.name, {})
        if json:
            said = {"name": each.name, "query": each.query, "channels": each.channels}
            say_json({**said, "by": each.by, "states": states, "fault": each.fault})
            continue
        told = ", ".join(f"{n} {state}" for state, n in sorted(states.items())) or "nothing yet"
        say(f"{each.name}  {foreign(each.query)}  {', '.join(each.channels)}  {told}")
        if each.fault:
            say(f"    could not be told: {foreign(each.fault, 200)}")
    if not (every or json):
        say(f"no searches are saved; save one with: marsad alert {ctx.obj} add NAME QUERY")


@app.command()
def run(ctx: typer.Context, json: Json = False) -> None:
    """Ask all of them about what is new, and send what is due; marsad watch does so by itself."""
    from marsad import alerting
    from marsad.cli.output import foreign, say, say_json
    from marsad.store import Store

    with Store(ctx.obj) as store:
        done = alerting.run(store)
    if json:
        say_json(asdict(done))
        return
    say(f"{done.new} to tell, {done.sent} sent")
    for name, why in done.faults.items():
        say(f"{name}: {foreign(why, 200)}")


@app.command()
def drop(ctx: typer.Context, name: Name, by: By = "") -> None:
    """Forget a saved search, and what was still to be told of it."""
    from marsad.cli.output import say
    from marsad.store.alerts import Alerts

    with signed(ctx, by) as (store, author):
        Alerts(store).drop(name, author)
    say(f"{name} is dropped")
