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
    from marsad.safeguards import salt_pseudonyms
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
        salted = salt_pseudonyms()
        things = store.every_finding() if what is What.findings else store.every(kinds[what])
        for thing in things:
            said = salted(records.record(thing).decode("utf-8"))
            sys.stdout.buffer.write(said.encode("utf-8") + b"\n")
