"""A case as a file for others' programs: JSON lines, CSV, Parquet, FollowTheMoney, GEXF.

Posts are streamed, whatever their number. Private places and the signatures of posts are never in
it; fiction is marked on each post. Beside the file stands ``FILE.about.json``: which case, by whom,
from which lab and state of its custody log, and whether it may be shared, and why not.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from marsad.errors import BadInput, NotReady, Withheld
from marsad.phrase import Phrase
from marsad.safeguards import salt_pseudonyms
from marsad.store import Seen, Store, Window
from marsad.text.bidi import visible_controls
from marsad.text.cells import line
from marsad.track.case import Case, case, notes_on
from marsad.track.case_ftm import entities
from marsad.track.case_snapshot import digest, found, shareable
from marsad.track.flow import network
from marsad.track.flow_events import gather
from marsad.track.flow_graph import graph
from marsad.track.flow_nodes import Nodes

BATCH = 500
COLUMNS = (
    "id", "place", "place_name", "outlet", "native_id", "posted_at", "language", "themes",
    "targets", "narratives", "tags", "notes", "text", "fiction",
)  # fmt: skip
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Exported:
    """What came of it."""

    posts: int
    left_out: int
    """Posts of private places, and such as were erased."""
    fiction: int
    share: bool
    why: str
    """Why it may not be shared."""


def export_case(
    store: Store, name: str, form: str, path: Path, by: str, share: bool = False
) -> Exported:
    """Write the posts of a case in a form; to ``share`` it takes real posts and two persons."""
    one = case(store, name)
    _known(form)
    said = about(store, one, by)
    if share and not said["may_be_shared"]:
        raise Withheld(said["why_not"])
    write_case(store, one, form, path)
    beside = path.with_name(f"{path.name}.about.json")
    beside.write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    left_out = len(one.posts) - said["posts"]
    return Exported(
        said["posts"], left_out, said["fiction"], said["may_be_shared"], said["why_not"]
    )


def write_case(store: Store, one: Case, form: str, path: Path) -> None:
    """Write the posts of a case in a form, the file alone."""
    _known(form)(store, one, path)


def about(store: Store, one: Case, by: str = "") -> dict[str, Any]:
    """Where a file of a case comes from, and whether it may be shared, and why not."""
    posts, fiction = 0, 0
    for row in rows(store, one):
        posts, fiction = posts + 1, fiction + row["fiction"]
    ids = found(store, one.name, {})
    verdict = shareable(store, one.name, ids, by, fiction > 0)
    size, root = store.root()
    return {
        "case": one.name, "title": one.title, "exported_by": by,
        "exported_at": datetime.now(UTC).isoformat(), "lab": store.origin, "posts": posts,
        "fiction": fiction, "sha256_of_ids": digest(ids), "leaves": size, "root": root,
        "may_be_shared": bool(verdict), "why_not": verdict.why,
    }  # fmt: skip


def case_forms() -> tuple[str, ...]:
    """The forms that can be written here."""
    there = find_spec("pyarrow") is not None
    return tuple(form for form in _FORMS if form != "parquet" or there)


def _known(form: str) -> Callable[[Store, Case, Path], None]:
    if form not in _FORMS:
        raise BadInput(
            Phrase(
                "no form %(form)s; there are %(forms)s",
                form=repr(form[:20]),
                forms=", ".join(_FORMS),
            )
        )
    return _FORMS[form]


def rows(store: Store, one: Case) -> Iterator[Row]:
    """The posts of a case that may be told, in the order in which they were added."""
    places = {place.id: place for place in store.places() if place.kind != "private"}
    seen, ids, salted = Seen(store), list(one.posts), salt_pseudonyms()
    seen.catch_up()
    for at in range(0, len(ids), BATCH):
        some = ids[at : at + BATCH]
        sightings = seen.by_id(some)
        posts = seen.posts([row.seq for row in sightings.values()])
        noted = _by_post(notes_on(store, some))
        for id in some:
            row = sightings.get(id)
            if row is None or row.place not in places:
                continue
            post = posts[row.seq]
            yield {
                "id": id, "place": row.place, "place_name": places[row.place].name,
                "outlet": row.outlet, "native_id": row.native_id,
                "posted_at": post.posted_at.isoformat(), "language": row.language,
                "themes": list(row.themes), "targets": list(row.targets),
                "narratives": list(row.narratives),
                "tags": [salted(tag) for tag in sorted(one.tags.get(id, {}))],
                "notes": [salted(said) for said in noted.get(id, [])],
                "text": salted(post.text), "fiction": post.fiction,
            }  # fmt: skip


def _by_post(notes: Iterable[tuple[str, str, str]]) -> dict[str, list[str]]:
    made: dict[str, list[str]] = {}
    for id, by, words in notes:
        made.setdefault(id, []).append(f"{by.removeprefix('person:')}: {words}")
    return made


def _jsonl(store: Store, one: Case, path: Path) -> None:
    with path.open("w", encoding="utf-8") as file:
        for row in rows(store, one):
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def _csv(store: Store, one: Case, path: Path) -> None:
    # A mark at the begin tells spreadsheets that this is UTF-8.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        file.write(line(COLUMNS) + "\r\n")
        for row in rows(store, one):
            file.write(line(_cell(row[name]) for name in COLUMNS) + "\r\n")


def _cell(value: Any) -> Any:
    """A list on one line; what would turn the line around it is written out."""
    said = "; ".join(value) if isinstance(value, list) else value
    return visible_controls(said) if isinstance(said, str) else said


def _parquet(store: Store, one: Case, path: Path) -> None:
    try:
        import pyarrow
        from pyarrow import parquet
    except ModuleNotFoundError as error:
        raise NotReady(
            Phrase("pyarrow, which writes Parquet, is not installed"),
            "pip install 'marsad[parquet]'",
        ) from error
    lists = {"themes", "targets", "narratives", "tags", "notes"}
    kinds = {name: pyarrow.list_(pyarrow.string()) for name in lists}
    schema = pyarrow.schema(
        [(name, kinds.get(name, pyarrow.string())) for name in COLUMNS[:-1]]
        + [("fiction", pyarrow.bool_())]
    )
    with parquet.ParquetWriter(path, schema) as writer:
        for batch in _batched(rows(store, one)):
            writer.write_table(pyarrow.Table.from_pylist(batch, schema))


def _batched(some: Iterator[Row]) -> Iterator[list[Row]]:
    batch: list[Row] = []
    for row in some:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _ftm(store: Store, one: Case, path: Path) -> None:
    outlets = {outlet.id: outlet for outlet in store.outlets()}
    with path.open("w", encoding="utf-8") as file:
        for entity in entities(rows(store, one), outlets, store.origin, one.name):
            file.write(json.dumps(entity, ensure_ascii=False) + "\n")


def _gexf(store: Store, one: Case, path: Path) -> None:
    """Who repeats whom among the posts of the case."""
    nodes = Nodes.of(store)
    families = gather(Seen(store), nodes, Window())
    numbers = {row.seq for row in Seen(store).by_id(list(one.posts)).values()}
    for first, members in list(families.members.items()):
        families.members[first] = [member for member in members if member.seq in numbers]
    families.told.clear()
    volumes = _volumes(Seen(store), nodes, list(one.posts))
    path.write_bytes(graph(network(families, nodes, volumes, 0), "gexf"))


def _volumes(seen: Seen, nodes: Nodes, ids: Sequence[str]) -> dict[str, int]:
    made: dict[str, int] = {}
    for row in seen.by_id(ids).values():
        if node := nodes.of_place(row.place):
            made[node] = made.get(node, 0) + 1
    return made


_FORMS: Mapping[str, Callable[[Store, Case, Path], None]] = {
    "csv": _csv, "jsonl": _jsonl, "parquet": _parquet, "ftm": _ftm, "gexf": _gexf,
}  # fmt: skip
