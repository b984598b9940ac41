"""A watched folder: which exports in it are new or have grown since they were taken in."""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from marsad.errors import BadInput
from marsad.phrase import Phrase
from marsad.plugins import Collector

SETTLED = 30.0
"""An export that was written to within so many seconds may not be finished."""


def exports(
    collector: Collector, folder: Path, taken: Mapping[str, str], now: datetime
) -> Iterator[tuple[Path, str, str]]:
    """The exports to take in, each with its name and the mark of how it looks now.

    The folder may be an export itself, or the place into which exports are laid.
    """
    found = [folder] if collector.accepts(str(folder)) else _inside(collector, folder)
    for path in found:
        name = "." if path == folder else path.name
        try:
            seen = [(each.name, each.stat()) for each in _looked_at(collector, path)]
        except FileNotFoundError:
            continue  # taken away while we looked; it will be seen again, or not
        written = max(stat.st_mtime for _name, stat in seen)
        lines = (f"{each}\0{stat.st_size}\0{stat.st_mtime_ns}\n" for each, stat in seen)
        mark = hashlib.sha256("".join(lines).encode("utf-8", "surrogateescape")).hexdigest()
        # A time that lies ahead of us says nothing about how long ago it was.
        if taken.get(name) != mark and abs(now.timestamp() - written) >= SETTLED:
            yield path, name, mark


def _inside(collector: Collector, folder: Path) -> list[Path]:
    try:
        inside = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except OSError as error:
        raise BadInput(
            Phrase(
                "%(folder)s cannot be read (%(strerror)s); see that it is there and may be read",
                folder=folder,
                strerror=error.strerror,
            )
        ) from error
    return [path for path in inside if collector.accepts(str(path))]


def _looked_at(collector: Collector, export: Path) -> list[Path]:
    """The files of an export, and the folders in which its media arrive."""
    beside = sorted(each for each in export.iterdir() if each.is_dir()) if export.is_dir() else []
    return [*collector.originals(str(export)), *beside]
