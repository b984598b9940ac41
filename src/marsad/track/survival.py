"""How long channels last: Kaplan and Meier's estimate, with a 95 % band.

A channel that was still posting when collecting ended is censored: it lasted at least so long.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp, log, sqrt

from marsad.store import Seen, Store, Window
from marsad.store.seen_spans import spans
from marsad.store.sources import Sources
from marsad.track.picture_units import ACCOUNTS, Units
from marsad.track.successors import ENDED, SILENT

DAY = timedelta(days=1)
Z = 1.959964


@dataclass(frozen=True, slots=True)
class Lifetime:
    """How long one channel was seen to post."""

    place: str
    name: str
    first: datetime
    last: datetime
    days: float
    ended: bool
    """Else it is censored."""
    why: str


@dataclass(frozen=True, slots=True)
class Step:
    """The estimate from some day on."""

    days: float
    at_risk: int
    ended: int
    censored: int
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Survival:
    """The lifetimes and what they come to."""

    lifetimes: tuple[Lifetime, ...]
    steps: tuple[Step, ...]
    until: datetime | None
    """Up to when it was watched."""

    @property
    def median(self) -> float | None:
        """Days after which half of them had ended, if it ever came to that."""
        return next((step.days for step in self.steps if step.share <= 0.5), None)


def survival(store: Store, window: Window) -> Survival:
    """The channels that began in a window, watched to its end or to that of the collection."""
    Seen(store).catch_up()
    units, some = Units(store), spans(store)
    end = max((span.last for span in some), default=None)
    if end is None:
        return Survival((), (), None)
    until = min(end, window.until) if window.until else end
    told = _told(store)
    found = []
    for span in some:
        if span.place not in units.places or units.of_place(span.place) == ACCOUNTS:
            continue
        if not (window.since or span.first) <= span.first < (window.until or end + DAY):
            continue
        if window.places and span.place not in window.places:
            continue
        if window.outlets and units.of_place(span.place) not in window.outlets:
            continue
        why = _why(span.last, until, told.get(span.place, ""))
        last = min(span.last, until)
        days = ((last if why else until) - span.first) / DAY
        name = units.places[span.place].name or span.place
        found.append(Lifetime(span.place, name, span.first, last, days, bool(why), why))
    found.sort(key=lambda each: (each.first, each.place))
    return Survival(tuple(found), estimate((each.days, each.ended) for each in found), until)


def estimate(lifetimes: Iterable[tuple[float, bool]]) -> tuple[Step, ...]:
    """Steps of the estimate; the band is Greenwood's on the scale of log(-log)."""
    ended: Counter[float] = Counter()
    leaving: Counter[float] = Counter()
    for days, over in lifetimes:
        leaving[days] += 1
        ended[days] += over
    at_risk, share, spread = sum(leaving.values()), 1.0, 0.0
    steps = [Step(0.0, at_risk, 0, 0, 1.0, 1.0, 1.0)] if at_risk else []
    for days in sorted(leaving):
        gone = ended[days]
        if gone:
            share *= 1 - gone / at_risk
            spread += gone / (at_risk * (at_risk - gone)) if gone < at_risk else 0.0
        low, high = _band(share, spread, steps[-1].high)
        steps.append(Step(days, at_risk, gone, leaving[days] - gone, share, low, high))
        at_risk -= leaving[days]
    return tuple(steps)


def _band(share: float, spread: float, before: float) -> tuple[float, float]:
    if share >= 1:
        return 1.0, 1.0
    if share <= 0:
        # The last one has ended: nothing is known of an upper bound but the one before.
        return 0.0, before
    reach = Z * sqrt(spread) / -log(share)
    return share ** exp(reach), share ** exp(-reach)


def _told(store: Store) -> Mapping[str, str]:
    sources = Sources(store)
    healths = sources.healths()
    return {
        source.place: health.state
        for source in sources.all()
        if (health := healths.get(source.handle)) and health.state in ENDED
    }


def _why(last: datetime, until: datetime, state: str) -> str:
    """Why it has ended; empty where it may go on."""
    if last > until:
        return ""
    if state:
        return f"marked as {state}"
    return f"silent for {SILENT.days} days or more" if until - last >= SILENT else ""
