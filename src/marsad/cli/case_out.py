"""``marsad case``: what is taken out of a case: snapshots, agreement, files."""

from pathlib import Path
from typing import Annotated

import typer

from marsad.cli.options import By, Json

Name = Annotated[str, typer.Argument(help="Name of the case.", show_default=False)]


def snapshot(
    ctx: typer.Context,
    name: Name,
    query: Annotated[
        list[str] | None,
        typer.Option("--query", help="Instead of the posts of the case: FIELD=VALUE."),
    ] = None,
    again: Annotated[int, typer.Option(min=0, help="Ask snapshot N again: what changed?")] = 0,
    by: By = "",
    json: Json = False,
) -> None:
    """Freeze the posts of a case, or what a query finds; or ask an old one again."""
    from dataclasses import asdict

    from marsad import track
    from marsad.cli.output import say, say_json
    from marsad.cli.signed import given, signed
    from marsad.store import Store

    if again:
        with Store(ctx.obj) as store:
            now = track.changed(store, name, again)
        if json:
            say_json(asdict(now))
        else:
            say(f"{'the same' if now.same else 'not the same'}: {len(now.new)} new, "
                f"{len(now.lost)} lost, {len(now.erased)} of them erased; the log has "
                f"{now.leaves} more leaves")  # fmt: skip
        return
    with signed(ctx, by) as (store, author):
        made = track.snapshot(store, name, given(query), author)
    if json:
        say_json(asdict(made))
    else:
        say(f"snapshot {made.number}: {len(made.ids)} posts, sha256 {made.sha256}, "
            f"at {made.size} leaves with root {made.root}")  # fmt: skip


def agreement(ctx: typer.Context, name: Name) -> None:
    """Say how far the people who coded posts of the case agree, as JSON."""
    from marsad import enrich, track
    from marsad.cli.output import say_json
    from marsad.store import Store

    with Store(ctx.obj) as store:
        found = enrich.agreement(enrich.codes(store, list(track.case(store, name).posts)))
    say_json({"case": name, "codes": found})


def approve(ctx: typer.Context, name: Name, by: By = "") -> None:
    """Say that the case as it stands may be shared, as the second person."""
    from marsad import track
    from marsad.cli.output import say
    from marsad.cli.signed import signed

    with signed(ctx, by) as (store, author):
        track.approve_case(store, name, author)
    say("approved as it stands; whatever is added needs it anew")


def export(
    ctx: typer.Context,
    name: Name,
    out: Annotated[Path, typer.Option("--out", help="File to write.", show_default=False)],
    to: Annotated[str, typer.Option("--to", help="jsonl, csv, parquet, ftm or gexf.")] = "jsonl",
    share: Annotated[
        bool, typer.Option("--share", help="Refuse unless it may be sent to others.")
    ] = False,
    by: By = "",
) -> None:
    """Write a case as a file, with what is known of its origin beside it."""
    from marsad import track
    from marsad.cli.output import say
    from marsad.cli.signed import signed

    with signed(ctx, by) as (store, author):
        done = track.export_case(store, name, to, out, author, share)
    say(f"{out}: {done.posts} posts, {done.fiction} of them fiction; {done.left_out} left out")
    say("may be shared" if done.share else f"not to be shared: {done.why}")
