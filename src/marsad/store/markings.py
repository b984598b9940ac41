"""Markings: who needs to know. Put on a post, a place, a case or a report, and taken off, by name.

Each is an act in the custody log; what stands now is a row beside it. A post is marked with all its
versions, those that are collected later too; a place with all its posts.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Text, bindparam, text

from marsad.errors import BadInput, NotFound, Withheld
from marsad.model import Post
from marsad.phrase import Phrase
from marsad.safeguards import named
from marsad.store.networks import APART
from marsad.store.store import Store
from marsad.store.veil_views import CASE, PLACE, POST, REPORT

PUT, TAKEN = "marked", "marking taken off"
KINDS = (POST, PLACE, CASE, REPORT)
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,40}")
INSERT = (
    "insert into marking (kind, thing, native_id, name) values (:kind, :thing, :native_id, :name) "
    "on conflict do nothing"
)
DELETE = (
    "delete from marking where kind = :kind and thing = :thing and native_id = :native_id "
    "and name = :name"
)
# What was made of everything that somebody sees is made again.
FORGET = f"delete from network where name like '%{APART}%'"
OF_POSTS = (
    "select thing, native_id, name from marking where kind = 'post' and thing in :places "
    "and native_id in :ids union all select thing, '', name from marking "
    "where kind = 'place' and thing in :places order by 3"
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A thing that is marked; a post by its place and native id."""

    kind: str
    thing: str
    native_id: str
    name: str


def known_name(name: str) -> str:
    """A name that a marking may have."""
    said = name.strip()
    if not NAME.fullmatch(said):
        raise BadInput(
            Phrase(
                "%(name)s is no name of a marking; use small letters, digits and hyphens",
                name=repr(name[:60]),
            )
        )
    return said


def known_names(said: str) -> list[str]:
    """Names set apart by commas or blanks, each once."""
    return sorted({known_name(each) for each in said.replace(",", " ").split()})


class Markings:
    """The markings of one lab, as far as whoever opened it sees them."""

    def __init__(self, store: Store) -> None:
        """Stand before the lab."""
        self.store = store

    def all(self) -> list[Mark]:
        """Everything that is marked."""
        order = "select * from marking order by kind, thing, native_id, name"
        return [Mark(**row) for row in self.store.rows(order)]

    def any(self) -> bool:
        """Whether anything is marked."""
        return next(iter(self.store.rows("select 1 from marking limit 1")), None) is not None

    def of(self, kind: str, thing: str, native_id: str = "") -> list[str]:
        """The markings that a thing has itself; a post is named by its place and native id."""
        order = (
            "select name from marking where kind = :kind and thing = :thing "
            "and native_id = :native_id order by name"
        )
        said = {"kind": kind, "thing": thing, "native_id": native_id}
        return [row["name"] for row in self.store.rows(order, **said)]

    def of_kind(self, kind: str) -> dict[str, tuple[str, ...]]:
        """The markings of all places, cases or reports that have any, by what each is called."""
        found: dict[str, tuple[str, ...]] = {}
        order = "select thing, name from marking where kind = :kind order by thing, name"
        for row in self.store.rows(order, kind=kind):
            found[row["thing"]] = (*found.get(row["thing"], ()), row["name"])
        return found

    def of_posts(self, posts: Sequence[Post]) -> dict[str, tuple[str, ...]]:
        """The markings of some posts by id, their place's too; of those that have any."""
        wanted = {
            "places": {post.place for post in posts},
            "ids": {post.native_id for post in posts},
        }
        found: dict[tuple[str, str], list[str]] = {}
        for thing, native_id, name in self._some(OF_POSTS, wanted):
            found.setdefault((thing, native_id), []).append(name)
        made = {
            post.id: {
                *found.get((post.place, post.native_id), ()),
                *found.get((post.place, ""), ()),
            }
            for post in posts
        }
        return {id: tuple(sorted(names)) for id, names in made.items() if names}

    def put(self, kind: str, id: str, name: str, by: str) -> bool:
        """Mark a thing in a person's name; False where it is marked so already."""
        return self._change(INSERT, PUT, kind, id, known_name(name), by)

    def take(self, kind: str, id: str, name: str, by: str) -> bool:
        """Take a marking off in a person's name; False where it is not on."""
        return self._change(DELETE, TAKEN, kind, id, known_name(name), by)

    def _change(self, order: str, act: str, kind: str, id: str, name: str, by: str) -> bool:
        if not named(by):
            raise Withheld(
                Phrase("%(by)s is no person; a marking is put by a named person", by=by or "nobody")
            )
        said = self._thing(kind, id)
        thing = said.get(kind if kind != POST else PLACE, "")
        row = {"kind": kind, "thing": thing, "native_id": said.get("native_id", ""), "name": name}
        with self.store.write() as writer:
            changed = bool(writer.connection.execute(text(order), row).rowcount)
            if changed:
                writer.connection.execute(text(FORGET))
                writer.act(act, by, marking=name, of=kind, **said)
        return changed

    def _thing(self, kind: str, id: str) -> dict[str, str]:
        """What is named, as its act says it."""
        if kind == POST:
            post = self.store.post(id)
            return {POST: post.id, PLACE: post.place, "native_id": post.native_id}
        if kind == PLACE:
            return {PLACE: self.store.place(id).id}
        if kind == REPORT:
            report = self.store.report(id)
            if any(each.state == "published" for each in self.store.report_versions(report.handle)):
                raise BadInput(
                    Phrase(
                        "%(handle)s is published; what everybody reads is not marked",
                        handle=report.handle,
                    )
                )
            return {REPORT: report.handle}
        if kind != CASE:
            raise BadInput(
                Phrase(
                    "no kind %(kind)s; there are %(kinds)s",
                    kind=repr(kind[:20]),
                    kinds=", ".join(KINDS),
                )
            )
        if not any(said["case"] == id for said in self.store.acts("case")):
            raise NotFound(Phrase("no case %(id)s in this lab", id=repr(id[:80])))
        return {CASE: id}

    def _some(self, order: str, wanted: dict[str, set[str]]) -> Iterable[tuple[str, str, str]]:
        lists = (bindparam(name, type_=Text(), expanding=True) for name in wanted)
        bound = text(order).bindparams(*lists)
        with self.store.engine.connect() as connection:
            plain = {name: sorted(some) for name, some in wanted.items()}
            return [(row[0], row[1], row[2]) for row in connection.execute(bound, plain)]
