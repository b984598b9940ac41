"""``marsad publish``, ``marsad embargo`` and ``marsad digest``: to the readers."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from marsad.cli.options import By, Json, Lab

if TYPE_CHECKING:
    from marsad.publishing import Published
    from marsad.share.digest import Sent

digest = typer.Typer(help="Tell readers by mail what was published.", no_args_is_help=True)


@digest.callback()
def at(ctx: typer.Context, lab: Lab) -> None:
    """Open a lab."""
    ctx.obj = lab


def publish(
    lab: Lab,
    out: Annotated[
        Path | None,
        typer.Option(help="Folder of the site; without it that of the setting site."),
    ] = None,
    tier: Annotated[
        list[str] | None,
        typer.Option(
            help="public, complimentary, subscribers or platforms; repeatable. Without it: the "
            "first three."
        ),
    ] = None,
    mail: Annotated[bool, typer.Option("--mail", help="Tell the readers by mail as well.")] = False,
    json: Json = False,
) -> None:
    """Write the published reports as a site, one tree for each tier of readers."""
    from marsad import publishing
    from marsad.cli.output import progress, say_json
    from marsad.report.tiers import TIERS
    from marsad.store import Store

    with Store(lab) as store:
        folder = out or store.settings.beside(store.settings.site)
        with progress() as tell:
            made = publishing.publish(store, folder, tier or TIERS, tell)
        sent = publishing.send_digests(store) if mail else None
    if json:
        say_json({**asdict(made), "mail": asdict(sent) if sent else None})
        return
    _show(made, folder)
    if sent:
        _told(sent)


def embargo(
    lab: Lab,
    report: Annotated[str, typer.Argument(help="Series and number, such as daily-7.")],
    until: Annotated[str, typer.Option(help="Time with its zone: 2024-05-20T09:00+02:00.")],
    by: By = "",
) -> None:
    """Keep a report out of every edition until a time; a past time lets it go."""
    from marsad.cli.output import author, say
    from marsad.errors import BadInput
    from marsad.share.embargo import embargo as hold_back
    from marsad.store import Store

    try:
        moment = datetime.fromisoformat(until)
    except ValueError as error:
        raise BadInput(f"{until!r} is no time; write such as 2024-05-20T09:00+02:00") from error
    with Store(lab) as store:
        held = hold_back(store, report, moment, author(store, by))
        store.checkpoint()
    say(f"{held.handle} is in no edition before {moment.isoformat()}")


@digest.command()
def send(
    ctx: typer.Context,
    again: Annotated[
        bool, typer.Option("--again", help="Also what a killed run left on its way.")
    ] = False,
    json: Json = False,
) -> None:
    """Send each reader what came for their tier since they were told last."""
    from marsad import publishing
    from marsad.cli.output import say_json
    from marsad.store import Store

    with Store(ctx.obj) as store:
        sent = publishing.send_digests(store, again)
    if json:
        say_json(asdict(sent))
    else:
        _told(sent)


@digest.command("list")
def list_(ctx: typer.Context, json: Json = False) -> None:
    """Print which reader was told of which report, or is to be."""
    from marsad.cli.output import say, say_json
    from marsad.store import Store
    from marsad.store.digests import Digests

    with Store(ctx.obj) as store:
        every = Digests(store).all()
    for row in every:
        if json:
            say_json(row)
        else:
            say(f"{row['reader']}  {row['report']} version {row['version']}  {row['state']}")
    if not (every or json):
        say("no reader was told anything yet")


def _show(made: "Published", out: Path) -> None:
    from marsad.cli.output import foreign, say

    for tier, tree in made.trees.items():
        say(f"{out / tier}: {tree.new} new, {tree.changed} changed, {tree.same} as before, "
            f"{tree.gone} gone")  # fmt: skip
    for handle, until in made.waiting.items():
        say(f"{handle} waits until {until.isoformat()}")
    for handle, why in made.refused.items():
        typer.echo(f"{handle} is left out: {foreign(why, 300)}", err=True)


def _told(sent: "Sent") -> None:
    from marsad.cli.output import foreign, say

    say(f"new to tell: {sent.new}, letters sent: {sent.letters}")
    for handle, why in sent.faults.items():
        typer.echo(f"{handle}: {foreign(why, 200)}", err=True)
