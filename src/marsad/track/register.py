"""The register of outlets and events, read from a TOML file that people keep."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from marsad.errors import BadInput
from marsad.model import Event, Outlet
from marsad.store import Store

T = TypeVar("T", Outlet, Event)
KINDS = ("outlet", "event", "fiction")


@dataclass(frozen=True, slots=True)
class Registered:
    """What an import did."""

    new: int
    known: int
    refused: tuple[str, ...]


def register(store: Store, path: Path, by: str = "marsad") -> Registered:
    """Take in ``[[outlet]]`` and ``[[event]]`` entries; a bad one is refused, the rest goes in."""
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadInput(f"{path.name} cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput(f"{path.name} is not a register in TOML: {error}") from error
    if not said.keys() & {"outlet", "event"}:
        raise BadInput(f"{path.name} holds no [[outlet]] and no [[event]]; see docs/track.md")
    refused = [f"[[{name}]]: no such entry" for name in said if name not in KINDS]
    things: list[Outlet | Event] = [
        *_entries(Outlet, said.get("outlet", []), refused),
        *_entries(Event, said.get("event", []), refused),
    ]
    new = store.add(*things, by=by)
    return Registered(new, len(things) - new, tuple(refused))


def _entries(kind: type[T], entries: list[Mapping[str, Any]], refused: list[str]) -> list[T]:
    made = []
    for number, entry in enumerate(entries, start=1):
        name = kind.__name__.lower()
        unknown = set(entry) - set(kind.__dataclass_fields__)
        if unknown:
            refused.append(f"{name} {number}: no such field: {', '.join(sorted(unknown))}")
            continue
        try:
            made.append(msgspec.convert(entry, kind))
        except msgspec.ValidationError as error:
            refused.append(f"{name} {number}: {error}")
    return made
