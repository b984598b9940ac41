"""How surely one text repeats another: what stayed, against what was changed where it matters."""

from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from marsad.enrich.copies_facts import counts, names
from marsad.enrich.copies_words import Words

LEAST = 0.65
"""Below this, texts are alike but no copies; chosen on one half of bench/copies_gold.py."""
SHORTEST = 6
"""Words; shorter texts are copies only when nothing but spelling differs."""
_VARIANT = 75
"""Two words alike to this share of their letters are one word in two spellings."""
_SPELT = 0.98
"""What such a word counts beside one that is the same."""
_HEADER = 4
"""Words; what is exchanged at an end and is longer is content."""
_ADDED, _INSIDE, _EXCHANGED, _REPLACED = 0.25, 1.0, 2.0, 3.0
"""What a word costs: added or cut at an end, or inside; exchanged in a header; replaced."""
_NUMBER, _NAME = 20.0, 12.0
"""What it costs besides when a number, day or month differs, or what seems to be a name."""

_Block = tuple[int, int, int, int]


def likeness(later: Words, earlier: Words) -> float:
    """From 0 to 1 how surely ``later`` repeats ``earlier``; 1 when only spelling differs.

    Once it is clear that it will be less than ``LEAST``, it is 0.
    """
    a, b = later.words, earlier.words
    if a == b:
        return 1.0
    if min(len(a), len(b)) < SHORTEST:
        return float("".join(a) == "".join(b))
    same, cost = 0.0, 0.0
    dearest = min(len(a), len(b)) * (1 / LEAST - 1)
    for equal, block in _blocks(a, b):
        if equal:
            same += block[1] - block[0]
            continue
        block, spelt = _peeled(a, b, block)
        same += spelt * _SPELT
        cost += _cost(later, earlier, block)
        if cost > dearest:
            return 0.0
    return same / (same + cost) if same else 0.0


def _blocks(a: Sequence[str], b: Sequence[str]) -> Iterator[tuple[bool, _Block]]:
    """Stretches that are equal, and between them those that are not."""
    start: tuple[int, int] | None = None
    for step in Levenshtein.opcodes(a, b):
        if step.tag != "equal":
            start = start or (step.src_start, step.dest_start)
            continue
        if start:
            yield False, (start[0], step.src_start, start[1], step.dest_start)
            start = None
        yield True, (step.src_start, step.src_end, step.dest_start, step.dest_end)
    if start:
        yield False, (start[0], len(a), start[1], len(b))


def _peeled(a: Sequence[str], b: Sequence[str], block: _Block) -> tuple[_Block, int]:
    """A block without the words that are only spelt differently, and how many these are."""
    left, right, low, high = block
    if _same_word("".join(a[left:right]), "".join(b[low:high])):
        # One word written as two, or two as one.
        return (right, right, high, high), max(right - left, high - low)
    spelt = 0
    while left < right and low < high and _same_word(a[right - 1], b[high - 1]):
        right, high, spelt = right - 1, high - 1, spelt + 1
    while left < right and low < high and _same_word(a[left], b[low]):
        left, low, spelt = left + 1, low + 1, spelt + 1
    return (left, right, low, high), spelt


def _same_word(one: str, other: str) -> bool:
    if not one or not other or any(map(str.isdigit, one + other)):
        return False
    return fuzz.ratio(one, other) >= _VARIANT


def _cost(later: Words, earlier: Words, block: _Block) -> float:
    a, b = later.words[block[0] : block[1]], earlier.words[block[2] : block[3]]
    at_end = (block[0] == 0 and block[2] == 0) or (
        block[1] == len(later.words) and block[3] == len(earlier.words)
    )
    if not a or not b:
        return (len(a) + len(b)) * (_ADDED if at_end else _INSIDE)
    cost = _of_facts(later, earlier, block)
    longer = max(len(a), len(b))
    whole = {block[0], block[1]} <= later.starts and {block[2], block[3]} <= earlier.starts
    if at_end and whole and longer <= _HEADER:
        return cost + longer * _EXCHANGED
    return cost + longer * _REPLACED


def _of_facts(later: Words, earlier: Words, block: _Block) -> float:
    """Bulletins of one form differ by nothing else, and are no copies of each other."""
    sides = ((later, *block[:2]), (earlier, *block[2:]))
    if all(any(map(counts, text.words[start:end])) for text, start, end in sides):
        return _NUMBER
    named = all(names(text.words, start, end, text.text) for text, start, end in sides)
    return _NAME if named else 0.0
