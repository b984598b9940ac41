"""The question that an address holds: the whole state of the search page, and nothing beside it."""

import re
from dataclasses import dataclass, replace
from datetime import date

from marsad.errors import BadInput
from marsad.phrase import Phrase
from marsad.web.views.days import day_of
from marsad.web.wording import N_

_YEARS = range(1970, 3000)
_ONLY = re.compile(r'([a-z]+):([^"“”«»„]{1,200})')
_DAYS = re.compile(r"[\d.-]{4,23}")
MOST_ONLY = 20
"""Conditions beside the words."""
STRENGTHS = {
    "stemmed": N_("any form of a word"),
    "folded": N_("any spelling"),
    "exact": N_("as typed"),
}
ORDERS = {
    "relevance": N_("best first"), "newest": N_("newest first"), "oldest": N_("oldest first"),
    "first-seen": N_("first seen first"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked, and which page of the answer."""

    q: str = ""
    day: date | None = None
    place: str = ""
    until: date | None = None
    skip: int = 0
    strength: str = ""
    order: str = ""
    """Empty: best first where words were typed, else newest first."""
    only: tuple[str, ...] = ()
    """Further conditions, each as ``field:value``, that the counts beside the hits offer."""

    @classmethod
    def of(
        cls,
        q: str = "",
        day: str = "",
        place: str = "",
        until: str = "",
        skip: int = 0,
        strength: str = "",
        order: str = "",
        only: tuple[str, ...] = (),
    ) -> "Asked":
        """Read the question off an address."""
        if len(only) > MOST_ONLY:
            raise BadInput(
                Phrase(
                    "%(only)s conditions stand beside the words; %(most_only)s may",
                    only=len(only),
                    most_only=MOST_ONLY,
                )
            )
        # A feed has an order of its own, and would otherwise take any.
        if order not in ("", *ORDERS):
            raise BadInput(
                Phrase(
                    "no order %(order)s; there are %(orders)s",
                    order=repr(order[:20]),
                    orders=", ".join(ORDERS),
                )
            )
        kept = tuple(dict.fromkeys(filter(None, only)))
        days = post_day(day), post_day(until)
        return cls(q.strip(), days[0], place, days[1], max(0, skip), strength, order, kept)

    @property
    def sorted_by(self) -> str:
        """The order the answer comes in."""
        return self.order or ("relevance" if self.q else "newest")

    @property
    def searches(self) -> bool:
        """Whether the index is asked; else the posts are only leafed through."""
        return bool(self.q or self.only or self.strength or self.order)

    @property
    def query(self) -> str:
        """The words, as a query."""
        return self.q or "*"

    @property
    def within(self) -> str:
        """What the form adds to the words, as a query."""
        said = [_condition(each) for each in self.only]
        if self.place:
            said.append(_condition(f"place:{self.place}"))
        if self.day:
            said.append(f"date:{self.day}")
        return " ".join(said)

    @property
    def whole(self) -> str:
        """Words and conditions in one query, for whoever saves or repeats it."""
        return f"({self.query}) {self.within}" if self.within else self.query

    def state(self, **changes: object) -> dict[str, object]:
        """What an address says that asks the same, but for the changes; from the first page on."""
        names = ("q", "day", "place", "strength", "order", "only")
        return {name: getattr(self, name) for name in names} | changes

    def with_only(self, said: str) -> dict[str, object]:
        """What the address says with one condition more."""
        return self.state(only=tuple(dict.fromkeys((*self.only, said))))

    def without(self, said: str) -> dict[str, object]:
        """What the address says with one condition less."""
        return self.state(only=tuple(each for each in self.only if each != said))

    def next_page(self, size: int) -> dict[str, object]:
        """What the address of the next page of a search says."""
        return replace(self, skip=self.skip + size).state(skip=self.skip + size)


def usable(said: str) -> bool:
    """Whether a condition can be put into an address: a few names hold quotation marks."""
    return _ONLY.fullmatch(said) is not None


def _condition(said: str) -> str:
    found = _ONLY.fullmatch(said)
    if not found:
        raise BadInput(
            Phrase("%(said)s is no condition; write it as lang:ar", said=repr(said[:80]))
        )
    field, value = found.groups()
    if field in ("date", "seen"):
        if not _DAYS.fullmatch(value):
            raise BadInput(
                Phrase(
                    "%(value)s is no stretch of days; write 2024-05-01..2024-05-07",
                    value=repr(value),
                )
            )
        return f"{field}:{value}"
    return f'{field}:"{value}"'


def post_day(said: str) -> date | None:
    """The day of posts that an address asks for, if any; BadInput where none can be of it."""
    if not said:
        return None
    day = day_of(said)
    if day.year not in _YEARS:
        raise BadInput(
            Phrase("%(said)s is no day that a post can be of; name one since 1970", said=repr(said))
        )
    return day
