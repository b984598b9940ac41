"""How well copies of texts are found: ``marsad evaluate copies GOLD.jsonl``."""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import ClassVar

from marsad.enrich.copies import BATCH, MAKER
from marsad.enrich.copies_point import stored
from marsad.enrich.copies_sketch import comparable
from marsad.enrich.copies_text import Sketched, Text, Texts
from marsad.enrich.copies_words import words_of
from marsad.enrich.evaluate_pairs import pair_figures
from marsad.enrich.loose import loose_post
from marsad.errors import BadInput
from marsad.evaluation import Failed, Figures, GoldLine, readable


@dataclass(frozen=True, slots=True)
class Grouped:
    """A line of gold: what it holds, and the group it belongs to; empty when it is unique."""

    holds: str
    group: str


class CopiesTask:
    """Compares the copies that are found with those that people named."""

    name: ClassVar[str] = "copies"

    def run(self, gold: Iterable[GoldLine], options: Mapping[str, str]) -> Figures:  # noqa: ARG002
        """Go through the gold in order, as if each line had been posted after the one before."""
        failed: list[Failed] = []
        groups: list[str] = []
        firsts: dict[int, int] = {}
        posts: dict[int, Text] = {}
        texts = Texts(Sketched.unpacked(), lambda numbers: {n: posts[n] for n in numbers})
        lines, spent = readable(gold, _line, failed), 0.0
        while batch := list(islice(lines, BATCH)):
            began = time.process_time()
            firsts |= repeated(texts, posts, [line.holds for line in batch], len(groups))
            spent += time.process_time() - began
            groups += [line.group for line in batch]
        values = pair_figures(groups, firsts) if groups else {}
        speed = {"posts_per_cpu_second": round(len(groups) / spent)} if spent else {}
        return Figures(MAKER, len(groups), {**values, **speed}, failed)


def repeated(
    texts: Texts, posts: dict[int, Text], batch: Sequence[str], first: int
) -> dict[int, int]:
    """The earliest line that each line of a batch repeats; ``posts`` grows by the batch."""
    made = [
        Text(stored(number, loose_post(text, number)), words_of(text))
        for number, text in enumerate(batch, first)
    ]
    compared = [text for text in made if comparable(text.words)]
    posts |= {text.of.number: text for text in compared}
    matched = zip(compared, texts.compare(compared)[0], strict=True)
    return {
        text.of.number: min(earlier).number
        for text, found in matched
        if (earlier := [match.text.of for match in found if match.text.of < text.of])
    }


def _line(line: GoldLine) -> Grouped:
    return Grouped(line.text("text"), group_of(line))


def group_of(line: GoldLine) -> str:
    """The group of a line; null means that it is unique."""
    group = line.record.get("group")
    if group is not None and not isinstance(group, str | int):
        raise BadInput("'group' is neither a name nor null")
    return "" if group is None else str(group)
