"""``marsad translate``: what a translator is given for each segment."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from marsad.cli.options import Json

if TYPE_CHECKING:
    from marsad.translate import Helps
    from marsad.translate.helps import KnownDate, KnownName, KnownPassage, KnownTerm
    from marsad.translate.memory import Match


def join(app: typer.Typer) -> None:
    """Add these commands to those of the desk."""
    for command in (helps, check):
        app.command()(command)


def helps(
    ctx: typer.Context,
    id: Annotated[str, typer.Argument(help="Id of a translation or of a post.")],
    json: Json = False,
) -> None:
    """Print what is known of each segment: memory, words, names, dates, scripture."""
    from marsad import translate
    from marsad.cli.output import foreign, say, say_json
    from marsad.store import Store

    with Store(ctx.obj) as store:
        found = translate.helps(store, id)
    for each in found:
        if json:
            say_json(msgspec.to_builtins(asdict(each)))
            continue
        say(f"{each.number:3}  {foreign(each.source, 600)}")
        for line in _lines(each):
            say(f"     {line}")


def check(
    ctx: typer.Context,
    id: Annotated[str, typer.Argument(help="Id of a translation; else all that stand.")] = "",
    json: Json = False,
) -> None:
    """Print what translations may have lost: words, names, numbers, dates, scripture."""
    from marsad import translate
    from marsad.cli.output import foreign, say, say_json
    from marsad.store import Store

    with Store(ctx.obj) as store:
        book = translate.Handbook.unrecalled(store)
        for made in [store.translation(id)] if id else store.translations():
            for each in translate.doubts(store, made, book):
                if json:
                    say_json({"translation": made.id, **asdict(each)})
                else:
                    reason = foreign(each.reason, 600)
                    say(f"{made.id[:12]}  {each.segment:3}  {each.kind:9}  {reason}")


def _lines(of: "Helps") -> Iterator[str]:
    for match in of.memory:
        yield _memory(match)
    for term in of.terms:
        yield _term(term)
    for name in of.names:
        yield _name(name)
    for date in of.dates:
        yield _date(date)
    for passage in of.scripture:
        yield _passage(passage)


def _memory(match: "Match") -> str:
    from marsad.cli.output import foreign

    entry = match.entry
    return f"memory {match.percent} %: {foreign(entry.target, 600)}, {foreign(entry.told, 200)}"


def _term(known: "KnownTerm") -> str:
    from marsad.cli.output import foreign

    never = ", ".join(foreign(each) for each in known.term.forbidden)
    return (
        f"word {known.start}-{known.end} {foreign(known.found)}: {foreign(known.term.english, 300)}"
        + (f", never {never}" if never else "")
    )


def _name(known: "KnownName") -> str:
    from marsad.cli.output import foreign

    return (
        f"name {known.start}-{known.end} {foreign(known.found)}: {foreign(known.latin)} "
        f"({foreign(known.source)}; {foreign(known.entry)})"
    )


def _date(known: "KnownDate") -> str:
    from marsad.cli.output import foreign

    note = f"; {known.note}" if known.note else ""
    return (
        f"date {known.start}-{known.end} {foreign(known.found)}: {known.written} "
        f"({known.calendar}{note})"
    )


def _passage(known: "KnownPassage") -> str:
    from marsad.cli.output import foreign

    head = f"scripture {known.start}-{known.end} {foreign(known.written)}"
    if not known.rendering:
        return f"{head}: {known.note}"
    said = foreign(known.rendering, 2000)
    return f"{head}: {said} ({foreign(known.name)}, {foreign(known.licence)}; {known.note})"
