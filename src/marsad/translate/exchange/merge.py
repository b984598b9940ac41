"""What a returned file changes: compared with what went out and with what the lab has now.

Three texts meet in each segment. Where only the file differs from what went out, the file is
taken; where only the lab does, the lab's stays. Where both do, it is a conflict: said, and nothing
is overwritten.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from marsad.errors import NotFound, Withheld
from marsad.model import Segment, Translation
from marsad.plugins import Refused
from marsad.store import Store
from marsad.translate.engine import AID, HUMAN, MACHINE
from marsad.translate.exchange.unit import STATES, Unit
from marsad.translate.marking import earlier, same_person, unsigned
from marsad.translate.review import reviewed
from marsad.translate.segment import stands

_READ = STATES.index("reviewed")


@dataclass(frozen=True, slots=True)
class Outcome:
    """The translation to add, if any, and where both sides had changed."""

    made: Translation | None = None
    conflicts: tuple[Refused, ...] = ()


UNCHANGED = Outcome()


def merged(store: Store, base: Translation, units: Mapping[int, Unit], by: str) -> Outcome:
    """What comes of units that went out with ``base`` and came back from a person."""
    said = {n: unit.target for n, unit in units.items() if unit.target.strip()}
    changed = {n: text for n, text in said.items() if text != _went_out(base)[n - 1]}
    there = [each for each in store.translations(post=base.post) if _same_text(each, base)]
    now = _now(store, base, there, by)
    if not changed and not (now == base and _signs(base, units, by)):
        return UNCHANGED
    if not stands(store, base.post, base.of):
        raise Withheld(
            f"translation {base.id} is of a reading that was since corrected; export the new one"
        )
    if now == base and base not in there:
        raise Withheld(
            f"translation {base.id} was replaced by one in other segments; export that one"
        )
    segments, conflicts = _segments(base, now, changed, units, by)
    if segments == now.segments and now != base:
        return Outcome(conflicts=conflicts)
    if now == base and _signs(base, units, by):
        return Outcome(_new(store, reviewed(store, base.id, by, segments)), conflicts)
    made = unsigned(
        store.post(base.post),
        base.of,
        (base.source_language, base.language),
        segments,
        (by, HUMAN),
    )
    return Outcome(_new(store, replace(made, replaces=_replaced(there, made, base))), conflicts)


def _segments(
    base: Translation,
    now: Translation,
    changed: Mapping[int, str],
    units: Mapping[int, Unit],
    by: str,
) -> tuple[tuple[Segment, ...], tuple[Refused, ...]]:
    found, conflicts = [], []
    for n, (was, is_) in enumerate(zip(_went_out(base), _went_out(now), strict=True), 1):
        target = changed.get(n, is_)
        if target != is_ and is_ != was:
            own = _is_by(now, by)
            conflicts.append(_conflict(units[n], now, own))
            # One's own draft would give way, another's translation stands beside.
            target = is_ if own else target
        found.append(replace(base.segments[n - 1], target=target))
    return tuple(found), tuple(conflicts)


def _conflict(unit: Unit, now: Translation, own: bool) -> Refused:
    who = now.approver or now.reviewer or now.translator
    kept = "the lab's was kept" if own else "both stand side by side"
    return Refused(
        unit.where,
        f"the lab's translation has changed since this file went out: {who} put it otherwise on "
        f"{now.made_at:%Y-%m-%d} (translation {now.id}); {kept}",
    )


def _now(store: Store, base: Translation, there: Sequence[Translation], by: str) -> Translation:
    """What the file is to be compared with: one's own, else what became of ``base``."""
    own = [each for each in there if _is_by(each, by) and _spans(each) == _spans(base)]
    if own:
        return own[-1]
    for each in there:
        if _spans(each) == _spans(base) and _came_of(store, each, base):
            return each
    return base


def _came_of(store: Store, each: Translation, base: Translation) -> bool:
    while each.id != base.id:
        if not each.replaces:
            return False
        try:
            each = store.translation(each.replaces)
        except NotFound:
            return False
    return True


def _signs(base: Translation, units: Mapping[int, Unit], by: str) -> bool:
    """Say whether the file has every segment read against its source, which is a review."""
    if base.kind == AID or base.state != "draft" or same_person(base.translator, by):
        return False
    ranks = [STATES.index(unit.state) for unit in units.values() if unit.state in STATES]
    return len(ranks) == len(base.segments) and min(ranks) >= _READ


def _replaced(there: Sequence[Translation], made: Translation, base: Translation) -> str:
    """A machine's draft gives way to what a person made of it; a person's stays beside."""
    older = earlier(there, made)
    machine = base.kind == MACHINE and base.state == "draft"
    return older or (base.id if machine and base in there else "")


def _new(store: Store, made: Translation) -> Translation | None:
    """What the lab never had: going back to earlier words is done at the desk, not by a file."""
    try:
        store.translation(made.id)
    except NotFound:
        return made
    return None


def _went_out(of: Translation) -> tuple[str, ...]:
    return tuple("" if of.kind == AID else each.target for each in of.segments)


def _same_text(one: Translation, base: Translation) -> bool:
    comparable = one.kind != AID or one.id == base.id
    return comparable and (one.of, one.language) == (base.of, base.language)


def _is_by(of: Translation, by: str) -> bool:
    return of.kind == HUMAN and same_person(of.translator, by)


def _spans(of: Translation) -> list[tuple[int, int]]:
    return [(each.start, each.end) for each in of.segments]
