"""``marsad retention``: how long posts are kept, and which are due to go."""

from typing import Annotated

import typer

from marsad.cli.options import By, Json, Lab
from marsad.cli.signed import signed

app = typer.Typer(help="Retention classes, and what is due by them.", no_args_is_help=True)


@app.callback()
def at(ctx: typer.Context, lab: Lab) -> None:
    """Open a lab."""
    ctx.obj = lab


@app.command()
def due(ctx: typer.Context, json: Json = False) -> None:
    """Print the posts whose time is over. Changes nothing."""
    from dataclasses import asdict

    from marsad import preserve
    from marsad.cli.output import foreign, say, say_json
    from marsad.store import Store

    with Store(ctx.obj) as store:
        for each in preserve.retention.due(store):
            if json:
                say_json(asdict(each))
            else:
                held = f"  kept by {each.held_by}" if each.held_by else ""
                say(f"{foreign(each.post)}  {each.kept_as}  over since {each.since:%Y-%m-%d}{held}")


@app.command("set")
def set_(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="CLASS", help="A class of the settings.")],
    posts: Annotated[list[str], typer.Argument(help="Ids of posts.", show_default=False)],
    by: By = "",
) -> None:
    """Give posts another class than that of their source."""
    from marsad import preserve
    from marsad.cli.output import say

    with signed(ctx, by) as (store, author):
        preserve.retention.set_class(store, posts, name, author)
    say(f"{len(posts)} posts are kept as {name}")


@app.command()
def apply(ctx: typer.Context, by: By = "") -> None:
    """Ask that what is due and not on hold be erased; a second person has to approve it."""
    from marsad import preserve
    from marsad.cli.output import say

    with signed(ctx, by) as (store, author):
        asked = preserve.retention.apply(store, author)
    if asked is None:
        say("nothing is due that is not on hold")
    else:
        say(f"{asked.id}: {len(asked.posts)} posts; marsad erase LAB approve {asked.id} --by NAME")
