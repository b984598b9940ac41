"""Measuring Marsad on anybody's gold: ``marsad evaluate TASK GOLD.jsonl``.

A task is a plain class announced through the entry point group ``marsad.evaluations``; it lives
beside the stage it measures and uses the same enrichers as a run does. It gets gold lines, reads
each through :func:`readable`, so that a bad line is set aside with its number instead of spoiling
the rest, and hands back Figures. This frame does what all tasks share: reading, timing, counting.

::

    class LanguageTask:
        name: ClassVar[str] = "language"

        def run(self, gold: Iterable[GoldLine], options: Mapping[str, str]) -> Figures:
            failed: list[Failed] = []
            asked = list(readable(gold, _question, failed))
            ...
            values = rate("accuracy", right, len(asked))
            return Figures(maker="language/1", n=len(asked), values=values, failed=failed)
"""

import json
import math
import os
import random
import time
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, ClassVar, Protocol, TypeVar

from marsad.errors import BadInput, NotFound

EVALUATIONS = "marsad.evaluations"
RESAMPLES = 1000
SEED = 20211019
SHOWN = 100
"""Failed lines that are told one by one; all of them are counted."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class GoldLine:
    """One line of gold: its number, what it says, and the folder its paths are relative to."""

    number: int
    record: Mapping[str, Any]
    folder: Path

    def text(self, key: str) -> str:
        """The string under ``key``; BadInput when there is none."""
        value = self.record.get(key)
        if not isinstance(value, str):
            raise BadInput(f"{key!r} is not a string")
        return value

    def file(self, key: str) -> Path:
        """The existing file named under ``key``, relative to the gold; BadInput when missing."""
        path = self.folder / self.text(key)
        if not path.is_file():
            raise BadInput(f"{key!r} names {self.text(key)!r}, which is not a file beside the gold")
        return path


@dataclass(frozen=True, slots=True)
class Failed:
    """A gold line that could not be used, and why."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Figures:
    """What a task measured."""

    maker: str
    """Who was measured, as it signs its findings: ``language/1``."""
    n: int
    """How many gold lines the figures stand on."""
    values: Mapping[str, Any]
    """The figures, each with its interval; ready for JSON."""
    failed: Sequence[Failed] = field(default=())
    cpu_seconds: float = 0.0
    """Spent in decoders, where this process cannot see it."""


class Task(Protocol):
    """Compares what a part says with what people said."""

    name: ClassVar[str]

    def run(self, gold: Iterable[GoldLine], options: Mapping[str, str]) -> Figures:
        """Go through the gold once; raise NotReady when the part measured cannot work here."""
        ...


def evaluate(
    name: str, lines: Iterable[str | bytes], folder: Path, options: Mapping[str, str]
) -> dict[str, Any]:
    """Run the task called ``name`` over JSON lines and give one record, ready to be printed."""
    task = evaluation(name)
    unread: list[Failed] = []
    started, worked = time.perf_counter(), _cpu_seconds()
    figures = task.run(gold_lines(lines, folder, unread), options)
    failed = sorted([*unread, *figures.failed], key=lambda one: one.line)
    if not figures.n:
        first = f": line {failed[0].line}: {failed[0].reason}" if failed else ""
        raise BadInput(f"no gold line for {name!r} could be used ({len(failed)} failed){first}")
    return {
        "task": name,
        "n": figures.n,
        **figures.values,
        "seconds": round(time.perf_counter() - started, 3),
        "cpu_seconds": round(_cpu_seconds() - worked + figures.cpu_seconds, 3),
        "maker": figures.maker,
        "lines_failed": len(failed),
        "failures": [{"line": one.line, "reason": one.reason} for one in failed[:SHOWN]],
    }


def evaluation(name: str) -> Task:
    """The task called ``name``, built-in or a stranger's."""
    points = {point.name: point for point in entry_points(group=EVALUATIONS)}
    if name not in points:
        raise NotFound(f"no evaluation {name!r}; there are: {', '.join(sorted(points))}")
    task: Task = points[name].load()()
    return task


def gold_lines(
    lines: Iterable[str | bytes], folder: Path, failed: list[Failed]
) -> Iterator[GoldLine]:
    """Read JSON lines one by one; a line that is no JSON object goes to ``failed``."""
    for number, line in enumerate(lines, start=1):
        raw = line.encode("utf-8", "surrogatepass") if isinstance(line, str) else line
        raw = raw.removeprefix(BOM_UTF8).strip()
        if not raw:
            continue
        try:
            record = json.loads(raw.decode("utf-8"))
        except (ValueError, RecursionError) as error:
            failed.append(Failed(number, f"not JSON: {error}"))
            continue
        if isinstance(record, dict):
            yield GoldLine(number, record, folder)
        else:
            failed.append(Failed(number, "not a JSON object"))


def readable(
    gold: Iterable[GoldLine], read: Callable[[GoldLine], T], failed: list[Failed]
) -> Iterator[T]:
    """Yield what ``read`` makes of each line; one it refuses with BadInput goes to ``failed``."""
    for line in gold:
        try:
            made = read(line)
        except BadInput as error:
            failed.append(Failed(line.number, str(error)))
            continue
        yield made


def wilson(successes: int, n: int) -> tuple[float, float]:
    """The 95 % interval of a rate, by Wilson's score; all of it when nothing was tried."""
    if n == 0:
        return 0.0, 1.0
    z = 1.959964
    rate = successes / n
    scale = 1 + z * z / n
    centre = (rate + z * z / (2 * n)) / scale
    half = z * math.sqrt(rate * (1 - rate) / n + z * z / (4 * n * n)) / scale
    low = 0.0 if successes == 0 else max(0.0, centre - half)
    high = 1.0 if successes == n else min(1.0, centre + half)
    return low, high


def bootstrap(items: Sequence[T], statistic: Callable[[Sequence[T]], float]) -> tuple[float, float]:
    """The 95 % interval of any statistic over lines, by resampling them; always the same one."""
    if not items:
        raise BadInput("a bootstrap interval needs at least one line")
    # Not for secrets: a fixed seed, so that the same gold gives the same interval.
    dice = random.Random(SEED)
    drawn = sorted(statistic(dice.choices(items, k=len(items))) for _ in range(RESAMPLES))
    return drawn[round(0.025 * RESAMPLES)], drawn[round(0.975 * RESAMPLES) - 1]


def ratio(pairs: Sequence[tuple[float, float]]) -> float:
    """Errors over length, pooled over lines: the micro rate that CER and WER are."""
    length = sum(pair[1] for pair in pairs)
    return sum(pair[0] for pair in pairs) / length if length else 0.0


def rate(name: str, successes: int, n: int) -> dict[str, Any]:
    """A rate as it is reported: ``name`` and, beside it, ``name_ci95``."""
    low, high = wilson(successes, n)
    value = successes / n if n else 0.0
    return {name: _rounded(value), f"{name}_ci95": [_rounded(low), _rounded(high)]}


def error_rate(name: str, pairs: Sequence[tuple[float, float]]) -> dict[str, Any]:
    """A pooled error rate as it is reported: ``name`` and, beside it, ``name_ci95``."""
    low, high = bootstrap(pairs, ratio)
    return {name: _rounded(ratio(pairs)), f"{name}_ci95": [_rounded(low), _rounded(high)]}


def _rounded(value: float) -> float:
    return round(value, 5)


def _cpu_seconds() -> float:
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system
