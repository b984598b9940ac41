"""From a row to a post, by a mapping."""

import re
from datetime import UTC, datetime
from typing import Any

import msgspec

from marsad.collect.table_mapping import Mapping
from marsad.collect.table_rows import Row
from marsad.errors import BadInput
from marsad.model import Entity, Forward, Place, Post
from marsad.phrase import Phrase

_UNIX = re.compile(r"-?\d{1,13}(?:\.\d{1,9})?", re.ASCII)
_NO_ID = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_HALF = re.compile("[\ud800-\udfff]")
_LONGEST_ID = 500


class Line(msgspec.Struct, frozen=True, array_like=True):
    """What is kept of a row while the rows are put in order."""

    id: str
    place: str
    time: datetime
    text: str
    author: str
    link: str
    reply: str
    forward: str


def line_of(row: Row, mapping: Mapping) -> Line:
    """Read what the mapping names out of a row."""
    columns = mapping.columns
    id = _name(row, columns.id, "id")
    place = _name(row, columns.place, "place") if columns.place else mapping.place
    return Line(
        id=id,
        place=place,
        time=_moment(_at(row, columns.time), mapping),
        text=_words(row, columns.text).replace("\0", "\ufffd"),
        author=_words(row, columns.author),
        link=_words(row, columns.link),
        reply=_words(row, columns.reply),
        forward=_words(row, columns.forward),
    )


def place_of(line: Line, mapping: Mapping) -> Place:
    """Where the row was posted."""
    return Place(
        id=f"{'-'.join(mapping.platform.lower().split())}:{line.place}",
        platform=mapping.platform,
        name=mapping.place_name if mapping.place and mapping.place_name else line.place,
        kind=mapping.kind,
        fiction=mapping.fiction,
    )


def post_of(line: Line, place: Place) -> Post:
    """The post that a row is; a person's name is replaced by the next stage."""
    # Whom an account on X passed on is a person until the register says that it is an outlet.
    person = f"user{line.forward}" if place.platform == "X" else ""
    return Post(
        id="",
        place=place.id,
        capture="",
        native_id=line.id,
        posted_at=line.time,
        text=line.text,
        author=line.author,
        entities=(Entity("link", 0, 0, line.link),) if line.link else (),
        forwarded_from=Forward(line.forward, person) if line.forward else None,
        reply_to=line.reply,
        fiction=place.fiction,
    )


def _at(row: Row, column: str) -> Any:
    """The value of a column; a name with dots leads into objects."""
    if column in row.values:
        return row.values[column]
    value: Any = row.values
    for step in column.split("."):
        if not isinstance(value, dict) or step not in value:
            return None
        value = value[step]
    return value


def _words(row: Row, column: str) -> str:
    value = _at(row, column) if column else None
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise BadInput(
            Phrase(
                "%(column)s is %(name)s, where words should stand",
                column=repr(column),
                name=type(value).__name__,
            )
        )
    said = str(value)
    if _HALF.search(said):
        raise BadInput(
            Phrase("%(column)s holds half a surrogate pair, which is no text", column=repr(column))
        )
    return said


def _name(row: Row, column: str, what: str) -> str:
    value = _at(row, column)
    if isinstance(value, float):
        raise BadInput(
            Phrase(
                "its %(what)s %(value)s was written as a fraction, so digits are lost",
                what=what,
                value=repr(value),
            )
        )
    said = _words(row, column).strip()
    if not said:
        raise BadInput(
            Phrase("it has no %(what)s (%(column)s is empty)", what=what, column=repr(column))
        )
    if len(said) > _LONGEST_ID or _NO_ID.search(said):
        raise BadInput(
            Phrase(
                "its %(what)s is longer than %(longest_id)s signs or holds invisible ones",
                what=what,
                longest_id=_LONGEST_ID,
            )
        )
    return said


def _moment(value: Any, mapping: Mapping) -> datetime:
    said = str(value if value is not None else "").strip()[:60]
    try:
        at = value if isinstance(value, datetime) else _parsed(said, mapping.time_format)
    except (ValueError, OverflowError, OSError) as error:
        raise BadInput(
            Phrase(
                "its time %(said)s is not of the format %(time_format)s; name the "
                "format under [time] of the mapping",
                said=repr(said),
                time_format=repr(mapping.time_format),
            )
        ) from error
    if at.tzinfo is None:
        at = _in_zone(at, mapping, said)
    try:
        return at.astimezone(UTC)
    except OverflowError as error:
        raise BadInput(Phrase("its time %(said)s is out of range", said=repr(said))) from error


def _parsed(said: str, format: str) -> datetime:
    if format == "iso":
        return datetime.fromisoformat(said)
    if format in ("unix", "unix-ms"):
        if not _UNIX.fullmatch(said):
            raise ValueError(said)
        return datetime.fromtimestamp(float(said) / (1000 if format == "unix-ms" else 1), UTC)
    return datetime.strptime(said, format)  # noqa: DTZ007 - a zone is asked for below


def _in_zone(at: datetime, mapping: Mapping, said: str) -> datetime:
    if mapping.zone is None:
        raise BadInput(
            Phrase(
                "its time %(said)s has no zone; name the zone of the table under "
                "[time] of the mapping",
                said=repr(said),
            )
        )
    first, second = at.replace(tzinfo=mapping.zone), at.replace(tzinfo=mapping.zone, fold=1)
    if first.utcoffset() != second.utcoffset():
        raise BadInput(
            Phrase(
                "its time %(said)s is in the hour in which %(zone)s changed clocks",
                said=repr(said),
                zone=mapping.zone,
            )
        )
    return first
