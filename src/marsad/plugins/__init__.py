"""The two seams. A collector brings posts in; an enricher says something about them.

A plugin is a plain class, announced through the entry point groups ``marsad.collectors`` and
``marsad.enrichers``; the built-in ones load the way a stranger's would. A plugin that cannot work
here raises NotReady in ``__init__`` and steps aside: ``marsad doctor`` shows why. Plugins never
write: they look and yield, the stage signs and stores, so they are pure and need no mocks.

A plugin whose ``__init__`` takes ``settings`` is given those of the lab.

A third seam needs two plugins waiting for it. ``marsad.testing`` holds the tests every plugin
must pass.
"""

from marsad.plugins.exchange import Clocks, Fetched, Present
from marsad.plugins.handover import Gathered, Looked, Refused, Signboard
from marsad.plugins.load import (
    COLLECTORS,
    ENRICHERS,
    Part,
    collector,
    collector_for,
    enrichers,
    parts,
)
from marsad.plugins.seams import Collector, Enricher, Example, Known, signature

__all__ = [
    "COLLECTORS",
    "ENRICHERS",
    "Clocks",
    "Collector",
    "Enricher",
    "Example",
    "Fetched",
    "Gathered",
    "Known",
    "Looked",
    "Part",
    "Present",
    "Refused",
    "Signboard",
    "collector",
    "collector_for",
    "enrichers",
    "parts",
    "signature",
]
