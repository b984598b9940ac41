"""The translations that wait, by what is to be done with them."""

from dataclasses import dataclass

from marsad.errors import NotFound
from marsad.model import Translation
from marsad.store import Store
from marsad.translate.engine import AID

SIZE = 50
QUEUES = {
    "draft": "Drafts to review",
    "reviewed": "Reviewed, to approve",
    "approved": "Approved",
    "aid": "Reading aids",
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """One page of one queue."""

    queue: str
    heading: str
    tabs: tuple[tuple[str, str, int], ...]
    """Name, heading and count of every queue."""
    translations: tuple[Translation, ...]
    page: int
    more: bool


def waiting(store: Store, queue: str, page: int) -> Waiting:
    """A page of a queue, the latest first."""
    if queue not in QUEUES:
        raise NotFound(f"no queue {queue!r}; there are {', '.join(QUEUES)}")
    queues: dict[str, list[Translation]] = {name: [] for name in QUEUES}
    for each in store.translations():
        queues["aid" if each.kind == AID else each.state].append(each)
    start = (max(page, 1) - 1) * SIZE
    chosen = queues[queue][::-1]
    return Waiting(
        queue,
        QUEUES[queue],
        tuple((name, heading, len(queues[name])) for name, heading in QUEUES.items()),
        tuple(chosen[start : start + SIZE]),
        max(page, 1),
        len(chosen) > start + SIZE,
    )


def following(store: Store, of: Translation) -> str:
    """The id of what waits after a translation in its queue; empty at the end of it."""
    if of.kind == AID:
        return ""
    queue = [each for each in store.translations(state=of.state) if each.kind != AID]
    ids = [each.id for each in reversed(queue)]
    after = ids.index(of.id) + 1 if of.id in ids else 0
    return ids[after] if after < len(ids) else ""
