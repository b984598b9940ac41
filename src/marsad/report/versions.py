"""Versions of a report: each replaces the one before, and nobody writes over another's."""

from dataclasses import replace
from datetime import UTC, datetime

from marsad.errors import BadInput, Overtaken, Withheld
from marsad.model import Report, made_of
from marsad.phrase import Phrase
from marsad.safeguards import named
from marsad.store import Store

TIERS = ("subscribers", "complimentary")
BACK = "report back"
"""The act of whoever has a report say again what it said before."""
UNSIGNED = "unsigned"
"""Who the custody log names when nobody gave a name."""


def draft(store: Store, handle: str, since: str = "") -> Report:
    """The report as it stands, if it may be changed; ``since`` is the version somebody read."""
    report = store.report(handle)
    if report.state == "published":
        raise Withheld(
            Phrase(
                "%(handle)s is published; add a correction instead of changing it",
                handle=report.handle,
            )
        )
    if since and since != report.id:
        raise overtaken(report)
    return report


def overtaken(now: Report) -> Overtaken:
    """Why a change was not made: somebody else came first."""
    name = now.made_by.removeprefix("person:") or "somebody"
    return Overtaken(
        Phrase(
            "%(name)s changed %(handle)s meanwhile; look at both and save again",
            name=name,
            handle=now.handle,
        )
    )


def next_version(
    store: Store, report: Report, by: str, back_to: str = "", **changes: object
) -> Report:
    """A version that says something else: a signature stands for the words that were read."""
    changed = replace(report, **changes, made_by=by, signed_by=(), replaces=report.id)  # type: ignore[arg-type]
    return stored(store, changed, by, back_to)


def stored(store: Store, report: Report, by: str, back_to: str = "") -> Report:
    """Add a version, unless another one took its place since it was read.

    ``back_to`` is the earlier version that it repeats, where somebody went back.
    """
    made = replace(report, id="", made_at=datetime.now(UTC))
    made = replace(made, id=made_of(made))
    with store.write() as writer:
        if writer.latest_report(made.handle) != made.replaces:
            raise overtaken(store.report(made.handle))
        writer.add([made], by=by or UNSIGNED)
        if back_to:
            writer.act(BACK, by or UNSIGNED, report=made.id, to=back_to)
    return made


def tier_known(tier: str) -> None:
    """Refuse a tier that is none."""
    if tier not in TIERS:
        raise BadInput(
            Phrase(
                "no tier %(tier)s; choose one of %(tiers)s", tier=repr(tier), tiers=", ".join(TIERS)
            )
        )


def author(by: str) -> None:
    """Work may begin without a name; the gate asks for one."""
    if by:
        person(by)


def person(by: str) -> None:
    """Refuse a signature that is no person's."""
    if not named(by):
        raise Withheld(Phrase("%(by)s names no person; sign as person:NAME", by=repr(by)))
