"""Returned work: units into drafts and reviews of the person who brings them."""

from collections.abc import Iterable, Sequence

from marsad.errors import MarsadError, NotFound
from marsad.plugins import Refused
from marsad.store import Store
from marsad.translate.exchange.check import sorted_out
from marsad.translate.exchange.imported import Imported, Pending, Progress
from marsad.translate.exchange.merge import UNCHANGED, merged
from marsad.translate.exchange.unit import Unit


def take(
    store: Store,
    units: Iterable[Unit | Refused],
    signed: str,
    progress: Progress | None = None,
) -> Imported:
    """Take in what a person brings back; whatever is not as it went out is refused by its place."""
    done, pending = Imported(), Pending(store, signed)
    by_translation: dict[str, list[Unit]] = {}
    for unit in units:
        if isinstance(unit, Refused):
            done.refused.append(unit)
        else:
            by_translation.setdefault(unit.translation, []).append(unit)
    for some in by_translation.values():
        try:
            _take_one(store, some, signed, pending, done)
        except MarsadError as reason:
            done.refused.append(Refused(some[0].where, str(reason)))
        if progress:
            progress(len(some))
    pending.flush()
    return done


def _take_one(
    store: Store, units: Sequence[Unit], signed: str, pending: Pending, done: Imported
) -> None:
    try:
        base = store.translation(units[0].translation)
    except NotFound:
        raise NotFound(
            f"there is no translation {units[0].translation[:40]!r} in this lab, so its "
            f"{len(units)} units belong to another lab or their ids were changed"
        ) from None
    good, refused = sorted_out(base, units)
    done.refused += refused
    if pending.holds(base.post):
        pending.flush()
    outcome = merged(store, base, good, signed)
    done.conflicts += outcome.conflicts
    if outcome.made:
        pending.put([outcome.made])
    done.added += bool(outcome.made)
    done.unchanged += bool(good) and outcome == UNCHANGED
