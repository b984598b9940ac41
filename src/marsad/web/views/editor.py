"""The page on which a report is written: every word of it with what keeps it from being published.

Words that were typed and not saved stand in the form in place of those of the report.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from marsad.errors import MarsadError, NotFound
from marsad.model import (
    Event,
    Report,
)
from marsad.report import Missing
from marsad.report.check import lacking
from marsad.report.compared import Difference, compared
from marsad.report.draft_event import Answered, offered
from marsad.report.edit import undone
from marsad.report.spots import Written, written
from marsad.store import Store
from marsad.web.views.candidates import Offer, Shelf, offer
from marsad.web.views.editor_parts import Field, Part, part_of
from marsad.web.views.signing import Signing, signing

RECENT = 30
"""Reports whose rights to show pictures are offered again."""


@dataclass(frozen=True, slots=True)
class Unsaved:
    """What stands in the form and in no version, and why it was not saved."""

    words: Mapping[str, str] = field(default_factory=dict)
    theirs: Mapping[str, str] = field(default_factory=dict)
    """What somebody else put at the same place meanwhile."""
    homeless: tuple[Written, ...] = ()
    """What was typed about things that somebody else took out."""
    error: MarsadError | None = None


@dataclass(frozen=True, slots=True)
class Editor:
    """What the page shows."""

    report: Report
    head: dict[str, Field]
    parts: tuple[Part, ...]
    missing: Mapping[str, tuple[Missing, ...]]
    """By the place where it is mended."""
    gate: tuple[Missing, ...]
    events: tuple[Answered, ...]
    event: Event | None
    """The event that is set."""
    shelf: Offer
    last: tuple[Difference, ...]
    """What the last change changed."""
    undo: Report | None
    """What undoing goes back to."""
    rights: tuple[str, ...]
    """Why pictures were shown before, to be offered again."""
    signing: Signing
    zone: ZoneInfo


def editor(store: Store, handle: str, unsaved: Unsaved, asked: Shelf) -> Editor:
    """Look up all that the page shows."""
    report = store.report(handle)
    before = store.report(report.replaces) if report.replaces else None
    gate = tuple(lacking(store, report))
    fields = _fields(report, unsaved)
    event = _event(store, fields["event"].words)
    return Editor(
        report,
        {name: fields[name] for name in ("title", "lede", "event", "tier")},
        tuple(part_of(store, report, b, fields) for b in range(1, len(report.blocks) + 1)),
        by_place(gate),
        gate,
        tuple(offered(store, report)),
        event,
        offer(store, report, asked),
        tuple(compared(before, report)) if before else (),
        undone(store, report.handle),
        _rights(store),
        signing(report, gate),
        store.settings.zone,
    )


def by_place(gate: tuple[Missing, ...]) -> Mapping[str, tuple[Missing, ...]]:
    """What is missing, by the place where it is mended."""
    return {at: tuple(each for each in gate if each.at == at) for at in {each.at for each in gate}}


def _rights(store: Store) -> tuple[str, ...]:
    stated = (
        figure.right
        for report in store.reports()[-RECENT:]
        for block in report.blocks
        for item in block.items
        for figure in item.figures
        if figure.right
    )
    return tuple(sorted(set(stated)))


def _fields(report: Report, unsaved: Unsaved) -> dict[str, Field]:
    return {
        each.at: Field(
            each.at,
            unsaved.words.get(each.at, each.words),
            each.words,
            unsaved.theirs.get(each.at),
        )
        for each in written(report)
    }


def _event(store: Store, id: str) -> Event | None:
    try:
        return store.event(id) if id else None
    except NotFound:
        return None
