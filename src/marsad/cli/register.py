"""``marsad register``: the outlets, events and names that people keep."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from marsad.cli.options import Json, Lab

app = typer.Typer(help="The register of outlets, events and names.", no_args_is_help=True)
SHOWN = 20
By = Annotated[str, typer.Option("--by", help="Name of the person who does this.")]


@app.callback()
def at(ctx: typer.Context, lab: Lab) -> None:
    """Open the register of a lab."""
    ctx.obj = lab


@app.command("import")
def import_(
    ctx: typer.Context,
    file: Annotated[
        Path,
        typer.Argument(help="TOML with [[outlet]], [[event]] and [[name]] entries, or a list."),
    ],
    form: Annotated[
        str,
        typer.Option(
            "--form", help="Form of a list: un, ofac, misp, geonames, ftm or toml; else guessed."
        ),
    ] = "",
    by: By = "",
    json: Json = False,
) -> None:
    """Take in outlets, events and names; what is there already stays."""
    from marsad import pipeline
    from marsad.cli.output import say, say_json
    from marsad.store import Store

    with Store(ctx.obj) as store:
        done = pipeline.register(store, file, f"person:{by}" if by else "marsad", form)
    if json:
        say_json(asdict(done))
        return
    say(f"{done.new} entries are new, {done.known} were there, {len(done.refused)} were refused")
    for refused in done.refused[:SHOWN]:
        say(f"  refused: {refused}")
    if len(done.refused) > SHOWN:
        say(f"  and {len(done.refused) - SHOWN} more; --json tells them all")


@app.command("list")
def list_(ctx: typer.Context, json: Json = False) -> None:
    """Print every outlet and event, and how many names there are."""
    from marsad.cli.output import foreign, say, say_json
    from marsad.store import Store, records
    from marsad.store.names import Names

    with Store(ctx.obj) as store:
        for outlet in store.outlets():
            if json:
                say_json({"outlet": records.plain(records.record(outlet))})
            else:
                say(f"{outlet.id}  {outlet.latin}  {foreign(outlet.name)}  {outlet.standing}")
        for event in store.events():
            if json:
                say_json({"event": records.plain(records.record(event))})
            else:
                say(f"{event.id}  {event.start} to {event.end}  {foreign(event.title)}")
        count = Names(store).count()
    if json and count:
        say_json({"names": count})
    elif count:
        say(f"and {count} names; look one up with: marsad register {ctx.obj} name TEXT")


@app.command()
def name(
    ctx: typer.Context,
    text: Annotated[str, typer.Argument(help="An id such as un:QDe.001, or part of a name.")],
    json: Json = False,
) -> None:
    """Look up names of the register by id, or by what they are called in any spelling."""
    from marsad import track
    from marsad.cli.output import foreign, say, say_json
    from marsad.store import Store

    with Store(ctx.obj) as store:
        for entry in track.look_up(store, text):
            if json:
                say_json(asdict(entry))
                continue
            aliases = "; ".join((*entry.aliases, *entry.weak))
            say(f"{entry.id}  {entry.kind}  {foreign(entry.name)}  {foreign(entry.latin)}")
            say(f"  also: {foreign(aliases)}" if aliases else "  no other names")
            listed = f", listed {entry.listed}" if entry.listed else ""
            say(f"  {foreign(entry.source)}{listed}  {foreign(entry.reason)}")


@app.command("latin")
def latin_(
    ctx: typer.Context,
    text: Annotated[str, typer.Argument(help="A name in Arabic script.")],
    language: Annotated[str, typer.Option("--language", help="Its language.")] = "ar",
    json: Json = False,
) -> None:
    """Offer Latin forms of a name: what the register settled, the house form, and likely ones."""
    from marsad import track
    from marsad.cli.output import foreign, say, say_json
    from marsad.store import Store

    with Store(ctx.obj) as store:
        forms = track.latin_forms(store, text, language)
    if json:
        say_json(asdict(forms))
        return
    for form in forms.settled:
        say(f"settled    {foreign(form)}")
    say(f"house      {foreign(forms.house)}")
    for form in forms.suggested:
        say(f"suggested  {foreign(form)}")


@app.command()
def deny(
    ctx: typer.Context,
    finding: Annotated[str, typer.Argument(help="Id of a finding that takes a name for an entry.")],
    by: By,
) -> None:
    """Say that a name in a post did not mean this entry; its spelling counts less from now on."""
    from marsad import pipeline
    from marsad.cli.output import foreign, say
    from marsad.store import Store

    with Store(ctx.obj) as store:
        made = pipeline.deny(store, finding, f"person:{by}")
    say(f"{made.id}  {foreign(made.value)}")


@app.command()
def rebuild(ctx: typer.Context) -> None:
    """Read every name again out of the lists as they were kept."""
    from marsad import track
    from marsad.cli.output import say
    from marsad.store import Store

    with Store(ctx.obj) as store:
        say(f"{track.rebuild(store)} entries were read")
