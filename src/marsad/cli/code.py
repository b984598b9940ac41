"""``marsad code``: codes by people; ``marsad agreement``: how far they agree."""

from pathlib import Path
from typing import Annotated, Any

import typer

from marsad.cli.options import By, Json, Lab

app = typer.Typer(help="Codes that people give, and the codebook.", no_args_is_help=True)


@app.callback()
def at(ctx: typer.Context, lab: Lab) -> None:
    """Open the codes of a lab."""
    ctx.obj = lab


@app.command("list")
def list_(ctx: typer.Context, json: Json = False) -> None:
    """Print the codebook: every code, and when to give it."""
    from marsad.cli.output import say, say_json
    from marsad.store import Store
    from marsad.vocabulary.codebook import codebook

    with Store(ctx.obj) as store:
        book = codebook(store.settings.beside(store.settings.codebook))
    for code in book.codes:
        if json:
            parts = ("kind", "name", "definition", "include", "exclude")
            said = {part: getattr(code, part) for part in parts}
            say_json({**said, "labels": dict(code.labels)})
        else:
            say(f"{code.kind:9}  {code.name:22}  {code.definition}")


@app.command()
def add(
    ctx: typer.Context,
    post: Annotated[str, typer.Argument(help="Id of the post, or its beginning.")],
    kind: Annotated[
        str, typer.Argument(help="theme, target, narrative, is- or quotes-propaganda.")
    ],
    code: Annotated[str, typer.Argument(help="A code of the book, none, yes or no.")],
    by: By,
    replaces: Annotated[str, typer.Option(help="Id of the finding that this corrects.")] = "",
    json: Json = False,
) -> None:
    """Give a post a code, or correct one."""
    from marsad import enrich
    from marsad.cli.output import say, say_json
    from marsad.store import Store, records

    line = {"post": post, "kind": kind, "code": code, "replaces": replaces}
    with Store(ctx.obj) as store:
        made = enrich.add_code(store, line, by)
        store.checkpoint()
    if json:
        say_json(records.plain(records.record(made)))
    else:
        say(f"{made.id[:12]}  {made.kind}  {made.value}  {made.maker}")


@app.command()
def decide(
    ctx: typer.Context,
    finding: Annotated[str, typer.Argument(help="Id of what a program or a person found.")],
    what: Annotated[str, typer.Argument(help="accept, refuse or replace.")],
    by: By,
    value: Annotated[str, typer.Option(help="What holds instead, to replace it.")] = "",
    json: Json = False,
) -> None:
    """Accept, refuse or replace a finding in a person's name; what it replaces stays in the lab."""
    from marsad import enrich
    from marsad.cli.output import person, say, say_json
    from marsad.errors import BadInput
    from marsad.store import Store, records

    with Store(ctx.obj) as store:
        if what == "replace":
            made = enrich.replace(store, finding, value, person(by))
        elif what in ("accept", "refuse"):
            made = (enrich.accept if what == "accept" else enrich.refuse)(
                store, finding, person(by)
            )
        else:
            raise BadInput(f"{what[:20]!r} is no decision; write accept, refuse or replace")
        store.checkpoint()
    if json:
        say_json(records.plain(records.record(made)))
    else:
        say(f"{made.id[:12]}  {made.kind}  {made.value}  {made.maker}")


@app.command("import")
def import_(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="JSON lines or CSV, one code each.")],
    by: Annotated[str, typer.Option("--by", help="Coder of lines that name none.")] = "",
    json: Json = False,
) -> None:
    """Take in codes that people gave."""
    from marsad import enrich
    from marsad.cli.output import say, say_json
    from marsad.store import Store

    with Store(ctx.obj) as store:
        done = enrich.import_codes(store, file, by)
        store.checkpoint()
    if json:
        refused = [{"where": each.where, "reason": each.reason} for each in done.refused]
        say_json({"added": done.added, "unchanged": done.unchanged, "refused": refused})
        return
    say(f"{done.added} were added, {done.unchanged} unchanged, {len(done.refused)} refused")
    for each in done.refused:
        say(f"  refused: {each.where}: {each.reason}")


@app.command()
def export(
    ctx: typer.Context,
    csv: Annotated[bool, typer.Option("--csv", help="A table instead of JSON lines.")] = False,
) -> None:
    """Print the codes that people gave, in the form that import takes."""
    from marsad import enrich
    from marsad.cli.output import say, say_json
    from marsad.store import Store

    with Store(ctx.obj) as store:
        if csv:
            for row in enrich.as_csv(enrich.codes(store)):
                say(row)
        else:
            for line in enrich.codes(store):
                say_json(line)


def agreement(lab: Lab, json: Json = False) -> None:
    """Say for each code how far the people who coded the same posts agree."""
    from marsad import enrich
    from marsad.cli.output import foreign, say, say_json
    from marsad.store import Store

    with Store(lab) as store:
        found = enrich.agreement(enrich.codes(store))
    if json:
        say_json({"codes": found})
        return
    for each in found:
        say(f"{each['kind']} {each['code']}: alpha {_shown(each, 'alpha')}, {each['units']} posts")
        for pair in each["pairs"]:
            both = " and ".join(foreign(name) for name in pair["coders"])
            say(f"  {both}: kappa {_shown(pair, 'kappa')}, {pair['units']} posts")
    if not found:
        say("nobody has coded anything yet; begin with: marsad code LAB import FILE")


def _shown(figures: dict[str, Any], name: str) -> str:
    if figures[name] is None:
        return "undefined (no variation)"
    low, high = figures[f"{name}_ci95"]
    return f"{figures[name]:.3f} ({low:.3f} to {high:.3f})"
