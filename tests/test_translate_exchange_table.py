"""CSV: what sheet programs and Weblate make of it, and formulas that stay text."""

import csv
from pathlib import Path

import pytest
from exchange_lab import FIRST, SECOND, cells, fill, put_cells
from hypothesis import given
from hypothesis import strategies as st

from marsad.errors import BadInput
from marsad.store import Store
from marsad.text.cells import text, untext
from marsad.translate import export, import_file
from marsad.translate.exchange.table import read_table, table
from marsad.translate.exchange.unit import Unit

FORMULAS = Path(__file__).parents[2] / "shared/data/hostile/generated/csv_formula.txt"


@pytest.fixture
def store(tmp_path):
    with Store.create(tmp_path / "lab") as made:
        fill(made)
        yield made


@pytest.fixture
def sent(store, tmp_path):
    path = tmp_path / "work.csv"
    export(store, "csv", path)
    return path


def _change(path, change, **how):
    rows = cells(path)
    for row in rows:
        change(row)
    put_cells(path, rows, **how)
    return path


def _translate(row):
    row["target"] = "New words." if row["target"] == FIRST else row["target"]


def _only(store):
    (made,) = store.translations(post="post-ar")
    return [each.target for each in made.segments]


def test_excel_sees_utf8_and_no_formula(sent):
    assert sent.read_bytes().startswith(b"\xef\xbb\xbf")
    for row in cells(sent):
        for cell in row.values():
            assert not cell.lstrip().startswith(("=", "+", "-", "@"))
    assert any(row["source"].startswith("'=1+1 قال") for row in cells(sent))
    assert any(row["target"].startswith("'-2 [sic]") for row in cells(sent))
    assert all(not row[name][:1].isdigit() for row in cells(sent) for name in ("id", "digest"))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_sheet_saved_in_other_habits_changes_nothing(store, sent, delimiter):
    _change(sent, lambda _: None, delimiter=delimiter)
    done = import_file(store, sent, "Omar Nasser")
    assert (done.added, done.unchanged, done.refused) == (0, 4, [])


def test_a_sheet_in_utf16_is_read(store, sent):
    sent.write_bytes(_change(sent, _translate, delimiter="\t").read_text("utf-8").encode("utf-16"))
    assert import_file(store, sent, "Salma Idris").added == 1
    assert _only(store) == ["New words.", SECOND]


def test_a_program_that_ate_the_apostrophe_is_forgiven_where_nothing_else_changed(store, sent):
    def eat(row):
        row["source"] = row["source"].removeprefix("'")
        row["target"] = row["target"].removeprefix("'")

    assert import_file(store, _change(sent, eat), "Omar Nasser").refused == []


def test_a_table_as_weblate_gives_it_is_read(store, sent):
    """Its columns and quoting are those of translate-toolkit, on which it is built."""
    rows = [
        {
            "location": "",
            "source": row["source"],
            "target": "New words." if row["target"] == FIRST else row["target"],
            "id": "",
            "fuzzy": "False",
            "context": row["id"],
            "translator_comments": "",
            "developer_comments": row["note"],
        }
        for row in cells(sent)
    ]
    put_cells(sent, rows)
    assert import_file(store, sent, "Salma Idris").added == 1
    assert _only(store) == ["New words.", SECOND]


def test_sorted_doubled_and_foreign_rows_are_refused_by_their_row(store, sent):
    rows = sorted(cells(sent), key=lambda row: row["id"], reverse=True)
    put_cells(sent, [*rows, {**rows[0], "id": "7"}])
    done = import_file(store, sent, "Omar Nasser")
    assert done.added == 0
    reasons = {each.where: each.reason for each in done.refused}
    assert len(reasons) == 4
    assert "no export of ours" in reasons["work.csv, row 9"]
    assert sum("out of order" in each for each in reasons.values()) == 3


def test_bytes_that_are_no_text_spoil_their_row_alone(store, sent):
    data = _change(sent, _translate).read_bytes()
    sent.write_bytes(data.replace("جشن".encode(), "جشن".encode("cp1256")))
    done = import_file(store, sent, "Salma Idris")
    assert done.added == 1
    (refused,) = done.refused
    assert "save the table as CSV in UTF-8" in refused.reason


def test_a_file_of_another_kind_says_which_kinds_there_are(store, tmp_path):
    for name, data in (
        ("x.csv", b"name,age\nOmar,7\n"),
        ("x.pdf", b"%PDF-1.7\n\x00\xff"),
        ("e", b""),
    ):
        path = tmp_path / name
        path.write_bytes(data)
        with pytest.raises(BadInput, match="in no form that is read here: jsonl, xliff"):
            import_file(store, path, "Salma Idris")


def test_the_limit_on_cells_is_put_back(store, sent):
    before = csv.field_size_limit()
    import_file(store, sent, "Omar Nasser")
    assert csv.field_size_limit() == before


@pytest.mark.skipif(not FORMULAS.exists(), reason="the list of formulas is not here")
def test_known_formulas_are_text_and_come_back():
    for line in FORMULAS.read_text("utf-8").splitlines():
        cell = text(line)
        assert not cell.lstrip().startswith(("=", "+", "-", "@", "＝"))
        assert untext(cell) == line


@given(st.text(st.sampled_from("=+-@'|%\t\r\n ＝ab،س\u202e\""), max_size=12))
def test_the_escape_is_exact(cell):
    assert untext(text(cell)) == cell


@given(st.text(max_size=50), st.text(max_size=50))
def test_every_text_comes_back_from_csv_exactly(tmp_path_factory, source, target):
    path = tmp_path_factory.mktemp("csv") / "one.csv"
    unit = Unit("f" * 32, 1, source, target, 0, 9, "initial", digest="sha256:0")
    path.write_text("".join(table([unit])), encoding="utf-8", newline="")
    (back,) = read_table(path)
    assert (back.source, back.target, back.digest) == (source, target, "sha256:0")
