"""Names that a lab keeps itself: ``[[name]]`` entries of its register in TOML."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import msgspec

from marsad.errors import BadInput
from marsad.model import AuthorityRecord
from marsad.plugins import Refused
from marsad.track.list_file import whole


def read(path: Path) -> Iterator[AuthorityRecord | Refused]:
    """Every ``[[name]]``; its id begins with ``lab:``, so that no list is contradicted unseen."""
    try:
        said = tomllib.loads(whole(path).decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput(f"{path.name} is not a register in TOML: {error}") from error
    for number, entry in enumerate(said.get("name", ()), start=1):
        where = f"{path.name}, name {number}"
        try:
            made = msgspec.convert({"source": path.name, **entry}, AuthorityRecord)
        except (msgspec.ValidationError, TypeError) as error:
            yield Refused(where, str(error))
            continue
        unknown = set(entry) - set(AuthorityRecord.__dataclass_fields__)
        if unknown:
            yield Refused(where, f"no such field: {', '.join(sorted(unknown))}")
        elif not made.id.startswith("lab:"):
            yield Refused(where, f"id {made.id!r} does not begin with lab:")
        else:
            yield made
