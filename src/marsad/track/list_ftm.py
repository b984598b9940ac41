"""Targets in the form of FollowTheMoney, one entity a line, as OpenSanctions publishes them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from marsad.model import AuthorityRecord
from marsad.plugins import Refused
from marsad.track.list_file import apart, clean, lines

KINDS = {"Person": "person", "Organization": "organisation", "LegalEntity": "organisation",
         "Company": "organisation", "PublicBody": "organisation"}  # fmt: skip
REASONS = {"sanction": "designated on a list of sanctions", "role.pep": "holds a public office"}
"""Topics that make a person's role public; a person without one is refused."""


def read(path: Path) -> Iterator[AuthorityRecord | Refused]:
    """Every person and organisation; addresses, passports and the like are left out."""
    for number, line in lines(path):
        try:
            said = msgspec.json.decode(line, type=dict[str, Any])
            if said.get("schema") in KINDS:
                yield _record(said)
        except (msgspec.DecodeError, ValueError, TypeError, AttributeError) as error:
            yield Refused(f"{path.name}, line {number}", str(error))


def _record(said: dict[str, Any]) -> AuthorityRecord:
    properties = said.get("properties") or {}
    names = apart([said.get("caption"), *properties.get("name", ())])
    if not names:
        raise ValueError("there is no name")
    topics = [str(topic) for topic in properties.get("topics", ())]
    kind = KINDS[said["schema"]]
    reasons = [REASONS[topic] for topic in topics if topic in REASONS]
    return AuthorityRecord(
        id=f"ftm:{clean(said.get('id'))}",
        kind=kind,
        name=next((name for name in names if not name.isascii()), names[0]),
        latin=next((name for name in names if name.isascii()), ""),
        aliases=apart([*names, *properties.get("alias", ())]),
        weak=apart(properties.get("weakAlias", ())),
        source=f"FollowTheMoney: {', '.join(map(str, said.get('datasets', ())))}",
        reason="; ".join(reasons) if kind == "person" else "",
        country=clean(next(iter(properties.get("country", ())), "")),
    )
