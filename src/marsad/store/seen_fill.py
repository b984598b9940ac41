"""Keeps ``seen`` abreast of the store: new posts, and posts of which something new was said.

How far it has read stands in ``seen_upto``: every row holds at least the findings up to that
number. A run that is stopped goes on where it was; a new version of this file begins anew.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, text

from marsad.store.store import Store

VERSION = 1
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
STEP = 5000
"""Posts taken in at once, in one transaction."""
FINDINGS = 50_000
"""Findings looked through at once for posts to read again."""
LABELS = {"theme": "themes", "target": "targets", "narrative": "narratives"}
POINTING = ("near-copy-of", "forward-of")
GONE = ("gone", "deleted")
KINDS = ("made-by-outlet", "language", *LABELS, *POINTING, *GONE)
BY = {"photo": "picture", "sticker": "picture", "video": "video", "animation": "video"}
PERSON = "person:"

POSTS = (
    "select post.seq, post.id, post.place, post.native_id, post.record, post.capture, "
    "capture.record as captured from post join capture on capture.id = post.capture "
)
SAID = text(
    "select f.post, f.kind, f.value, f.maker, f.media, f.bounds, first.seq as first from finding f "
    # Only where a finding points is a post looked up.
    "left join post first on f.kind in ('near-copy-of', 'forward-of') and first.id = f.value "
    "where f.post in :posts and f.kind in :kinds and not exists "
    "(select 1 from finding later where later.replaces = f.id and later.replaces <> '') "
    "order by f.seq"
).bindparams(bindparam("posts", expanding=True), bindparam("kinds", expanding=True))
CHANGED = text(
    "select distinct post.seq from finding join post on post.id = finding.post "
    "where finding.seq > :low and finding.seq <= :high and post.seq <= :last "
    # What takes a finding back is of another kind, and replaces it.
    "and (finding.kind in :kinds or finding.replaces <> '') order by post.seq"
).bindparams(bindparam("kinds", expanding=True))


class Told(msgspec.Struct):
    """What is read of the record of a post."""

    posted_at: datetime
    edited_at: datetime | None = None
    kind: str = "message"
    media: list[dict[str, Any]] = []
    forwarded_from: dict[str, Any] | None = None


class Taken(msgspec.Struct):
    """What is read of the record of a capture."""

    taken_at: datetime


_told = msgspec.json.Decoder(Told).decode
_taken = msgspec.json.Decoder(Taken).decode


def microseconds(moment: datetime) -> int:
    """A time as a number: it sorts fast and packs small."""
    return (moment - EPOCH) // timedelta(microseconds=1)


class Filling:
    """One run that brings the rows up to date."""

    def __init__(self, store: Store) -> None:
        """Read nothing yet."""
        self.store = store
        self._captures: dict[str, int] = {}

    def run(self, tell: Callable[[int, int], None]) -> int:
        """Read again what was changed, then what is new; count the rows."""
        water = self.store.high_water()
        post, finding = self._upto(water["finding"])
        made = 0
        for low in range(finding, water["finding"], FINDINGS):
            high = min(low + FINDINGS, water["finding"])
            made += self._again(low, high, post)
        for low in range(post, water["post"], STEP):
            made += self._new(low, min(low + STEP, water["post"]))
            tell(min(low + STEP, water["post"]) - post, water["post"] - post)
        return made

    def _upto(self, finding: int) -> tuple[int, int]:
        """How far was read; from nothing, every finding there is will be met with its post."""
        order = "select post, finding from seen_upto where version = :version"
        for row in self.store.rows(order, version=VERSION):
            return row["post"], row["finding"]
        with self.store.transaction() as connection:
            for table in ("seen", "seen_upto"):
                connection.execute(text(f"delete from {table}"))
            put = "insert into seen_upto (version, post, finding) values (:version, 0, :finding)"
            connection.execute(text(put), {"version": VERSION, "finding": finding})
        return 0, finding

    def _again(self, low: int, high: int, last: int) -> int:
        with self.store.transaction() as connection:
            values = {"low": low, "high": high, "last": last, "kinds": KINDS}
            changed = list(connection.execute(CHANGED, values).scalars())
            some = text(f"{POSTS} where post.seq in :some").bindparams(
                bindparam("some", expanding=True)
            )
            for at in range(0, len(changed), STEP):
                found = connection.execute(some, {"some": changed[at : at + STEP]}).all()
                self._put(connection, found)
            self._note(connection, "finding", high)
        return len(changed)

    def _new(self, low: int, high: int) -> int:
        with self.store.transaction() as connection:
            order = text(f"{POSTS} where post.seq > :low and post.seq <= :high")
            found = connection.execute(order, {"low": low, "high": high}).all()
            self._put(connection, found)
            self._note(connection, "post", high)
        return len(found)

    def _note(self, connection: Connection, name: str, number: int) -> None:
        order = f"update seen_upto set {name} = :n where version = :version and {name} < :n"
        connection.execute(text(order), {"n": number, "version": VERSION})

    def _put(self, connection: Connection, posts: Sequence[Any]) -> None:
        if not posts:
            return
        said: dict[str, list[Any]] = {}
        values = {"posts": [post.id for post in posts], "kinds": KINDS}
        for finding in connection.execute(SAID, values):
            said.setdefault(finding.post, []).append(finding)
        rows = [self._row(post, said.get(post.id, ())) for post in posts]
        names, marks = ", ".join(rows[0]), ", ".join(f":{name}" for name in rows[0])
        fresh = ", ".join(f"{name} = excluded.{name}" for name in rows[0] if name != "post")
        order = (
            f"insert into seen ({names}) values ({marks}) on conflict (post) do update set {fresh}"
        )
        connection.execute(text(order), rows)

    def _row(self, post: Any, findings: Sequence[Any]) -> dict[str, Any]:
        told = _told(post.record)
        origin = told.forwarded_from or {}
        lists = {name: _values(findings, kind) for kind, name in LABELS.items()}
        return {
            **{"post": post.seq, "id": post.id, "native_id": post.native_id, "place": post.place},
            "outlet": _one(findings, "made-by-outlet"),
            "kind": told.kind,
            "language": _one([each for each in findings if not each.bounds], "language"),
            **{name: _packed(some) for name, some in lists.items()},
            "origin": origin.get("id", ""),
            "origin_name": origin.get("name", ""),
            "repeats": _packed(_repeats(told, findings)),
            "media": _packed([each["sha256"] for each in told.media if each["sha256"]]),
            "at": microseconds(told.posted_at),
            "edited": microseconds(told.edited_at) if told.edited_at else 0,
            "taken": self._taken_at(post),
            "gone": int(any(each.kind in GONE for each in findings)),
        }

    def _taken_at(self, post: Any) -> int:
        if post.capture not in self._captures:
            self._captures[post.capture] = microseconds(_taken(post.captured).taken_at)
        return self._captures[post.capture]


def _one(findings: Sequence[Any], kind: str) -> str:
    """The value that stands; what a person said goes before what a program says."""
    found = [each for each in findings if each.kind == kind]
    people = [each for each in found if each.maker.startswith(PERSON)]
    return str((people or found)[-1].value) if found else ""


def _values(findings: Sequence[Any], kind: str) -> list[str]:
    return sorted({each.value for each in findings if each.kind == kind and each.value})


def _repeats(told: Told, findings: Sequence[Any]) -> list[tuple[int, str]]:
    kinds = {each["sha256"]: each.get("kind", "file") for each in told.media}
    found = {
        (each.first, _by(each, kinds))
        for each in findings
        if each.kind in POINTING and each.first is not None
    }
    return sorted(found)


def _by(finding: Any, kinds: dict[str, str]) -> str:
    if finding.kind == "forward-of":
        return "forward"
    return BY.get(kinds.get(finding.media, ""), "file") if finding.media else "text"


def _packed(some: Sequence[Any]) -> str:
    return msgspec.json.encode(some).decode() if some else ""
