"""``marsad sources``, its half about what posts point to: a person accepts or refuses it."""

from typing import Annotated

import typer

from marsad.cli.options import By, Json
from marsad.cli.signed import As, Said, given, signed, told

Id = Annotated[str, typer.Argument(help="Id of the suggestion.", show_default=False)]


def discover(ctx: typer.Context, json: Json = False) -> None:
    """Queue channels that collected posts point to, for a person to decide about."""
    from dataclasses import asdict

    from marsad.cli.output import say, say_json
    from marsad.collect import discovery
    from marsad.store import Store

    with Store(ctx.obj) as store:
        done = discovery.discover(store)
    if json:
        say_json(asdict(done))
    else:
        say(f"{done.new} suggestions are new, {done.left_out} were left out for now")


def review(ctx: typer.Context, json: Json = False) -> None:
    """Print the suggestions that wait for a decision."""
    from dataclasses import asdict

    from marsad.cli.output import foreign, say, say_json
    from marsad.store import Store
    from marsad.store.suggestions import WAITING, Suggestions
    from marsad.text.links import defang

    with Store(ctx.obj) as store:
        for each in Suggestions(store).all(WAITING):
            if json:
                say_json(asdict(each))
            else:
                where = f"{foreign(defang(each.origin))}  {foreign(each.name)}"
                first = f", first {each.post}" if each.post else ""
                say(f"{each.id[:12]}  {where}  {each.how}  {each.times} posts{first}")


def accept(
    ctx: typer.Context,
    id: Id,
    said: Said = None,
    as_: As = "",
    by: By = "",
) -> None:
    """Make a suggestion a source."""
    from marsad.cli.output import say
    from marsad.collect import source_decide

    with signed(ctx, by) as (store, author):
        made = source_decide.accept(store, id, author, {**given(said), "collector": as_})
    say(told(made.handle, made.lacking))


def refuse(
    ctx: typer.Context,
    id: Id,
    why: Annotated[str, typer.Option("--why", help="Reason, kept in the custody log.")] = "",
    by: By = "",
) -> None:
    """Refuse a suggestion for good."""
    from marsad.cli.output import say
    from marsad.collect import source_decide

    with signed(ctx, by) as (store, author):
        done = source_decide.refuse(store, id, author, why)
    say(f"{done.id[:12]} is refused and will not be suggested again")
