"""What was typed on the page of a report and not saved: kept, and laid over the report again."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from marsad.errors import MarsadError
from marsad.model import Report
from marsad.report.meeting import Met, meet
from marsad.report.spots import Written, written
from marsad.store import About, Kept, Pad, Pads, Store, Turn


@dataclass(frozen=True, slots=True)
class Other:
    """What another page holds that is not saved: of the same person, or of somebody else."""

    pad: str
    by: str
    at: datetime
    words: Mapping[str, str]
    """Where it differs from the report as it stands, by place."""


@dataclass(frozen=True, slots=True)
class Unsaved:
    """What stands in the form and in no version, and why it was not saved."""

    words: Mapping[str, str] = field(default_factory=dict)
    theirs: Mapping[str, str] = field(default_factory=dict)
    """What somebody else put at the same place meanwhile."""
    homeless: tuple[Written, ...] = ()
    """What was typed about things that somebody else took out."""
    error: MarsadError | None = None
    pad: str = ""
    """The pad that the page goes on with."""
    at: datetime | None = None
    """When the words in the form were typed; empty where the form brought them itself."""
    stamp: int = 0
    """The last among the pads of this report."""
    others: tuple[Other, ...] = ()


def recalled(store: Store, report: Report, maker: str) -> Unsaved:
    """What somebody typed last on this report, here or at another machine, and did not save."""
    held = list(_met(store, report))
    mine = next((each for each in held if each[0].maker == maker), None)
    if mine is None:
        return _beside(Unsaved(), held)
    pad, met = mine
    words = Unsaved(met.typed, met.theirs, met.homeless, pad=pad.id, at=pad.at)
    return _beside(words, held)


def beside(store: Store, report: Report, unsaved: Unsaved) -> Unsaved:
    """What the form brought, beside what other pages hold."""
    return _beside(unsaved, list(_met(store, report)))


def keep(
    store: Store, now: Report, since: str, maker: str, words: Mapping[str, str],
    pad: str, stamp: int, turn: Turn,
) -> Kept:  # fmt: skip
    """Keep what was typed about the version that the page showed."""
    versions = store.report_versions(now.handle)
    read = next((each for each in versions if each.id == since), now)
    ids = tuple(each.id for each in versions)
    posts = tuple({item.post for block in read.blocks for item in block.items})
    said = [words.get(each.at, each.words).replace("\r\n", "\n") for each in written(read)]
    about = About(read.id, posts, maker, ids)
    return Pads(store).write(about, pad, stamp, said, turn)


def drop(store: Store, handle: str, *pads: str) -> None:
    """Throw pads of a report away."""
    Pads(store).drop([each.id for each in store.report_versions(handle)], *pads)


def drop_spent(store: Store, report: Report, maker: str, pad: str) -> None:
    """After saving: throw away the pad of the page, and what else of theirs says nothing new."""
    versions = store.report_versions(report.handle)
    by_id = {each.id: each for each in versions}
    pads = Pads(store).of(by_id)
    spent = [
        each.id
        for each in pads
        if each.id == pad or (each.maker == maker and not _says(_laid(by_id, report, each)))
    ]
    Pads(store).drop(list(by_id), *spent)


def _met(store: Store, report: Report) -> Iterator[tuple[Pad, Met]]:
    """Each pad that says something the report does not, laid over it; the last first."""
    by_id = {each.id: each for each in store.report_versions(report.handle)}
    for pad in Pads(store).of(by_id):
        met = _laid(by_id, report, pad)
        if met and _says(met):
            yield pad, met


def _laid(by_id: Mapping[str, Report], report: Report, pad: Pad) -> Met | None:
    read = by_id[pad.about]
    places = [each.at for each in written(read)]
    if len(places) != len(pad.targets):
        return None
    return meet(read, report, dict(zip(places, pad.targets, strict=True)))


def _says(met: Met | None) -> bool:
    return met is not None and bool(met.typed or met.homeless)


def _beside(unsaved: Unsaved, held: Sequence[tuple[Pad, Met]]) -> Unsaved:
    others = tuple(
        Other(pad.id, pad.maker, pad.at, met.typed) for pad, met in held if pad.id != unsaved.pad
    )
    stamp = max((pad.stamp for pad, _ in held), default=0)
    return replace(unsaved, others=others, stamp=stamp)
