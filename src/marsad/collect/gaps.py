"""Which native ids are missing between those that came: posts deleted before we looked."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from marsad.model import Post


@dataclass(slots=True)
class Gaps:
    """The missing ids of each place, as ranges with both ends included."""

    last: dict[str, int] = field(default_factory=dict)
    """The last id of each place that was seen on an earlier visit."""
    ranges: dict[str, list[tuple[int, int]]] = field(default_factory=dict)

    def see(self, post: Post) -> None:
        """Take note of a post; posts of a place come in the order of their ids."""
        for number in _numbers(post):
            last = self.last.get(post.place)
            if last is not None and number > last + 1:
                self.ranges.setdefault(post.place, []).append((last + 1, number - 1))
            self.last[post.place] = max(number, last or number)

    @property
    def count(self) -> int:
        """How many ids are missing."""
        return sum(high - low + 1 for ranges in self.ranges.values() for low, high in ranges)


def _numbers(post: Post) -> Iterable[int]:
    return sorted(int(id) for id in (post.album or (post.native_id,)) if id.isdecimal())
