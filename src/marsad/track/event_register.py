"""The register of events: taken in from lists, written by hand, changed by new versions."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from marsad.errors import BadInput, NotFound
from marsad.model import Event, made_of
from marsad.phrase import Phrase
from marsad.plugins import Refused
from marsad.store import Store
from marsad.text.fold import folded
from marsad.track import event_csv, event_ics, event_toml, event_ucdp
from marsad.track.event_entry import FIELDS, entry
from marsad.track.list_file import lines
from marsad.track.registered import Registered

Read = Callable[[Path, str], Iterator[Event | Refused]]

READERS: dict[str, Read] = {
    "toml": event_toml.read,
    "csv": event_csv.read,
    "ics": event_ics.read,
    "ucdp": event_ucdp.read,
}
SHORTEST = 4
"""Letters of a name of an outlet from which on a source that begins with it is taken for it."""


def import_events(
    store: Store, path: Path, by: str, form: str = "", source: str = ""
) -> Registered:
    """Take in the events of a file; a faulty one is refused with its number, the rest goes in."""
    if form and form not in READERS:
        raise BadInput(
            Phrase(
                "no form %(form)s; there are %(readers)s",
                form=repr(form),
                readers=", ".join(READERS),
            )
        )
    return take_events(store, READERS[form or guess(path)](path, source), by)


def guess(path: Path) -> str:
    """The form of a list of events, by its name and its first line."""
    if path.suffix in (".toml", ".ics"):
        return path.suffix[1:]
    for _, line in lines(path):
        if line.lstrip(b"\xef\xbb\xbf").startswith(b"BEGIN:VCALENDAR"):
            return "ics"
        if event_ucdp.is_line(line):
            return "ucdp"
        if b"title" in line.lower() and b"start" in line.lower():
            return "csv"
        break
    raise BadInput(
        Phrase(
            "%(name)s is no list of events of a known form; its first line names no "
            "title and start. Say which with --form: %(readers)s",
            name=path.name,
            readers=", ".join(READERS),
        )
    )


def take_events(store: Store, events: Iterable[Event | Refused], by: str) -> Registered:
    """Add what is new; what says something else than ever before becomes the next version.

    An older wording is known already, and changes nothing: the same list may be read in again
    after a person has mended an event by hand.
    """
    independent, versions = _independent(store), _versions(store)
    refused: list[str] = []
    fresh: list[Event] = []
    known = 0
    for event in events:
        if isinstance(event, Refused):
            refused.append(f"{event.where}: {event.reason}")
        elif why := independent(event.source):
            refused.append(f"event {event.id}: {why}")
        elif (before := versions.get(event.handle)) is None:
            fresh.append(event)
            versions[event.handle] = [event]
        elif content(event) in map(content, before):
            known += 1
        else:
            fresh.append(next_version(before[-1], event))
            before.append(fresh[-1])
    return Registered(store.add(*fresh, by=by), known, tuple(refused))


def standing(store: Store, name: str) -> Event:
    """The version of an event that stands, by its name or the id of any version."""
    handle = store.event(name).handle
    for event in store.events():
        if event.handle == handle:
            return event
    raise NotFound(
        Phrase(
            "no event %(name)s in the register; see: marsad track LAB event list", name=repr(name)
        )
    )


def add_event(store: Store, by: str, **said: Any) -> Event:
    """Add an event by hand."""
    made = _checked(said)
    if made.handle in _versions(store):
        raise BadInput(
            Phrase(
                "event %(id)s is there; change it with: marsad track LAB event revise", id=made.id
            )
        )
    return _added(store, made, by)


def revise_event(store: Store, name: str, by: str, **changes: Any) -> Event:
    """Make the next version of an event; the same one when nothing changes."""
    before = standing(store, name)
    said = {each: getattr(before, each) for each in FIELDS if each != "id"}
    made = _checked({**said, **changes, "id": before.handle})
    if content(made) == content(before):
        return before
    return _added(store, next_version(before, made), by)


def next_version(before: Event, event: Event) -> Event:
    """An event as the version that replaces another one."""
    made = replace(event, id=before.handle, first=before.handle, replaces=before.id)
    return replace(made, id=f"{before.handle}+{made_of(made)[:8]}")


def content(event: Event) -> Event:
    """What an event says, whichever version it is."""
    return replace(event, id=event.handle, first="", replaces="")


def _checked(said: dict[str, Any]) -> Event:
    try:
        return entry(said)
    except ValueError as error:
        raise BadInput(Phrase("the event cannot be taken in: %(why)s", why=error)) from error


def _added(store: Store, event: Event, by: str) -> Event:
    if why := _independent(store)(event.source):
        raise BadInput(Phrase("the event cannot be taken in: %(why)s", why=why))
    store.add(event, by=by)
    return event


def _versions(store: Store) -> dict[str, list[Event]]:
    """Every version of every event, oldest first."""
    found: dict[str, list[Event]] = {}
    for event in store.every(Event):
        found.setdefault(event.handle, []).append(event)
    return found


def _independent(store: Store) -> Callable[[str], str]:
    """Say why a source is none of its own: it cites a place or an outlet whose posts are asked."""
    addresses = {folded(place.address) for place in store.places() if place.address}
    heads = {folded(f"{place.platform}, {place.name}") for place in store.places()}
    for outlet in store.outlets():
        names = (outlet.name, outlet.latin, *outlet.aliases)
        heads |= {folded(name) for name in names if len(name) >= SHORTEST}

    def why(source: str) -> str:
        said = folded(source)
        cited = any(address in said for address in addresses)
        if cited or any(_begins(said, head) for head in heads):
            return "its source is one of the places or outlets whose posts it is to explain"
        return ""

    return why


def _begins(said: str, head: str) -> bool:
    return said.startswith(head) and not said[len(head) : len(head) + 1].isalnum()
