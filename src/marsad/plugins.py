"""The two seams. A collector brings posts in; an enricher says something about them.

A plugin is a plain class, announced through the entry point groups ``marsad.collectors`` and
``marsad.enrichers``; the built-in ones load the way a stranger's would. A plugin that cannot work
here raises NotReady in ``__init__`` and steps aside: ``marsad doctor`` shows why. Plugins never
write: they look and yield, the stage signs and stores, so they are pure and need no mocks.

A plugin whose ``__init__`` takes ``settings`` is given those of the lab.

A third seam needs two plugins waiting for it. ``marsad.testing`` holds the tests every plugin
must pass.
"""

import inspect
import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from graphlib import CycleError, TopologicalSorter
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any, ClassVar, Protocol

from marsad.errors import BadInput, NotFound, NotReady
from marsad.model import Claim, Finding, Outlet, Place, Post
from marsad.settings import Settings

COLLECTORS = "marsad.collectors"
ENRICHERS = "marsad.enrichers"
DEFAULTS = Settings()

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Clocks:
    """The time of an exchange by every clock there was; they need not agree, and are all kept."""

    system: datetime
    """This machine's clock, in UTC."""
    monotonic: float
    """Seconds of a clock that nobody can set."""
    server: str = ""
    """The ``Date`` header, as it came."""
    offset: str = "unknown"
    """How far this machine's clock was from a time server's, where it was asked."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """One exchange with a server: what was asked, what came back, from which address."""

    url: str
    """Asked for, after redirects."""
    status: int
    body: bytes
    clocks: Clocks
    requested: str = ""
    """The address before redirects, where there were any."""
    request_headers: tuple[tuple[str, str], ...] = ()
    response_headers: tuple[tuple[str, str], ...] = ()
    address: str = ""
    """The IP address that was spoken to."""
    certificates: tuple[str, ...] = ()
    """SHA-256 of each certificate of the chain, the server's first."""
    fault: str = ""
    """Why the body is not whole; empty when it is."""


@dataclass(frozen=True, slots=True)
class Present:
    """What a re-visit still saw: every native id between the first and the last of these.

    A post that is stored, lies between them and is not among them, is gone from the place.
    """

    place: str
    ids: tuple[str, ...]
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Gathered:
    """A post as a collector hands it over: not yet sealed, so ``id`` and ``capture`` are empty."""

    place: Place
    post: Post
    files: dict[str, Path | bytes] = field(default_factory=dict)
    """Content of ``post.media``, by ``Media.name``."""
    checkpoint: str = ""
    """Where to go on if we are stopped after this post; handed back as ``since``."""
    fetched: Fetched | None = None
    """The exchange it was read from, for collectors that ask a server."""


@dataclass(frozen=True, slots=True)
class Refused:
    """One thing in a source that could not be taken in; the rest goes on."""

    where: str
    """Such as ``result.json, message 17``."""
    reason: str


class Collector(Protocol):
    """Turns a source into posts."""

    name: ClassVar[str]
    version: ClassVar[str]

    def accepts(self, origin: str) -> bool:
        """Say whether this origin looks like mine, at a glance and without an error."""
        ...

    def originals(self, origin: str) -> Sequence[Path]:
        """The files that make up the source, to be kept byte for byte; none for a live source."""
        ...

    def collect(self, origin: str, since: str) -> Iterator[Gathered | Refused | Present]:
        """Yield every post after ``since``, oldest first; may be abandoned at any point."""
        ...


class Known(Protocol):
    """What an enricher may look at: the findings so far, the originals, the register."""

    def findings(self, post: str, kind: str) -> list[Finding]:
        """The standing findings of a kind: those that nothing replaces."""
        ...

    def path(self, sha256: str) -> Path:
        """A local, read-only file with the content of an original."""
        ...

    def place(self, id: str) -> Place:
        """Where a post was seen."""
        ...

    def outlets(self) -> Sequence[Outlet]:
        """Every outlet in the register."""
        ...


@dataclass(frozen=True, slots=True)
class Example:
    """A case an enricher must get right: values it must say, or silence when there are none."""

    text: str = ""
    says: tuple[str, ...] = ()
    files: tuple[tuple[str, bytes], ...] = ()
    """Name and content of the media of the post."""
    forwarded_from: str = ""
    outlets: tuple[Outlet, ...] = ()


class Enricher(Protocol):
    """Says something about posts."""

    name: ClassVar[str]
    version: ClassVar[str]
    needs: ClassVar[tuple[str, ...]]
    """Kinds of findings that must be there first."""
    makes: ClassVar[tuple[str, ...]]
    """Kinds of findings it may yield."""

    def enrich(self, posts: Sequence[Post], known: Known) -> Iterable[Claim]:
        """Yield claims about the posts, each of a kind listed in ``makes``."""
        ...

    def examples(self) -> Sequence[Example]:
        """Two cases or more in which it speaks, and two or more in which it must stay silent."""
        ...


@dataclass(frozen=True, slots=True)
class Part:
    """A line of ``marsad doctor``: a part, whether it can work here, why not, what mends it."""

    name: str
    stage: str
    ready: bool
    detail: str = ""
    remedy: str = ""


def signature(enricher: Enricher) -> str:
    """Who signs the findings, and whose done-marks they are: ``ocr/1``."""
    return f"{enricher.name}/{enricher.version}"


def collector(name: str) -> Collector:
    """The collector called ``name``."""
    ready: dict[str, Collector] = {made.name: made for made in _ready(COLLECTORS)}
    if name not in ready:
        raise NotFound(f"no collector {name!r}; ready here: {', '.join(sorted(ready))}")
    return ready[name]


def collector_for(origin: str) -> Collector:
    """The first collector that recognises ``origin``."""
    ready: list[Collector] = list(_ready(COLLECTORS))
    for made in ready:
        if made.accepts(origin):
            return made
    names = ", ".join(sorted(made.name for made in ready))
    raise BadInput(
        f"no collector recognises {origin!r}; name an export file or folder, or choose one of "
        f"{names} with --as"
    )


def enrichers(only: Sequence[str] = (), settings: Settings | None = None) -> list[Enricher]:
    """Every enricher that can work here, each after those whose findings it needs."""
    chosen = settings or DEFAULTS
    ready: dict[str, Enricher] = {made.name: made for made in _ready(ENRICHERS, chosen)}
    unknown = set(only) - set(ready)
    if unknown:
        raise NotFound(
            f"no enricher {', '.join(sorted(unknown))}; ready here: {', '.join(sorted(ready))}"
        )
    return [ready[name] for name in _order(ready) if not only or name in only]


def parts() -> list[Part]:
    """Every plugin, ready or not, and why."""
    found = []
    for group, stage in ((COLLECTORS, "collect"), (ENRICHERS, "enrich")):
        for point in sorted(entry_points(group=group), key=lambda point: point.name):
            try:
                made = _made(point)
                found.append(Part(point.name, stage, True, f"version {made.version}"))
            except NotReady as error:
                found.append(Part(point.name, stage, False, error.reason, error.remedy))
    return found


def _order(ready: dict[str, Enricher]) -> list[str]:
    makers: dict[str, set[str]] = {}
    for made in ready.values():
        for kind in made.makes:
            makers.setdefault(kind, set()).add(made.name)
    graph = {
        made.name: set().union(*(makers.get(kind, set()) for kind in made.needs)) - {made.name}
        for made in sorted(ready.values(), key=lambda made: made.name)
    }
    try:
        return list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        raise BadInput(f"enrichers need one another in a circle: {error.args[1]}") from error


def _ready(group: str, settings: Settings = DEFAULTS) -> Iterator[Any]:
    for point in sorted(entry_points(group=group), key=lambda point: point.name):
        try:
            yield _made(point, settings)
        except NotReady as reason:
            log.info("left out %s: %s", point.name, reason)


def _made(point: EntryPoint, settings: Settings = DEFAULTS) -> Any:
    try:
        kind = point.load()
        wants = "settings" in inspect.signature(kind).parameters
        return kind(settings=settings) if wants else kind()
    except (ImportError, AttributeError) as error:
        name = point.dist.name if point.dist else point.value
        raise NotReady(f"{point.name} cannot be loaded: {error}", f"pip install {name}") from error
