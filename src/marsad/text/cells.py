"""Tables that no spreadsheet obeys: every CSV of the lab is written here, a line at a time.

A sheet program takes a cell that begins with ``=``, ``+``, ``-`` or ``@`` for a formula, and what
the cells say is not ours. Such a cell, and one that begins with an apostrophe already, is written
with one apostrophe before it, and reading takes one away: what comes back is exactly what went out.
"""

import csv
import io
from collections.abc import Iterable

_FORMULA = tuple("=+-@|%'＝＋－＠")
_SPACES = tuple("\t\r\n")


def line(cells: Iterable[object]) -> str:
    """One line of CSV, without its end; numbers stay numbers, and nothing is an empty cell."""
    row = io.StringIO(newline="")
    # With no line end of its own the writer would leave those in cells without quotes.
    csv.writer(row, lineterminator="\r\n").writerow(map(_cell, cells))
    return row.getvalue().removesuffix("\r\n")


def text(cell: str) -> str:
    """A cell that every sheet program shows as the text it is."""
    return f"'{cell}" if _obeyed(cell) else cell


def untext(cell: str) -> str:
    """What ``text`` was given."""
    return cell[1:] if cell.startswith("'") and _obeyed(cell[1:]) else cell


def _cell(value: object) -> str:
    if isinstance(value, int | float):
        return str(value)
    return "" if value is None else text(str(value))


def _obeyed(cell: str) -> bool:
    # Some programs trim a cell before they look at its first character.
    return cell.startswith(_SPACES) or cell.lstrip().startswith(_FORMULA)
