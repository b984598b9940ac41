"""``marsad case``: folders of posts with notes and tags."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from marsad.cli import case_out
from marsad.cli.case_out import Name
from marsad.cli.options import By, Json, Lab

app = typer.Typer(help="Folders of posts, with notes, tags and snapshots.", no_args_is_help=True)
Post = Annotated[str, typer.Argument(help="Id of the post, or its beginning.", show_default=False)]
SHOWN = 30
for command in (case_out.snapshot, case_out.agreement, case_out.approve, case_out.export):
    app.command()(command)


@app.callback()
def at(ctx: typer.Context, lab: Lab) -> None:
    """Open the cases of a lab."""
    ctx.obj = lab


@app.command()
def new(
    ctx: typer.Context,
    name: Name,
    title: Annotated[str, typer.Option(help="What it is about.")] = "",
    by: By = "",
) -> None:
    """Open a case."""
    from marsad import track
    from marsad.cli.output import say
    from marsad.cli.signed import signed

    with signed(ctx, by) as (store, author):
        track.open_case(store, name, title or name, author)
    say(f"case {name} is open")


@app.command()
def add(
    ctx: typer.Context,
    name: Name,
    posts: Annotated[list[str] | None, typer.Argument(help="Ids of posts.")] = None,
    file: Annotated[str, typer.Option("--from", help="File of ids, one a line; - is stdin.")] = "",
    by: By = "",
    json: Json = False,
) -> None:
    """Put posts into a case; an unknown id is refused with its place, the rest goes in."""
    from dataclasses import asdict

    from marsad import track
    from marsad.cli.output import foreign, say, say_json
    from marsad.cli.signed import signed

    with signed(ctx, by) as (store, author):
        lines = _lines(file) if file else ((f"id {n}", id) for n, id in enumerate(posts or (), 1))
        done = track.add_posts(store, name, lines, author)
    if json:
        say_json(asdict(done))
        return
    say(f"{done.added} were added, {done.unchanged} were there, {len(done.refused)} refused")
    for each in done.refused[:SHOWN]:
        say(f"  refused: {each.where}: {foreign(each.reason, 120)}")


@app.command()
def drop(
    ctx: typer.Context,
    name: Name,
    posts: Annotated[list[str], typer.Argument(help="Ids of posts.")],
    by: By = "",
) -> None:
    """Take posts out of a case."""
    from marsad import track
    from marsad.cli.output import say
    from marsad.cli.signed import signed

    with signed(ctx, by) as (store, author):
        gone = track.drop_posts(store, name, posts, author)
    say(f"{gone} were taken out; that they were in it stays on record")


@app.command()
def note(
    ctx: typer.Context,
    name: Name,
    words: Annotated[str, typer.Argument(help="What to remember.")],
    post: Annotated[str, typer.Option(help="The post it is about; else the case.")] = "",
    by: By = "",
) -> None:
    """Note something on a case, or on one of its posts."""
    from marsad import track
    from marsad.cli.output import say
    from marsad.cli.signed import signed

    with signed(ctx, by) as (store, author):
        track.note(store, name, words, author, post)
    say("noted")


@app.command()
def tag(
    ctx: typer.Context,
    name: Name,
    post: Post,
    tag: Annotated[str, typer.Argument(help="A word or a few.")],
    off: Annotated[bool, typer.Option("--off", help="Take the tag back.")] = False,
    by: By = "",
) -> None:
    """Give a post of a case a tag."""
    from marsad import track
    from marsad.cli.output import foreign, say
    from marsad.cli.signed import signed

    with signed(ctx, by) as (store, author):
        said = track.tag_post(store, name, post, tag, author, not off)
    say(f"{'taken back' if off else 'tagged'}: {foreign(said)}")


@app.command("list")
def list_(ctx: typer.Context, json: Json = False) -> None:
    """Print every case."""
    from marsad import track
    from marsad.cli.output import foreign, say, say_json
    from marsad.store import Store

    with Store(ctx.obj) as store:
        every = track.cases(store)
    for one in every.values():
        if json:
            say_json({"name": one.name, "title": one.title, "by": one.by, "posts": len(one.posts)})
        else:
            say(f"{one.name}  {len(one.posts)} posts  {foreign(one.title)}")
    if not (every or json):
        say(f"no cases yet; begin one with: marsad case {ctx.obj} new NAME")


@app.command()
def show(ctx: typer.Context, name: Name, json: Json = False) -> None:
    """Print a case: its posts with tags and notes."""
    from marsad import track
    from marsad.cli.output import foreign, say, say_json
    from marsad.store import Store

    with Store(ctx.obj) as store:
        one, frozen = track.case(store, name), track.snapshots(store, name)
        if json:
            for row in track.case_rows(store, one):
                say_json(row)
            return
        say(f"{one.name}: {foreign(one.title, 300)}: {len(one.posts)} posts, by {foreign(one.by)}")
        for at, by, words in one.notes:
            say(f"  {at[:10]} {foreign(by)}: {foreign(words, 300)}")
        for number, row in enumerate(track.case_rows(store, one)):
            if number == SHOWN:
                say("  and more; --json tells them all")
                break
            mark = " (fiction)" if row["fiction"] else ""
            tags = f" [{', '.join(map(foreign, row['tags']))}]" if row["tags"] else ""
            say(f"  {foreign(row['id'])}{mark}{tags}  {foreign(row['text'])}")
            for words in row["notes"]:
                say(f"    {foreign(words, 300)}")
        for each in frozen:
            say(f"  snapshot {each.number}: {len(each.ids)} posts, {each.at[:10]}")


def _lines(file: str) -> Iterator[tuple[str, str]]:
    import sys

    if file == "-":
        yield from _numbered(sys.stdin, "stdin")
        return
    path = Path(file)
    with path.open(encoding="utf-8-sig", errors="replace") as lines:
        yield from _numbered(lines, path.name)


def _numbered(lines: Iterator[str], name: str) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield f"{name}, line {number}", line.strip()
