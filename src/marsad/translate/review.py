"""A person signs a translation as read against its source."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from marsad.errors import NotFound
from marsad.model import Segment, Translation, made_of
from marsad.store import Store
from marsad.translate.marking import bound, content_id, person
from marsad.translate.segment import text_of
from marsad.translate.standing import current, no_aid


def review(
    store: Store, id: str, by: str, segments: Sequence[Segment] | None = None
) -> Translation:
    """Sign a translation as read against its source, with or without corrections."""
    made = reviewed(store, id, by, segments)
    store.add(made, by=person(by))
    return made


def reviewed(
    store: Store, id: str, by: str, segments: Sequence[Segment] | None = None
) -> Translation:
    """What ``review`` adds; the old one where it says nothing new."""
    reviewer, old = person(by), store.translation(id)
    current(store, old)
    no_aid(old)
    text, called = text_of(store, old.post, old.of), f"translation {old.id}"
    checked = bound(old.segments if segments is None else segments, text, called)
    if old.segments == checked and (old.state == "approved" or old.reviewer == reviewer):
        return old
    return replace(
        old,
        id=_fresh(store, old, checked, reviewer),
        segments=checked,
        made_at=datetime.now(UTC),
        state="reviewed",
        reviewer=reviewer,
        approver="",
        replaces=old.id,
    )


def _fresh(store: Store, old: Translation, segments: tuple[Segment, ...], reviewer: str) -> str:
    # Going back to earlier words is a new decision: it needs an id that is not taken yet.
    languages = (old.source_language, old.language)
    id = content_id(old.post, old.of, languages, segments, (old.translator, reviewer))
    try:
        store.translation(id)
    except NotFound:
        return id
    return made_of(id, old.id)
