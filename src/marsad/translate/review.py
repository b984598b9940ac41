"""A person writes, reviews, approves. Whoever approves answers for the words by name."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from marsad.errors import NotFound, Withheld
from marsad.model import Segment, Translation, made_of
from marsad.store import Store
from marsad.translate.engine import AID, HUMAN
from marsad.translate.marking import bound, content_id, earlier, person, same_person, unsigned
from marsad.translate.segment import TEXT, UNKNOWN, sources, stands, text_of


@dataclass(frozen=True, slots=True)
class Approved:
    """An approved translation, and whether this approval is the one that made it so."""

    translation: Translation
    new: bool
    note: str


def write(
    store: Store,
    post: str,
    segments: Sequence[Segment],
    by: str,
    of: str = TEXT,
    to: str = "",
) -> Translation:
    """Put a person's own translation on the desk, as a draft in place of their earlier one."""
    translator, to = person(by), to or store.settings.language
    seen = store.post(post)
    checked = bound(segments, text_of(store, seen.id, of), f"post {seen.id}")
    spoken = {each.of: each.language for each in sources(store, seen)}
    languages = (spoken.get(of, UNKNOWN), to)
    made = unsigned(seen, of, languages, checked, (translator, HUMAN))
    made = replace(made, replaces=earlier(store.translations(post=seen.id), made))
    store.add(made, by=translator)
    return made


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
    _current(store, old)
    _no_aid(old)
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


def approve(store: Store, id: str, by: str) -> Approved:
    """Answer for a translation by name, so that it may be quoted."""
    approver, old = person(by), _latest(store, store.translation(id))
    if old.state == "approved":
        note = f"translation {old.id} is already approved by {old.approver}; nothing changed"
        return Approved(old, False, note)
    _current(store, old)
    _no_aid(old)
    if old.kind == HUMAN and same_person(approver, old.translator):
        raise Withheld(
            f"{approver} made translation {old.id}; have another person read and approve it"
        )
    bound(old.segments, text_of(store, old.post, old.of), f"translation {old.id}")
    made = replace(
        old,
        id=made_of("approved", old.id, approver),
        made_at=datetime.now(UTC),
        state="approved",
        reviewer=old.reviewer or approver,
        approver=approver,
        replaces=old.id,
    )
    store.add(made, by=approver)
    return Approved(made, True, f"translation {made.id} is approved by {approver}")


def _current(store: Store, old: Translation) -> None:
    standing = store.translations(post=old.post)
    if all(each.id != old.id for each in standing):
        newer = ", ".join(each.id for each in standing if each.of == old.of)
        raise Withheld(f"translation {old.id} was replaced; take the one that stands: {newer}")
    if not stands(store, old.post, old.of):
        raise Withheld(
            f"translation {old.id} is of a reading that was since corrected; translate the new one"
        )


def _latest(store: Store, asked: Translation) -> Translation:
    """An approved successor of what was asked for, if there is one: approving it again is idle."""
    for each in store.translations(post=asked.post, state="approved"):
        if each.replaces == asked.id:
            return each
    return asked


def _no_aid(old: Translation) -> None:
    if old.kind == AID:
        raise Withheld(
            f"translation {old.id} is a reading aid, not a translation; write or import one"
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
