"""``marsad train``."""

from pathlib import Path
from typing import Annotated

import typer

from marsad.cli.options import Json, Lab

FORM = "lines as evaluate flags takes them"


def train(
    lab: Lab,
    codes: Annotated[
        Path | None, typer.Option("--codes", help=f"Learn from a file instead of the lab: {FORM}.")
    ] = None,
    benign: Annotated[
        list[Path] | None, typer.Option("--benign", help=f"Judge flags on these too: {FORM}.")
    ] = None,
    json: Json = False,
) -> None:
    """Learn a coder from the codes that people gave; it is used only where it passes."""
    from marsad import enrich
    from marsad.cli.output import say, say_json
    from marsad.store import Store

    with Store(lab) as store:
        card = enrich.train_coder(store, codes, benign or ())
    if json:
        say_json(card)
        return
    for name, each in card["codes"].items():
        used = "not used" if name in card["refused"] else "used"
        say(f"{name}: recall {each['recall']:.2f}, precision {each['precision']:.2f}, {used}")
    for name, why in card["refused"].items():
        say(f"  {name} is not used: {why}")
