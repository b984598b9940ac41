"""``marsad report LAB take|word|move|drop|back``: a draft changed step by step, as on the desk."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from marsad.cli.options import Json

if TYPE_CHECKING:
    from marsad.model import Report
    from marsad.store import Store

Handle = Annotated[str, typer.Argument(help="Series and number, such as daily-7.")]
Author = Annotated[str, typer.Option("--by", help="Who changes it; else the author of settings.")]
At = Annotated[
    str,
    typer.Argument(help="A place: 2 is a block, 2.1 an item, 2.1.q1 a quotation, 2.1.f1 a figure."),
]


def take(
    ctx: typer.Context,
    report: Handle,
    post: Annotated[str, typer.Argument(help="Id of the post, or its beginning.")],
    outlet: Annotated[str, typer.Option(help="Id of the outlet; else as it was found.")] = "",
    by: Author = "",
    json: Json = False,
) -> None:
    """Put a post in whole: what may be quoted of it, its pictures, its footnote."""
    from marsad import report as stage

    _change(
        ctx, by, json, lambda store, who: stage.take(store, report, post, by=who, outlet=outlet)
    )


def word(
    ctx: typer.Context,
    report: Handle,
    at: Annotated[
        str,
        typer.Argument(help="title, lede, event, tier, 2.1 (prose), 2.1.q1, 2.1.f1.alt, .caption."),
    ],
    words: Annotated[str, typer.Argument(help="The words that shall stand there.")],
    by: Author = "",
    json: Json = False,
) -> None:
    """Put other words at a place; the gate tells what a quotation then breaks."""
    from marsad import report as stage

    _change(ctx, by, json, lambda store, who: stage.write(store, report, at, words, by=who))


def move(
    ctx: typer.Context,
    report: Handle,
    at: At,
    to: Annotated[int, typer.Argument(min=1, help="Its new number among its like.")],
    by: Author = "",
    json: Json = False,
) -> None:
    """Move a block, an item, a quotation or a figure among its like."""
    from marsad import report as stage

    _change(ctx, by, json, lambda store, who: stage.move(store, report, at, to, by=who))


def drop(ctx: typer.Context, report: Handle, at: At, by: Author = "", json: Json = False) -> None:
    """Take out a block, an item, a quotation or a figure; `back` brings it in again."""
    from marsad import report as stage

    _change(ctx, by, json, lambda store, who: stage.drop(store, report, at, by=who))


def back(
    ctx: typer.Context,
    report: Handle,
    to: Annotated[str, typer.Option(help="Id of a version; else what stood before.")] = "",
    by: Author = "",
    json: Json = False,
) -> None:
    """Say again what an earlier version said, as a new version."""
    from marsad import report as stage

    _change(ctx, by, json, lambda store, who: stage.go_back(store, report, to, by=who))


def _change(
    ctx: typer.Context, by: str, json: bool, change: "Callable[[Store, str], Report]"
) -> None:
    from marsad.cli.output import author
    from marsad.store import Store

    with Store(ctx.obj) as store:
        made = change(store, author(store, by))
        done(store, made.handle, json)


def done(store: "Store", handle: str, json: bool) -> None:
    """Sign the log, and print the report that was changed."""
    from marsad.cli.output import say, say_json
    from marsad.store import records

    store.checkpoint()
    made = store.report(handle)
    if json:
        say_json(records.plain(records.record(made)))
    else:
        say(made.handle)
