"""``marsad report``: write, render, check and sign reports."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from marsad.cli import report_edit
from marsad.cli.options import By, Json, Lab
from marsad.cli.report_edit import done

app = typer.Typer(help="Write it down, sourced.", no_args_is_help=True)

Handle = Annotated[str, typer.Argument(help="Series and number, such as daily-7.")]
Author = Annotated[
    str, typer.Option("--by", help="Who writes; else the author of the settings, else nobody yet.")
]


@app.callback()
def at(ctx: typer.Context, lab: Lab) -> None:
    """Open the reports of a lab."""
    ctx.obj = lab


@app.command()
def new(
    ctx: typer.Context,
    series: Annotated[str, typer.Option(help="Name of the series.")],
    title: Annotated[str, typer.Option(help="One line, in title case.")],
    by: Author = "",
    day: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day of publication; today.")
    ] = None,
    lede: Annotated[str, typer.Option(help="The first paragraph.")] = "",
    event: Annotated[str, typer.Option(help="Id of the event it coincided with.")] = "",
    tier: Annotated[str, typer.Option(help="subscribers or complimentary.")] = "subscribers",
    json: Json = False,
) -> None:
    """Begin a report: the next number of its series."""
    from marsad import report as stage
    from marsad.cli.output import author
    from marsad.store import Store

    with Store(ctx.obj) as store:
        chosen = day.date() if day else datetime.now(UTC).astimezone(store.settings.zone).date()
        made = stage.new(
            store,
            series,
            title,
            day=chosen,
            by=author(store, by),
            lede=lede,
            event=event,
            tier=tier,
        )
        done(store, made.handle, json)


@app.command()
def add(
    ctx: typer.Context,
    report: Handle,
    outlet: Annotated[str, typer.Option(help="Id of the outlet.")],
    post: Annotated[str, typer.Option(help="Id of the post, or its beginning.")],
    by: Author = "",
    quote: Annotated[str, typer.Option(help="Id of an approved translation.")] = "",
    words: Annotated[str, typer.Option(help="The words quoted, with marks; else all.")] = "",
    figure: Annotated[str, typer.Option(help="SHA-256 or name of a picture of the post.")] = "",
    alt: Annotated[str, typer.Option(help="What a reader who cannot see it must know.")] = "",
    caption: Annotated[str, typer.Option(help="Line under the picture.")] = "",
    right: Annotated[str, typer.Option(help="Why the picture may be shown.")] = "",
    prose: Annotated[str, typer.Option(help="What was put out and what is seen in it.")] = "",
    json: Json = False,
) -> None:
    """Add what an outlet put out; it is cited by a footnote."""
    from marsad import report as stage
    from marsad.cli.output import author
    from marsad.store import Store

    with Store(ctx.obj) as store:
        made = stage.add(
            store,
            report,
            outlet,
            post,
            by=author(store, by),
            prose=prose,
            quote=quote,
            words=words,
            figure=figure,
            alt=alt,
            caption=caption,
            right=right,
        )
        done(store, made.handle, json)


@app.command()
def revise(
    ctx: typer.Context,
    report: Handle,
    by: Author = "",
    title: Annotated[str, typer.Option(help="A new title.")] = "",
    lede: Annotated[str, typer.Option(help="A new first paragraph.")] = "",
    event: Annotated[str, typer.Option(help="Id of the event it coincided with.")] = "",
    tier: Annotated[str, typer.Option(help="subscribers or complimentary.")] = "",
    json: Json = False,
) -> None:
    """Change what stands above the blocks."""
    from marsad import report as stage
    from marsad.cli.output import author
    from marsad.store import Store

    with Store(ctx.obj) as store:
        made = stage.revise(
            store, report, by=author(store, by), title=title, lede=lede, event=event, tier=tier
        )
        done(store, made.handle, json)


@app.command()
def sign(ctx: typer.Context, report: Handle, by: By, json: Json = False) -> None:
    """Put a second name under a report; any later change needs a new one."""
    from marsad import report as stage
    from marsad.cli.output import person
    from marsad.store import Store

    with Store(ctx.obj) as store:
        made = stage.sign(store, report, person(by))
        done(store, made.handle, json)


@app.command()
def publish(ctx: typer.Context, report: Handle, by: By, json: Json = False) -> None:
    """Publish a report that passes the gate; afterwards it can only be corrected."""
    from marsad import report as stage
    from marsad.cli.output import person
    from marsad.store import Store

    with Store(ctx.obj) as store:
        made = stage.publish(store, report, person(by))
        done(store, made.handle, json)


@app.command()
def correct(
    ctx: typer.Context,
    report: Handle,
    words: Annotated[str, typer.Argument(help="What was wrong, and what is right.")],
    by: By,
    json: Json = False,
) -> None:
    """Add a dated correction to a published report."""
    from marsad import report as stage
    from marsad.cli.output import person
    from marsad.store import Store

    with Store(ctx.obj) as store:
        today = datetime.now(UTC).astimezone(store.settings.zone).date()
        made = stage.correct(store, report, words, day=today, by=person(by))
        done(store, made.handle, json)


@app.command()
def check(ctx: typer.Context, report: Handle, json: Json = False) -> None:
    """List what a report lacks, one line each; exit 1 if anything is missing."""
    from dataclasses import asdict

    from marsad import report as stage
    from marsad.cli.output import say, say_json
    from marsad.store import Store

    with Store(ctx.obj) as store:
        lacking = stage.check(store, report)
        published = store.report(report).state == "published"
    if json:
        say_json([asdict(each) for each in lacking])
    else:
        for each in lacking:
            say(f"{each.where}: {each.what}; {each.remedy}")
    if lacking:
        raise typer.Exit(1)
    if not json:
        say(f"{report} {'is published' if published else 'may be published'}")


@app.command()
def render(
    ctx: typer.Context,
    report: Handle,
    out: Annotated[Path, typer.Option(help="Folder for the files.")],
    to: Annotated[
        str, typer.Option(help="Forms, with commas between.")
    ] = "html,pdf,docx,epub,md,json",
    json: Json = False,
) -> None:
    """Write a report as files."""
    from marsad import report as stage
    from marsad.cli.output import say, say_json
    from marsad.store import Store

    with Store(ctx.obj) as store:
        paths = stage.render(
            stage.edition(store, report), [form.strip() for form in to.split(",")], out
        )
    for path in paths:
        if json:
            say_json(str(path))
        else:
            say(str(path))


@app.command("list")
def list_(ctx: typer.Context, json: Json = False) -> None:
    """Print the reports, each in its latest version."""
    from marsad.cli.output import foreign, say, say_json
    from marsad.store import Store, records

    with Store(ctx.obj) as store:
        for each in store.reports():
            if json:
                say_json(records.plain(records.record(each)))
            else:
                say(f"{each.handle}  {each.day}  {each.state}  {foreign(each.title)}")


for change in (report_edit.take, report_edit.word, report_edit.move, report_edit.drop,
               report_edit.back):  # fmt: skip
    app.command()(change)
