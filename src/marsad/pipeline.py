"""The stages, in order. Read this file to know what happens to a post."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from marsad import plugins, preserve, report, search, track, translate, weights
from marsad.accounts.parts import parts as sign_in_parts
from marsad.collect import Gaps
from marsad.collect.fetch_large import Download
from marsad.enrich import enrich
from marsad.enrich import parts as enrich_parts
from marsad.errors import BadInput, NotFound, NotReady, Unreachable
from marsad.model import Capture, Finding, Post, Report
from marsad.phrase import Phrase
from marsad.plugins import Collector, Part, Refused
from marsad.settings import Settings, load
from marsad.store import Ledger, Store
from marsad.store.extras import Extra, extras

_ID = re.compile(r"@[0-9a-f]{8}\s*(?:,|$)")
"""How the id of a post ends; words to look for do not."""

Tell = Callable[[str, int, int], None]
"""Hears the stage, how much of it is done, and how much there is in all (0 when unknown)."""


def quiet(_stage: str, _done: int, _all: int) -> None:
    """Tell nobody."""


@dataclass(slots=True)
class Collected:
    """What came in."""

    new: int = 0
    seen: int = 0
    captures: list[str] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    gaps: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    failed: list[Refused] = field(default_factory=list)
    """Sources that could not be read, or not to their end."""
    gone: int = 0
    """Stored posts that a re-visit no longer saw."""
    kept_out: int = 0
    """Posts that were erased, came again and were not taken in."""
    missing: int = 0
    """Native ids that are not there: posts deleted before we looked."""

    def take(self, batch: preserve.Sealed) -> int:
        """Count a batch in; answer how much of it is news."""
        self.new += batch.new
        self.seen += batch.seen
        self.refused += batch.refused
        self.gone += batch.gone
        self.kept_out += len(batch.erased)
        return batch.new + batch.gone + len(batch.refused)


def collect(
    store: Store, origins: Sequence[str], collector: str = "", tell: Tell = quiet
) -> Collected:
    """Bring sources in and seal them; what is good is kept, whatever follows.

    One source of several that fails is told in ``failed`` and stops nothing.
    """
    done = Collected()
    try:
        for origin in origins:
            try:
                _collect_one(store, origin, collector, done, tell)
            except (BadInput, NotFound, NotReady, Unreachable) as error:
                if len(origins) == 1:
                    raise
                done.failed.append(Refused(origin, str(error)))
    finally:
        store.checkpoint()
    return done


def _collect_one(store: Store, origin: str, collector: str, done: Collected, tell: Tell) -> None:
    chosen = _chosen(store, origin, collector)
    capture = preserve.capture(store, chosen, origin)
    done.captures.append(capture.id)
    # An export is done with once it was read; a live source goes on where it was.
    live = not chosen.originals(origin)
    resume = origin if live else capture.id
    gathered = chosen.collect(origin, store.resume_point(chosen.name, resume))
    gaps, came = Gaps(store.last_numbers() if live else {}), 0
    try:
        for batch in preserve.seal(store, chosen, capture, gathered, resume):
            came += done.take(batch)
            for post in (*batch.posts, *batch.erased) if chosen.consecutive else ():
                gaps.see(post)
            tell("collect", done.new + done.seen, 0)
    finally:
        done.gaps |= gaps.ranges
        done.missing += gaps.count
    if came or not live:
        _note(store, chosen, capture, gaps, len(done.refused))


def _chosen(store: Store, origin: str, collector: str) -> Collector:
    if collector:
        return plugins.collector(collector, store.settings)
    return plugins.collector_for(origin, store.settings)


def _note(store: Store, chosen: Collector, capture: Capture, gaps: Gaps, refused: int) -> None:
    """Write down that a source was read, with what was missing in it."""
    by = f"{chosen.name}/{chosen.version}"
    with store.write() as writer:
        writer.act("collected", by, capture=capture.id, missing_ids=gaps.ranges, refused=refused)


def choose(store: Store, said: str) -> list[Post]:
    """The posts somebody means: ``all``, ids, the handle of a report, or words to look for."""
    try:
        if found := preserve.choose(store, said):
            return found
    except NotFound:
        if _ID.search(said):
            raise
    every = search.Ask(said, limit=store.count("post"), counted=False, reasons=False)
    hits = search.search(store, every).hits
    if not hits:
        raise NotFound(
            Phrase(
                "no post holds %(said)s, and no report of that handle cites any; try "
                "the words with: marsad search LAB QUERY",
                said=repr(said),
            )
        )
    return [hit.post for hit in hits]


def register(store: Store, path: Path, by: str = "marsad", form: str = "") -> track.Registered:
    """Take in outlets, events and names; enrichers that go by the register are asked again."""
    done = track.register(store, path, by, form)
    if done.new:
        _ask_again(store)
    store.checkpoint()
    return done


def erase(store: Store, id: str, by: str) -> str:
    """Erase what one person asked for and another one now approves; answer the tombstone."""
    # First: an index that was left over would still hold the words.
    search.forget(store)
    translate.forget(store)
    tombstone = preserve.erase.approve(store, id, by)
    store.checkpoint()
    return tombstone


def deny(store: Store, finding: str, by: str) -> Finding:
    """Let a person say that a name was no match; enrichers that go by the register are told."""
    made = track.deny(store, finding, by)
    _ask_again(store)
    store.checkpoint()
    return made


def _ask_again(store: Store) -> None:
    for enricher in plugins.enrichers(settings=store.settings):
        if "register" in getattr(enricher, "reads", ()):
            Ledger(store).forget(plugins.signature(enricher))


@dataclass(frozen=True, slots=True)
class Ran:
    """What the main job made."""

    report: Report
    paths: list[Path]
    collected: Collected


def run(
    store: Store, origins: Sequence[str], out: Path, day: date | None = None, tell: Tell = quiet
) -> Ran:
    """Do the main job on the user's own material: from exports to a draft report of a day."""
    collected = collect(store, origins, tell=tell)
    enrich(store, tell=tell)
    track.match_events(store, tell=lambda done, all: tell("track", done, all))
    track.prepare(store, tell)
    chosen = day or last_day(store)
    aid = translate.reading_aid(store)
    drafted = 0

    def count(some: int) -> None:
        nonlocal drafted
        drafted += some
        tell("translate", drafted, 0)

    translate.draft(store, aid, posts=store.posts(day=chosen), progress=count)
    tell("report", 0, 1)
    order = track.brief(store, chosen).order
    draft = report.draft_of_day(store, chosen, order=order)
    store.checkpoint()
    paths = report.render(report.edition(store, draft.handle), ("html", "pdf", "json"), out)
    tell("report", 1, 1)
    return Ran(draft, paths, collected)


def pull(
    model: weights.Model, settings: Settings, place: str, accepted: bool, tell: Tell = quiet
) -> Path:
    """Bring a model here: from a folder, a mirror, or the addresses it is pinned with."""
    if place and "://" not in place:
        offer = weights.from_folder(Path(place))
    else:
        offer = weights.from_web(Download(settings).pieces, place)
    return weights.pull(model, settings, offer, accepted, settings.author, tell)


def parts(lab: Path | None = None) -> list[Part]:
    """Every part that may be missing, ready or not, why, and what mends it; of a lab, more."""
    stages = [*enrich_parts(), *translate.parts(load(None)), track.part()]
    return [*plugins.parts(), *map(_extra_part, extras()), *stages, *sign_in_parts(lab)]


def _extra_part(extra: Extra) -> Part:
    detail = (
        extra.use
        if extra.ready
        else Phrase("%(library)s is not installed: %(use)s", library=extra.library, use=extra.use)
    )
    remedy = "" if extra.ready else extra.remedy
    return Part(extra.name, extra.stage, extra.ready, detail, remedy)


def last_day(store: Store) -> date:
    """The last day of which the lab has a post, where the lab is.

    A post dated after today tells of a wrong clock; it counts only where there is no other.
    """
    last = store.last_posted(datetime.now(UTC)) or store.last_posted()
    if last is None:
        raise BadInput(
            Phrase("nothing was collected, so there is no day to report on; check the exports")
        )
    return last.astimezone(store.settings.zone).date()
