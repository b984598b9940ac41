"""``marsad hold``: what nobody may erase until two persons let it go."""

from typing import Annotated

import typer

from marsad.cli.options import By, Json, Lab
from marsad.cli.signed import signed

app = typer.Typer(help="Legal holds: they beat every deletion.", no_args_is_help=True)


@app.callback()
def at(ctx: typer.Context, lab: Lab) -> None:
    """Open a lab."""
    ctx.obj = lab


@app.command("set")
def set_(
    ctx: typer.Context,
    posts: Annotated[list[str] | None, typer.Argument(help="Ids of posts.")] = None,
    place: Annotated[list[str] | None, typer.Option(help="Everything seen at this place.")] = None,
    all_: Annotated[bool, typer.Option("--all", help="The whole lab.")] = False,
    reason: Annotated[str, typer.Option(help="Such as the number of the case.")] = "",
    by: By = "",
) -> None:
    """Forbid erasing posts, places or everything, whatever is due."""
    from marsad import preserve
    from marsad.cli.output import say

    with signed(ctx, by) as (store, author):
        made = preserve.hold.set_hold(store, author, reason, posts or (), place or (), all_)
    say(f"{made.id} stands")


@app.command()
def release(
    ctx: typer.Context,
    id: Annotated[str, typer.Argument(help="Id of the hold.", show_default=False)],
    by: By = "",
) -> None:
    """Let a hold go: the first person asks, the second one does it."""
    from marsad import preserve
    from marsad.cli.output import say

    with signed(ctx, by) as (store, author):
        gone = preserve.hold.release(store, id, author)
    say(f"{id} is released" if gone else f"{id} still stands: a second person has to release it")


@app.command("list")
def list_(ctx: typer.Context, json: Json = False) -> None:
    """Print the holds that stand."""
    from dataclasses import asdict

    from marsad import preserve
    from marsad.cli.output import foreign, say, say_json
    from marsad.store import Store

    with Store(ctx.obj) as store:
        for each in preserve.hold.holds(store):
            if json:
                say_json(asdict(each))
                continue
            what = "everything" if each.everything else f"{len(each.posts)} posts"
            places = f", {', '.join(map(foreign, each.places))}" if each.places else ""
            asked = f"  release asked by {foreign(each.release_asked_by)}"
            say(
                f"{each.id}  {what}{places}  {foreign(each.reason)}  {foreign(each.by)}"
                f"{asked if each.release_asked_by else ''}"
            )
