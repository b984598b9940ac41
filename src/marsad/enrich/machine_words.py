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
CLAUSE = 120
"""Letters before a verb in which its clause is looked for."""
FITS = {
    "order": ("machine", "called", "formula"),
    "maybe": ("called", "formula"),
    "machine": ("order",),
    "called": ("order", "maybe"),
}
"""What has to be near each of them; a formula says that a machine is meant."""
UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
BLANK = " \t\"'“”«»([*_"
FULL = ".!?:;\n\r—–-،؛؟۔…>"
URGING = re.compile(
    r"\b(?:please|now|just|only|simply|then|must|(?:do|must|should) not|never|always)$",
    re.IGNORECASE,
)
TELLING = re.compile(r"\b(?:can|could|may|might|will|would|able|helps?|who|which)\b", re.IGNORECASE)


def machine_stretches(text: str) -> list[tuple[int, int]]:
    """The stretches that speak to a machine, each to the end of its sentence, in order."""
    hidden = [found.span() for found in HIDDEN.finditer(text)]
    said = list(_matcher().find(words_of(text)))
    return sorted([*hidden, *_to_the_end(text, sorted(_speaking(text, said)))])


def _speaking(text: str, said: list[Match[str]]) -> Iterator[int]:
    """A formula speaks by itself; an order beside a machine, and the machine then too.

    What is an order only perhaps asks for a machine that is called, not one that is told about.
    """
    said = [match for match in said if match.what != "order" or _orders(text, match.start)]
    places = {
        name: [match.first for match in said if match.what in there] for name, there in FITS.items()
    }
    for match in said:
        if match.what == "formula" or _near(match.first, places[match.what]):
            yield match.start


def _near(first: int, others: list[int]) -> bool:
    after = bisect_left(others, first - NEAR)
    return after < len(others) and others[after] <= first + NEAR


def _orders(text: str, start: int) -> bool:
    """An English verb orders where a clause begins; elsewhere it tells what somebody does.

    The other languages have forms of their own for orders.
    """
    if not text[start : start + 1].isascii():
        return True
    before = UNSEEN.sub("", text[max(0, start - CLAUSE) : start])
    before = before.rstrip(BLANK)
    if not before or before[-1] in FULL:
        return True
    if before[-1] == ",":
        clause = re.split(r"[.!?:;\n]", before)[-1]
        return not TELLING.search(clause)
    return bool(URGING.search(before))


def _to_the_end(text: str, starts: list[int]) -> Iterator[tuple[int, int]]:
    if not starts:
        return
    waiting = iter(starts)
    start: int | None = next(waiting)
    for end in _ends(text):
        if start is None:
            return
        if start < end:
            yield start, end
        while start is not None and start < end:
            start = next(waiting, None)


def _ends(text: str) -> Iterator[int]:
    """Where sentences end; a sign drawn nowhere, strewn into an address, ends none."""
    cut = segments(text)
    for number, (_, end) in enumerate(cut):
        gap = text[end : cut[number + 1][0]] if number + 1 < len(cut) else ""
        if not gap or UNSEEN.sub("", gap):
            yield end


@cache
def _matcher() -> Matcher[str]:
    source = files("marsad.vocabulary").joinpath("machine.toml").read_text(encoding="utf-8")
    entries = tomllib.loads(source)
    return Matcher((name, entry["terms"]) for name, entry in entries.items())
