"""A site with a tree for each tier of readers, written from the reports as they stand."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from marsad.errors import Withheld
from marsad.phrase import Joined, Phrase
from marsad.publishing.issues import Gathered, gathered
from marsad.report.render.html import style
from marsad.report.tiers import TIERS, read_tiers
from marsad.share import site, tree
from marsad.share.issue import Issue, Made
from marsad.share.pages import Site
from marsad.store import Store, layout
from marsad.store.lock import held

Files = Iterator[tuple[str, Made]]
Tell = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Published:
    """What one run did."""

    trees: dict[str, tree.Changed]
    waiting: dict[str, datetime]
    refused: dict[str, str]


def quiet(_stage: str, _done: int, _all: int) -> None:
    """Tell nobody."""


def publish(store: Store, out: Path, tiers: Sequence[str] = TIERS, tell: Tell = quiet) -> Published:
    """Write a tree for each tier of readers into the folder ``out``."""
    with held(store.lab / layout.PUBLISH_LOCK, store.settings.lock_seconds, "publishing from"):
        tree.prepare(out)
        every = gathered(store, read_tiers(tiers))
        first = next(iter(every.values()), Gathered())
        if first.refused and not first.issues and not first.waiting:
            raise Withheld(
                Phrase(
                    "nothing can be published: %(refused)s",
                    refused=Joined(first.refused.values()),
                )
            )
        trees = {
            tier: tree.write(out, tier, _counted(tier, _files(store, tier, found.issues), tell))
            for tier, found in every.items()
        }
    return Published(trees, first.waiting, first.refused)


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


def address(store: Store, tier: str) -> str:
    """Where the tree of a tier is served; empty when no setting says so."""
    base = store.settings.site_address.rstrip("/")
    # Where the desk serves them, one address is good for whoever opens it.
    whole = base if store.settings.desk_address else f"{base}/{tier}"
    return f"{whole}/" if base else ""
