"""Which posts lie together: stretches of whole months, each big enough to be worth an index.

One index for each month would be simpler, and slower: every search costs something in each
(docs/decisions/0022). So months are joined until they hold enough posts, and a stretch that grew
too big is cut at the turn of a month.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime


def month_of(posted_at: datetime) -> str:
    """The month of a post in universal time, so that a lab's zone moves nothing."""
    at = posted_at.astimezone(UTC)
    return f"{at.year:04}-{at.month:02}"


def home(firsts: Sequence[str], month: str) -> int:
    """The number of the shard that a month belongs to."""
    return bisect_right(firsts, month) - 1


def planned(first: str, months: Mapping[str, int], size: int) -> tuple[str, ...]:
    """The first months of the shards that posts are laid out in, so many in each at least.

    A month is never cut, and a cut is made at the month that follows in the calendar, not at the
    next one that has posts: that may be a slip of a clock, decades away.
    """
    firsts, held, left = [first], 0, sum(months.values())
    for month, posts in sorted(months.items()):
        held, left = held + posts, left - posts
        if held >= size and left:
            firsts.append(_after(month))
            held = 0
    return tuple(firsts)


def _after(month: str) -> str:
    year, number = map(int, month.split("-"))
    return f"{year + number // 12:04}-{number % 12 + 1:02}"
