"""The page on which a report is written: every word of it with what keeps it from being published.

Words that were typed and not saved stand in the form in place of those of the report.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from marsad.errors import NotFound
from marsad.model import Event, Report
from marsad.report import Missing
from marsad.report.check import lacking
from marsad.report.compared import Difference, compared
from marsad.report.draft_event import Answered, offered, sought
from marsad.report.edit import undone
from marsad.report.spots import written
from marsad.store import Store
from marsad.web.views.candidates import Offer, Shelf, offer
from marsad.web.views.editor_pads import Unsaved
from marsad.web.views.editor_parts import Field, Part, part_of
from marsad.web.views.signing import Signing, signing

FOUND = 50
"""Events that a search offers in the select."""
RECENT = 30
"""Reports whose rights to show pictures are offered again."""


@dataclass(frozen=True, slots=True)
class Found:
    """Events that were looked for."""

    asked: str
    events: tuple[Event, ...] = ()
    more: int = 0
    """Found besides these."""


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
    found: Found
    """What was found among all events."""
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
        found_events(store, asked.events),
        offer(store, report, asked),
        tuple(compared(before, report)) if before else (),
        undone(store, report.handle),
        _rights(store),
        signing(report, gate),
        store.settings.zone,
    )


def found_events(store: Store, asked: str) -> Found:
    """What is found among all events of the lab, for the select of the lede."""
    if not asked:
        return Found("")
    found = sought(store, asked)
    return Found(asked, tuple(found[:FOUND]), len(found[FOUND:]))


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
            tuple(
                (other, other.words[each.at])
                for other in unsaved.others
                if other.words.get(each.at, each.words)
                not in (each.words, unsaved.words.get(each.at))
            ),
        )
        for each in written(report)
    }


def _event(store: Store, id: str) -> Event | None:
    try:
        return store.event(id) if id else None
    except NotFound:
        return None
