"""The table in README.md names every row that the lab is held to, and tests that are there."""

import ast
import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
TABLE = (Path(__file__).parent / "README.md").read_text(encoding="utf-8")
ROWS = dict(re.findall(r"^\| ([A-H]\d+) \| [^|]+ \| ([^|]+) \|$", TABLE, re.MULTILINE))
WANTED = [
    *(f"A{n}" for n in range(1, 13)),
    *(f"B{n}" for n in range(1, 12)),
    *(f"C{n}" for n in range(1, 15)),
    *(f"D{n}" for n in range(1, 10)),
    *(f"E{n}" for n in range(1, 12)),
    *(f"F{n}" for n in range(1, 12)),
    *("G1", "G2", "G5"),
    *("H1", "H2", "H3", "H4", "H5", "H7", "H8", "H9"),
]


def functions(path: Path) -> set[str]:
    """The tests of a file; a mark that always skips would make them none."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {
        each.name
        for each in ast.walk(tree)
        if isinstance(each, ast.FunctionDef)
        and each.name.startswith("test_")
        and not any(ast.unparse(mark).endswith("mark.skip") for mark in each.decorator_list)
    }


def test_every_row_has_its_place_in_the_table() -> None:
    assert sorted(ROWS) == sorted(WANTED)


@pytest.mark.parametrize("row", WANTED)
def test_every_test_that_a_row_names_is_there(row: str) -> None:
    named = re.findall(r"`([^`]+\.py)(?:::(\w+))?`", ROWS[row])
    assert named
    for file, test in named:
        there = functions(TESTS / file)
        assert there
        assert not test or test in there, f"{file}::{test}"


def test_every_file_of_the_battery_is_in_the_table() -> None:
    files = {f"battery/{path.name}" for path in Path(__file__).parent.glob("test_*.py")}
    assert files - {"battery/test_battery_table.py"} <= set(
        re.findall(r"`(battery/\w+\.py)", TABLE)
    )
