"""What became of a translation: its versions, what changed, who was asked and who decided."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any

from marsad.model import Segment, Translation
from marsad.store import Store
from marsad.store.standing import CHOSEN
from marsad.translate.assign import ASSIGNED
from marsad.translate.engine import HUMAN
from marsad.translate.rivals import signer
from marsad.translate.writing import DISPUTED

MOST = 4_000_000
"""Comparisons of words; what needs more is shown as out and in, for it would take long."""
_WORD = re.compile(r"\S+")
_AS = {"equal": ("same",), "delete": ("out",), "insert": ("in",), "replace": ("out", "in")}


@dataclass(frozen=True, slots=True)
class Part:
    """Words that stayed, went out or came in."""

    kind: str
    """``same``, ``out`` or ``in``."""
    words: str


@dataclass(frozen=True, slots=True)
class Change:
    """A segment that another version puts otherwise."""

    start: int
    end: int
    source: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One version, or something that was decided about one."""

    at: datetime
    by: str
    what: str
    """A version is drafted, written, reviewed or approved; it is assigned, disputed, chosen."""
    translation: str
    because: str = ""
    to: str = ""
    """Who was asked, or which other versions it was about."""
    changes: tuple[Change, ...] = ()


def history(store: Store, id: str) -> list[Step]:
    """Every step of a translation before and after this version, oldest first."""
    chain = versions(store, store.translation(id))
    before: Mapping[str, Translation] = {each.id: each for each in chain}
    steps = [_step(each, before.get(each.replaces)) for each in chain]
    steps += _decisions(store, {each.id for each in chain})
    return sorted(steps, key=lambda step: step.at)


def versions(store: Store, of: Translation) -> list[Translation]:
    """The versions that this one replaced and those that replaced it, oldest first."""
    everything = store.translation_versions(of.post)
    by_id = {each.id: each for each in everything}
    first = of
    while earlier := by_id.get(first.replaces):
        first = earlier
    chain = {first.id}
    for each in everything:
        if each.replaces in chain:
            chain.add(each.id)
    return [each for each in everything if each.id in chain]


def compared(old: Sequence[Segment], new: Sequence[Segment]) -> Iterator[Change]:
    """The segments whose target is another one, word by word."""
    before = {(each.start, each.end): each.target for each in old}
    after = {(each.start, each.end) for each in new}
    gone = [each for each in old if each.target and (each.start, each.end) not in after]
    for each in [*gone, *new]:
        place = each.start, each.end
        was, now = before.get(place, ""), "" if place not in after else each.target
        if was != now:
            yield Change(*place, each.source, tuple(parts(was, now)))


def parts(old: str, new: str) -> Iterator[Part]:
    """What stayed, went out and came in, in whole words."""
    one, other = _WORD.findall(old), _WORD.findall(new)
    if len(one) * len(other) > MOST:
        yield from (Part("out", old), Part("in", new))
        return
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        for kind in _AS[tag]:
            yield Part(kind, " ".join(other[c:d] if kind == "in" else one[a:b]))


def _step(made: Translation, old: Translation | None) -> Step:
    what = made.state
    if what == "draft":
        what = "written" if made.kind == HUMAN else "drafted"
    changes = tuple(compared(old.segments, made.segments)) if old else ()
    return Step(made.made_at, signer(made), what, made.id, changes=changes)


def _decisions(store: Store, chain: set[str]) -> Iterator[Step]:
    for said in store.acts(ASSIGNED, DISPUTED, CHOSEN):
        against = [said.get("against", ""), *said.get("over", ())]
        if said["translation"] in chain or not chain.isdisjoint(against):
            yield _decision(said, ", ".join(filter(None, against)))


def _decision(said: Mapping[str, Any], against: str) -> Step:
    return Step(
        datetime.fromisoformat(said["at"]),
        said["by"],
        said["act"].removeprefix("translation "),
        said["translation"],
        said.get("because", ""),
        said.get("to", against),
    )
