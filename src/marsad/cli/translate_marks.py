"""``marsad translate LAB marks``: the house marks that words of a translation need or may have."""

from typing import TYPE_CHECKING, Annotated

import typer

from marsad.cli.options import Json

if TYPE_CHECKING:
    from marsad.translate.house import Proposal


def marks(
    ctx: typer.Context,
    id: Annotated[str, typer.Argument(help="Id of the translation, or its beginning.")],
    words: Annotated[str, typer.Option(help="The words to be quoted; else the whole.")] = "",
    report: Annotated[
        str, typer.Option(help="Report they are for: what it said before is not glossed again.")
    ] = "",
    json: Json = False,
) -> None:
    """Propose [...] where words skip something, offer glosses, ask about what seems left out."""
    from dataclasses import asdict

    from marsad import translate
    from marsad.cli.output import say_json
    from marsad.store import Store

    with Store(ctx.obj) as store:
        made = translate.house_marks(store, id, words, report)
    if json:
        say_json(asdict(made))
    else:
        _say(made)


def _say(made: "Proposal") -> None:
    from marsad.cli.output import foreign, say

    if made.words:
        say(foreign(made.words, 6000))
    for fault in made.faults:
        say(f"  {'mended' if made.words else 'fault'}: {foreign(fault, 300)}")
    for offer in made.offers:
        say(f"  may be said after “{foreign(offer.after)}”: {foreign(offer.mark, 300)}")
    for question in made.questions:
        say(f"  ? {foreign(question, 500)}")
