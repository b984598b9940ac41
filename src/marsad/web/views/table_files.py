"""A list as a file: a table that no spreadsheet obeys, or one object a line."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence

from marsad.translate.exchange.table import text

Rows = Iterable[Mapping[str, object]]


def as_csv(columns: Sequence[str], rows: Rows) -> str:
    """A table; no cell is a formula, and Excel reads it as UTF-8."""
    written = io.StringIO("\ufeff", newline="")
    written.seek(1)
    writer = csv.DictWriter(written, columns, quoting=csv.QUOTE_ALL)
    writer.writeheader()
    for each in rows:
        writer.writerow({name: text(_cell(each[name])) for name in columns})
    return written.getvalue()


def as_jsonl(columns: Sequence[str], rows: Rows) -> str:
    """One object a line."""
    lines = ({name: each[name] for name in columns} for each in rows)
    return "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in lines)


def _cell(value: object) -> str:
    if isinstance(value, list | tuple):
        return "; ".join(map(str, value))
    return "" if value is None else str(value)
