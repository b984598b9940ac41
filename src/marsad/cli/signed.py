"""What the commands that change the register share: a named person, and fields as typed."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from marsad.store import Store

Said = Annotated[
    list[str] | None,
    typer.Argument(metavar="[FIELD=VALUE]...", help="Such as every=30 legal_basis=TEXT."),
]
As = Annotated[str, typer.Option("--as", help="Collector to use; else it is guessed.")]


@contextmanager
def signed(ctx: typer.Context, by: str) -> Iterator[tuple["Store", str]]:
    """Open the lab for a named person, and sign the log afterwards."""
    from marsad.cli.output import author
    from marsad.errors import BadInput
    from marsad.store import Store

    with Store(ctx.obj) as store:
        name = author(store, by)
        if not name:
            raise BadInput("say who does this: --by NAME, or author in marsad.toml")
        yield store, name
        store.checkpoint()


def given(said: list[str] | None) -> dict[str, str]:
    """Fields as they were typed."""
    from marsad.errors import BadInput

    found = {}
    for each in said or ():
        name, equals, value = each.partition("=")
        if not equals:
            raise BadInput(f"{each!r} is no FIELD=VALUE; write such as every=30")
        found[name] = value
    return found


def told(handle: str, lacking: tuple[str, ...]) -> str:
    """What became of a source, on one line."""
    from marsad.cli.output import foreign

    if not lacking:
        return f"{foreign(handle)} is in the register"
    return f"{foreign(handle)} is in the register; not polled before it has {' and '.join(lacking)}"
