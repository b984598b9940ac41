"""``marsad sources``: the register of what is watched."""

from pathlib import Path
from typing import Annotated

import typer

from marsad.cli import suggestions
from marsad.cli.options import By, Json, Lab
from marsad.cli.signed import As, Said, given, signed, told

app = typer.Typer(help="The register of sources that are watched.", no_args_is_help=True)

Handle = Annotated[str, typer.Argument(help="Handle of the source.", show_default=False)]


@app.callback()
def at(ctx: typer.Context, lab: Lab) -> None:
    """Open the register of a lab."""
    ctx.obj = lab


@app.command("list")
def list_(ctx: typer.Context, json: Json = False) -> None:
    """Print every source."""
    from marsad.cli.output import foreign, say, say_json
    from marsad.store import Store, records
    from marsad.store.sources import Sources

    with Store(ctx.obj) as store:
        for source in Sources(store).all():
            if json:
                say_json(records.plain(records.record(source)))
            else:
                held = "paused" if source.paused else "lacking" if source.lacking else "polled"
                say(
                    f"{foreign(source.handle)}  {source.collector}  {foreign(source.origin)}  "
                    f"{source.reliability}{source.priority}  every {source.every} min  {held}"
                )


@app.command()
def show(ctx: typer.Context, handle: Handle) -> None:
    """Print every version of a source, one JSON object a line, and how it fares."""
    from dataclasses import asdict

    from marsad.cli.output import say_json
    from marsad.store import Store, records
    from marsad.store.sources import Sources

    with Store(ctx.obj) as store:
        sources = Sources(store)
        sources.get(handle)
        for version in sources.versions(handle):
            say_json(records.plain(records.record(version)))
        say_json({"health": asdict(sources.health(handle))})


@app.command()
def add(
    ctx: typer.Context,
    origin: Annotated[str, typer.Argument(help="Address or folder.", show_default=False)],
    said: Said = None,
    as_: As = "",
    by: By = "",
) -> None:
    """Add a source. It is polled once it has a legal basis and a purpose."""
    from marsad.cli.output import say
    from marsad.collect import sources

    with signed(ctx, by) as (store, author):
        made = sources.add(store, {**given(said), "origin": origin, "collector": as_}, author)
    say(told(made.handle, made.lacking))


@app.command()
def change(ctx: typer.Context, handle: Handle, said: Said = None, by: By = "") -> None:
    """Give a source other values, as a new version."""
    from marsad.cli.output import say
    from marsad.collect import sources

    with signed(ctx, by) as (store, author):
        made = sources.change(store, handle, given(said), author)
    say(told(made.handle, made.lacking))


@app.command()
def pause(ctx: typer.Context, handle: Handle, by: By = "") -> None:
    """Stop polling a source until it is resumed."""
    change(ctx, handle, ["paused=true"], by)


@app.command()
def resume(ctx: typer.Context, handle: Handle, by: By = "") -> None:
    """Poll a paused source again."""
    change(ctx, handle, ["paused=false"], by)


@app.command()
def mark(
    ctx: typer.Context,
    handle: Handle,
    state: Annotated[str, typer.Argument(help="ok, dead, renamed, banned or 'no preview'.")],
    successor: Annotated[str, typer.Option(help="Address where it went on.")] = "",
    by: By = "",
) -> None:
    """Say what became of a source. It is looked at once a day, in case it comes back."""
    from marsad.cli.output import say
    from marsad.collect import sources

    with signed(ctx, by) as (store, author):
        health = sources.mark(store, handle, state, successor, author)
    say(f"{health.handle} is marked {health.state}")


@app.command("import")
def import_(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="YAML, CSV or OPML.", show_default=False)],
    by: By = "",
    json: Json = False,
) -> None:
    """Add and change sources from a file; a bad row is refused, the rest goes in."""
    from dataclasses import asdict

    from marsad.cli.output import foreign, say, say_json
    from marsad.collect import sources

    with signed(ctx, by) as (store, author):
        done = sources.take_in(store, file, author)
    if json:
        say_json(asdict(done))
        return
    say(f"{done.new} sources are new, {done.changed} changed, {done.same} stayed as they were, "
        f"{len(done.refused)} were refused")  # fmt: skip
    for refused in done.refused:
        say(f"  refused: {foreign(refused, 300)}")


@app.command()
def export(
    ctx: typer.Context,
    to: Annotated[str, typer.Option("--to", help="yaml, csv, opml or review.")] = "yaml",
) -> None:
    """Print the register, to be imported elsewhere or, with --to review, to be read."""
    from marsad.collect import sources
    from marsad.store import Store

    with Store(ctx.obj) as store:
        typer.echo(sources.give_out(store, to), nl=False)


for command in (
    suggestions.discover,
    suggestions.review,
    suggestions.accept,
    suggestions.refuse,
):
    app.command()(command)
