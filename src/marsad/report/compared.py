"""What one version of a report says otherwise than another: words, things, and their order."""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass

from marsad.model import Report
from marsad.report.spots import HEAD, Written, written

KINDS = PUT_IN, TAKEN_OUT, MOVED, REWORDED = "put in", "taken out", "moved", "reworded"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs."""

    what: str
    """``put in``, ``taken out``, ``moved`` or ``reworded``."""
    at: str
    """Where it stands, or stood if it was taken out."""
    about: str
    """The outlet and post it is of; the name of what stands above the blocks."""
    was: str = ""
    now: str = ""


def compared(old: Report, new: Report) -> Iterator[Difference]:
    """Tell what another version says otherwise, in the order in which it is read."""
    before = {each.about: each for each in written(old)}
    after = {each.about: each for each in written(new)}
    for about, each in before.items():
        if about not in after and (each.words or _item(about)):
            yield Difference(TAKEN_OUT, each.at, _called(each), each.words)
    for about, each in after.items():
        if about not in before:
            if each.words or _item(about):
                yield Difference(PUT_IN, each.at, _called(each), "", each.words)
        elif before[about].words != each.words:
            yield Difference(REWORDED, each.at, _called(each), before[about].words, each.words)
    yield from _moved(old, new)


def _moved(old: Report, new: Report) -> Iterator[Difference]:
    """Things that stand elsewhere among those that stayed."""
    one = [each for each in written(old) if _thing(each.about)]
    other = [each for each in written(new) if _thing(each.about)]
    stayed = {each.about for each in one} & {each.about for each in other}
    was = [each.about for each in one if each.about in stayed]
    now = [each for each in other if each.about in stayed]
    for about, each in zip(was, now, strict=True):
        if about != each.about:
            yield Difference(MOVED, each.at, _called(each))


def _item(about: Hashable) -> bool:
    return isinstance(about, tuple) and len(about) == 2


def _thing(about: Hashable) -> bool:
    """An item, a quotation, or a figure by the first of its words."""
    return isinstance(about, tuple) and (len(about) == 2 or about[2] == "q" or about[-1] == "alt")


def _called(each: Written) -> str:
    if each.at in HEAD:
        return each.at
    return " ".join(map(str, each.about[:2])) if isinstance(each.about, tuple) else each.at
