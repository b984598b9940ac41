"""What commands print: JSON for programs, lines for people. Both are safe to show."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

import typer

from marsad.model import Post
from marsad.pipeline import Tell
from marsad.store import Store
from marsad.text.bidi import isolate, visible_controls

MANY = 500


def say(line: str) -> None:
    """A line of results, on stdout."""
    typer.echo(line)


def say_json(value: Any) -> None:
    """A JSON value, on stdout, one line."""
    typer.echo(json.dumps(value, ensure_ascii=False, default=str))


def person(name: str) -> str:
    """How a person signs; the prefix may be given or left out."""
    return f"person:{name.removeprefix('person:').strip()}"


def author(store: Store, name: str) -> str:
    """Who writes: the name given, else that of the settings, else nobody yet."""
    chosen = name or store.settings.author
    return person(chosen) if chosen else ""


def warn_of_marked(store: Store, posts: Iterable[Post]) -> None:
    """Say on stderr how many of some posts are marked: what is written out, no marking guards."""
    from marsad.store.markings import Markings

    marks, waiting, many = Markings(store), iter(posts), 0
    if not marks.all():
        return
    while some := list(islice(waiting, MANY)):
        many += len(marks.of_posts(some))
    if many:
        typer.echo(f"marsad: {many} of these posts are marked; hand them on to the cleared alone",
                   err=True)  # fmt: skip


def foreign(text: str, width: int = 70) -> str:
    """Somebody else's words on one line: cut, isolated, without controls a terminal would obey."""
    clean = "".join(letter if letter.isprintable() else " " for letter in visible_controls(text))
    line = " ".join(clean.split())
    return isolate(line if len(line) <= width else line[: width - 1] + "…")


@contextmanager
def progress() -> Iterator[Tell]:
    """A progress bar a stage, on stderr; silent where nobody watches."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True)) as bars:
        tasks: dict[str, Any] = {}

        def tell(stage: str, done: int, all: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=None)
            bars.update(tasks[stage], completed=done, total=all or None)

        yield tell


def counting(stage: str, tell: Tell) -> Callable[[int], None]:
    """Hears how many more are done, and tells how many that makes."""
    done = 0

    def count(more: int) -> None:
        nonlocal done
        done += more
        tell(stage, done, 0)

    return count
