"""``marsad translate``: what a person writes, reviews and asks others for."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from marsad.cli.options import Because, By, Json

if TYPE_CHECKING:
    from marsad.model import Translation
    from marsad.store import Store
    from marsad.translate import Doubt

Id = Annotated[str, typer.Argument(help="Id of the translation, or its beginning.")]
File = Annotated[
    str, typer.Argument(help="One line a segment, or JSON lines with source and target; - reads.")
]


def join(app: typer.Typer) -> None:
    """Add these commands to those of the desk."""
    for command in (show, write, review, assign):
        app.command()(command)


def show(
    ctx: typer.Context,
    id: Annotated[str, typer.Argument(help="Id of a translation or of a post.")],
    json: Json = False,
) -> None:
    """Print source, target and doubts by segment; --json in the form that review takes."""
    from marsad.cli.output import foreign, say, say_json
    from marsad.store import Store

    with Store(ctx.obj) as store:
        doubts = _doubts(store, id)
        for number, (start, end, source, target) in enumerate(_segments(store, id), 1):
            reasons = [each.reason for each in doubts if each.segment == number]
            if json:
                said = {"start": start, "end": end, "source": source, "target": target}
                say_json({**said, "doubts": reasons})
            else:
                say(f"{number:3}  {foreign(source, 600)}")
                say(f"     {foreign(target, 600) if target else '-'}")
                for reason in reasons:
                    say(f"     ? {foreign(reason, 600)}")


def write(
    ctx: typer.Context,
    post: Annotated[str, typer.Argument(help="Id of the post.")],
    file: File,
    by: By,
    of: Annotated[str, typer.Option(help="text, or the id of what was read.")] = "text",
    to: Annotated[str, typer.Option(help="Language; else that of the lab.")] = "",
    against: Annotated[str, typer.Option(help="Id of another person's version.")] = "",
    because: Because = "",
    json: Json = False,
) -> None:
    """Put your own translation on the desk; with --against beside another one's, and why."""
    from marsad import translate
    from marsad.store import Store

    with Store(ctx.obj) as store:
        spans = next((each.spans for each in translate.sources(store, store.post(post))
                      if each.of == of), ())  # fmt: skip
        segments = translate.handed(_words(file), translate.text_of(store, post, of), spans)
        if against:
            made = translate.disagree(store, against, segments, by, because)
        else:
            made = translate.write(store, post, segments, by, of, to)
        store.checkpoint()
    _tell(made, json)


def review(
    ctx: typer.Context,
    id: Id,
    by: By,
    file: Annotated[str, typer.Option(help="Your corrections, as in write; - reads.")] = "",
    json: Json = False,
) -> None:
    """Sign a translation as read against its source, with corrections or as it is."""
    from marsad import translate
    from marsad.store import Store

    with Store(ctx.obj) as store:
        old = store.translation(id)
        segments = None
        if file:
            spans = [(each.start, each.end) for each in old.segments]
            text = translate.text_of(store, old.post, old.of)
            segments = translate.handed(_words(file), text, spans)
        made = translate.review(store, id, by, segments)
        store.checkpoint()
        tell_doubts(store, made)
    _tell(made, json)


def assign(
    ctx: typer.Context,
    id: Id,
    to: Annotated[str, typer.Option(help="Who is asked; else whoever was before.")] = "",
    priority: Annotated[int | None, typer.Option(help="1 can wait, 3 as usual, 5 at once.")] = None,
    by: Annotated[str, typer.Option("--by", help="Who asks; else whoever is asked.")] = "",
    json: Json = False,
) -> None:
    """Ask a person to translate, review or approve."""
    from dataclasses import asdict

    from marsad import translate
    from marsad.cli.output import foreign, say, say_json
    from marsad.store import Store

    with Store(ctx.obj) as store:
        made = translate.assign(store, id, to, by, priority)
        store.checkpoint()
    if json:
        say_json(asdict(made))
        return
    whom = foreign(made.to.removeprefix("person:")) if made.to else "nobody yet"
    say(f"translation {made.translation} waits for {whom}, priority {made.priority}")


def _segments(store: "Store", id: str) -> Iterator[tuple[int, int, str, str]]:
    from marsad import translate
    from marsad.errors import NotFound

    try:
        found: Sequence[Any] = store.translation(id).segments
    except NotFound:
        for source in translate.sources(store, store.post(id)):
            if source.of == "text":
                for (start, end), piece in zip(source.spans, source.pieces, strict=True):
                    yield start, end, piece, ""
        return
    for each in found:
        yield each.start, each.end, each.source, each.target


def _doubts(store: "Store", id: str) -> "Sequence[Doubt]":
    from marsad import translate
    from marsad.errors import NotFound

    try:
        return translate.doubts(store, store.translation(id))
    except NotFound:
        return ()


def tell_doubts(store: "Store", made: "Translation") -> None:
    """Tell whoever signs what to look at, on stderr: what is printed stays one record."""
    from marsad import translate
    from marsad.cli.output import foreign

    for each in translate.doubts(store, made):
        typer.echo(f"look at segment {each.segment}: {foreign(each.reason, 600)}", err=True)


def _words(file: str) -> str:
    from marsad.errors import BadInput

    try:
        return sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{file} cannot be read: {error}; give a text file in UTF-8") from error


def _tell(made: "Translation", json: bool) -> None:
    from marsad import translate
    from marsad.cli.output import foreign, say, say_json
    from marsad.store import records

    if json:
        say_json(records.plain(records.record(made)))
    else:
        signer = made.reviewer if made.state == "reviewed" else made.translator
        say(f"translation {made.id} is {made.state}, signed by {signer}")
        for fault in translate.segment_faults(made.segments):
            say(f"  mark: {foreign(fault, 300)}")
