"""``marsad erase``: one person asks on a legal basis, another one approves."""

from typing import TYPE_CHECKING, Annotated

import typer

from marsad.cli.options import By, Json, Lab
from marsad.cli.signed import signed

if TYPE_CHECKING:
    from marsad.preserve.erase import Asked, Plan

app = typer.Typer(help="Erase posts lawfully; a tombstone stays.", no_args_is_help=True)

Posts = Annotated[list[str], typer.Argument(help="Ids of posts.", show_default=False)]
Id = Annotated[str, typer.Argument(help="Id of the request.", show_default=False)]


@app.callback()
def at(ctx: typer.Context, lab: Lab) -> None:
    """Open a lab."""
    ctx.obj = lab


@app.command()
def plan(ctx: typer.Context, posts: Posts, json: Json = False) -> None:
    """Say what erasing posts would take with it, and what stands in the way. Changes nothing."""
    from dataclasses import asdict

    from marsad import preserve
    from marsad.cli.output import say, say_json
    from marsad.store import Store

    with Store(ctx.obj) as store:
        found = preserve.erase.plan(store, posts)
    if json:
        say_json({**asdict(found), "obstacle": found.obstacle})
    else:
        for line in _told(found):
            say(line)


def _told(found: "Plan") -> list[str]:
    doomed = found.doomed
    return [
        f"{len(doomed.posts)} versions of posts, {found.findings} findings, "
        f"{found.translations} translations, {len(doomed.media)} media",
        f"{len(doomed.originals)} originals they were read from; "
        f"{found.bereft} other posts stay and lose theirs",
        f"not now: {found.obstacle}" if found.obstacle else "nothing stands in the way",
    ]


@app.command()
def ask(
    ctx: typer.Context,
    posts: Posts,
    legal_basis: Annotated[str, typer.Option(help="Such as 'GDPR 17(1)(d)'. Kept for good.")] = "",
    reason: Annotated[str, typer.Option(help="Without personal data: kept for good.")] = "",
    by: By = "",
) -> None:
    """Ask for an erasure; a second person has to approve it."""
    from marsad import preserve
    from marsad.cli.output import say

    with signed(ctx, by) as (store, author):
        asked = preserve.erase.ask(store, posts, author, legal_basis, reason)
    say(f"{asked.id} waits for a second person: marsad erase LAB approve {asked.id} --by NAME")


@app.command()
def approve(ctx: typer.Context, id: Id, by: By = "") -> None:
    """Erase what another person asked for. It cannot be undone."""
    from marsad import pipeline
    from marsad.cli.output import say

    with signed(ctx, by) as (store, author):
        tombstone = pipeline.erase(store, id, author)
    say(f"erased; {tombstone} says so in the log. Copies of the keys made before open no backup")
    say("any more: make new ones with marsad backup LAB --out DIR --keys DIR, destroy the old")


@app.command()
def refuse(
    ctx: typer.Context,
    id: Id,
    why: Annotated[str, typer.Option("--why", help="Reason, kept in the log.")] = "",
    by: By = "",
) -> None:
    """Turn a request down."""
    from marsad import preserve
    from marsad.cli.output import say

    with signed(ctx, by) as (store, author):
        preserve.erase.refuse(store, id, author, why)
    say(f"{id} is refused; nothing was erased")


@app.command("list")
def list_(ctx: typer.Context, json: Json = False) -> None:
    """Print the requests that wait for a second person."""
    from dataclasses import asdict

    from marsad import preserve
    from marsad.cli.output import say, say_json
    from marsad.store import Store

    with Store(ctx.obj) as store:
        for each in preserve.erase.all_waiting(store):
            if json:
                say_json(asdict(each))
            else:
                say(_line(each))


def _line(each: "Asked") -> str:
    from marsad.cli.output import foreign

    why = foreign(f"{each.legal_basis} {each.reason}")
    return f"{each.id}  {len(each.posts)} posts  asked by {foreign(each.by)}  {each.at}  {why}"


@app.command()
def finish(ctx: typer.Context) -> None:
    """Complete an erasure that was cut short; verify says when there is one."""
    from marsad import search
    from marsad.cli.output import say
    from marsad.store import Store, erasing

    with Store(ctx.obj) as store:
        search.forget(store)
        erasing.finish(store)
    say("nothing that was erased is left")
