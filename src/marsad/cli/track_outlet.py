"""``marsad track LAB outlet`` and its kin: lives, successors, independent sources."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from marsad.cli.options import By, Json

if TYPE_CHECKING:
    from marsad.store import Store
    from marsad.track import Life

WEEKS = 12
PlaceId = Annotated[str, typer.Argument(help="Id of a place.", show_default=False)]


def outlet(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="Id or name of an outlet, or of a place.")],
    json: Json = False,
) -> None:
    """Tell the life of an outlet or place: since when, how much, gaps, who repeats whom."""
    from marsad import track
    from marsad.cli.output import progress, say_json
    from marsad.store import Store

    with Store(ctx.obj) as store:
        with progress() as tell:
            track.prepare(store, tell)
        found = track.life(store, name)
        if json:
            say_json(asdict(found))
        else:
            _show(store, found)


def successors(
    ctx: typer.Context,
    every: Annotated[bool, typer.Option("--all", help="Decided ones, too.")] = False,
    json: Json = False,
) -> None:
    """Suggest which new places go on where others ended, each with its reasons."""
    from marsad import track
    from marsad.cli.output import foreign, progress, say, say_json
    from marsad.store import Store

    with Store(ctx.obj) as store:
        names = {place.id: place.name for place in store.places()}
        with progress() as tell:
            track.prepare(store, tell)
        for each in track.successors(store, every):
            if json:
                say_json(asdict(each))
                continue
            ends = f"{each.old} {foreign(names[each.old])} -> {each.new} {foreign(names[each.new])}"
            say(f"{ends}  {each.weight}  {each.state}")
            say(f"  ended {each.ended:%Y-%m-%d}, began {each.began:%Y-%m-%d}")
            for cue in each.cues:
                say(f"  {cue.weight:+} {cue.name}: {foreign(cue.why)}")


def decide(
    ctx: typer.Context,
    old: PlaceId,
    new: PlaceId,
    yes: Annotated[bool, typer.Option("--yes/--no", help="Whether it is the successor.")],
    why: Annotated[str, typer.Option(help="The reason, for the custody log.")],
    by: By = "",
) -> None:
    """Decide about a suggested successor, in a person's name."""
    from marsad import track
    from marsad.cli.output import say
    from marsad.cli.signed import signed

    with signed(ctx, by) as (store, author):
        track.decide_successor(store, old, new, yes, author, why)
    say(f"{new} is {'taken for' if yes else 'not taken for'} the successor of {old}")


def independence(
    ctx: typer.Context,
    claim: Annotated[str, typer.Argument(help="Ids of posts, or words to look for.")],
    json: Json = False,
) -> None:
    """Count how many independent sources a claim has, with the reasons that join its posts."""
    from marsad import pipeline, track
    from marsad.cli.output import foreign, say, say_json
    from marsad.store import Store

    with Store(ctx.obj) as store:
        posts = [post.id for post in pipeline.choose(store, claim)]
        found = track.independence(store, posts)
        names = {place.id: place.name for place in store.places()}
    if json:
        say_json(asdict(found))
        return
    say(f"{found.posts} posts in {found.places} places come from {found.sources} sources; "
        f"from {found.cautious}, if places that usually repeat one another are one")  # fmt: skip
    for group in found.groups:
        some = ", ".join(foreign(names[place], 30) for place in group.places)
        say(f"{group.first}  {group.posts} posts: {some}")
        for reason in group.reasons:
            say(f"  {reason}")


def _show(store: "Store", found: "Life") -> None:
    from marsad.cli.output import foreign, say

    names = {place.id: place.name for place in store.places()}
    say(f"{found.id}  {foreign(found.name)}  {len(found.places)} places")
    if found.first and found.last:
        say(f"{found.posts} posts from {found.first:%Y-%m-%d} to {found.last:%Y-%m-%d}, "
            f"{found.versions} edits, {found.gone} gone, {found.undated} with an impossible "
            "time")  # fmt: skip
    for gap in found.gaps:
        say(f"silent from {gap.since:%Y-%m-%d} to {gap.until:%Y-%m-%d}")
    for at, name in found.names:
        say(f"renamed on {at:%Y-%m-%d}: {foreign(name)}")
    for board in found.boards:
        picture = (
            f"picture {board.picture[:12]}" if board.picture else board.missing or "no picture"
        )
        say(f"signboard since {board.seen_at:%Y-%m-%d}: {foreign(board.name)}, {foreign(picture)}")
        if board.description:
            say(f"  {foreign(board.description, 300)}")
    for state in found.states:
        say(f"source {foreign(state['source'])}: {state['state']} {foreign(state['successor'])}")
    for title in ("languages", "themes", "targets", "narratives"):
        if counts := getattr(found, title):
            say(f"{title}: {', '.join(f'{foreign(key)} {n}' for key, n in counts.items())}")
    for week, n in list(found.weeks.items())[-WEEKS:]:
        say(f"week of {week}: {n}")
    for title, edges in (("repeats", found.repeats), ("repeated by", found.repeated_by)):
        for edge in edges:
            other = edge.source if title == "repeats" else edge.target
            say(f"{title} {foreign(names.get(other, other))}: {edge.n} times")
    if found.unread:
        say(f"{found.unread} posts came since that was counted; marsad track LAB flow counts anew")
    for place, n in found.elsewhere.items():
        say(f"seen in {foreign(names.get(place, place))}: {n} posts")
    for each in found.successors:
        say(f"{each.old} -> {each.new}: {each.state}, {len(each.cues)} cues")
