"""What a verification may come to, and how it is told."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from marsad.phrase import Phrase

VERIFIED, UNSIGNED, INVALID, INCOMPLETE = "VERIFIED", "UNSIGNED", "INVALID", "INCOMPLETE"
ERASED = "ERASED"
"""Gone lawfully, with a tombstone; it takes nothing from the state of the rest."""
UNWITNESSED = Phrase("no leaf of the log answers for it")
SHIFTED = Phrase("its columns differ from its record")
WORST = (INVALID, INCOMPLETE, UNSIGNED, VERIFIED)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is wrong with one item."""

    item: str
    state: str
    reason: str


@dataclass(slots=True)
class Verification:
    """What was checked, how much of it stands, and what does not."""

    size: int = 0
    root: str = ""
    signed: int = 0
    """Leaves covered by a good signature."""
    anchored: int = 0
    """Leaves covered by a time stamp that stands."""
    counts: Counter[str] = field(default_factory=Counter)
    problems: list[Verdict] = field(default_factory=list)

    @property
    def state(self) -> str:
        """The worst state of any item; VERIFIED only if all are."""
        found = {verdict.state for verdict in self.problems}
        return next(state for state in WORST if state in found or state == VERIFIED)

    def note(self, item: str, state: str, reason: str) -> None:
        """Take down something that does not stand."""
        self.counts[state] += 1
        self.problems.append(Verdict(item, state, reason))

    def judge(self, fault: Verdict | None) -> None:
        """Take down what is wrong with something, or that it stands."""
        if fault:
            self.note(fault.item, fault.state, fault.reason)
        else:
            self.passed()

    def passed(self, count: int = 1) -> None:
        """Count what stands."""
        self.counts[VERIFIED] += count


def as_plain(found: Verification) -> Mapping[str, object]:
    """The verification as JSON has it."""
    problems: Sequence[Mapping[str, str]] = [
        {"item": each.item, "state": each.state, "reason": each.reason} for each in found.problems
    ]
    return {
        "state": found.state,
        "size": found.size,
        "root": found.root,
        "signed": found.signed,
        "anchored": found.anchored,
        "items": dict(found.counts),
        "problems": problems,
    }
