"""One translation beside its source, and what may be done with it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from marsad.errors import BadInput, MarsadError, NotFound
from marsad.model import Finding, Post, Segment, Translation
from marsad.store import Store
from marsad.text.bidi import visible_controls
from marsad.translate import shown as shown_targets
from marsad.translate.engine import AID, HUMAN
from marsad.translate.segment import TEXT


@dataclass(frozen=True, slots=True)
class Typed:
    """What a person typed into a form that was refused, and why it was."""

    reviewer: str = ""
    targets: tuple[str, ...] = ()
    error: MarsadError | None = None
    approver: str = ""
    because: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """A segment: its source, what it says now, and what stands in the form."""

    number: int
    source: str
    target: str
    typed: str
    hidden: bool
    """Characters in it cannot be seen."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the page of a translation shows."""

    translation: Translation
    label: str
    post: Post
    read: Finding | None
    """What was read in a picture, when that is what is translated."""
    pairs: tuple[Pair, ...]
    aid: bool
    machine: bool
    standing: bool
    instead: tuple[Translation, ...]
    """What took its place."""
    zone: ZoneInfo


def desk_translation(store: Store, id: str, typed: Typed) -> Sheet:
    """Lay a translation beside its source."""
    found = store.translation(id)
    there = [each for each in store.translations(post=found.post) if each.of == found.of]
    standing = any(each.id == found.id for each in there)
    return Sheet(
        found,
        label(found),
        store.post(found.post),
        _read(store, found),
        _pairs(found, typed.targets),
        found.kind == AID,
        found.kind not in (AID, HUMAN),
        standing,
        () if standing else tuple(there),
        store.settings.zone,
    )


def label(translation: Translation) -> str:
    """What a translation is, so that nobody takes a machine's draft for a person's word."""
    if translation.kind == AID:
        return "Reading aid, not a translation"
    if translation.kind == HUMAN:
        return f"Translation by a person, {translation.state}"
    unread = "not reviewed by anybody" if translation.state == "draft" else translation.state
    return f"Machine draft, {unread}"


def corrected(translation: Translation, targets: Sequence[str]) -> tuple[Segment, ...]:
    """The segments with the targets that a form brought."""
    if len(targets) != len(translation.segments):
        raise BadInput(
            f"the form brought {len(targets)} targets for {len(translation.segments)} segments; "
            "open the page again"
        )
    return tuple(
        replace(segment, target=target.replace("\r\n", "\n"))
        for segment, target in zip(translation.segments, targets, strict=True)
    )


def _pairs(found: Translation, typed: Sequence[str]) -> tuple[Pair, ...]:
    # Only what fits is taken over: a form of another length was not made for this translation.
    kept = typed if len(typed) == len(found.segments) else [each.target for each in found.segments]
    return tuple(
        Pair(number, each.source, target, now, visible_controls(now) != now)
        for number, (each, target, now) in enumerate(
            zip(found.segments, shown_targets(found), kept, strict=True), 1
        )
    )


def _read(store: Store, found: Translation) -> Finding | None:
    if found.of == TEXT:
        return None
    try:
        return store.finding(found.of)
    except NotFound:
        return None
