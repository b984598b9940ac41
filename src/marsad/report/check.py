"""The gate: what a report lacks before it may be published, and what to do about each thing."""

from collections.abc import Iterator

from marsad.errors import NotFound
from marsad.model import Report
from marsad.phrase import Phrase
from marsad.report.check_blocks import in_blocks
from marsad.report.check_words import in_words
from marsad.report.missing import Missing
from marsad.safeguards import named, second_names
from marsad.store import Store
from marsad.store.markings import Markings


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
        *_marked(store, report),
    ]


def _head(report: Report) -> Iterator[Missing]:
    change = f"marsad report LAB revise {report.handle}"
    if not report.title.strip():
        yield Missing(
            Phrase("title"),
            Phrase("there is none"),
            Phrase("give it one: %(change)s --title", change=change),
            "title",
        )
    if not report.series.strip() or report.number < 1:
        yield Missing(
            Phrase("series"),
            Phrase("series or number is missing"),
            Phrase("begin it anew in a series"),
        )
    if not report.lede.strip():
        yield Missing(
            Phrase("lede"),
            Phrase("there is none"),
            Phrase("say who did what to whom: %(change)s --lede", change=change),
            "lede",
        )
    if not report.blocks:
        add = Phrase("add one: marsad report LAB add %(handle)s", handle=report.handle)
        yield Missing(Phrase("blocks"), Phrase("there is none"), add, "shelf")


def _event(store: Store, report: Report) -> Iterator[Missing]:
    choose = Phrase("name an event of the register")
    if not report.event:
        yield Missing(Phrase("lede"), Phrase("no event is set"), choose, "event")
        return
    try:
        event = store.event(report.event)
    except NotFound:
        why = Phrase("event %(event)s is not in the register", event=report.event)
        yield Missing(Phrase("lede"), why, choose, "event")
        return
    if not event.source.strip():
        yield Missing(
            Phrase("lede"),
            Phrase("event %(id)s has no source of its own", id=event.id),
            Phrase("add one to the register"),
            "event",
        )
    if event.fiction and not report.fiction:
        yield Missing(
            Phrase("lede"), Phrase("event %(id)s is fiction", id=event.id), choose, "event"
        )


def _marked(store: Store, report: Report) -> Iterator[Missing]:
    """What is marked is published by nobody; what was published before it was marked stays."""
    if report.state == "published":
        return
    marks, off = Markings(store), "take the marking off first"
    for name in marks.of("report", report.handle):
        yield Missing("markings", f"the report is marked {name}", off)
    there = map(store.post, sorted(store.known_posts(report.cited)))
    for id, names in marks.of_posts(list(there)).items():
        yield Missing(
            "markings", f"post {id} is marked {', '.join(names)}", f"{off}, or leave it out"
        )


def _people(report: Report) -> Iterator[Missing]:
    if not named(report.made_by):
        yield Missing(
            Phrase("author"),
            Phrase(
                "made by %(made_by)s: a machine draft", made_by=report.made_by or Phrase("nobody")
            ),
            Phrase("have a person write it with marsad report LAB new --by"),
            "by",
        )
    if not second_names(report):
        yield Missing(
            Phrase("signature"),
            Phrase("no second named person signed this version"),
            Phrase(
                "have another person run marsad report LAB sign %(handle)s", handle=report.handle
            ),
            "sign",
        )
    if report.fiction:
        yield Missing(
            Phrase("fiction"),
            Phrase("sample material is never published"),
            Phrase("keep it for practice"),
        )
