"""An entry of the register of events, checked field by field before it is taken in."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from marsad.model import Event, made_of
from marsad.track.list_file import apart, clean

LISTS = ("actors", "places", "words")
"""Fields of several values."""
OWN = ("first", "replaces")
"""Fields that versions get from the register, never from a file."""
FIELDS = tuple(each.name for each in fields(Event) if each.name not in OWN)
LONGEST, MOST = 1000, 200
_YES, _NO = ("true", "yes", "1"), ("", "false", "no", "0")


def entry(said: Mapping[str, Any]) -> Event:
    """The event that fields describe, as text or as values; ValueError says what is wrong."""
    if not isinstance(said, Mapping):
        raise ValueError("it has no fields")
    unknown = sorted(set(said) - set(FIELDS))
    if unknown:
        raise ValueError(f"no such field: {', '.join(unknown)}; there are {', '.join(FIELDS)}")
    start = _day("start", said.get("start"))
    end = _day("end", said["end"]) if said.get("end") else start
    if end < start:
        raise ValueError(f"it ends on {end}, before it begins on {start}")
    title, source = _needed(said, "title"), _needed(said, "source")
    place = _text(said, "place")
    latitude, longitude = _where(said)
    return Event(
        id=_id(_text(said, "id")) or f"event-{made_of(title, start, end, place)[:12]}",
        title=title,
        start=start,
        end=end,
        place=place,
        source=source,
        fiction=_truth(said.get("fiction", False)),
        actors=_several("actors", said.get("actors", ())),
        places=_several("places", said.get("places", ())),
        words=_several("words", said.get("words", ())),
        began_at=_began(said.get("began_at"), start, end),
        latitude=latitude,
        longitude=longitude,
    )


def _id(id: str) -> str:
    if "+" in id or "/" in id or id.startswith("-") or any(letter.isspace() for letter in id):
        raise ValueError(f"id {id!r} holds a blank, a slash or a plus, or begins with a hyphen")
    return id


def _needed(said: Mapping[str, Any], name: str) -> str:
    text = _text(said, name)
    if not text:
        of_its_own = "; every event has one, and it is never the posts" if name == "source" else ""
        raise ValueError(f"{name} is empty{of_its_own}")
    return text


def _text(said: Mapping[str, Any], name: str) -> str:
    value = said.get(name) or ""
    if not isinstance(value, str):
        raise ValueError(f"{name} is no text")
    if len(value) > LONGEST:
        raise ValueError(f"{name} is longer than {LONGEST} characters")
    return clean(value)


def _several(name: str, value: object) -> tuple[str, ...]:
    parts: Iterable[object] = value.split(";") if isinstance(value, str) else ()
    if isinstance(value, list | tuple):
        parts = value
    elif not isinstance(value, str):
        raise ValueError(f"{name} is no list of texts")
    found = apart(parts)
    if len(found) > MOST or any(len(each) > LONGEST for each in found):
        raise ValueError(f"{name}: more than {MOST}, or one longer than {LONGEST} characters")
    return found


def _day(name: str, value: object) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    said = clean(value)
    try:
        return date.fromisoformat(said[:10]) if len(said) == 10 else date.fromisoformat("")
    except ValueError:
        raise ValueError(f"{name} is {said!r}; write it as 2024-05-13") from None


def _began(value: object, start: date, end: date) -> datetime | None:
    if not value:
        return None
    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(clean(value))
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise ValueError(f"began_at is {value!s}; write it as 2024-05-13T10:00+03:00")
    if not start <= moment.date() <= end:
        raise ValueError(f"began_at is {moment}, which is not between start and end")
    return moment


def _where(said: Mapping[str, Any]) -> tuple[float | None, float | None]:
    latitude, longitude = _degrees(said, "latitude", 90), _degrees(said, "longitude", 180)
    if (latitude is None) is not (longitude is None):
        raise ValueError("of latitude and longitude only one is there")
    return latitude, longitude


def _degrees(said: Mapping[str, Any], name: str, most: int) -> float | None:
    value = said.get(name)
    if value is None or value == "":
        return None
    try:
        found = float(value)
    except (TypeError, ValueError):
        raise ValueError(f"{name} is {value!r}, which is no number") from None
    if not -most <= found <= most:
        raise ValueError(f"{name} is {found}; expected -{most} to {most}")
    return found


def _truth(value: object) -> bool:
    said = clean(value).lower() if isinstance(value, str) else str(value).lower()
    if said not in (*_YES, *_NO):
        raise ValueError(f"fiction is {value!r}; write true or false")
    return said in _YES
