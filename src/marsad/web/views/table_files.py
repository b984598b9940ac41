"""A list as a file: a table that no spreadsheet obeys, or one object a line."""

import json
from collections.abc import Iterable, Mapping, Sequence

from marsad.safeguards import salt_pseudonyms
from marsad.text.cells import line

Rows = Iterable[Mapping[str, object]]


def as_csv(columns: Sequence[str], rows: Rows) -> str:
    """A table; no cell is a formula, and Excel reads it as UTF-8."""
    told = [columns, *([_cell(each[name]) for name in columns] for each in rows)]
    return salt_pseudonyms()("\ufeff" + "".join(f"{line(each)}\r\n" for each in told))


def as_jsonl(columns: Sequence[str], rows: Rows) -> str:
    """One object a line."""
    lines = ({name: each[name] for name in columns} for each in rows)
    told = "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in lines)
    return salt_pseudonyms()(told)


def _cell(value: object) -> object:
    return "; ".join(map(str, value)) if isinstance(value, list | tuple) else value
