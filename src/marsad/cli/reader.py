"""``marsad reader``: who receives reports."""

import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from marsad.cli.options import By, Json, Lab
from marsad.cli.signed import signed

if TYPE_CHECKING:
    from marsad.model import Reader

app = typer.Typer(help="Who receives reports, and who vouched for them.", no_args_is_help=True)
Handle = Annotated[str, typer.Argument(help="Handle of the reader, such as r-1a2b3c4d5e.")]
Because = Annotated[str, typer.Option(help="The reason, for the custody log; name nobody in it.")]
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])]


@app.callback()
def at(ctx: typer.Context, lab: Lab) -> None:
    """Open the readers of a lab."""
    ctx.obj = lab


@app.command()
def add(
    ctx: typer.Context,
    address: Annotated[str, typer.Argument(help="NAME@HOST.DOMAIN")],
    name: Annotated[str, typer.Option(help="What they are called.")] = "",
    tier: Annotated[str, typer.Option(help="complimentary or subscribers.")] = "complimentary",
    since: Day = None,
    until: Day = None,
    series: Annotated[
        list[str] | None, typer.Option(help="Series to be told of; repeatable. Without it: all.")
    ] = None,
    by: By = "",
) -> None:
    """Write down who wants to read; they get nothing before a person approves them."""
    from marsad.cli.output import say
    from marsad.share import readers

    with signed(ctx, by) as (store, who):
        made = readers.add(
            store, name, address, who,
            tier=tier, since=_day(since), until=_day(until), series=tuple(series or ()),
        )  # fmt: skip
    say(made.handle)


@app.command("list")
def list_(
    ctx: typer.Context,
    addresses: Annotated[
        bool, typer.Option("--addresses", help="Show whole addresses; else the domain alone.")
    ] = False,
    json: Json = False,
) -> None:
    """Print the readers."""
    from marsad.cli.output import say, say_json
    from marsad.share import readers
    from marsad.share.address import masked
    from marsad.store import Store

    with Store(ctx.obj) as store:
        every = readers.readers(store)
    for each in every:
        shown = each.address if addresses else masked(each.address)
        if json:
            say_json(_plain(each, shown))
        else:
            say(_line(each, shown))
    if not (every or json):
        say(f"no readers yet; add one with: marsad reader {ctx.obj} add ADDRESS")


@app.command()
def approve(
    ctx: typer.Context,
    reader: Handle,
    tier: Annotated[str, typer.Option(help="complimentary or subscribers; else as asked.")] = "",
    because: Because = "",
    by: By = "",
) -> None:
    """Let somebody read, in your name; a domain that nobody listed takes a reason."""
    from marsad.cli.output import say
    from marsad.share import readers

    with signed(ctx, by) as (store, who):
        made = readers.approve(store, reader, who, because, tier)
    say(f"{made.handle} reads as one of: {made.tier}")


@app.command()
def end(
    ctx: typer.Context, reader: Handle, last: Day = None, because: Because = "", by: By = ""
) -> None:
    """End a reader's reading: now, or after a last day."""
    from marsad.cli.output import say
    from marsad.share import readers

    with signed(ctx, by) as (store, who):
        made = readers.end(store, reader, who, because, _day(last))
    say(f"{made.handle} {'reads until ' + str(made.until) if last else 'has ended'}")


@app.command()
def forget(
    ctx: typer.Context,
    reader: Handle,
    legal_basis: Annotated[str, typer.Option(help="What entitles them.")] = "GDPR Art. 17",
    by: By = "",
) -> None:
    """Erase name and address of an ended reader, in every backup as well, as the second person."""
    from marsad.cli.output import say
    from marsad.share import readers

    with signed(ctx, by) as (store, who):
        tombstone = readers.forget(store, reader, who, legal_basis)
    say(f"erased; see {tombstone} in the log")


@app.command("import")
def import_(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="CSV: name,address,tier,since,until,series")],
    by: By = "",
    json: Json = False,
) -> None:
    """Add the readers of a CSV file; each still has to be approved."""
    from marsad.cli.output import foreign, say, say_json
    from marsad.share import readers_file

    with signed(ctx, by) as (store, who):
        done = readers_file.take(store, file, who)
    if json:
        handles = [each.handle for each in done.added]
        say_json({"added": handles, "there": done.there, "refused": done.refused})
        return
    say(f"{len(done.added)} added, {done.there} there already, {len(done.refused)} refused")
    for line, why in done.refused.items():
        typer.echo(f"line {line}: {foreign(why, 200)}", err=True)


@app.command()
def unsubscribe(
    ctx: typer.Context,
    tokens: Annotated[
        list[str], typer.Argument(help="Tokens of letters; - reads them, a line each.")
    ],
) -> None:
    """Send no more mails to those whose tokens came back; a token is as good as their word."""
    from marsad.cli.output import say
    from marsad.errors import BadInput
    from marsad.share.unsubscribe import unsubscribe as leave
    from marsad.store import Store

    said = sys.stdin.read().split() if tokens == ["-"] else tokens
    with Store(ctx.obj) as store:
        for each in said:
            try:
                say(f"{leave(store, each).handle} gets no more mails")
            except BadInput as error:
                typer.echo(str(error), err=True)
        store.checkpoint()


def _day(said: datetime | None) -> date | None:
    return said.date() if said else None


def _plain(reader: "Reader", address: str) -> dict[str, object]:
    return {
        "handle": reader.handle, "name": reader.name, "address": address, "tier": reader.tier,
        "state": reader.state, "since": reader.since, "until": reader.until, "mail": reader.mail,
        "series": reader.series,
    }  # fmt: skip


def _line(reader: "Reader", address: str) -> str:
    from marsad.cli.output import foreign

    until = f" until {reader.until}" if reader.until else ""
    mails = "" if reader.mail or reader.state == "ended" else ", no mails"
    who = f"{foreign(reader.name, 40)} {foreign(address, 80)}"
    return f"{reader.handle}  {reader.tier}  {reader.state}{mails}  {reader.since}{until}  {who}"
