"""Every version of a report, and what each says otherwise than the one before."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from marsad.model import Report
from marsad.report.compared import Difference, compared
from marsad.report.edit import alike
from marsad.store import Store
from marsad.translate.history import Part, parts


@dataclass(frozen=True, slots=True)
class Changed:
    """A difference, word by word."""

    difference: Difference
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """A version and what was done to make it."""

    report: Report
    what: str
    """``begun``, ``changed``, ``signed``, ``published`` or ``corrected``."""
    changes: tuple[Changed, ...]
    stands: bool
    """It says what the report says now, so nobody need go back to it."""


@dataclass(frozen=True, slots=True)
class Versions:
    """What the page shows, the last version first."""

    report: Report
    versions: tuple[Version, ...]
    zone: ZoneInfo


def report_versions(store: Store, handle: str) -> Versions:
    """Look up every version of a report."""
    now = store.report(handle)
    made: list[Version] = []
    before: Report | None = None
    for each in store.report_versions(now.handle):
        changes = tuple(_changed(one) for one in compared(before, each)) if before else ()
        made.append(Version(each, _what(before, each), changes, alike(each, now)))
        before = each
    return Versions(now, tuple(reversed(made)), store.settings.zone)


def _changed(difference: Difference) -> Changed:
    return Changed(difference, tuple(parts(difference.was, difference.now)))


def _what(before: Report | None, made: Report) -> str:
    if before is None:
        return "begun"
    if made.corrections != before.corrections:
        return "corrected"
    if made.state != before.state:
        return "published"
    return "signed" if len(made.signed_by) > len(before.signed_by) else "changed"
