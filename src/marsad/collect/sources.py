"""The register of sources: added and changed as versions, in a person's name."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from marsad import plugins
from marsad.collect.source_files import FORMS, read_rows
from marsad.errors import BadInput, NotFound
from marsad.model import Source, named, revised
from marsad.phrase import Phrase
from marsad.store import Store
from marsad.store.sources import STATES, Health, Sources
from marsad.store.suggestions import Suggestions

Said = Mapping[str, str | Sequence[str]]
"""Fields of a source as texts, as files and commands give them."""

FIELDS = tuple(each.name for each in fields(Source) if each.name not in ("id", "replaces"))
_DEFAULTS = {each.name: each.default for each in fields(Source) if each.default is not MISSING}


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did."""

    new: int
    changed: int
    same: int
    refused: tuple[str, ...]


def add(store: Store, said: Said, by: str) -> Source:
    """Put a source into the register."""
    made = first_version(said)
    must_be_free(store, made)
    store.add(made, by=by)
    return made


def change(store: Store, handle: str, said: Said, by: str) -> Source:
    """Add a version of a source with other values; nothing is added when they are the same."""
    before = Sources(store).get(handle)
    after = next_version(before, said)
    if after is not before:
        must_be_free(store, after)
        store.add(after, by=by)
    return after


def take_in(store: Store, path: Path, by: str) -> Imported:
    """Add and change sources from YAML, CSV or OPML; a bad row is refused, the rest goes in."""
    there = {source.handle: source for source in Sources(store).all()}
    origins = {_address(source): source.handle for source in there.values()}
    made: dict[str, Source] = {}
    known, refused, changed = set(there), [], 0
    for where, said in read_rows(path):
        try:
            if isinstance(said, str):
                raise BadInput(said)
            source = _from_row(said, there, origins)
            if source.handle in made:
                raise BadInput(
                    Phrase(
                        "handle %(handle)s stands twice in this file", handle=repr(source.handle)
                    )
                )
            _must_be_the_only_one(origins, source)
        except (BadInput, NotFound) as error:
            refused.append(f"{where}: {error}")
            continue
        made[source.handle] = source
        origins[_address(source)] = source.handle
        changed += source.handle in known and source is not there[source.handle]
    new = sum(handle not in known for handle in made)
    store.add(*(each for each in made.values() if there.get(each.handle) is not each), by=by)
    return Imported(new, changed, len(made) - new - changed, tuple(refused))


def give_out(store: Store, form: str) -> str:
    """The register as YAML, CSV, OPML (feeds alone), or as a page to review it by."""
    from marsad.collect.source_review import review_page

    sources = Sources(store)
    if form == "review":
        waiting = Suggestions(store).all("waiting")
        return review_page(sources.all(), sources.healths(), waiting)
    if form not in FORMS:
        raise BadInput(
            Phrase(
                "no form %(form)s; there are %(names)s",
                form=repr(form),
                names=", ".join([*FORMS, "review"]),
            )
        )
    return FORMS[form].write(sources.all())


def mark(store: Store, handle: str, state: str, successor: str, by: str) -> Health:
    """Say what became of a source, in a person's name; the next answer makes it ok again."""
    if state not in STATES:
        raise BadInput(
            Phrase(
                "no state %(state)s; there are %(states)s",
                state=repr(state),
                states=", ".join(STATES),
            )
        )
    sources = Sources(store)
    source = sources.get(handle)
    before = sources.health(source.handle)
    after = Health(
        before.handle, state, before.seen_at, before.tried_at, before.due_at, before.told_until,
        f"{by} marked it so on {datetime.now(UTC):%Y-%m-%d}", before.failures, successor,
    )  # fmt: skip
    with store.write() as writer:
        writer.act("marked source", by, source=source.id, state=state, successor=successor)
    sources.note(after)
    return after


def handle_of(origin: str) -> str:
    """A handle made of an address or a folder: ``t.me-salwan_news``."""
    bare = re.sub(r"^\w+://", "", origin).strip("/. ")
    parts = [part for part in re.split(r"[/\\?#&=:]+", bare) if part]
    parts = parts[-2:] if origin.startswith(("/", ".", "~")) else parts
    made = re.sub(r"[^\w.@-]+", "-", "-".join(parts)).strip("-")
    return made[:60] or "source"


def _from_row(
    said: Said, there: Mapping[str, Source], origins: Mapping[tuple[str, str], str]
) -> Source:
    handle = said.get("handle") or ""
    if isinstance(handle, str) and handle in there:
        return next_version(there[handle], said)
    made = first_version(said)
    holder = there.get(origins.get(_address(made), ""))
    if holder and not handle:
        # What a feed reader calls a feed never overwrites what a person wrote about it.
        kept = {name: value for name, value in said.items() if name != "notes" or not holder.notes}
        return next_version(holder, kept)
    if made.handle in there:
        raise BadInput(
            Phrase(
                "handle %(handle)s belongs to another source; give it one of its own",
                handle=repr(made.handle),
            )
        )
    return made


def first_version(said: Said) -> Source:
    """A source made of texts; BadInput where it has no origin, or nobody can read that."""
    values = _values(said)
    origin = str(values.get("origin", "")).strip()
    if not origin:
        raise BadInput(Phrase("origin is missing; give the address or the folder"))
    if not values.get("collector"):
        values["collector"] = plugins.collector_for(origin).name
    values["handle"] = values.get("handle") or handle_of(origin)
    return named(_made({"id": "", **values}))


def next_version(before: Source, said: Said) -> Source:
    """The same source with other fields; its handle stays."""
    values = _values(said)
    if values.get("handle", before.handle) != before.handle:
        raise BadInput(
            Phrase("%(handle)s keeps its handle; add another source instead", handle=before.handle)
        )
    old = {name: getattr(before, name) for name in FIELDS}
    after = _made({"id": "", **old, **values})
    return revised(before, **{name: getattr(after, name) for name in values})


def _made(values: Mapping[str, Any]) -> Source:
    try:
        return msgspec.convert(values, Source, strict=False)
    except msgspec.ValidationError as error:
        raise BadInput(str(error)) from error


def _values(said: Said) -> dict[str, Any]:
    unknown = [name for name in said if name not in FIELDS]
    if unknown:
        raise BadInput(
            Phrase(
                "no such field: %(unknown)s; there are %(fields)s",
                unknown=", ".join(unknown),
                fields=", ".join(FIELDS),
            )
        )
    values: dict[str, Any] = {}
    for name, value in said.items():
        if name == "outlets":
            parts = value.split(";") if isinstance(value, str) else value
            values[name] = [part.strip() for part in parts if part.strip()]
        elif not isinstance(value, str):
            raise BadInput(Phrase("%(name)s is a list; expected one value", name=name))
        elif value or _DEFAULTS.get(name) == "":
            # An empty cell says "nothing" only where nothing is a value.
            values[name] = value
    return values


def must_be_free(store: Store, made: Source) -> None:
    """BadInput where another source has the handle or the address already."""
    _must_be_new(Sources(store).all(), made)
    try:
        _must_be_new(Sources(store.whole).all(), made)
    except BadInput:
        # It would be written over, or polled twice; what it is called is not told.
        raise BadInput(
            Phrase(
                "%(origin)s cannot be added; ask whoever clears accounts about it",
                origin=made.origin,
            )
        ) from None


def _must_be_new(there: Sequence[Source], made: Source) -> None:
    known = {source.handle for source in there}
    if not made.replaces and made.handle in known:
        raise BadInput(
            Phrase(
                "there is a source %(handle)s already; choose another handle",
                handle=repr(made.handle),
            )
        )
    _must_be_the_only_one({_address(source): source.handle for source in there}, made)


def _must_be_the_only_one(origins: Mapping[tuple[str, str], str], made: Source) -> None:
    holder = origins.get(_address(made), made.handle)
    if holder != made.handle:
        raise BadInput(
            Phrase(
                "%(origin)s is polled as %(holder)s already; change that source",
                origin=made.origin,
                holder=repr(holder),
            )
        )


def _address(source: Source) -> tuple[str, str]:
    return source.collector, source.origin.rstrip("/")
