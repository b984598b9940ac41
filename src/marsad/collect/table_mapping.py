"""Which column means what: read from a TOML file, or known by heart for programs we know."""

import tomllib
from collections.abc import Collection
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from marsad.errors import BadInput
from marsad.phrase import Phrase

FILE = "mapping.toml"
KINDS = ("channel", "group", "private")
_4CAT = {"id", "thread_id", "author", "body", "unix_timestamp"}


@dataclass(frozen=True, slots=True)
class Columns:
    """Names of columns; a name with dots leads into the objects of a JSON line."""

    text: str = ""
    id: str = ""
    time: str = ""
    place: str = ""
    author: str = ""
    link: str = ""
    reply: str = ""
    forward: str = ""


@dataclass(frozen=True, slots=True)
class Mapping:
    """How the rows of a table are read."""

    columns: Columns
    time_format: str = "iso"
    """``iso``, ``unix``, ``unix-ms``, or the letters of ``strptime``."""
    zone: ZoneInfo | None = None
    """Of times that carry none."""
    platform: str = ""
    kind: str = "group"
    """Authors of rows are private persons unless somebody says that they are an outlet."""
    place: str = ""
    """The id of the place, where no column says it."""
    place_name: str = ""
    encoding: str = ""
    delimiter: str = ""
    fiction: bool = False


def mapping_file(table: Path) -> Path | None:
    """The mapping that stands beside a table; nothing when there is none."""
    own = table.with_name(f"{table.name}.mapping.toml")
    return next((path for path in (own, table.with_name(FILE)) if path.is_file()), None)


def read_mapping(path: Path) -> Mapping:
    """Read a mapping, and refuse what it should not hold."""
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput(
            Phrase(
                "%(path)s cannot be read: %(error)s; correct that line", path=path.name, error=error
            )
        ) from error
    columns, time, place = (_part(said, name, path) for name in ("columns", "time", "place"))
    _known(said, ("columns", "time", "place", "encoding", "delimiter", "fiction"), path)
    _known(columns, [each.name for each in fields(Columns)], path)
    _known(time, ("format", "zone"), path)
    _known(place, ("platform", "kind", "id", "name"), path)
    return _checked(
        Mapping(
            columns=Columns(**columns),
            time_format=time.get("format", "iso"),
            zone=_zone(time.get("zone", ""), path),
            platform=place.get("platform", ""),
            kind=place.get("kind", "group"),
            place=place.get("id", ""),
            place_name=place.get("name", ""),
            encoding=said.get("encoding", ""),
            delimiter=said.get("delimiter", ""),
            fiction=said.get("fiction", False) is True,
        ),
        path.name,
    )


def known_mapping(header: Collection[str]) -> Mapping | None:
    """The mapping of a program that writes such a header; nothing when we know none."""
    there = set(header)
    if not there >= _4CAT:
        return None
    telegram = "author_forwarded_from_name" in there
    columns = Columns(
        text="body",
        id="id",
        time="unix_timestamp",
        place="chat" if "chat" in there else "thread_id",
        author="author",
        reply="reply_to" if "reply_to" in there else "",
        forward="author_forwarded_from_name" if telegram else "",
    )
    return Mapping(columns, "unix", platform="Telegram" if telegram else "4CAT")


def _part(said: dict[str, Any], name: str, path: Path) -> dict[str, str]:
    part = said.get(name, {})
    if not isinstance(part, dict) or not all(isinstance(each, str) for each in part.values()):
        raise BadInput(
            Phrase(
                "%(path)s: [%(name)s] is no list of names and words in quotation marks",
                path=path.name,
                name=name,
            )
        )
    return part


def _known(said: Collection[str], names: Collection[str], path: Path) -> None:
    for name in said:
        if name not in names:
            raise BadInput(
                Phrase(
                    "%(path)s has no place for %(name)s; there are %(names)s",
                    path=path.name,
                    name=repr(name),
                    names=", ".join(names),
                )
            )


def _zone(name: str, path: Path) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise BadInput(
            Phrase(
                "%(path)s: zone %(name)s is not known; expected a name such as 'Asia/Amman'",
                path=path.name,
                name=repr(name),
            )
        ) from error


def _checked(mapping: Mapping, name: str) -> Mapping:
    columns = mapping.columns
    for needed in ("text", "id", "time"):
        if not getattr(columns, needed):
            raise BadInput(
                Phrase(
                    "%(name)s names no column for %(needed)s; add it under [columns]",
                    name=name,
                    needed=needed,
                )
            )
    if not mapping.platform:
        raise BadInput(Phrase("%(name)s names no platform; add it under [place]", name=name))
    if not (columns.place or mapping.place):
        raise BadInput(
            Phrase(
                "%(name)s names no place; add a column for it, or an id under [place]", name=name
            )
        )
    if mapping.kind not in KINDS:
        raise BadInput(
            Phrase(
                "%(name)s: kind %(kind)s is none of %(kinds)s",
                name=name,
                kind=repr(mapping.kind),
                kinds=", ".join(KINDS),
            )
        )
    if len(mapping.delimiter) > 1:
        raise BadInput(
            Phrase(
                "%(name)s: delimiter %(delimiter)s is more than one sign",
                name=name,
                delimiter=repr(mapping.delimiter),
            )
        )
    return mapping
