"""Places in a report, as people type them and pages link to them.

::

    title, lede, event, tier      what stands above the blocks
    2                             the second block
    2.1                           its first item; as words: the prose of that item
    2.1.q1                        the first quotation of the item; as words: what is quoted
    2.1.f1                        its first figure, with .alt, .caption and .right as words
"""

import re
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from marsad.errors import BadInput, NotFound
from marsad.model import Block, Figure, Item, Quote, Report
from marsad.phrase import Phrase

HEAD = ("title", "lede", "event", "tier")
OF_FIGURE = ("alt", "caption", "right")
T = TypeVar("T")
_SPOT = re.compile(r"([1-9]\d{0,3})(?:\.([1-9]\d{0,3})(?:\.([qf])([1-9]\d{0,3}))?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Spot:
    """A block, an item of it, or a quotation or figure of that; counted from 1."""

    block: int
    item: int = 0
    part: str = ""
    """``q`` for a quotation, ``f`` for a figure."""
    number: int = 0

    def __str__(self) -> str:
        """Write it as people type it."""
        if not self.item:
            return f"{self.block}"
        return f"{self.block}.{self.item}" + (f".{self.part}{self.number}" if self.part else "")


@dataclass(frozen=True, slots=True)
class Written:
    """Words that a person may put otherwise: where they stand, and what they are about.

    The place changes when things are moved; ``about`` does not, so that what one person typed finds
    its place in what another one moved meanwhile.
    """

    at: str
    about: Hashable
    words: str


def spot(said: str) -> Spot:
    """Read a place as it was typed."""
    found = _SPOT.fullmatch(said.strip())
    if not found:
        raise BadInput(
            Phrase(
                "%(said)s is no place in a report; write 2 for the second block, 2.1 for "
                "its first item, 2.1.q1 for a quotation, 2.1.f1 for a figure",
                said=repr(said[:40]),
            )
        )
    block, item, part, number = found.groups()
    return Spot(int(block), int(item or 0), part or "", int(number or 0))


def siblings(report: Report, at: Spot) -> tuple[Block | Item | Quote | Figure, ...]:
    """What stands beside the thing at a place, with it."""
    beside: tuple[Block | Item | Quote | Figure, ...] = report.blocks
    if at.item:
        beside = _nth(report.blocks, at.block, at, report).items
    if at.part:
        item = _nth(_nth(report.blocks, at.block, at, report).items, at.item, at, report)
        beside = item.quotes if at.part == "q" else item.figures
    _nth(beside, at.number or at.item or at.block, at, report)
    return beside


def written(report: Report) -> Iterator[Written]:
    """Everything that was written in a report, in the order in which it is read."""
    for name in HEAD:
        yield Written(name, name, getattr(report, name))
    for b, block in enumerate(report.blocks, 1):
        for i, item in enumerate(block.items, 1):
            yield from _of_item(item, f"{b}.{i}", (block.outlet, item.post))


def _of_item(item: Item, at: str, about: tuple[str, str]) -> Iterator[Written]:
    yield Written(at, about, item.prose)
    met: dict[str, int] = {}
    for number, quote in enumerate(item.quotes, 1):
        # One translation may be quoted twice: then the order tells which is meant.
        nth = met[quote.translation] = met.get(quote.translation, 0) + 1
        yield Written(f"{at}.q{number}", (*about, "q", quote.translation, nth), quote.words)
    for number, figure in enumerate(item.figures, 1):
        for name in OF_FIGURE:
            where = f"{at}.f{number}.{name}"
            yield Written(where, (*about, "f", figure.media, name), getattr(figure, name))


def _nth(some: tuple[T, ...], number: int, at: Spot, report: Report) -> T:
    if number > len(some):
        raise NotFound(
            Phrase(
                "there is nothing at %(at)s in %(handle)s; look at it again",
                at=at,
                handle=report.handle,
            )
        )
    return some[number - 1]
