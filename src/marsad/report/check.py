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
    return lacking(store, store.report(handle))


def lacking(store: Store, report: Report) -> list[Missing]:
    """Name everything that keeps a report, which need not be stored yet, from being published."""
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
        yield Missing("title", "there is none", f"give it one: {change} --title", "title")
    if not report.series.strip() or report.number < 1:
        yield Missing("series", "series or number is missing", "begin it anew in a series")
    if not report.lede.strip():
        yield Missing("lede", "there is none", f"say who did what to whom: {change} --lede", "lede")
    if not report.blocks:
        add = f"add one: marsad report LAB add {report.handle}"
        yield Missing("blocks", "there is none", add, "shelf")


def _event(store: Store, report: Report) -> Iterator[Missing]:
    choose = "name an event of the register"
    if not report.event:
        yield Missing("lede", "no event is set", choose, "event")
        return
    try:
        event = store.event(report.event)
    except NotFound:
        why = f"event {report.event} is not in the register"
        yield Missing("lede", why, choose, "event")
        return
    if not event.source.strip():
        yield Missing(
            "lede", f"event {event.id} has no source of its own", "add one to the register", "event"
        )
    if event.fiction and not report.fiction:
        yield Missing("lede", f"event {event.id} is fiction", choose, "event")


def _people(report: Report) -> Iterator[Missing]:
    if not named(report.made_by):
        yield Missing(
            "author",
            f"made by {report.made_by or 'nobody'}: a machine draft",
            "have a person write it with marsad report LAB new --by",
            "by",
        )
    if not second_names(report):
        yield Missing(
            "signature",
            "no second named person signed this version",
            f"have another person run marsad report LAB sign {report.handle}",
            "sign",
        )
    if report.fiction:
        yield Missing("fiction", "sample material is never published", "keep it for practice")
