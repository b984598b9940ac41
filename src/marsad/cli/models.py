"""``marsad models``: weights, pinned and pulled."""

from pathlib import Path
from typing import Annotated

import typer

from marsad.cli.options import Json

app = typer.Typer(help="Weights of models: pinned, pulled, verified.", no_args_is_help=True)

OfLab = Annotated[Path | None, typer.Option("--lab", help="Lab whose settings and own pins count.")]


@app.command("list")
def list_(lab: OfLab = None, json: Json = False) -> None:
    """Print every model that is pinned: its licence, its size, and whether it is here."""
    from marsad import settings, weights
    from marsad.cli.output import say, say_json

    chosen = settings.load(lab)
    for each in weights.manifest(lab).values():
        here = weights.is_held(each.name, chosen)
        if json:
            said = {"name": each.name, "stage": each.stage, "engine": each.engine, "here": here}
            said |= {"licence": each.licence, "notice": each.notice, "bytes": each.bytes}
            say_json({**said, "noncommercial": each.noncommercial, "languages": each.languages})
        else:
            mark = "here    " if here else "not here"
            say(f"{mark}  {each.name:24}  {each.stage:10}  {each.bytes >> 20:6} MB  {each.terms}")


@app.command()
def pull(
    name: Annotated[str, typer.Argument(help="Name of a pinned model.")],
    accept_licence: Annotated[
        bool, typer.Option("--accept-licence", help="Say that you accept the licence shown.")
    ] = False,
    from_: Annotated[
        str, typer.Option("--from", help="Folder or address of a mirror that has the files.")
    ] = "",
    lab: OfLab = None,
    json: Json = False,
) -> None:
    """Bring a model here. May be stopped; goes on where it was."""
    from marsad import pipeline, settings, weights
    from marsad.cli.output import progress, say, say_json

    chosen, found = settings.load(lab), weights.model(name, lab)
    if accept_licence:
        typer.echo(f"{found.name} comes under {found.terms}", err=True)
    with progress() as tell:
        folder = pipeline.pull(found, chosen, from_, accept_licence, tell)
    if json:
        say_json({"name": name, "folder": str(folder), "licence": found.licence})
    else:
        say(f"{name} is here: {folder}")


@app.command()
def verify(
    name: Annotated[str, typer.Argument(help="Only this model.")] = "",
    lab: OfLab = None,
    json: Json = False,
) -> None:
    """Hash what was pulled once more; a wrong file is set apart and its model not used."""
    from marsad import settings, weights
    from marsad.cli.output import say, say_json

    done = list(weights.verify(settings.load(lab), name))
    for each in done:
        if json:
            say_json({"name": each.name, "sound": not each.fault, "fault": each.fault})
        else:
            say(f"{each.name}: {each.fault or 'every file is what was pinned'}")
    if not done and not json:
        say("no model was pulled")
    if any(each.fault for each in done):
        raise typer.Exit(1)


@app.command()
def pin(
    name: Annotated[str, typer.Argument(help="Begins with its family: whisper-, opus-, nllb-.")],
    files: Annotated[list[Path], typer.Argument(help="Every file of the model.")],
    lab: Annotated[Path, typer.Option("--lab", help="Lab that answers for the pin.")],
    licence: Annotated[str, typer.Option(help="Else that of its family.")] = "",
    notice: Annotated[str, typer.Option(help="What one accepts, in one sentence.")] = "",
    stage: Annotated[str, typer.Option(help="Such as enrich or translate.")] = "",
    engine: Annotated[str, typer.Option(help="Library that reads it.")] = "",
    url: Annotated[str, typer.Option(help="Address under which the files lie, if any.")] = "",
) -> None:
    """Pin a model of your own by the files you hold, so that it may be pulled."""
    from marsad import weights
    from marsad.cli.output import say

    made = weights.pin(lab, name, files, licence, notice, stage, engine, url)
    say(f"{made.name} is pinned: {len(made.files)} files, {made.bytes} bytes, {made.terms}")
