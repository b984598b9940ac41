"""The gate: what a report lacks before it may be published, and what to do about each thing."""

from collections.abc import Iterator

from marsad.errors import NotFound
from marsad.model import Report
from marsad.report.check_blocks import in_blocks
from marsad.report.check_words import in_words
from marsad.report.missing import Missing
from marsad.safeguards import named, second_names
from marsad.store import Store


def check(store: Store, handle: str) -> list[Missing]:
    """Name everything that keeps a report from being published; nothing when it may be."""
    report = store.report(handle)
    return [
        *_head(report),
        *_event(store, report),
        *in_blocks(store, report),
        *in_words(report),
        *_people(report),
    ]


def _head(report: Report) -> Iterator[Missing]:
    change = f"marsad report LAB revise {report.handle}"
    if not report.title.strip():
        yield Missing("title", "there is none", f"give it one: {change} --title")
    if not report.series.strip() or report.number < 1:
        yield Missing("series", "series or number is missing", "begin it anew in a series")
    if not report.lede.strip():
        yield Missing("lede", "there is none", f"say who did what to whom: {change} --lede")
    if not report.blocks:
        yield Missing("blocks", "there is none", f"add one: marsad report LAB add {report.handle}")


def _event(store: Store, report: Report) -> Iterator[Missing]:
    choose = "name an event of the register"
    if not report.event:
        yield Missing("lede", "no event is set", choose)
        return
    try:
        event = store.event(report.event)
    except NotFound:
        yield Missing("lede", f"event {report.event} is not in the register", choose)
        return
    if not event.source.strip():
        yield Missing(
            "lede", f"event {event.id} has no source of its own", "add one to the register"
        )
    if event.fiction and not report.fiction:
        yield Missing("lede", f"event {event.id} is fiction", choose)


def _people(report: Report) -> Iterator[Missing]:
    if not named(report.made_by):
        yield Missing(
            "author",
            f"made by {report.made_by or 'nobody'}: a machine draft",
            "have a person write it with marsad report LAB new --by",
        )
    if not second_names(report):
        yield Missing(
            "signature",
            "no second named person signed this version",
            f"have another person run marsad report LAB sign {report.handle}",
        )
    if report.fiction:
        yield Missing("fiction", "sample material is never published", "keep it for practice")
