"""The parts of an index searched by the workers of a Ray cluster, each part by one task.

Every machine of the cluster has to see the folder of the lab under the same path. A task only
reads, so Ray may begin one again whose worker died.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import tantivy

from marsad.engine import on_ray
from marsad.search.ask import joined, of_shard
from marsad.search.index import Opened
from marsad.search.schema import opened
from marsad.search.seam import Answered, Wanted

KEPT = 32
"""Parts that stay open in a worker."""
State = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Spread:
    """An index whose parts are asked on a cluster."""

    index: Opened
    cluster: on_ray.Cluster

    @property
    def posts(self) -> int:
        """How many posts it holds."""
        return self.index.posts

    @property
    def behind(self) -> bool:
        """Whether another process is still bringing it up to date."""
        return self.index.behind

    def answer(self, wanted: Wanted) -> Answered:
        """Ask every part, each by one task."""
        asked = [(folder, self.index.state, wanted) for folder in self.index.folders]
        return joined(self.cluster.each(of_folder, asked), wanted)


@contextmanager
def spread(index: Opened, address: str, workers: int) -> Iterator[Spread]:
    """An index as a cluster searches it: ``ray`` for processes of this machine, or an address."""
    with on_ray.cluster(address, workers) as cluster:
        yield Spread(index, cluster)


def of_folder(folder: str, state: State, wanted: Wanted) -> Answered:
    """What a task does: answer from one part as it was when the watermark was in that state."""
    return of_shard(_kept(folder, state), wanted)


@lru_cache(KEPT)
def _kept(folder: str, state: State) -> Any:
    del state
    shard: tantivy.Index = opened(folder)
    return shard
