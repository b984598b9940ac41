"""Keeps ``seen`` abreast of the store: new posts, and posts of which something new was said.

How far it has read stands in ``seen_upto``: every row holds at least the findings up to that
number. A run that is stopped goes on where it was; a new version of this file begins anew.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, TextClause, bindparam, text

from marsad.store import counts
from marsad.store.seen_months import Line, keep
from marsad.store.store import Store

VERSION = 2
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

POSTS = "select post.seq, id, place, native_id, record, capture from post "
# By ranges of running numbers or by a list of them: thousands of ids of forty characters would
# have to be bound and looked up one by one.
SAID = (
    "select post.seq, f.kind, f.value, f.maker, f.media, f.bounds, first.seq as first from post "
    "join finding f on f.post = post.id "
    # Only where a finding points is a post looked up.
    "left join post first on f.kind in ('near-copy-of', 'forward-of') and first.id = f.value "
    "where {which} and f.kind in :kinds and not exists "
    "(select 1 from finding later where later.replaces = f.id and later.replaces <> '') "
    "order by f.seq"
)
RANGE, SOME = "post.seq > :low and post.seq <= :high", "post.seq in :some"
COLUMNS = Line._fields
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


class Said(NamedTuple):
    """What is read of a finding."""

    post: int
    kind: str
    value: str
    maker: str
    media: str
    bounds: str
    first: int | None


class Filling:
    """One run that brings the rows up to date."""

    def __init__(self, store: Store) -> None:
        """Read nothing yet."""
        self.store = store
        self._captures: dict[str, int] = {}

    def run(self, tell: Callable[[int, int], None]) -> int:
        """Read again what was changed, then what is new; count the rows."""
        water = self.store.high_water()
        post, finding = self._begun(water["finding"])
        made, all = 0, water["post"] - post + water["finding"] - finding
        for low in range(finding, water["finding"], FINDINGS):
            high = min(low + FINDINGS, water["finding"])
            made += self._again(low, high, post)
            tell(high - finding, all)
        for low in range(post, water["post"], STEP):
            high = min(low + STEP, water["post"])
            made += self._new(low, high)
            tell(high - post + water["finding"] - finding, all)
        if all:
            with self.store.transaction() as connection:
                counts.keep(connection)
        return made

    def upto(self) -> tuple[int, int] | None:
        """Numbers of the last post and finding that were read."""
        order = "select post, finding from seen_upto where version = :version"
        for row in self.store.rows(order, version=VERSION):
            return row["post"], row["finding"]
        return None

    def _begun(self, finding: int) -> tuple[int, int]:
        """How far was read; from nothing, every finding there is will be met with its post."""
        if known := self.upto():
            return known
        with self.store.transaction() as connection:
            for table in ("seen", "seen_month", "seen_word", "seen_upto"):
                connection.execute(text(f"delete from {table}"))
            put = "insert into seen_upto (version, post, finding) values (:version, 0, :finding)"
            connection.execute(text(put), {"version": VERSION, "finding": finding})
        return 0, finding

    def _again(self, low: int, high: int, last: int) -> int:
        with self.store.transaction() as connection:
            values = {"low": low, "high": high, "last": last, "kinds": KINDS}
            changed = list(connection.execute(CHANGED, values).scalars())
            for at in range(0, len(changed), STEP):
                self._put(connection, SOME, {"some": changed[at : at + STEP]})
            self._note(connection, "finding", high)
        return len(changed)

    def _new(self, low: int, high: int) -> int:
        with self.store.transaction() as connection:
            made = self._put(connection, RANGE, {"low": low, "high": high})
            self._note(connection, "post", high)
        return made

    def _note(self, connection: Connection, name: str, number: int) -> None:
        order = f"update seen_upto set {name} = :n where version = :version and {name} < :n"
        connection.execute(text(order), {"n": number, "version": VERSION})

    def _put(self, connection: Connection, which: str, values: dict[str, Any]) -> int:
        posts = connection.execute(_bound(f"{POSTS} where {which}", values), values).all()
        if not posts:
            return 0
        said: dict[int, list[Said]] = {}
        with_kinds = {**values, "kinds": KINDS}
        order = _bound(SAID.format(which=which), with_kinds)
        for finding in map(Said._make, connection.execute(order, with_kinds)):
            said.setdefault(finding.post, []).append(finding)
        self._captured(connection, {post[5] for post in posts})
        rows = [self._row(post, said.get(post[0], ())) for post in posts]
        fresh = ", ".join(f"{name} = excluded.{name}" for name in COLUMNS[1:])
        mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
        # To the driver at once: naming twenty values a row costs more than writing them.
        connection.exec_driver_sql(
            f"insert into seen ({', '.join(COLUMNS)}) values "
            f"({', '.join([mark] * len(COLUMNS))}) on conflict (post) do update set {fresh}",
            rows,
        )
        keep(connection, rows)
        return len(rows)

    def _row(self, post: Any, findings: Sequence[Said]) -> Line:
        seq, id, place, native_id, record, capture = post
        told = _told(record)
        origin = told.forwarded_from or {}
        by_kind: dict[str, list[Said]] = {}
        for each in findings:
            by_kind.setdefault(each.kind, []).append(each)
        languages = [each for each in by_kind.get("language", ()) if not each.bounds]
        themes, targets, narratives = (_values(by_kind.get(kind, ())) for kind in LABELS)
        pointing = [each for kind in POINTING for each in by_kind.get(kind, ())]
        return Line(
            post=seq,
            id=id,
            native_id=native_id,
            place=place,
            outlet=_one(by_kind.get("made-by-outlet", ())),
            kind=told.kind,
            language=_one(languages),
            themes=_packed(themes),
            targets=_packed(targets),
            narratives=_packed(narratives),
            origin=origin.get("id", ""),
            origin_name=origin.get("name", ""),
            repeats=_packed(_repeats(told, pointing)),
            media=_packed([each["sha256"] for each in told.media if each["sha256"]]),
            at=microseconds(told.posted_at),
            edited=microseconds(told.edited_at) if told.edited_at else 0,
            taken=self._captures[capture],
            gone=int(any(kind in by_kind for kind in GONE)),
        )

    def _captured(self, connection: Connection, some: set[str]) -> None:
        unknown = {"some": sorted(some - self._captures.keys())}
        if unknown["some"]:
            order = _bound("select id, record from capture where id in :some", unknown)
            for id, record in connection.execute(order, unknown):
                self._captures[id] = microseconds(_taken(record).taken_at)


def _bound(order: str, values: dict[str, Any]) -> TextClause:
    lists = [name for name, said in values.items() if isinstance(said, list | tuple)]
    return text(order).bindparams(*(bindparam(name, expanding=True) for name in lists))


def _one(found: Sequence[Said]) -> str:
    """The value that stands; what a person said goes before what a program says."""
    people = [each for each in found if each.maker.startswith(PERSON)]
    return (people or found)[-1].value if found else ""


def _values(found: Sequence[Said]) -> list[str]:
    return sorted({each.value for each in found if each.value})


def _repeats(told: Told, findings: Sequence[Said]) -> list[tuple[int, str]]:
    kinds = {each["sha256"]: each.get("kind", "file") for each in told.media}
    return sorted({(e.first, _by(e, kinds)) for e in findings if e.first is not None})


def _by(finding: Said, kinds: dict[str, str]) -> str:
    if finding.kind == "forward-of":
        return "forward"
    return BY.get(kinds.get(finding.media, ""), "file") if finding.media else "text"


def _packed(some: Sequence[Any]) -> str:
    return msgspec.json.encode(some).decode() if some else ""
