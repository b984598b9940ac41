"""Events of a register in TOML."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from marsad.errors import BadInput
from marsad.model import Event
from marsad.plugins import Refused
from marsad.track.event_entry import entry


def read(path: Path, source: str = "") -> Iterator[Event | Refused]:
    """Every ``[[event]]`` of a file."""
    yield from entries(opened(path).get("event", ()), source)


def opened(path: Path) -> dict[str, Any]:
    """What a register in TOML says, entries of every kind."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadInput(f"{path.name} cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput(f"{path.name} is not a register in TOML: {error}") from error


def entries(said: Sequence[Mapping[str, Any]], source: str = "") -> Iterator[Event | Refused]:
    """The events that entries describe."""
    for number, each in enumerate(said, start=1):
        try:
            yield entry(each if each.get("source") or not source else {**each, "source": source})
        except ValueError as error:
            yield Refused(f"event {number}", str(error))
