"""What the readers of each tier may have of the published reports, made when it is wanted."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache, partial

from marsad import __version__
from marsad.errors import MarsadError
from marsad.model import Finding, Report
from marsad.report.edition import Edition, picture_files, pictures
from marsad.report.render.files import as_file
from marsad.report.render.html import article
from marsad.report.resolve import resolve
from marsad.report.tiers import edition_for, whole
from marsad.safeguards import may_publish, named
from marsad.share.embargo import embargoes, held_back
from marsad.share.issue import Issue, Topic, slug
from marsad.store import Store
from marsad.store.press import pressed
from marsad.vocabulary.codebook import KINDS, NOTHING, codebook

FORMS = ("pdf", "docx", "epub", "md")
"""Beside the page; the JSON with all that a report rests on stays in the lab."""
REMEMBERED = 4
"""Editions kept at a time: they hold pictures."""
_START = datetime(1970, 1, 1, tzinfo=UTC)
_Resolved = Callable[[str], Edition]


@dataclass(slots=True)
class Gathered:
    """What the readers of a tier may have, and what they may not have yet or at all."""

    issues: list[Issue] = field(default_factory=list)
    waiting: dict[str, datetime] = field(default_factory=dict)
    """Reports under embargo, and until when."""
    refused: dict[str, str] = field(default_factory=dict)
    """Reports that are not handed out, and why."""


@dataclass(frozen=True, slots=True)
class Version:
    """One published version of a report."""

    report: Report
    number: int
    latest: bool
    at: datetime
    first_at: datetime


def gathered(store: Store, tiers: Sequence[str]) -> dict[str, Gathered]:
    """Every version of every published report, as the readers of each tier may have it."""
    until, found = embargoes(store), {tier: Gathered() for tier in tiers}
    resolved = lru_cache(REMEMBERED)(partial(_resolved, store))
    for report in store.reports():
        if not (report.fiction or report.state == "published"):
            continue
        some, refused = versions(store, report, until.get(report.handle))
        for tier, of_tier in found.items():
            of_tier.refused |= refused
            if some and held_back(until.get(report.handle)):
                of_tier.waiting[report.handle] = until[report.handle]
            elif some:
                _take(store, tier, of_tier, resolved, some)
    return found


def versions(
    store: Store, report: Report, until: datetime | None = None
) -> tuple[list[Version], dict[str, str]]:
    """The published versions that may go out, and why others may not, by their place in a tree.

    They are numbered from 1 among all published ones. Where the last one may not go, none does:
    an earlier one would be read as what the report says now.
    """
    if not (verdict := may_publish(report)):
        return [], {report.handle: verdict.why}
    every = [each for each in store.report_versions(report.handle) if each.state == "published"]
    judged = [(number, each, may_publish(each)) for number, each in enumerate(every, 1)]
    refused = {f"{report.handle}/v{number}": why.why for number, _, why in judged if not why}
    may_go = [(number, each) for number, each, verdict in judged if verdict]
    at = [max(filter(None, (each.made_at, until)), default=_START) for _, each in may_go]
    some = [
        Version(each, number, each is every[-1], when, at[0])
        for (number, each), when in zip(may_go, at, strict=True)
    ]
    return some, refused


def _take(
    store: Store, tier: str, found: Gathered, resolved: _Resolved, some: list[Version]
) -> None:
    try:
        found.issues += [_issue(store, tier, resolved, version) for version in some]
    except MarsadError as error:
        # A post was erased, or a place is no longer public: nothing of that report goes out.
        found.refused[some[-1].report.handle] = error.said


def _resolved(store: Store, id: str) -> Edition:
    return resolve(store, store.report(id))


def _again(edition: Edition, resolved: _Resolved, id: str, tier: str) -> Callable[[], Edition]:
    """An edition when it is wanted: one with pictures is not held in memory until then."""
    if any(pictures(edition)):
        return lambda: edition_for(resolved(id), tier)
    return lambda: edition


def _issue(store: Store, tier: str, resolved: _Resolved, version: Version) -> Issue:
    report = version.report
    edition = edition_for(resolved(report.id), tier)
    kept = _again(edition, resolved, report.id, tier)
    complete = whole(edition, tier)
    teaser = not (complete or edition.sections)
    names = [] if teaser else FORMS
    forms = {f"report.{name}": partial(_form, store, kept, name) for name in names}
    shown = {name: partial(_picture, kept, name) for name in picture_files(edition)}
    return Issue(
        handle=report.handle,
        series=edition.series_line.rpartition(" · ")[0],
        number=report.number,
        version=version.number,
        latest=version.latest,
        title=edition.title,
        day=edition.day,
        at=version.at,
        first_at=version.first_at,
        whole=complete,
        note=edition.tier_note,
        summary=edition.teaser,
        cite_as=edition.how_to_cite,
        evidence=edition.evidence,
        lab=edition.lab,
        id=f"urn:{store.origin.replace('/', ':')}:{report.handle}",
        corrections=edition.corrections,
        topics=tuple(_topics(store, report)) if complete else (),
        words=" ".join(_words(edition)),
        article=lambda beside: str(article(kept(), beside)),
        files={**forms, **shown},
    )


def _form(store: Store, kept: Callable[[], Edition], name: str) -> bytes:
    edition = kept()
    of = hashlib.sha256(repr(edition).encode("utf-8", "surrogatepass")).hexdigest()
    return pressed(store, partial(as_file, edition, name), "form", name, __version__, of)


def _picture(kept: Callable[[], Edition], name: str) -> bytes:
    return picture_files(kept())[name]


def _words(edition: Edition) -> Iterator[str]:
    yield from edition.lede
    for section in edition.sections:
        yield from (section.name, section.original, section.meaning, section.description)
        for entry in section.entries:
            yield from entry.paragraphs
            yield from (each.words for each in entry.quotations)
    for picture in pictures(edition):
        yield from (picture.caption, picture.alt)
    yield from (note.words for note in edition.notes)


def _topics(store: Store, report: Report) -> Iterator[Topic]:
    """What persons, not programs, coded the cited posts as."""
    book = codebook(store.settings.beside(store.settings.codebook))
    labels = {(code.kind, code.name): code.labels.get("en", code.name) for code in book.codes}
    found = store.findings_of(report.cited, tuple(KINDS.values()))
    coded = [each for some in found.values() for each in some if _by_person(each)]
    for kind, name in sorted({(each.kind, each.value) for each in coded}):
        yield Topic(slug(f"{kind}-{name}"), labels.get((kind, name), name.replace("-", " ")))


def _by_person(finding: Finding) -> bool:
    return named(finding.maker) and finding.value != NOTHING
