"""``marsad translate LAB memory``: what was translated before, here and elsewhere."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from marsad.cli.options import By, Json

if TYPE_CHECKING:
    from marsad.translate import Match

app = typer.Typer(help="What was translated before, here and elsewhere.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="Name of a foreign memory.", show_default=False)]


@app.command()
def look(
    ctx: typer.Context,
    text: Annotated[str, typer.Argument(help="A source text.", show_default=False)],
    from_: Annotated[str, typer.Option("--from", help="Its language; else any.")] = "und",
    to: Annotated[str, typer.Option(help="Language of the answers; else that of the lab.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=100, help="How many at most.")] = 5,
    json: Json = False,
) -> None:
    """Print what was said of this text and of those like it, who answers for it, and since when."""
    from marsad import translate
    from marsad.cli.output import counting, progress, say, say_json
    from marsad.store import Store

    with Store(ctx.obj) as store, progress() as tell:
        memory = translate.Memory.of(store, counting("index", tell))
        found = memory.matches(text, from_, to or store.settings.language, limit)
    for match in found:
        if json:
            say_json(asdict(match))
        else:
            for line in _lines(match):
                say(line)
    if not found and not json:
        say("nothing is remembered of this text or of one like it")


@app.command("list")
def list_(ctx: typer.Context, json: Json = False) -> None:
    """Print the foreign memories, and how many segments of the lab's own are remembered."""
    from marsad import translate
    from marsad.cli.output import foreign, say, say_json
    from marsad.store import Store

    with Store(ctx.obj) as store:
        own, there = translate.own_segments(store), translate.memories(store)
    if json:
        say_json({"own": own, "foreign": [asdict(each) for each in there]})
        return
    say(f"{own} segments of the lab's own, approved or reviewed")
    for each in there:
        state = "" if each.whole else ", not read to its end: import it again, or rebuild"
        signed = f"by {foreign(each.by.removeprefix('person:'))} on {each.at[:10]}"
        of = f"{each.segments} segments of {foreign(each.file)}"
        say(f"{foreign(each.name)}  {of} {signed}{state}")


@app.command()
def drop(ctx: typer.Context, name: Name, by: By = "") -> None:
    """Forget a foreign memory; its file stays as an original, and the log says who dropped it."""
    from marsad import translate
    from marsad.cli.output import author, foreign, say
    from marsad.errors import BadInput
    from marsad.store import Store

    with Store(ctx.obj) as store:
        signed = author(store, by)
        if not signed:
            raise BadInput("dropping a memory is signed; give your name with --by NAME")
        count = translate.drop(store, name, signed)
        store.checkpoint()
    say(f"{count} segments of {foreign(name)} are forgotten")


@app.command()
def rebuild(ctx: typer.Context) -> None:
    """Read everything again, out of translations and of the files as they were kept."""
    from marsad import translate
    from marsad.cli.output import counting, progress, say
    from marsad.store import Store

    with Store(ctx.obj) as store, progress() as tell:
        count = translate.rebuild(store, counting("read", tell))
    say(f"{count} segments are remembered")


def _lines(match: "Match") -> list[str]:
    from marsad.cli.output import foreign

    said = [f"{match.percent} %  {match.entry.told}", f"  {foreign(match.entry.target, 200)}"]
    if match.percent < 100:
        said.append(f"  of {foreign(match.entry.source, 200)}")
    return said
