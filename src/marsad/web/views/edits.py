"""What a form asks for, as steps; and a report as somebody is typing it, judged."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import reduce

from marsad.errors import BadInput, MarsadError
from marsad.model import Report
from marsad.phrase import Phrase
from marsad.report.check import lacking
from marsad.report.edit import alike, edit, go_back
from marsad.report.missing import Missing
from marsad.report.spots import Spot, siblings, spot
from marsad.report.steps import Step, confirmed, dropped, moved, worded
from marsad.report.taking import quoting, showing, taken
from marsad.store import Store
from marsad.web.views.candidates import Shelf
from marsad.web.views.editor_parts import Field, Quoted, quoted

ACTS = ("save", "find", "undo", "take", "quote", "show", "move", "drop")


@dataclass(frozen=True, slots=True)
class Sent:
    """What a form brought: words for places, and one thing to do."""

    since: str
    """The version that the page showed."""
    act: str
    """Such as ``move 2.1 1``, ``drop 2.1.q1`` or ``take POST``."""
    words: Mapping[str, str]
    confirmed: tuple[str, ...]
    shelf: Shelf
    pad: str = ""
    """The pad that the page went on with."""
    stamp: int = 0
    """The last stamp of a pad that the page has seen."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is said about a report while it is typed."""

    report: Report
    quoted: tuple[Quoted, ...]
    gate: tuple[Missing, ...]

    def plain(self) -> dict[str, object]:
        """Say it to a script."""
        return {
            "quotations": {
                each.field.at: {"complaints": each.complaints, "would": each.would}
                for each in self.quoted
            },
            "gate": [
                {"at": each.at, "where": each.where, "what": each.what, "remedy": each.remedy}
                for each in self.gate
            ],
        }


def done(store: Store, handle: str, form: Sent, by: str) -> Report:
    """Do what a form asks for, as one new version."""
    if form.act != "undo":
        return edit(store, handle, *_steps(store, form, by), by=by, since=form.since)
    now = store.report(handle)
    if form.since == now.id and not alike(now, worded(store, form.words, by)(now)):
        raise BadInput(Phrase("something was typed and not saved; save it first, then undo"))
    return go_back(store, handle, by=by, since=form.since)


def _steps(store: Store, form: Sent, by: str) -> Iterator[Step]:
    """The words first, so that what was typed goes with what is moved."""
    yield worded(store, form.words, by)
    if form.confirmed:
        yield confirmed(form.confirmed, by)
    act, _, said = form.act.partition(" ")
    if act not in ("", *ACTS):
        raise BadInput(
            Phrase(
                "%(act)s is nothing to do here; there are %(acts)s",
                act=repr(act[:20]),
                acts=", ".join(ACTS),
            )
        )
    if said:
        yield _asked(store, act, said)


def _asked(store: Store, act: str, said: str) -> Step:
    at, _, other = said.partition(" ")
    if act == "take":
        return taken(store, said)
    if act == "drop":
        return dropped(spot(at))
    if act == "quote":
        return quoting(store, spot(at), other)
    if act == "show":
        return showing(store, spot(at), other)
    if not (other.isascii() and other.isdecimal()):
        raise BadInput(
            Phrase("%(other)s is no number of a place to move to", other=repr(other[:20]))
        )
    return moved(spot(at), int(other[:4]))


def landed(report: Report, act: str) -> str:
    """Where on the page somebody goes on after something was done."""
    done, _, said = act.partition(" ")
    if done == "take":
        for b, block in enumerate(report.blocks, 1):
            for i, item in enumerate(block.items, 1):
                if item.post == said:
                    return f"at-{b}.{i}"
    if done == "move":
        at, _, to = said.partition(" ")
        there = spot(at)
        return f"at-{_nth(there, min(max(int(to[:4]), 1), len(siblings(report, _nth(there, 1)))))}"
    return f"at-{said.partition(' ')[0]}" if done in ("quote", "show") else "last"


def tried(store: Store, report: Report, form: Sent) -> Told:
    """The report with what was typed, as far as it can be put in, and what the gate says."""
    try:
        changed = reduce(lambda so_far, step: step(so_far), _typed(store, form), report)
    except MarsadError:
        # The page is of an older version: what stands is judged until it is opened again.
        changed = report
    judged = tuple(
        quoted(store, quote, _field(f"{b}.{i}.q{n}", quote.words))
        for b, block in enumerate(changed.blocks, 1)
        for i, item in enumerate(block.items, 1)
        for n, quote in enumerate(item.quotes, 1)
    )
    if not alike(report, changed):
        # As it would be once it is saved: a signature stands for the words that were read.
        changed = replace(changed, signed_by=())
    return Told(replace(changed, id=""), judged, tuple(lacking(store, changed)))


def _typed(store: Store, form: Sent) -> Iterator[Step]:
    # Nobody has signed this: whoever types is asked for a name when it is saved.
    yield worded(store, form.words, "person:typing")
    if form.confirmed:
        yield confirmed(form.confirmed, "person:typing")


def _field(at: str, words: str) -> Field:
    return Field(at, words, words)


def _nth(at: Spot, number: int) -> Spot:
    """A place beside another one."""
    if at.part:
        return replace(at, number=number)
    return replace(at, item=number) if at.item else Spot(number)
