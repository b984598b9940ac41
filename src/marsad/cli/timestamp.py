"""``marsad timestamp``: have others witness the log, over a USB stick if need be."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from marsad.cli.options import Json, Lab

if TYPE_CHECKING:
    from marsad.preserve import Anchor

app = typer.Typer(
    help="Time stamps on the custody log: RFC 3161, OpenTimestamps.", no_args_is_help=True
)


@app.callback()
def at(ctx: typer.Context, lab: Lab) -> None:
    """Open the anchors of a lab."""
    ctx.obj = lab


@app.command()
def ask(
    ctx: typer.Context,
    out: Annotated[Path, typer.Option(help="Folder for the question, such as a USB stick.")],
    ots: Annotated[bool, typer.Option("--ots", help="The note itself, for 'ots stamp'.")] = False,
    json: Json = False,
) -> None:
    """Write a question (.tsq) about the log as it stands, to be sent to an authority."""
    from marsad import preserve
    from marsad.cli.output import say, say_json
    from marsad.store import Store

    with Store(ctx.obj) as store:
        path = preserve.ask_ots(store, out) if ots else preserve.ask(store, out)
    if json:
        say_json({"question": str(path)})
    else:
        say(str(path))


@app.command()
def take(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="The answer (.tsr, or .ots).")],
    roots: Annotated[
        Path | None, typer.Option(help="PEM of the authorities you trust; for a .tsr.")
    ] = None,
    header: Annotated[
        Path | None, typer.Option(help="Header of the Bitcoin block, if you trust one; for a .ots.")
    ] = None,
    by: Annotated[str, typer.Option("--by", help="Name of the person who does this.")] = "",
    json: Json = False,
) -> None:
    """Import an answer, if it stands on what you trust; a proof is shown for what it is worth."""
    from marsad import preserve
    from marsad.cli.output import person
    from marsad.store import Store

    with Store(ctx.obj) as store:
        _tell(preserve.take(store, file, roots, person(by) if by else "marsad", header), json)


@app.command("list")
def list_(ctx: typer.Context, json: Json = False) -> None:
    """Print every question and answer: pending, attested, anchored or invalid."""
    from marsad import preserve
    from marsad.store import Store

    with Store(ctx.obj) as store:
        for anchor in preserve.anchors(store):
            _tell(anchor, json)


def _tell(anchor: "Anchor", json: bool) -> None:
    from dataclasses import asdict

    from marsad.cli.output import foreign, say, say_json

    if json:
        say_json(asdict(anchor))
        return
    when = f"  {anchor.time:%Y-%m-%d %H:%M:%S}" if anchor.time else ""
    said = "  ".join(foreign(each, 150) for each in (anchor.authority, anchor.reason) if each)
    say(f"{anchor.state:9}{when}  {anchor.size} leaves  {said}")
