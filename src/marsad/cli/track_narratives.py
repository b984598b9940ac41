"""``marsad track LAB narratives``, ``bursts`` and ``wording``: what is said, and what is new."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from marsad.cli.options import Json
from marsad.cli.track_flow import Since, Until, day

if TYPE_CHECKING:
    from marsad.track import Burst, Narrative, Wording

WEEKS = 8
NAMED = 5
Most = Annotated[int, typer.Option("--most", min=1, help="How many to show.")]


def narratives(
    ctx: typer.Context, since: Since = "", until: Until = "", most: Most = 30, json: Json = False
) -> None:
    """Show what is said about whom, week by week, by which outlets and in which words."""
    from marsad import track
    from marsad.cli.output import say, say_json
    from marsad.store import Store, Window

    with Store(ctx.obj) as store:
        zone = store.settings.zone
        found = track.narratives(store, Window(day(since, zone), day(until, zone)), most)
    if json:
        say_json(asdict(found))
        return
    for each in found.narratives:
        _narrative(each)
    say(f"{found.more} more; {found.unlabelled} posts have no theme")
    for number, each in enumerate(found.alike, start=1):
        _narrative(each, f"unlabelled, alike in wording {number}")
    if found.compared:
        say(f"{len(found.alike)} groups of unlabelled posts that say alike, among {found.compared} "
            "that were compared; what they mean nobody has said")  # fmt: skip


def bursts(
    ctx: typer.Context,
    of: Annotated[
        list[str] | None,
        typer.Option("--of", help="outlet, theme, target, narrative or word; else the first four."),
    ] = None,
    since: Annotated[str, typer.Option(help="Only bursts that last to this day or later.")] = "",
    until: Until = "",
    most: Most = 30,
    json: Json = False,
) -> None:
    """Show when something came more often than usual, and the posts that made it so."""
    from marsad import track
    from marsad.cli.output import say, say_json
    from marsad.store import Store, Window

    with Store(ctx.obj) as store:
        zone = store.settings.zone
        begin, kinds = day(since, zone), of or track.BURSTS_OF[:-1]
        window = Window(until=day(until, zone))
        found = track.bursts(store, kinds, begin.date() if begin else None, window)
    if json:
        say_json([asdict(each) for each in found])
        return
    for each in found[:most]:
        _burst(each)
    say(f"{len(found)} bursts; copies and forwards make none and are counted apart")


def wording(
    ctx: typer.Context,
    since: Annotated[str, typer.Option(help="New since this day; else since 30 days.")] = "",
    until: Until = "",
    most: Most = 30,
    json: Json = False,
) -> None:
    """Show phrases that nobody here used before a day: who brought them, and who followed."""
    from marsad import track
    from marsad.cli.output import say, say_json
    from marsad.store import Store, Window

    with Store(ctx.obj) as store:
        zone = store.settings.zone
        begin = day(since, zone)
        window = Window(until=day(until, zone))
        found = track.new_wording(store, begin.date() if begin else None, window)
    if json:
        say_json([asdict(each) for each in found])
        return
    for each in found[:most]:
        _wording(each)
    say(f"{len(found)} phrases are new, as far as this lab knows")


def _narrative(found: "Narrative", called: str = "") -> None:
    from marsad.cli.output import foreign, say

    named = (part for part in (found.theme, found.target, found.narrative) if part)
    about = called or " × ".join(named)
    origin = f", {found.sources} sources" if found.sources is not None else ""
    say(
        f"{about}: {found.posts} posts{origin}, {found.copies} copies, {len(found.outlets)} outlets"
    )
    say(f"  since {found.first_seen}, first by {foreign(found.first_outlet, 40)}")
    weeks = found.weeks[-WEEKS:]
    say(f"  by week from {weeks[0][0]}: {' '.join(str(count) for _, count in weeks)}")
    if found.words:
        say(f"  words: {' '.join(foreign(each.word, 40) for each in found.words)}")
    say(f"  such as {' '.join(map(foreign, found.examples))}")


def _burst(found: "Burst") -> None:
    from marsad.cli.output import foreign, say

    until = f"{found.until}{' (lasting)' if found.lasting else ''}"
    say(f"{found.of} {foreign(found.name, 60)}: {found.since} to {until}: {found.posts} posts, "
        f"usually {found.usual:.1f}; {found.copies} copies; {found.outlets} outlets")  # fmt: skip
    say(f"  such as {' '.join(map(foreign, found.examples))}")


def _wording(found: "Wording") -> None:
    from marsad.cli.output import foreign, say

    first, *later = found.users
    say(f"{foreign(found.phrase, 90)}: {found.posts} posts, {found.outlets} outlets; "
        f"by chance {found.chance:.2g}")  # fmt: skip
    say(f"  {first.day} first by {foreign(first.outlet, 40)}: {foreign(first.post)}")
    for use in later[:NAMED]:
        say(f"  {use.day} {foreign(use.outlet, 40)}, {use.uses} times")
    if len(later) > NAMED:
        say(f"  and {len(later) - NAMED} more outlets; --json tells them all")
