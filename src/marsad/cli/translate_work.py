"""``marsad translate``: what waits, what became of it, and how much of it there was."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from marsad.cli.options import Json

if TYPE_CHECKING:
    from marsad.translate.history import Part, Step
    from marsad.translate.queue import Waiting

STYLES = {"same": "", "out": "red strike", "in": "green underline"}
QUALITY = {
    "unchanged": "taken as they were:",
    "edited_characters": "characters edited:",
    "edited_words": "words edited:",
    "bleu": "BLEU",
    "chrf": "chrF",
}
BRACKETS = {"same": ("", ""), "out": ("[-", "-]"), "in": ("{+", "+}")}


def join(app: typer.Typer) -> None:
    """Add these commands to those of the desk."""
    for command in (queue, history, counts, consistency, quality):
        app.command()(command)


def queue(
    ctx: typer.Context,
    order: Annotated[
        str, typer.Option(help="First by priority, language, translator or age.")
    ] = "priority",
    language: Annotated[str, typer.Option(help="Only texts in this language.")] = "",
    for_: Annotated[str, typer.Option("--for", help="Only what this person was asked for.")] = "",
    json: Json = False,
) -> None:
    """Print what waits to be translated, reviewed or approved."""
    from marsad import translate
    from marsad.cli.output import say, say_json
    from marsad.store import Store

    with Store(ctx.obj) as store:
        waiting = translate.queue(store, order, language, for_)
    for each in waiting:
        if json:
            say_json(asdict(each))
        else:
            say(_line(each))
    if not (waiting or json):
        say("nothing waits")


def history(
    ctx: typer.Context,
    id: Annotated[str, typer.Argument(help="Id of the translation, or its beginning.")],
    json: Json = False,
) -> None:
    """Print every version of a translation, what changed and who decided what."""
    from marsad import translate
    from marsad.cli.output import foreign, say, say_json
    from marsad.store import Store

    with Store(ctx.obj) as store:
        steps = translate.history(store, id)
    for step in steps:
        if json:
            say_json(asdict(step))
            continue
        say(_head(step))
        if step.because:
            say(f"    because {foreign(step.because, 300)}")
        for change in step.changes:
            say(f"  {change.start}-{change.end}  {foreign(change.source, 300)}")
            _say_parts(change.parts)


def counts(ctx: typer.Context, json: Json = False) -> None:
    """Print words and times of each translator and day, for planning; nobody is ranked."""
    from marsad import translate
    from marsad.cli.output import foreign, say, say_json
    from marsad.store import Store

    with Store(ctx.obj) as store:
        found, zone = translate.counts(store), store.settings.zone
    for each in found:
        if json:
            say_json(asdict(each))
            continue
        hours = f"{each.first.astimezone(zone):%H:%M}-{each.last.astimezone(zone):%H:%M}"
        waited = "" if each.waited is None else f", after {each.waited:g} h"
        name = foreign(each.by.removeprefix("person:"))
        say(
            f"{each.day}  {name}  {each.did} {each.source_language}: {each.texts} texts, "
            f"{each.words} words, {hours}{waited}"
        )


def consistency(ctx: typer.Context, json: Json = False) -> None:
    """Print sources that were approved in several wordings, and who decided what."""
    from marsad import translate
    from marsad.cli.output import foreign, say, say_json
    from marsad.store import Store

    with Store(ctx.obj) as store:
        found = translate.inconsistent(store)
    for each in found:
        if json:
            say_json({**asdict(each), "explained": each.explained})
            continue
        say(f"{each.language}-{each.to}  {foreign(each.source, 200)}")
        for one in each.decided:
            by = foreign(one.entry.by.removeprefix("person:"))
            why = f", because {foreign(one.because, 200)}" if one.because else ""
            said = foreign(one.entry.target, 200)
            say(f"    {said}  {one.entry.translation[:12]} by {by}, {one.entry.at:%Y-%m-%d}{why}")
    if not json:
        say(f"{len(found)} sources in several wordings")


def quality(ctx: typer.Context, json: Json = False) -> None:
    """Print how much people changed the drafts of each engine before approving them."""
    from marsad import translate
    from marsad.cli.output import foreign, say, say_json
    from marsad.store import Store

    with Store(ctx.obj) as store:
        found = translate.quality(store)
    for each in found:
        if json:
            say_json(each)
            continue
        head = f"{each['source_language']}-{each['language']}"
        counted = f"{each['n']} segments, {each['words']} words, {each['gaps']} left empty"
        say(f"{foreign(each['engine'])}  {head}: {counted}")
        for name, what in QUALITY.items():
            low, high = each[f"{name}_ci95"]
            say(f"    {what} {each[name]:.4g} ({low:.4g} to {high:.4g})")
    if not found and not json:
        say("no machine draft was approved yet")


def _line(each: "Waiting") -> str:
    from marsad.cli.output import foreign

    whom = f"for {foreign(each.to.removeprefix('person:'))}" if each.to else "for anybody"
    beside = ", another version stands beside it" if each.disputed else ""
    return (
        f"{each.translation[:12]}  {each.priority}  {each.stage:12}  "
        f"{each.source_language}-{each.language}  {each.words:5} words  {each.since:%Y-%m-%d}  "
        f"{foreign(each.translator)}  {whom}{beside}"
    )


def _head(step: "Step") -> str:
    from marsad.cli.output import foreign

    to = f" ({foreign(step.to, 200)})" if step.to else ""
    return (
        f"{step.at:%Y-%m-%d %H:%M}  {step.translation[:12]}  {step.what} by {foreign(step.by)}{to}"
    )


def _say_parts(parts: "Sequence[Part]") -> None:
    """A difference: coloured on a terminal, in brackets elsewhere, so that colour is never all."""
    from rich.console import Console
    from rich.text import Text

    from marsad.cli.output import foreign

    line = Text("    ")
    for part in parts:
        left, right = BRACKETS[part.kind]
        line.append(f"{left}{foreign(part.words, 4000)}{right} ", style=STYLES[part.kind])
    Console(soft_wrap=True, highlight=False).print(line)
