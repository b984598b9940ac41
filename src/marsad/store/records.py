"""Things of the model as JSON records and as rows, and back."""

import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Table

from marsad.errors import BadInput, EvidenceAltered
from marsad.model import (
    AuthorityRecord,
    Box,
    Capture,
    Event,
    Finding,
    Outlet,
    Place,
    Post,
    Reader,
    Report,
    Seconds,
    Source,
    Span,
    Translation,
)
from marsad.phrase import Phrase
from marsad.store import tables

Thing = Place | Outlet | Capture | Event | Post | Finding | Translation | Report | Reader | Source
T = TypeVar("T")
RECORD = "record"

TABLES: dict[type, Table] = {
    # In the order in which they refer to one another.
    Place: tables.place,
    Outlet: tables.outlet,
    Event: tables.event,
    Reader: tables.reader,
    Source: tables.source,
    Capture: tables.capture,
    Post: tables.post,
    Translation: tables.translation,
    Report: tables.report,
    Finding: tables.finding,
}


def _worded(said: object) -> str:
    """What is a string and more, such as a phrase of the desk, is written as a string."""
    if isinstance(said, str):
        return str(said)
    raise NotImplementedError(f"{type(said).__name__} has no place in a record")


_encode = msgspec.json.Encoder(order="sorted", enc_hook=_worded).encode
_decoders: dict[type, msgspec.json.Decoder[Any]] = {
    kind: msgspec.json.Decoder(kind) for kind in (*TABLES, AuthorityRecord)
}


class Bounds(msgspec.Struct, omit_defaults=True):
    """Where in the post a finding points."""

    span: Span | None = None
    box: Box | None = None
    seconds: Seconds | None = None


_bounds = msgspec.json.Decoder(Bounds)


def record(thing: object) -> bytes:
    """The JSON record, its keys in order: these bytes are what the custody log commits to."""
    return _encode(thing)


def restore(kind: type[T], data: bytes) -> T:
    """The thing a record stands for."""
    try:
        made: T = _decoders[kind].decode(data)
    except (msgspec.DecodeError, ValueError) as error:
        name = kind.__name__.lower()
        raise EvidenceAltered(
            Phrase("a record of a %(name)s was altered: %(error)s", name=name, error=error)
        ) from error
    return made


def plain(data: bytes) -> dict[str, Any]:
    """A record as plain JSON values."""
    found: dict[str, Any] = msgspec.json.decode(data)
    return found


def instant(moment: datetime) -> str:
    """A time as text that sorts: UTC, microseconds always written."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def row(thing: Thing) -> dict[str, Any]:
    """The row of a thing; what would not come back as it went in is refused."""
    try:
        values = _row(thing)
        back = _back(thing, values)
    except (OverflowError, ValueError, EvidenceAltered) as error:
        raise _unfit(thing, str(error)) from error
    if back != thing and _plain(back) != _plain(thing):
        raise _unfit(thing, "it would not come back as it went in")
    return values


def _back(thing: Thing, values: Mapping[str, Any]) -> Thing:
    if isinstance(thing, Finding):
        return finding(values)
    back: Thing = _decoders[type(thing)].decode(values[RECORD])
    return back


def _unfit(thing: Thing, reason: str) -> BadInput:
    kind = type(thing).__name__.lower()
    said = reason.encode("ascii", "backslashreplace").decode()
    return BadInput(
        Phrase(
            "%(kind)s %(id)s cannot be stored (%(said)s); correct its text, "
            "times or numbers where it comes from",
            kind=kind,
            id=ascii(thing.id),
            said=said,
        )
    )


def _plain(thing: Any) -> Any:
    """Fields down to plain values: in an hour that a clock repeats, equal times compare unequal."""
    if is_dataclass(thing):
        return [_plain(getattr(thing, each.name)) for each in fields(thing)]
    if isinstance(thing, list | tuple):
        return [_plain(each) for each in thing]
    return instant(thing) if isinstance(thing, datetime) else thing


def _row(thing: Thing) -> dict[str, Any]:
    if isinstance(thing, Finding):
        return _finding_row(thing)
    table = TABLES[type(thing)]
    values: dict[str, Any] = {RECORD: record(thing)}
    for column in table.columns:
        if column.name not in ("seq", RECORD):
            value = getattr(thing, column.name)
            values[column.name] = instant(value) if isinstance(value, datetime) else value
    return values


def finding(row: Mapping[str, Any]) -> Finding:
    """The finding of a row."""
    values = {name: row[name] for name in _PLAIN}
    where = bounds(row["bounds"])
    return Finding(
        **values,
        made_at=datetime.fromisoformat(row["made_at"]),
        span=where.span,
        box=where.box,
        seconds=where.seconds,
    )


def bounds(data: str) -> Bounds:
    """Where a finding points, from its column."""
    try:
        return _bounds.decode(data) if data else Bounds()
    except msgspec.DecodeError as error:
        raise EvidenceAltered(
            Phrase("where a finding points was altered: %(error)s", error=error)
        ) from error


_PLAIN = ("id", "post", "kind", "value", "maker", "confidence", "media", "replaces")


def _finding_row(thing: Finding) -> dict[str, Any]:
    values = {name: getattr(thing, name) for name in _PLAIN}
    # The driver would notice only half way through the batch.
    "".join(each for each in values.values() if isinstance(each, str)).encode()
    if thing.confidence is not None and math.isnan(thing.confidence):
        raise ValueError("its confidence is not a number")
    values["made_at"] = instant(thing.made_at)
    where = Bounds(thing.span, thing.box, thing.seconds)
    values["bounds"] = _encode(where).decode() if where != Bounds() else ""
    return values
