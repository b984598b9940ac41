"""Look up everything a report refers to, and make it fit to show."""

from marsad.errors import Withheld
from marsad.model import Block, Item, Outlet, Report
from marsad.model.maker import ORIGIN, PLACE
from marsad.phrase import Phrase
from marsad.report import cite
from marsad.report.edition import Edition, Entry, Note, Section
from marsad.report.evidence import UNREGISTERED, behind
from marsad.report.figures import picture
from marsad.report.quotations import original, quotation
from marsad.report.shown import paragraphs, shown
from marsad.safeguards import named, second_names
from marsad.store import Store
from marsad.text.segments import segments

DRAFT = "DRAFT – not reviewed"
PRIVATE = "PRIVATE – not seen in public; for this desk alone"
NO_CORRECTIONS = "None so far."
FICTION = "FICTION – sample material, invented from end to end"


def edition(store: Store, handle: str) -> Edition:
    """The edition of the latest version of a report, or of a version by its id."""
    return resolve(store, store.report(handle))


def resolve(store: Store, report: Report) -> Edition:
    """The edition of a report that need not be stored."""
    lab = shown(store.settings.lab_name)
    return Edition(
        handle=report.handle,
        title=shown(report.title),
        day=report.day,
        date_line=cite.long_date(report.day),
        series_line=_series_line(report),
        tier_note=_tier(report, lab),
        lab=lab,
        banners=_banners(store, report),
        lede=_lede(store, report),
        lede_note=cite.EVENT_NOTE if report.event else 0,
        sections=_sections(store, report),
        notes=_notes(store, report),
        how_to_cite=_how_to_cite(report, lab),
        corrections=_corrections(report),
        evidence=_evidence(store, report),
        behind=behind(store, report),
        teaser=_teaser(report),
        tier=report.tier,
    )


def outlet_of(store: Store, block: Block) -> Outlet:
    """The outlet of a block; what nobody has registered is described as far as it is known."""
    if not block.outlet.startswith(UNREGISTERED):
        return store.outlet(block.outlet)
    if block.outlet.startswith(ORIGIN):
        name = block.outlet.removeprefix(ORIGIN)
        return Outlet(block.outlet, name, cite.latin_name(name), kind="forwarded channel")
    place = store.place(block.outlet.removeprefix(PLACE))
    latin = cite.registered(place, store.outlets()) or cite.latin_name(place.name)
    return Outlet(block.outlet, place.name, latin, kind=place.kind, fiction=place.fiction)


def _unfinished(report: Report) -> bool:
    """Fiction is never published; for practice, two names finish it."""
    return report.state == "draft" and not (report.fiction and second_names(report))


def _banners(store: Store, report: Report) -> tuple[str, ...]:
    private = any(cite.citable(store, post) for post in report.cited)
    said = ((_unfinished(report), DRAFT), (private, PRIVATE), (report.fiction, FICTION))
    return tuple(banner for holds, banner in said if holds)


def _evidence(store: Store, report: Report) -> str:
    if report.evidence:
        return f"Evidence log at publication: {report.evidence}"
    size, root = store.root()
    return f"Evidence log when this file was made: {size} entries, root {root}"


def _series_line(report: Report) -> str:
    name = shown(report.series)
    return f"{name[:1].upper()}{name[1:]} · No. {report.number}"


def _tier(report: Report, lab: str) -> str:
    if _unfinished(report):
        return f"A draft for the desk of {lab}; not for distribution."
    if report.tier == "complimentary":
        return f"Now a complimentary offering. Write to {lab} to subscribe to every report."
    return f"For subscribers of {lab}."


def _lede(store: Store, report: Report) -> tuple[str, ...]:
    said = paragraphs(report.lede)
    if not report.event:
        return said
    title = shown(store.event(report.event).title)
    if any(title in part for part in said):
        return said
    coincided = f"The content coincided with {title.rstrip('.')}."
    return (*said[:-1], f"{said[-1]} {coincided}") if said else (coincided,)


def _teaser(report: Report) -> str:
    """Cut before the event is woven in: what it coincided with is not for everybody."""
    first = next(iter(segments(report.lede)), (0, 0))
    return shown(report.lede[slice(*first)])


def _notes(store: Store, report: Report) -> tuple[Note, ...]:
    notes = []
    if report.event:
        notes.append(Note(cite.EVENT_NOTE, shown(store.event(report.event).source)))
    for post, number in cite.numbers(report).items():
        why = cite.citable(store, post)
        if why and named(report.made_by):
            raise Withheld(
                Phrase(
                    "%(handle)s cites post %(post)s: %(why)s; take it out",
                    handle=report.handle,
                    post=post,
                    why=why,
                )
            )
        words = f"{cite.note(store, post)}{' Private: not to be cited.' if why else ''}"
        notes.append(Note(number, shown(words), post))
    return tuple(notes)


def _sections(store: Store, report: Report) -> tuple[Section, ...]:
    met: set[str] = set()
    made = []
    for block in report.blocks:
        made.append(_section(store, report, block, first=block.outlet not in met))
        met.add(block.outlet)
    return tuple(made)


def _section(store: Store, report: Report, block: Block, first: bool) -> Section:
    outlet = outlet_of(store, block)
    latin = cite.outlet_name(outlet)
    return Section(
        name=shown(latin),
        original=shown(outlet.name) if outlet.name != latin and first else "",
        meaning=shown(outlet.meaning) if first else "",
        description=shown(outlet.description or _described(outlet)) if first else "",
        entries=tuple(_entry(store, report, item) for item in block.items),
    )


def _described(outlet: Outlet) -> str:
    side = f", {outlet.affiliation}" if outlet.affiliation else ""
    return f"{outlet.kind[:1].upper()}{outlet.kind[1:]}{side} ({outlet.standing})."


def _entry(store: Store, report: Report, item: Item) -> Entry:
    number = cite.numbers(report)[item.post]
    seen = store.post(item.post).posted_at.astimezone(store.settings.zone)
    draft = _unfinished(report)
    machine = draft and not named(report.made_by)
    return Entry(
        note=number,
        time=f"{seen:%H:%M} {seen.tzname()}",
        paragraphs=paragraphs(item.prose),
        quotations=tuple(quotation(store, quote, number, draft) for quote in item.quotes),
        pictures=tuple(picture(store, item.post, each, number, machine) for each in item.figures),
        original=original(store, item.post) if machine and not item.quotes else None,
    )


def _corrections(report: Report) -> tuple[str, ...]:
    made = tuple(f"{cite.long_date(each.day)}: {shown(each.words)}" for each in report.corrections)
    return made or (() if _unfinished(report) else (NO_CORRECTIONS,))


def _how_to_cite(report: Report, lab: str) -> str:
    if _unfinished(report):
        return "Not to be cited: this is a draft."
    title = shown(report.title).rstrip(".")
    series = f"{shown(report.series)} No. {report.number}"
    return f"{lab}, “{title},” {series}, {cite.long_date(report.day)}."
