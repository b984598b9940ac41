"""``marsad export``."""

from enum import StrEnum
from typing import Annotated

import typer

from marsad.cli.options import Lab


class What(StrEnum):
    """What can be exported."""

    posts = "posts"
    findings = "findings"
    translations = "translations"
    reports = "reports"
    captures = "captures"
    sources = "sources"


def export(lab: Lab, what: Annotated[What, typer.Argument(help="What to export.")]) -> None:
    """Print everything of a kind as JSON lines: every version, every field, ids included."""
    import sys

    from marsad.cli.output import warn_of_marked
    from marsad.model import Capture, Post, Report, Source, Translation
    from marsad.store import Store, records

    kinds = {
        What.posts: Post,
        What.translations: Translation,
        What.reports: Report,
        What.captures: Capture,
        What.sources: Source,
    }
    with Store(lab) as store:
        if what is What.posts:
            warn_of_marked(store, store.posts())
        things = store.every_finding() if what is What.findings else store.every(kinds[what])
        for thing in things:
            sys.stdout.buffer.write(records.record(thing) + b"\n")
