"""``marsad account``: who may use the desk of a lab."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from marsad.cli.options import Json, Lab

if TYPE_CHECKING:
    from marsad.accounts.joining import Invited
    from marsad.store.desk import Desk

app = typer.Typer(help="Accounts of the desk, by whoever runs it.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="Name that they sign with.", show_default=False)]
Role = Annotated[str, typer.Option(help="admin, editor, translator, analyst or subscriber.")]
ORIGIN = "http://127.0.0.1:8200"
Of = Annotated[
    str, typer.Option(help="Of a subscriber: handle of the reader, such as r-1a2b3c4d5e.")
]
At = Annotated[str, typer.Option("--at", help="Address of the desk, for the link.")]


@app.callback()
def at(ctx: typer.Context, lab: Lab) -> None:
    """Open a lab."""
    ctx.obj = lab


@contextmanager
def opened(ctx: typer.Context) -> Iterator["Desk"]:
    """The accounts of the lab."""
    from marsad.store import Store
    from marsad.store.desk import Desk

    # The folder has to be a lab before a file is made in it.
    Store(ctx.obj).close()
    with Desk(ctx.obj) as desk:
        yield desk


@app.command("list")
def list_(ctx: typer.Context, json: Json = False) -> None:
    """Print every account; nothing secret is among it."""
    from dataclasses import asdict

    from marsad.cli.output import foreign, say, say_json
    from marsad.store import desk_accounts, desk_clearances

    with opened(ctx) as desk:
        cleared = desk_clearances.everybody(desk)
        for each in desk_accounts.everybody(desk):
            markings = cleared.get(each.id, ())
            if json:
                say_json({**asdict(each), "cleared": list(markings)})
                continue
            second = "second factor" if each.second else "no second factor"
            state = "open" if each.active else "closed"
            role = f"{each.role} of {each.reader}" if each.reader else each.role
            sees = f"  cleared for {', '.join(markings)}" if markings else ""
            since = f"since {each.since[:10]}"
            say(f"{foreign(each.name)}  {role}  {state}  {second}  {since}{sees}")


@app.command()
def invite(
    ctx: typer.Context,
    name: Name,
    role: Role = "analyst",
    reader: Of = "",
    at: At = ORIGIN,
    json: Json = False,
) -> None:
    """Print a one-time link by which somebody sets their password."""
    from marsad import accounts

    handle = _known(ctx, reader)
    with opened(ctx) as desk:
        _told(accounts.joining.invite(desk, name, role, reader=handle), at, json)


@app.command()
def reset(ctx: typer.Context, name: Name, at: At = ORIGIN, json: Json = False) -> None:
    """Void password, second factor and sessions; print a one-time link that sets new ones."""
    from marsad import accounts

    with opened(ctx) as desk:
        _told(accounts.joining.reset(desk, accounts.changing.named(desk, name)), at, json)


@app.command()
def disable(ctx: typer.Context, name: Name) -> None:
    """Close an account; whoever is signed in with it is out at once."""
    _set_active(ctx, name, False)


@app.command()
def enable(ctx: typer.Context, name: Name) -> None:
    """Open a closed account again."""
    _set_active(ctx, name, True)


@app.command()
def role(
    ctx: typer.Context,
    name: Name,
    role: Annotated[str, typer.Argument(help="The new role.", show_default=False)],
) -> None:
    """Give an account another role; it has to sign in anew."""
    from marsad import accounts
    from marsad.cli.output import foreign, say

    with opened(ctx) as desk:
        accounts.changing.set_role(desk, accounts.changing.named(desk, name), role)
    say(f"{foreign(name)} is {role} now")


@app.command()
def tie(
    ctx: typer.Context,
    name: Name,
    reader: Annotated[
        str, typer.Argument(help="Handle of a reader; without it: the subscribers' tree.")
    ] = "",
) -> None:
    """Tie a subscriber's account to a reader, whose tier it reads from then on."""
    from marsad import accounts
    from marsad.cli.output import foreign, say

    handle = _known(ctx, reader)
    with opened(ctx) as desk:
        accounts.changing.tie(desk, accounts.changing.named(desk, name), handle)
    say(f"{foreign(name)} reads what {handle or 'subscribers'} may")


def _known(ctx: typer.Context, reader: str) -> str:
    """The handle of a reader that there is; empty where none is named."""
    from marsad.share import readers
    from marsad.store import Store

    if not reader:
        return ""
    with Store(ctx.obj) as store:
        return readers.reader(store, reader).handle


@app.command()
def clear(
    ctx: typer.Context,
    name: Name,
    markings: Annotated[
        str, typer.Option("--for", help="Markings, set apart by commas; empty for none.")
    ],
) -> None:
    """Clear an account for these markings, and for no other."""
    from marsad import accounts
    from marsad.cli.output import foreign, say

    with opened(ctx) as desk:
        target = accounts.changing.named(desk, name)
        accounts.changing.clear(desk, target, markings)
    say(f"{foreign(name)} is cleared for {markings.strip() or 'nothing'}")


def _set_active(ctx: typer.Context, name: str, active: bool) -> None:
    from marsad import accounts
    from marsad.cli.output import foreign, say

    with opened(ctx) as desk:
        accounts.changing.set_active(desk, accounts.changing.named(desk, name), active)
    say(f"the account of {foreign(name)} is {'open' if active else 'closed'}")


def _told(made: "Invited", at: str, json: bool) -> None:
    from marsad.cli.output import say, say_json

    link = f"{at.rstrip('/')}{made.path}"
    if json:
        say_json({"name": made.link.name, "role": made.link.role, "link": link})
    else:
        say(link)
