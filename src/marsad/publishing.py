"""Published reports handed to their readers: editions of report, trees and letters of share.

Each tier gets issues made of its own editions (``report.tiers``), and a tree, feeds and mails made
of these alone.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache, partial
from pathlib import Path

from marsad import __version__
from marsad.errors import MarsadError, Withheld
from marsad.mail import Mailbox
from marsad.model import Finding, Report
from marsad.report.edition import Edition, picture_files, pictures
from marsad.report.render.files import as_file
from marsad.report.render.html import article, style
from marsad.report.resolve import resolve
from marsad.report.tiers import TIERS, edition_for, whole
from marsad.safeguards import may_publish, named
from marsad.share import digest, readers, site, tree
from marsad.share.embargo import embargoes, held_back
from marsad.share.issue import Issue, Made, Topic, slug
from marsad.share.pages import Site
from marsad.store import Store, layout
from marsad.store.digests import Digests
from marsad.store.lock import held
from marsad.store.press import pressed
from marsad.vocabulary.codebook import KINDS, NOTHING, codebook

FORMS = ("pdf", "docx", "epub", "md")
"""Beside the page; the JSON with all that a report rests on stays in the lab."""
REMEMBERED = 4
"""Editions kept at a time: they hold pictures."""
_START = datetime(1970, 1, 1, tzinfo=UTC)
_Kept = Callable[[str], Edition]
Files = Iterator[tuple[str, Made]]


@dataclass(slots=True)
class Gathered:
    """What the readers of a tier may have, and what they may not have yet or at all."""

    issues: list[Issue] = field(default_factory=list)
    waiting: dict[str, datetime] = field(default_factory=dict)
    """Reports under embargo, and until when."""
    refused: dict[str, str] = field(default_factory=dict)
    """Reports that are not handed out, and why."""


@dataclass(frozen=True, slots=True)
class Published:
    """What one run did."""

    trees: dict[str, tree.Changed]
    waiting: dict[str, datetime]
    refused: dict[str, str]


@dataclass(frozen=True, slots=True)
class Version:
    """One published version of a report."""

    report: Report
    number: int
    latest: bool
    at: datetime
    first_at: datetime


Tell = Callable[[str, int, int], None]


def _quiet(_stage: str, _done: int, _all: int) -> None:
    """Tell nobody."""


def publish(
    store: Store, out: Path, tiers: Sequence[str] = TIERS, tell: Tell = _quiet
) -> Published:
    """Write a tree for each tier of readers into the folder ``out``."""
    with held(store.lab / layout.PUBLISH_LOCK, store.settings.lock_seconds, "publishing from"):
        tree.prepare(out)
        every = {tier: gathered(store, tier) for tier in tiers}
        first = next(iter(every.values()), Gathered())
        if first.refused and not first.issues and not first.waiting:
            raise Withheld(f"nothing can be published: {'; '.join(first.refused.values())}")
        trees = {
            tier: tree.write(out, tier, _counted(tier, _files(store, tier, found.issues), tell))
            for tier, found in every.items()
        }
    return Published(trees, first.waiting, first.refused)


def gathered(store: Store, tier: str) -> Gathered:
    """Every version of every published report, as the readers of a tier may have it."""
    found, until = Gathered(), embargoes(store)
    kept = lru_cache(REMEMBERED)(partial(_edition, store, tier))
    for report in store.reports():
        if report.fiction or report.state == "published":
            verdict = may_publish(report)
            if not verdict:
                found.refused[report.handle] = verdict.why
            elif held_back(until.get(report.handle)):
                found.waiting[report.handle] = until[report.handle]
            else:
                _take(store, tier, found, kept, versions(store, report, until.get(report.handle)))
    return found


def versions(store: Store, report: Report, until: datetime | None = None) -> list[Version]:
    """The published versions of a report, numbered from 1."""
    every = [each for each in store.report_versions(report.handle) if each.state == "published"]
    at = [max(filter(None, (each.made_at, until)), default=_START) for each in every]
    return [
        Version(each, number, each is every[-1], at[number - 1], at[0])
        for number, each in enumerate(every, 1)
    ]


def _take(store: Store, tier: str, found: Gathered, kept: _Kept, some: list[Version]) -> None:
    try:
        found.issues += [_issue(store, tier, kept, version) for version in some]
    except MarsadError as error:
        # A post was erased, or a place is no longer public: nothing of that report goes out.
        found.refused[some[-1].report.handle] = str(error)


def _edition(store: Store, tier: str, id: str) -> Edition:
    return edition_for(resolve(store, store.report(id)), tier)


def _issue(store: Store, tier: str, kept: _Kept, version: Version) -> Issue:
    report = version.report
    edition = kept(report.id)
    complete = whole(edition, tier)
    teaser = not (complete or edition.sections)
    names = [] if teaser else FORMS
    forms = {f"report.{name}": partial(_form, store, kept, report.id, name) for name in names}
    shown = {name: partial(_picture, kept, report.id, name) for name in picture_files(edition)}
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
        article=lambda beside: str(article(kept(report.id), beside)),
        files={**forms, **shown},
    )


def _form(store: Store, kept: _Kept, id: str, name: str) -> bytes:
    edition = kept(id)
    of = hashlib.sha256(repr(edition).encode("utf-8", "surrogatepass")).hexdigest()
    return pressed(store, partial(as_file, edition, name), "form", name, __version__, of)


def _picture(kept: _Kept, id: str, name: str) -> bytes:
    return picture_files(kept(id))[name]


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


def _files(store: Store, tier: str, issues: list[Issue]) -> Files:
    newest = site.newest_first([each for each in issues if each.latest])
    known = Site(
        lab=store.settings.lab_name,
        tier=tier,
        id=f"urn:{store.origin.replace('/', ':')}",
        address=address(store, tier),
        evidence=newest[0].evidence if newest else "",
    )
    return site.files(known, issues, style())


def _counted(tier: str, files: Files, tell: Tell) -> Files:
    every = list(files)
    for done, each in enumerate(every, 1):
        yield each
        tell(tier, done, len(every))


def send_digests(store: Store, again: bool = False) -> digest.Sent:
    """Tell every reader by mail what came for their tier; one run at a time.

    ``again`` also sends what a killed run left on its way, of which nobody knows whether it came.
    """
    with held(store.lab / layout.PUBLISH_LOCK, store.settings.lock_seconds, "publishing from"):
        if again:
            Digests(store).again()
        issues = {tier: gathered(store, tier).issues for tier in readers.TIERS}
        addresses = {tier: address(store, tier) for tier in readers.TIERS}
        return digest.send(store, issues, addresses, Mailbox(store.settings).post)


def address(store: Store, tier: str) -> str:
    """Where the tree of a tier is served; empty when no setting says so."""
    base = store.settings.site_address.rstrip("/")
    return f"{base}/{tier}/" if base else ""
