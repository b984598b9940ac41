"""``marsad evaluate``."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, BinaryIO

import typer

from marsad.cli.options import Json

Gold = Annotated[
    Path, typer.Argument(help="One JSON object a line; - is stdin.", show_default=False)
]
Options = Annotated[
    list[str] | None, typer.Option("--option", help="A setting of the task, as key=value.")
]


def evaluate(
    task: Annotated[str, typer.Argument(help="What to measure, such as language or ocr.")],
    gold: Gold,
    json: Json = False,
    option: Options = None,
) -> None:
    """Measure a part of Marsad on your own gold; no lab is needed."""
    from marsad import evaluation
    from marsad.cli.output import say_json

    settings = _pairs(option or [])
    with _opened(gold) as (lines, folder):
        figures = evaluation.evaluate(task, lines, folder, settings)
    if json:
        say_json(figures)
    else:
        _show(figures)


def _pairs(options: Sequence[str]) -> dict[str, str]:
    bad = [option for option in options if "=" not in option]
    if bad:
        raise typer.BadParameter(f"{bad[0]!r} is not key=value", param_hint="--option")
    return dict(option.split("=", 1) for option in options)


@contextmanager
def _opened(gold: Path) -> Iterator[tuple[BinaryIO, Path]]:
    """Bytes, not text: a line that is not UTF-8 must not stop the others."""
    if str(gold) == "-":
        yield sys.stdin.buffer, Path.cwd()
        return
    if not gold.is_file():
        raise typer.BadParameter(f"{gold} is not a file", param_hint="GOLD")
    with gold.open("rb") as lines:
        yield lines, gold.parent


def _show(figures: Mapping[str, Any]) -> None:
    """One table of single figures, one for each group of them, then the lines that failed."""
    from rich.console import Console
    from rich.table import Table

    console = Console(soft_wrap=True)
    single = Table("figure", "value", "95 %", title=f"evaluate {figures['task']}")
    groups = {}
    for name, value in figures.items():
        if isinstance(value, Mapping):
            groups[name] = value
        elif name != "failures" and not name.endswith("_ci95"):
            single.add_row(name, str(value), _interval(figures.get(f"{name}_ci95")))
    console.print(single)
    for name, group in groups.items():
        console.print(_grouped(name, group))
    for failure in figures["failures"]:
        console.print(f"line {failure['line']}: {failure['reason']}", markup=False)


def _grouped(name: str, group: Mapping[str, Any]) -> Any:
    from rich.table import Table

    rows = {
        key: value if isinstance(value, Mapping) else {"value": value}
        for key, value in group.items()
        if not key.endswith("_ci95")
    }
    columns = dict.fromkeys(
        column for row in rows.values() for column in row if not column.endswith("_ci95")
    )
    table = Table("", *(each for column in columns for each in (column, "95 %")), title=name)
    for key, row in rows.items():
        cells = [
            cell
            for column in columns
            for cell in (str(row.get(column, "")), _interval(row.get(f"{column}_ci95")))
        ]
        table.add_row(key, *cells)
    return table


def _interval(bounds: Sequence[float] | None) -> str:
    return f"{bounds[0]:.4f} to {bounds[1]:.4f}" if bounds else ""
