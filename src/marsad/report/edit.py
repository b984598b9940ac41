"""Change a draft by one or several steps at once: one new version, or none if nothing changed."""

from dataclasses import replace
from functools import reduce

from marsad.errors import BadInput, NotFound
from marsad.model import Report
from marsad.phrase import Phrase
from marsad.report.spots import spot
from marsad.report.steps import Step, dropped, moved, restored, worded
from marsad.report.taking import taken
from marsad.report.versions import BACK, author, draft, next_version
from marsad.store import Store


def edit(
    store: Store, handle: str, *steps: Step, by: str, since: str = "", back_to: str = ""
) -> Report:
    """Store the version that the steps lead to; ``since`` is the version that somebody read."""
    author(by)
    report = draft(store, handle, since)
    changed = reduce(lambda so_far, step: step(so_far), steps, report)
    if alike(report, changed):
        return report
    return next_version(store, changed, by, back_to)


def take(store: Store, handle: str, post: str, *, by: str, outlet: str = "") -> Report:
    """Put a post in as it can be cited: what may be quoted of it, its pictures, its footnote."""
    return edit(store, handle, taken(store, post, outlet), by=by)


def write(store: Store, handle: str, at: str, words: str, *, by: str) -> Report:
    """Put other words at a place."""
    return edit(store, handle, worded(store, {at: words}, by), by=by)


def move(store: Store, handle: str, at: str, to: int, *, by: str) -> Report:
    """Move what stands at a place among its like."""
    return edit(store, handle, moved(spot(at), to), by=by)


def drop(store: Store, handle: str, at: str, *, by: str) -> Report:
    """Take out what stands at a place; going back brings it in again."""
    return edit(store, handle, dropped(spot(at)), by=by)


def go_back(store: Store, handle: str, version: str = "", *, by: str, since: str = "") -> Report:
    """Say again what an earlier version said, as a new one; else what stood before the last."""
    report = store.report(handle)
    old = store.report(version) if version else undone(store, report.handle)
    if old is None:
        raise BadInput(
            Phrase(
                "nothing stood in %(handle)s before this; there is nothing to undo",
                handle=report.handle,
            )
        )
    if old.handle != report.handle:
        raise NotFound(
            Phrase(
                "%(version)s is no version of %(handle)s; list them and choose one",
                version=repr(version),
                handle=report.handle,
            )
        )
    return edit(store, handle, restored(old), by=by, since=since, back_to=old.id)


def undone(store: Store, handle: str) -> Report | None:
    """The version that stood before the last change that still stands; nothing at the first.

    Whoever undoes twice goes back two changes: going back is none itself, unless it skips some.
    """
    went = {act["report"]: act["to"] for act in store.acts(BACK)}
    changes: list[Report] = []
    for each in store.report_versions(handle):
        if len(changes) > 1 and went.get(each.id) == changes[-2].id:
            changes.pop()
        elif not changes or not alike(changes[-1], each):
            changes.append(each)
    return changes[-2] if len(changes) > 1 else None


def alike(one: Report, other: Report) -> bool:
    """Whether two versions say the same, whoever made and signed them."""
    return replace(other, id=one.id, made_by=one.made_by, made_at=one.made_at, state=one.state,
                   signed_by=one.signed_by, replaces=one.replaces, evidence=one.evidence,
                   corrections=one.corrections) == one  # fmt: skip
