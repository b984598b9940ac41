"""Groups from a galaxy cluster of MISP: one JSON object with ``values``."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from marsad.errors import BadInput
from marsad.model import AuthorityRecord
from marsad.plugins import Refused
from marsad.track.list_file import apart, clean, whole


def read(path: Path) -> Iterator[AuthorityRecord | Refused]:
    """Every value of the cluster as an organisation, with its synonyms."""
    try:
        said = msgspec.json.decode(whole(path), type=dict[str, Any])
        values = msgspec.convert(said["values"], list[Any])
    except (msgspec.DecodeError, msgspec.ValidationError, KeyError, RecursionError) as error:
        raise BadInput(f"{path.name} is no galaxy cluster: {error}") from error
    source = (
        f"MISP galaxy {clean(said.get('name')) or path.name}, version {said.get('version', '?')}"
    )
    for number, value in enumerate(values, start=1):
        try:
            yield _record(value, source)
        except (ValueError, TypeError, AttributeError) as error:
            yield Refused(f"{path.name}, value {number}", str(error))


def _record(value: dict[str, Any], source: str) -> AuthorityRecord:
    name, meta = clean(value.get("value")), value.get("meta") or {}
    return AuthorityRecord(
        id=f"misp:{clean(value.get('uuid'))}",
        kind="organisation",
        name=name,
        latin=name if name.isascii() else "",
        aliases=apart(meta.get("synonyms") or (), name),
        source=source,
        country=clean(meta.get("country")),
        notes=clean(value.get("description"))[:5000],
    )
