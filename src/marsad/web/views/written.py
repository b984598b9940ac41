"""Reports as the desk sees them: what they lack, what they cite, their files."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from marsad.errors import NotFound
from marsad.model import Report
from marsad.phrase import Phrase
from marsad.report import FORMATS, Missing, check, edition, render
from marsad.report.cite import numbers
from marsad.report.edition import Edition
from marsad.report.render import html
from marsad.report.resolve import resolve
from marsad.report.tiers import edition_for, reads_whole
from marsad.share.embargo import embargoes, held_back
from marsad.store import Store
from marsad.store.audit import entry_of
from marsad.store.markings import Markings
from marsad.web.views.signing import Signing, signing

MIMES = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "epub": "application/epub+zip",
    "md": "text/markdown; charset=utf-8",
    "json": "application/json",
}
READERS = ("html", "pdf")
"""What readers get: JSON says who wrote and reviewed, and what stands behind the words."""
FORMS = {
    "pdf": "PDF", "docx": "Word", "epub": "EPUB", "md": "Markdown", "json": "JSON", "html": "HTML",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Published:
    """Who published a report, when, and which of its versions that made."""

    at: str
    by: str
    number: int


@dataclass(frozen=True, slots=True)
class Written:
    """What the page of a report shows."""

    report: Report
    lacking: tuple[Missing, ...]
    cited: tuple[tuple[int, str], ...]
    """Number of the note and id of the post."""
    versions: tuple[Report, ...]
    published: Published | None
    """Nothing where it is a draft."""
    forms: dict[str, str]
    signing: Signing
    zone: ZoneInfo
    markings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class File:
    """A report in one form."""

    name: str
    content: bytes
    mime: str


def shelf(store: Store) -> tuple[Report, ...]:
    """Every report in its latest version, the latest first."""
    return tuple(reversed(store.reports()))


def readable(store: Store, tier: str) -> tuple[Report, ...]:
    """The reports that readers of a tier may read whole: published, from their day on, free."""
    until, today = embargoes(store), datetime.now(store.settings.zone).date()
    return tuple(
        each
        for each in shelf(store)
        if each.state == "published"
        and each.day <= today
        and not held_back(until.get(each.handle))
        and reads_whole(each.tier, tier)
    )


def reading(store: Store, report: Report) -> Store:
    """What is published is rendered of the whole lab: everybody has read it."""
    return store.whole if report.state == "published" else store


def written(store: Store, handle: str) -> Written:
    """Look a report up and pass it through the gate."""
    report = store.report(handle)
    store = reading(store, report)
    lacking = tuple(check(store, handle))
    versions = tuple(store.report_versions(report.handle))
    return Written(
        report,
        lacking,
        tuple((number, post) for post, number in numbers(report).items()),
        versions,
        _published(store, versions),
        FORMS,
        signing(report, lacking),
        store.settings.zone,
        tuple(Markings(store).of("report", report.handle)),
    )


def _published(store: Store, versions: Sequence[Report]) -> Published | None:
    for number, each in enumerate(versions, 1):
        line = entry_of(store, "report", each.id) if each.state == "published" else None
        if line:
            return Published(line.at, line.by, number)
    return None


def as_html(store: Store, report: Report) -> bytes:
    """A report, which need not be stored yet, as readers would get it in a browser."""
    return html.render(resolve(store, report))


def rendered(store: Store, handle: str, form: str) -> File:
    """A report in one form as the lab has it, made now."""
    if form not in MIMES:
        raise _no_form(form)
    return _file(edition(reading(store, store.report(handle)), handle), form)


def handed_out(store: Store, handle: str, form: str, tier: str) -> File:
    """A report in one form for the readers of a tier, made now."""
    if form not in READERS:
        raise _no_form(form)
    if not any(each.handle == handle for each in readable(store, tier)):
        # The same words for what is not there and for what is not theirs.
        raise NotFound(
            Phrase(
                "no report %(handle)s to read; see the list of reports", handle=repr(handle[:80])
            )
        )
    return _file(edition_for(edition(store.whole, handle), tier), form)


def _no_form(form: str) -> NotFound:
    return NotFound(
        Phrase(
            "no form %(form)s of a report; there are %(mimes)s",
            form=repr(form[:20]),
            mimes=", ".join(MIMES),
        )
    )


def _file(made: Edition, form: str) -> File:
    with TemporaryDirectory(prefix="marsad-desk-") as folder:
        (path,) = render(made, (form,), Path(folder))
        return File(f"{made.handle}{FORMATS[form]}", path.read_bytes(), MIMES[form])
