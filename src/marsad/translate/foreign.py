"""Memories that other tools wrote: taken in under their own names, listed, dropped, read again.

The file is kept as an original, and one act in the custody log answers for it, as for lists of
names. Its entries are derived: what was read so far is remembered with them, so that a stopped run
goes on where it was. Nothing of them is ever approved.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from marsad.errors import BadInput, LabBusy, NotFound
from marsad.phrase import Phrase
from marsad.plugins import Refused
from marsad.store import Store, records
from marsad.store.recall import OWN, Recall, Taken
from marsad.translate.exchange.tmx_read import Pair, Unit, units
from marsad.translate.memory import FOREIGN, follow
from marsad.translate.nearby import Nearby, forget, hashed, key

TAKEN, DROPPED = "memory", "memory dropped"
BATCH = 2000
"""Entries that are added in one transaction, and the most that a stopped run reads again."""
TOLD = 1000
"""Refusals that are told one by one; of a file of a million entries nobody reads more."""
MOST = 100
"""Characters of a name."""

Tell = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Foreign:
    """A memory that came from elsewhere, as the custody log has it."""

    name: str
    file: str
    sha256: str
    by: str
    """Who took it in."""
    at: str
    segments: int = 0
    whole: bool = False
    """It was read to its end."""


@dataclass(slots=True)
class Came:
    """What came of reading a memory."""

    added: int = 0
    unchanged: int = 0
    refused: int = 0
    told: tuple[Refused, ...] = ()
    """The first of what was refused."""

    def refuse(self, some: tuple[Refused, ...]) -> None:
        """Count what was left out, and keep the first sentences."""
        self.refused += len(some)
        self.told += some[: max(0, TOLD - len(self.told))]


def memories(store: Store) -> list[Foreign]:
    """Every foreign memory that was taken in and not dropped since, by name."""
    recall = Recall(store)
    counts, read = recall.counts(), {each.name: each for each in recall.memories()}
    return [
        Foreign(
            name,
            said["file"],
            said["sha256"],
            said["by"],
            said["at"],
            counts.get(name, 0),
            name in read and read[name].whole,
        )
        for name, said in sorted(_standing(store).items())
    ]


def witness(store: Store, name: str, file: str, sha256: str, by: str) -> None:
    """Let the log answer for a memory, once; a name that stands for another file is refused."""
    if not key(name) or len(name) > MOST or not name.isprintable():
        raise BadInput(
            Phrase(
                "%(name)s is no name for a memory; give it another one with --name NAME",
                name=repr(name),
            )
        )
    there = _standing(store).get(name)
    if there is not None and there["sha256"] != sha256:
        raise BadInput(
            Phrase(
                "the memory %(name)s came from another file, %(there)s; drop it, or "
                "give this one another name with --name NAME",
                name=name,
                there=there["file"],
            )
        )
    if there is None:
        with store.write() as writer:
            writer.act(TAKEN, by, name=name, file=file, sha256=sha256)


def known_as(store: Store, sha256: str) -> str:
    """The name under which a file was taken in; empty for a new one."""
    return next((name for name, said in _standing(store).items() if said["sha256"] == sha256), "")


def read(store: Store, name: str, tell: Tell = lambda _some: None) -> Came:
    """Read the entries of a memory out of its original, from where an earlier run stopped."""
    said, recall = _said(store, name), Recall(store)
    there = recall.memory(name) or Taken(name, said["sha256"], 0, False)
    if there.whole:
        return Came(unchanged=recall.counts().get(name, 0))
    done, rows, number, last = Came(), [], 0, there.last
    for number, unit in enumerate(_units(store, said), 1):
        if number <= there.last:
            continue
        done.refuse(unit.refused)
        rows += [_row(name, each, said["at"]) for each in unit.pairs]
        if number - last == BATCH:
            _put(recall, rows, last, Taken(name, said["sha256"], number, False))
            done.added, rows, last = done.added + len(rows), [], number
            tell(BATCH)
    _put(recall, rows, last, Taken(name, said["sha256"], number, True))
    done.added += len(rows)
    tell(number - last)
    return done


def drop(store: Store, name: str, by: str) -> int:
    """Forget the entries of a memory; its file stays, and the log says who dropped it."""
    _said(store, name)
    recall = Recall(store)
    count = recall.counts().get(name, 0)
    with store.write() as writer:
        writer.act(DROPPED, by, name=name)
    low, high = recall.drop(name)
    if low <= high:
        forget(store, low, high)
    return count


def rebuild(store: Store, tell: Tell = lambda _some: None) -> int:
    """Read everything again, out of translations and originals; count the segments."""
    recall = Recall(store)
    for name in {OWN, *recall.counts(), *(each.name for each in recall.memories())}:
        recall.drop(name)
    forget(store)
    follow(store)
    for name in _standing(store):
        read(store, name, tell)
    Nearby(recall)
    return sum(recall.counts().values())


def _standing(store: Store) -> dict[str, Mapping[str, Any]]:
    found: dict[str, Mapping[str, Any]] = {}
    for said in store.acts(TAKEN, DROPPED):
        if said["act"] == TAKEN:
            found[said["name"]] = said
        else:
            found.pop(said["name"], None)
    return found


def _said(store: Store, name: str) -> Mapping[str, Any]:
    standing = _standing(store)
    if name not in standing:
        there = ", ".join(sorted(standing)) or "none"
        raise NotFound(
            Phrase(
                "no memory %(name)s in this lab; there are: %(there)s", name=repr(name), there=there
            )
        )
    return standing[name]


def _units(store: Store, said: Mapping[str, Any]) -> Iterator[Unit]:
    called = said["file"]
    try:
        yield from units(store.path(said["sha256"]), called, store.settings.language)
    except BadInput as fault:
        yield Unit((), (Refused(called, str(fault)),))


def _put(recall: Recall, rows: list[dict[str, Any]], before: int, now: Taken) -> None:
    if not recall.put(rows, before, now):
        raise LabBusy(
            Phrase(
                "another process reads the memory %(now)s; try again when it is done", now=now.name
            )
        )


def _row(name: str, pair: Pair, taken_at: str) -> dict[str, Any]:
    said = {"target": pair.target, "by": pair.by, "tool": pair.tool, "turned": pair.turned}
    at = pair.at or datetime.fromisoformat(taken_at)
    return {
        "memory": name,
        "hash": hashed(key(pair.source)),
        "source_language": pair.source_language,
        "language": pair.language,
        "state": FOREIGN,
        "at": records.instant(at),
        "source": pair.source,
        "said": records.record(said),
        "translation": "",
        "segment": 0,
        "post": "",
    }
