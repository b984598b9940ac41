"""``marsad translate``: drafts, files, review and approval."""

from datetime import datetime
from typing import Annotated

import typer

from marsad.cli import (
    translate_files,
    translate_helps,
    translate_marks,
    translate_memory,
    translate_review,
    translate_work,
)
from marsad.cli.draft import record, summary
from marsad.cli.options import Because, By, Json, Lab

app = typer.Typer(help="Machines draft, a person answers for it.", no_args_is_help=True)
app.command("import")(translate_files.import_)
app.command()(translate_files.export)
app.add_typer(translate_memory.app, name="memory")
app.command()(translate_marks.marks)


@app.callback()
def at(ctx: typer.Context, lab: Lab) -> None:
    """Open the translation desk of a lab."""
    ctx.obj = lab


@app.command()
def draft(
    ctx: typer.Context,
    engine: Annotated[
        str, typer.Option(help="Who drafts: an engine of marsad doctor, or ENGINE:MODEL.")
    ] = "reading-aid",
    to: Annotated[str, typer.Option(help="Language to draft in; else that of the lab.")] = "",
    from_: Annotated[str, typer.Option("--from", help="Only texts in this language.")] = "",
    day: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Only posts of this day.")
    ] = None,
    retry: Annotated[bool, typer.Option("--retry", help="Ask again for what failed.")] = False,
    json: Json = False,
) -> None:
    """Draft what nobody has translated yet; may be stopped, and goes on where it was."""
    from marsad import drafting
    from marsad.cli.output import counting, progress, say, say_json
    from marsad.store import Store

    with Store(ctx.obj) as store, progress() as tell:
        counted = counting("draft", tell)
        date = day.date() if day else None
        done = drafting.draft(store, engine, to, from_, date, retry, counted)
        store.checkpoint()
    if json:
        say_json(record(engine, done))
        return
    for line in summary(engine, done):
        say(line)


@app.command("list")
def list_(
    ctx: typer.Context,
    state: Annotated[str, typer.Option(help="Only draft, reviewed or approved ones.")] = "",
    json: Json = False,
) -> None:
    """Print the standing translations."""
    from marsad.cli.output import foreign, say, say_json
    from marsad.store import Store, records

    with Store(ctx.obj) as store:
        for each in store.translations(state=state):
            if json:
                say_json(records.plain(records.record(each)))
            else:
                start = foreign(each.text, 50)
                say(f"{each.id[:12]}  {each.state:8}  {each.kind:13}  {each.post}  {start}")


@app.command()
def approve(
    ctx: typer.Context,
    id: Annotated[str, typer.Argument(help="Id of the translation, or its beginning.")],
    by: By,
    because: Because = "",
    json: Json = False,
) -> None:
    """Sign a translation, so that it may be quoted; say why where somebody put it otherwise.

    What it may have lost of its source is told first, on stderr; it stops nothing.
    """
    from marsad import translate
    from marsad.cli.output import say, say_json
    from marsad.store import Store, records

    with Store(ctx.obj) as store:
        translate_review.tell_doubts(store, store.translation(id))
        done = translate.approve(store, id, by, because)
        store.checkpoint()
    if json:
        say_json(records.plain(records.record(done.translation)))
    else:
        say(done.note)


translate_review.join(app)
translate_work.join(app)
translate_helps.join(app)
