"""All commands in one list, and how our errors look."""

import logging
import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from marsad import __version__
from marsad.cli import (
    account,
    alert,
    brief,
    case,
    code,
    collect,
    copies,
    desk,
    doctor,
    enrich,
    erase,
    evaluate,
    export,
    fixity,
    hold,
    mark,
    media,
    models,
    preserve,
    publish,
    reader,
    register,
    report,
    retention,
    run,
    search,
    similar,
    sources,
    timestamp,
    track,
    train,
    translate,
    watch,
)
from marsad.errors import MarsadError

STOPPED = 130


class Marsad(TyperGroup):
    """Prints our own errors as one sentence; lets bugs show their traceback."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command; exit 1 is ours, 2 wrong use, 3 something missing outside."""
        try:
            return super().invoke(ctx)
        except MarsadError as error:
            typer.echo(f"marsad: {error}", err=True)
            raise typer.Exit(error.exit_code) from error
        except KeyboardInterrupt:
            typer.echo("marsad: stopped; run the same command again to go on", err=True)
            raise typer.Exit(STOPPED) from None


app = typer.Typer(
    cls=Marsad, no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False
)

for command in (
    collect.init,
    collect.collect,
    enrich.enrich,
    code.agreement,
    media.correct,
    media.location,
    train.train,
    copies.copies,
    similar.similar,
    preserve.verify,
    preserve.bundle,
    preserve.backup,
    preserve.restore,
    preserve.checkpoint,
    preserve.quarantine,
    fixity.fixity,
    export.export,
    search.search,
    brief.brief,
    run.run,
    run.demo,
    watch.watch,
    watch.status,
    publish.publish,
    publish.embargo,
    desk.desk,
    doctor.doctor,
    evaluate.evaluate,
):
    app.command()(command)
app.add_typer(case.app, name="case")
app.add_typer(code.app, name="code")
app.add_typer(translate.app, name="translate")
app.add_typer(report.app, name="report")
app.add_typer(publish.digest, name="digest")
app.add_typer(reader.app, name="reader")
app.add_typer(register.app, name="register")
app.add_typer(track.app, name="track")
app.add_typer(account.app, name="account")
app.add_typer(alert.app, name="alert")
app.add_typer(sources.app, name="sources")
app.add_typer(timestamp.app, name="timestamp")
app.add_typer(models.app, name="models")
app.add_typer(mark.app, name="mark")
app.add_typer(hold.app, name="hold")
app.add_typer(retention.app, name="retention")
app.add_typer(erase.app, name="erase")


def tell_version(asked: bool) -> None:
    """Print the version and stop."""
    if asked:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def start(
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Say more on stderr.")] = False,
    _version: Annotated[
        bool,
        typer.Option(
            "--version", help="Say which version this is.", callback=tell_version, is_eager=True
        ),
    ] = False,
) -> None:
    """From a public post to a sourced, published report."""
    level = logging.INFO if verbose else logging.WARNING
    logging.basicConfig(level=level, format="%(message)s", stream=sys.stderr)


def main() -> None:
    """Start here."""
    app()
