"""A snapshot freezes what a case or a query found, so that others can ask again what changed."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from marsad.errors import BadInput, NotFound
from marsad.phrase import Phrase
from marsad.safeguards import Verdict, may_share
from marsad.store import Seen, Sighting, Store, Window
from marsad.track.case import act, case

FIELDS = ("since", "until", "place", "outlet", "theme", "target", "narrative", "language")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What was found, and where the lab stood."""

    case: str
    number: int
    by: str
    at: str
    query: Mapping[str, str]
    """Empty: the posts that were in the case."""
    ids: tuple[str, ...]
    sha256: str
    """Of the ids, sorted, one a line."""
    size: int
    """Leaves of the custody log."""
    root: str
    """Merkle root of that many leaves."""


@dataclass(frozen=True, slots=True)
class Changed:
    """What the same question finds now."""

    same: bool
    new: tuple[str, ...]
    lost: tuple[str, ...]
    """Found then and not now: labels changed, or the post was taken out or erased."""
    erased: tuple[str, ...]
    """Those of them that the lab holds no more."""
    leaves: int
    """How many leaves the log has grown by."""


def snapshot(store: Store, name: str, query: Mapping[str, str], by: str) -> Snapshot:
    """Freeze the posts of a case, or what a query finds."""
    asked = {field: said for field, said in query.items() if said}
    ids = found(store, name, asked)
    number = len(snapshots(store, name)) + 1
    size, root = store.root()
    said = {"query": asked, "ids": ids, "sha256": digest(ids), "size": size, "root": root}
    act(store, "case-snapshot", by, case=name, number=number, **said)
    return snapshots(store, name)[-1]


def snapshots(store: Store, name: str) -> list[Snapshot]:
    """The snapshots of a case, oldest first."""
    case(store, name)
    return [
        Snapshot(
            name, said["number"], said["by"], said["at"], said["query"], tuple(said["ids"]),
            # Of what somebody sees of it: the digest of all would tell that there is more.
            digest(said["ids"]) if store.hidden else said["sha256"], said["size"], said["root"],
        )
        for said in store.acts("case-snapshot")
        if said["case"] == name
    ]  # fmt: skip


def changed(store: Store, name: str, number: int) -> Changed:
    """Ask the question of a snapshot again."""
    every = snapshots(store, name)
    if not 1 <= number <= len(every):
        raise NotFound(
            Phrase(
                "case %(name)s has %(every)s snapshots, none of number %(number)s",
                name=name,
                every=len(every),
                number=number,
            )
        )
    old = every[number - 1]
    now = found(store, name, old.query)
    had, has = set(old.ids), set(now)
    lost = tuple(id for id in old.ids if id not in has)
    there = {id for part in _parts(lost) for id in store.known_posts(part)}
    return Changed(
        digest(now) == old.sha256,
        tuple(id for id in now if id not in had),
        lost,
        tuple(id for id in lost if id not in there),
        store.root()[0] - old.size,
    )


def found(store: Store, name: str, query: Mapping[str, str]) -> list[str]:
    """Ids that a query finds, oldest first; without one, those of the case as they were added."""
    there = case(store, name).posts
    if unknown := set(query) - set(FIELDS):
        raise BadInput(
            Phrase(
                "no field %(unknown)s; there are %(fields)s",
                unknown=repr(sorted(unknown)[0]),
                fields=", ".join(FIELDS),
            )
        )
    if not query:
        return [id for part in _parts(list(there)) for id in _kept(store, part)]
    window = Window(_day(store, query, "since"), _day(store, query, "until"))
    return [row.post for row in Seen(store).rows(window) if _matches(row, query)]


def digest(ids: Iterable[str]) -> str:
    """What the ids come to, in whatever order they are told."""
    return hashlib.sha256("".join(f"{id}\n" for id in sorted(ids)).encode()).hexdigest()


def approve(store: Store, name: str, by: str) -> None:
    """Say, as a second person, that the case as it stands may be shared."""
    act(store, "case-approve", by, case=name, sha256=digest(found(store, name, {})))


def shareable(store: Store, name: str, ids: Sequence[str], by: str, fiction: bool) -> Verdict:
    """Whether the posts of a case may leave the lab: who exports and who approved just these."""
    sha256 = digest(ids)
    approvers = [
        str(said["by"])
        for said in store.acts("case-approve")
        if said["case"] == name and said["sha256"] == sha256
    ]
    return may_share(f"case {name}", [by, *approvers], fiction)


def _kept(store: Store, ids: Sequence[str]) -> Iterator[str]:
    known = store.known_posts(ids)
    return (id for id in ids if id in known)


def _parts(ids: Sequence[str], size: int = 1000) -> Iterator[Sequence[str]]:
    return (ids[at : at + size] for at in range(0, len(ids), size))


def _day(store: Store, query: Mapping[str, str], field: str) -> datetime | None:
    said: Any = query.get(field)
    try:
        return datetime.fromisoformat(said).replace(tzinfo=store.settings.zone) if said else None
    except ValueError as error:
        raise BadInput(
            Phrase("%(said)s is no day; write it as 2024-05-01", said=repr(said))
        ) from error


def _matches(row: Sighting, query: Mapping[str, str]) -> bool:
    one = {"place": row.place, "outlet": row.outlet, "language": row.language}
    several = {"theme": row.themes, "target": row.targets, "narrative": row.narratives}
    return all(
        query[field] == one[field] if field in one else query[field] in several[field]
        for field in query
        if field not in ("since", "until")
    )
