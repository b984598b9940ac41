"""The register: outlets, events and names, from a TOML file that people keep or from a list."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from marsad.errors import BadInput
from marsad.model import Outlet
from marsad.store import Store
from marsad.track.event_register import take_events
from marsad.track.event_toml import entries, opened
from marsad.track.lists import READERS, guess, take_list
from marsad.track.registered import Registered

LISTS = (".xml", ".json", ".jsonl", ".csv", ".gz", ".txt", ".tsv")
KINDS = ("outlet", "event", "name", "fiction")


def register(store: Store, path: Path, by: str = "marsad", form: str = "") -> Registered:
    """Take in a list of names, or the entries of a TOML file; a bad one is refused, the rest in."""
    if form and form not in READERS:
        raise BadInput(f"no form {form!r}; there are {', '.join(READERS)}")
    # A register is TOML whatever it is called: people name it as they like.
    chosen = form or ("toml" if path.suffix not in LISTS else guess(path))
    return _toml(store, path, by) if chosen == "toml" else take_list(store, path, chosen, by)


def _toml(store: Store, path: Path, by: str) -> Registered:
    said = opened(path)
    if not said.keys() & {"outlet", "event", "name"}:
        raise BadInput(
            f"{path.name} holds no [[outlet]], no [[event]] and no [[name]]; see docs/track.md"
        )
    refused = [f"[[{name}]]: no such entry" for name in said if name not in KINDS]
    outlets = _outlets(said.get("outlet", []), refused)
    new = store.add(*outlets, by=by)
    events = take_events(store, entries(said.get("event", ())), by)
    names = take_list(store, path, "toml", by) if "name" in said else Registered(0, 0, ())
    return Registered(
        new + events.new + names.new,
        len(outlets) - new + events.known + names.known,
        (*refused, *events.refused, *names.refused),
    )


def _outlets(entries: list[Mapping[str, Any]], refused: list[str]) -> list[Outlet]:
    made = []
    for number, entry in enumerate(entries, start=1):
        unknown = set(entry) - set(Outlet.__dataclass_fields__)
        if unknown:
            refused.append(f"outlet {number}: no such field: {', '.join(sorted(unknown))}")
            continue
        try:
            made.append(msgspec.convert(entry, Outlet))
        except msgspec.ValidationError as error:
            refused.append(f"outlet {number}: {error}")
    return made
