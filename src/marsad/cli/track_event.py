"""``marsad track LAB event``: the register of events, and who answered them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from marsad.cli.options import By, Json

if TYPE_CHECKING:
    from marsad.model import Event
    from marsad.store import Store

app = typer.Typer(help="Events, and who answered them.", no_args_is_help=True)
SHOWN = 20
Name = Annotated[str, typer.Argument(help="Id of the event.", show_default=False)]
Title = Annotated[
    str, typer.Option("--title", help='As it completes "The content coincided with ...".')
]
Start = Annotated[str, typer.Option("--start", help="First day, as 2024-05-13.")]
End = Annotated[str, typer.Option("--end", help="Last day; the first one when left out.")]
Where = Annotated[str, typer.Option("--place", help="Where it happened.")]
Source = Annotated[str, typer.Option("--source", help="A footnote; never the posts themselves.")]
Began = Annotated[str, typer.Option("--began", help="When, as 2024-05-13T10:00+03:00.")]
Actor = Annotated[
    list[str] | None, typer.Option("--actor", help="Who took part; a name or an id. Repeatable.")
]
Other = Annotated[
    list[str] | None, typer.Option("--other-place", help="Another name of the place. Repeatable.")
]
Word = Annotated[
    list[str] | None,
    typer.Option("--word", help="A word or phrase by which posts speak of it. Repeatable."),
]


@app.command("import")
def import_(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="CSV, ICS, TOML, or a list of UCDP.")],
    form: Annotated[
        str, typer.Option("--form", help="Form: csv, ics, toml or ucdp; else guessed.")
    ] = "",
    source: Annotated[
        str, typer.Option("--source", help="Source of the entries that name none.")
    ] = "",
    by: By = "",
    json: Json = False,
) -> None:
    """Take in events; what has changed becomes a new version, what is faulty is refused."""
    from marsad import track
    from marsad.cli.output import say, say_json

    with _signed(ctx, by) as (store, author):
        done = track.import_events(store, file, author, form, source)
    if json:
        say_json(asdict(done))
        return
    say(f"{done.new} events are new, {done.known} were there, {len(done.refused)} were refused")
    for refused in done.refused[:SHOWN]:
        say(f"  refused: {refused}")
    if len(done.refused) > SHOWN:
        say(f"  and {len(done.refused) - SHOWN} more; --json tells them all")


@app.command()
def add(
    ctx: typer.Context,
    title: Title,
    start: Start,
    source: Source,
    place: Where = "",
    end: End = "",
    began: Began = "",
    actor: Actor = None,
    other_place: Other = None,
    word: Word = None,
    id: Annotated[str, typer.Option("--id", help="Id; made of the content if left out.")] = "",
    fiction: Annotated[bool, typer.Option("--fiction", help="Mark it as invented.")] = False,
    by: By = "",
) -> None:
    """Add an event by hand."""
    from marsad import track
    from marsad.cli.output import say

    said = _said(title, start, end, place, source, began, actor, other_place, word)
    with _signed(ctx, by) as (store, author):
        made = track.add_event(store, author, **said, id=id, fiction=fiction)
    say(made.id)


@app.command()
def revise(
    ctx: typer.Context,
    name: Name,
    title: Title = "",
    start: Start = "",
    end: End = "",
    place: Where = "",
    source: Source = "",
    began: Began = "",
    actor: Actor = None,
    other_place: Other = None,
    word: Word = None,
    by: By = "",
) -> None:
    """Make the next version of an event; what is left out stays as it is."""
    from marsad import track
    from marsad.cli.output import say

    said = _said(title, start, end, place, source, began, actor, other_place, word)
    with _signed(ctx, by) as (store, author):
        made = track.revise_event(store, name, author, **said)
    say(made.id)


@app.command("list")
def list_(ctx: typer.Context, json: Json = False) -> None:
    """Print every event, the latest first."""
    from marsad.cli.output import foreign, say, say_json
    from marsad.store import Store, records

    with Store(ctx.obj) as store:
        for event in sorted(store.events(), key=lambda each: each.start, reverse=True):
            if json:
                say_json(records.plain(records.record(event)))
            else:
                say(f"{event.handle}  {days(event)}  {foreign(event.title)}")


@app.command()
def export(
    ctx: typer.Context,
    form: Annotated[str, typer.Option("--form", help="csv or jsonl.")] = "csv",
) -> None:
    """Print every event as a table that can be imported again, or as JSON lines."""
    from marsad import track
    from marsad.cli.output import say, say_json
    from marsad.errors import BadInput
    from marsad.store import Store, records

    if form not in ("csv", "jsonl"):
        raise BadInput(f"no form {form!r}; there are csv and jsonl")
    with Store(ctx.obj) as store:
        events = store.events()
        if form == "csv":
            for line in track.events_csv(events):
                say(line)
            return
        for event in events:
            say_json(records.plain(records.record(event)))


@contextmanager
def _signed(ctx: typer.Context, by: str) -> Iterator[tuple["Store", str]]:
    from marsad.cli.signed import signed

    with signed(ctx, by) as both:
        yield both


def _said(
    title: str, start: str, end: str, place: str, source: str, began: str,
    actors: list[str] | None, places: list[str] | None, words: list[str] | None,
) -> dict[str, Any]:  # fmt: skip
    said = {
        "title": title, "start": start, "end": end, "place": place, "source": source,
        "began_at": began, "actors": actors, "places": places, "words": words,
    }  # fmt: skip
    return {name: value for name, value in said.items() if value}


def days(event: "Event") -> str:
    """When an event was."""
    until = f" to {event.end}" if event.end != event.start else ""
    return f"{event.began_at or event.start}{until}"
