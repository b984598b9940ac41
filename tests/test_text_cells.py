"""Cells of tables: text that no spreadsheet obeys, and exact there and back."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.text.cells import line, untext

FORMULAS = [
    "=1+1", "+1", "-1+1|cmd", "@SUM(1)", "\t=1", "\r=1", "\n=1", " =1", "\u00a0=1", "＝1", "|x",
    "%0A", "'=1", "''",
]  # fmt: skip


@pytest.mark.parametrize("said", FORMULAS)
def test_what_a_spreadsheet_would_obey_is_text(said):
    ((cell,),) = csv.reader(io.StringIO(line([said]), newline=""))
    assert cell == f"'{said}"


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=2))
def test_any_row_comes_back_exactly(row):
    (cells,) = csv.reader(io.StringIO(f"{line(row)}\r\n", newline=""))
    assert [untext(each) for each in cells] == row


def test_numbers_stay_numbers_and_nothing_is_empty():
    assert line([-1.5, 3, None, True, "a\nb"]) == '-1.5,3,,True,"a\nb"'
