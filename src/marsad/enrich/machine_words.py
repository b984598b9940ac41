"""Where a text speaks to a program: ordered about, or hidden from readers."""

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from marsad.enrich.coder_match import Match, Matcher, words_of
from marsad.text.segments import segments

HIDDEN = re.compile("[\U000e0000-\U000e007f]{4,}")
"""Letters that are drawn nowhere and that programs read: nobody writes them by accident."""
NEAR = 25
"""Words between an order and the machine it is given to."""


def machine_stretches(text: str) -> list[tuple[int, int]]:
    """The stretches that speak to a machine, each to the end of its sentence, in order."""
    hidden = [found.span() for found in HIDDEN.finditer(text)]
    said = list(_matcher().find(words_of(text)))
    return sorted([*hidden, *_to_the_end(text, sorted(_speaking(said)))])


def _speaking(said: list[Match[str]]) -> Iterator[int]:
    """A formula speaks by itself; an order when a machine is near it, and the machine then too."""
    places = {
        name: [match.first for match in said if match.what == name] for name in ("order", "machine")
    }
    for match in said:
        if match.what == "formula":
            yield match.start
            continue
        others = places["machine" if match.what == "order" else "order"]
        after = bisect_left(others, match.first - NEAR)
        if after < len(others) and others[after] <= match.first + NEAR:
            yield match.start


def _to_the_end(text: str, starts: list[int]) -> Iterator[tuple[int, int]]:
    if not starts:
        return
    waiting = iter(starts)
    start: int | None = next(waiting)
    for _, end in segments(text):
        if start is None:
            return
        if start < end:
            yield start, end
        while start is not None and start < end:
            start = next(waiting, None)


@cache
def _matcher() -> Matcher[str]:
    source = files("marsad.vocabulary").joinpath("machine.toml").read_text(encoding="utf-8")
    entries = tomllib.loads(source)
    return Matcher((name, entry["terms"]) for name, entry in entries.items())
