"""``marsad translate LAB export`` and ``import``: out to the tools of translators, and back."""

from pathlib import Path
from typing import Annotated

import typer

from marsad.cli.options import Json

Post = Annotated[str, typer.Option("--post", help="Only those of this post.")]
State = Annotated[str, typer.Option(help="Only draft, reviewed or approved ones.")]
From = Annotated[str, typer.Option("--from", help="Only those out of this language.")]
Into = Annotated[str, typer.Option(help="Only those into this language.")]
Form = Annotated[str, typer.Option("--to", help="jsonl, xliff, tmx, tbx, csv or docx.")]
Out = Annotated[Path | None, typer.Option(help="The file to write; JSON lines go to stdout else.")]


def import_(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="XLIFF 2, TMX, TBX, CSV, DOCX or JSON lines.")],
    by: Annotated[str, typer.Option("--by", help="Who does this; else the translators.")] = "",
    name: Annotated[
        str, typer.Option(help="What to call a memory (TMX); else as its file is called.")
    ] = "",
    json: Json = False,
) -> None:
    """Take in translations that people made; the form is told by what stands in the file."""
    from marsad import translate
    from marsad.cli.output import counting, foreign, progress, say, say_json
    from marsad.store import Store

    with Store(ctx.obj) as store, progress() as tell:
        done = translate.import_file(store, file, by, counting("import", tell), name)
        if done.memory:
            translate.prepare(store, counting("index", tell))
        store.checkpoint()
    troubles = {
        name: [{"where": each.where, "reason": each.reason} for each in getattr(done, name)]
        for name in ("refused", "conflicts")
    }
    if json:
        counts = {"added": done.added, "unchanged": done.unchanged, "written": done.written}
        counts |= {"memory": done.memory} if done.memory else {}
        say_json(counts | troubles)
        return
    say(
        f"{done.added} were added, {done.unchanged} unchanged, {len(done.refused)} refused, "
        f"{len(done.conflicts)} in conflict"
    )
    if done.memory:
        say(f"  foreign memory: {foreign(done.memory)}")
    if done.written:
        say(f"  written: {done.written}")
    for name, some in troubles.items():
        for each in some:
            say(f"  {name}: {each['where']}: {each['reason']}")


def export(
    ctx: typer.Context,
    to: Form = "jsonl",
    post: Post = "",
    state: State = "",
    from_: From = "",
    into: Into = "",
    out: Out = None,
) -> None:
    """Write standing translations, the memory or the termbase for use elsewhere."""
    from marsad import translate
    from marsad.cli.output import counting, progress, say
    from marsad.errors import BadInput
    from marsad.store import Store

    choice = translate.Choice(post, state, from_, into)
    with Store(ctx.obj) as store:
        if out is None and to != "jsonl":
            raise BadInput(f"{to} is no form for a terminal; name a file with --out FILE")
        if out is None:
            for line in translate.to_lines(store, choice):
                say(line)
            return
        with progress() as tell:
            count = translate.export(store, to, out, choice, counting("export", tell))
    say(f"{out}: {count} entries")
