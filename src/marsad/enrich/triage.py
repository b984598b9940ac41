"""Which post a person codes next: what was handed to them, what waits, and what they skipped."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from marsad.enrich.handing import Hands, handed
from marsad.store import Store
from marsad.store.triage import Sought, Triage


@dataclass(frozen=True, slots=True)
class Turn:
    """A post of the queue, and what stands before and after it; empty where nothing does."""

    here: str
    following: str
    before: str
    hands: Hands
    """What was handed to this person, and what they gave away."""
    skipped: bool
    """They left it for later once."""


class Queue:
    """The queue of one person: what was handed over first, then the newest, the skipped last."""

    def __init__(self, store: Store, sought: Sought, only_handed: bool = False) -> None:
        """See what was handed over and what was skipped."""
        self._triage, self._hands = Triage(store), handed(store, sought.by)
        given, held = sorted(self._hands.given), list(self._hands.held)
        self._handed = self._triage.some(sought, held)
        self._all = replace(sought, only=held) if only_handed else replace(sought, without=given)
        self._plain = None if only_handed else replace(sought, without=[*given, *held])
        self._skipped = self._triage.skipped(self._plain) if self._plain else []

    def turn(self, id: str = "") -> Turn | None:
        """The post that was asked for, else the first; nothing where nothing waits."""
        here = id or self._first()
        if not here:
            return None
        skipped = here in self._skipped
        return Turn(here, self.following(here), self._before(here), self._hands, skipped)

    def following(self, id: str) -> str:
        """What comes after a post; after the last one, the first that still waits."""
        for some in (self._handed, self._skipped):
            if after := _next(some, id):
                return after
        if id in self._skipped:
            return self._first(but=id)
        place = None if id in self._handed else self._triage.place_of(id)
        newest = self._triage.first(self._plain, place) if self._plain else None
        if newest:
            return newest.post
        return next(iter(self._skipped), "") or self._first(but=id)

    def first(self, most: int) -> list[str]:
        """The posts that wait, in their order, as far as ``most``."""
        newest = self._triage.newest(self._plain, most) if self._plain else []
        return [*self._handed, *(each.post for each in newest), *self._skipped][:most]

    def handed_by(self, id: str) -> str:
        """Who handed a post over to this person; empty where nobody did."""
        return self._hands.held.get(id, "")

    def skipped(self, id: str) -> bool:
        """Whether this person left a post for later."""
        return id in self._skipped

    def waiting(self) -> int:
        """How many posts wait, as far as they are counted."""
        return self._triage.waiting(self._all)

    def _first(self, but: str = "") -> str:
        found = [each for each in self._handed if each != but][:1]
        newest = self._triage.first(self._plain) if self._plain and not found else None
        found += [newest.post] if newest and newest.post != but else []
        return next(iter([*found, *(each for each in self._skipped if each != but)]), "")

    def _before(self, id: str) -> str:
        if id in self._handed:
            return _next(self._handed[::-1], id)
        if id in self._skipped:
            return _next(self._skipped[::-1], id)
        place = self._triage.place_of(id)
        there = self._triage.before(self._plain, place) if self._plain and place else None
        return there.post if there else next(iter(self._handed[::-1]), "")


def _next(some: Sequence[str], id: str) -> str:
    after = some.index(id) + 1 if id in some else len(some)
    return some[after] if after < len(some) else ""
