"""``marsad mark``: who needs to know of a post, a place, a case or a report."""

from collections.abc import Callable
from typing import Annotated

import typer

from marsad.cli.options import By, Json, Lab

app = typer.Typer(help="Markings: what only those see who are cleared.", no_args_is_help=True)

Post = Annotated[str, typer.Option(help="Id of a post, or its beginning; all its versions.")]
Place = Annotated[str, typer.Option(help="Id of a place; all its posts.")]
Case = Annotated[str, typer.Option(help="Name of a case.")]
Report = Annotated[str, typer.Option(help="Handle of a report that is not published.")]
Marking = Annotated[str, typer.Option(help="Name of the marking, such as minors.")]


@app.callback()
def at(ctx: typer.Context, lab: Lab) -> None:
    """Open a lab."""
    ctx.obj = lab


def _change(on: bool) -> Callable[..., None]:
    """The command that puts a marking on, or the one that takes it off."""

    def change(
        ctx: typer.Context,
        marking: Marking,
        by: By,
        post: Post = "",
        place: Place = "",
        case: Case = "",
        report: Report = "",
        json: Json = False,
    ) -> None:
        from marsad.cli.output import foreign, say, say_json
        from marsad.cli.signed import signed
        from marsad.store.markings import Markings

        kind, id = _named(post, place, case, report)
        with signed(ctx, by) as (store, name):
            marks = Markings(store)
            done = (marks.put if on else marks.take)(kind, id, marking, name)
        said = ("marked" if on else "no longer marked") if done else "as it was"
        if json:
            say_json({"kind": kind, "thing": id, "marking": marking, "changed": done})
        else:
            say(f"{kind} {foreign(id)} is {said}: {marking}")

    return change


PUT = "Mark a thing: at the desk it is there for those alone who are cleared."
app.command("put", help=PUT)(_change(on=True))
app.command("take", help="Take a marking off.")(_change(on=False))


def _named(*things: str) -> tuple[str, str]:
    """Kind and id of the one thing that is named; in the order of the kinds."""
    from marsad.errors import BadInput
    from marsad.store.markings import KINDS

    named = [(kind, id) for kind, id in zip(KINDS, things, strict=True) if id]
    if len(named) != 1:
        raise BadInput("name one thing: --post, --place, --case or --report")
    return named[0]


@app.command("list")
def list_(ctx: typer.Context, json: Json = False) -> None:
    """Print everything that is marked."""
    from dataclasses import asdict

    from marsad.cli.output import foreign, say, say_json
    from marsad.store import Store
    from marsad.store.markings import Markings

    with Store(ctx.obj) as store:
        found = Markings(store).all()
    for each in found:
        if json:
            say_json(asdict(each))
        else:
            number = f" {foreign(each.native_id)}" if each.native_id else ""
            say(f"{each.name}  {each.kind}  {foreign(each.thing)}{number}")
