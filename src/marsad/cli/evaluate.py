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

    from marsad.cli.output import foreign

    hidden = {"task", "failures"}
    single = {key: value for key, value in figures.items() if not isinstance(value, Mapping)}
    groups = {key: value for key, value in figures.items() if isinstance(value, Mapping)}
    console = Console(soft_wrap=True)
    for name, group in {f"evaluate {figures['task']}": single, **groups}.items():
        shown = {key: value for key, value in group.items() if key not in hidden}
        console.print(_table(name, shown))
    for failure in figures["failures"]:
        console.print(f"line {failure['line']}: {foreign(failure['reason'], 200)}", markup=False)


def _table(name: str, group: Mapping[str, Any]) -> Any:
    """A row for each figure, or for each language or label that has several."""
    from rich.markup import escape
    from rich.table import Table

    rows = {
        key: value
        if isinstance(value, Mapping)
        else {"value": value, "value_ci95": group.get(f"{key}_ci95")}
        for key, value in group.items()
        if not key.endswith("_ci95")
    }
    columns = list(
        dict.fromkeys(
            column for row in rows.values() for column, value in row.items() if value is not None
        )
    )
    titles = ("95 %" if column.endswith("_ci95") else column for column in columns)
    table = Table("", *titles, title=escape(name))
    for key, row in rows.items():
        cells = (_cell(column, row.get(column)) for column in columns)
        table.add_row(escape(key), *map(escape, cells))
    return table


def _cell(column: str, value: Any) -> str:
    if column.endswith("_ci95") and value:
        return f"{value[0]:.4f} to {value[1]:.4f}"
    return "" if value is None else str(value)
