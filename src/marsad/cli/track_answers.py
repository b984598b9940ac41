"""``marsad track LAB event``, its half about posts: who answered, and who kept silent."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from marsad.cli.options import By, Json

if TYPE_CHECKING:
    from marsad.track import Lags, Reason

Name = Annotated[str, typer.Argument(help="Id of the event.", show_default=False)]
Post = Annotated[str, typer.Argument(help="Id of the post.", show_default=False)]
SHOWN = 40


def match(
    ctx: typer.Context,
    again: Annotated[
        bool, typer.Option("--again", help="Look at every post once more, not at new ones alone.")
    ] = False,
    json: Json = False,
) -> None:
    """Suggest which posts answer which events, from actors, places, words and time."""
    from marsad import track
    from marsad.cli.output import progress, say, say_json
    from marsad.store import Store

    with Store(ctx.obj) as store, progress() as tell:
        done = track.match_events(store, again, lambda read, all: tell("match", read, all))
        store.checkpoint()
    if json:
        say_json(asdict(done))
        return
    say(f"{done.events} events and {done.posts} posts were looked at")
    say(f"{done.new} answers are suggested, {done.taken_back} were taken back")


def accept(ctx: typer.Context, name: Name, post: Post, by: By = "") -> None:
    """Say that a post answers an event, suggested or not."""
    _decide(ctx, name, post, by, True)


def refuse(ctx: typer.Context, name: Name, post: Post, by: By = "") -> None:
    """Say that a post does not answer an event; it will not be suggested again."""
    _decide(ctx, name, post, by, False)


def show(
    ctx: typer.Context,
    name: Name,
    csv: Annotated[bool, typer.Option("--csv", help="Print the outlets as a table.")] = False,
    json: Json = False,
) -> None:
    """Print an event: who answered it after how long and why we think so, and who kept silent."""
    from marsad import track
    from marsad.cli.output import say, say_json
    from marsad.store import Store

    with Store(ctx.obj) as store:
        found = track.lags(store, track.standing(store, name))
        told = found.answers if json else found.answers[:SHOWN]
        why = {} if csv else track.reasons(store, found.event, told)
    if json:
        say_json(track.plain(found, why))
    elif csv:
        for line in track.voices_csv(found):
            say(line)
    else:
        _event(found)
        _voices(found)
        _answers(found, why)


def _decide(ctx: typer.Context, name: str, post: str, by: str, yes: bool) -> None:
    from marsad import track
    from marsad.cli.output import foreign, say
    from marsad.cli.signed import signed

    with signed(ctx, by) as (store, author):
        made = track.decide_answer(store, name, post, author, yes)
    for each in made:
        say(f"{each.id}  {foreign(each.value)}")


def _event(found: "Lags") -> None:
    from marsad.cli.output import foreign, say
    from marsad.cli.track_event import days

    event = found.event
    say(f"{event.id}  {days(event)}  {foreign(event.title, 300)}")
    say(f"  at {foreign(event.place) or 'no place'}; source: {foreign(event.source, 300)}")
    for name in ("actors", "places", "words"):
        if said := getattr(event, name):
            say(f"  {name}: {'; '.join(map(foreign, said))}")
    hour = "" if found.by_the_hour else " (no hour is known: lags count from the first minute)"
    say(f"  from {found.since:%Y-%m-%d %H:%M %z} to {found.until:%Y-%m-%d %H:%M %z}{hour}")


def _voices(found: "Lags") -> None:
    from marsad.cli.output import foreign, say

    count, there, (low, high) = found.answered
    say(f"  {count} of {there} outlets that were there answered (95 %: {low:.2f} to {high:.2f})")
    hours, of, spread = found.median_hours
    if hours is not None:
        interval = f" (95 %: {spread[0]:.1f} to {spread[1]:.1f})" if spread else ""
        say(f"  median of their first answers: {hours:.1f} h{interval}, n {of}")
    for voice in found.voices[:SHOWN]:
        lag = f"after {voice.lag_hours:.1f} h" if voice.lag_hours is not None else ""
        counts = f"own {voice.own}, copies {voice.copies}, forwards {voice.forwards}"
        low, high = voice.usual_per_day_ci95
        usual = f"usually {voice.usual_per_day:.1f} a day ({low:.1f} to {high:.1f})"
        say(f"  {voice.state}  {foreign(voice.outlet)}  {lag}  {counts}; "
            f"{voice.posts} posts, {usual}")  # fmt: skip
    if len(found.voices) > SHOWN:
        say(f"  and {len(found.voices) - SHOWN} more; --json tells them all")


def _answers(found: "Lags", why: "Mapping[str, Sequence[Reason]]") -> None:
    from marsad.cli.output import foreign, say

    for each in found.answers[:SHOWN]:
        sure = "" if each.confidence is None else f" {each.confidence:.2f}"
        say(f"  {each.post}  {each.how}, after {each.lag_hours:.1f} h;{sure} {foreign(each.by)}")
        for reason in why.get(each.post, ()):
            span = reason.span
            say(f"    {reason.family} {foreign(reason.name)}: {foreign(span.quoted)} "
                f"at {span.start}-{span.end} of {reason.of}")  # fmt: skip
    if len(found.answers) > SHOWN:
        say(f"  and {len(found.answers) - SHOWN} more; --json tells them all")
