"""Names traced to entries: spellings meet, strangers do not, and two that fit alike are none."""

import json
from pathlib import Path

import pytest

from marsad.errors import BadInput
from marsad.evaluation import evaluate
from marsad.model import AuthorityRecord
from marsad.track.match import Matcher

REASON = "designated on a list made for this test"
ENTRIES = (
    AuthorityRecord(
        "un:1", "person", "سالم بن نادر اللازوردي", "SALIM BIN NADIR AL-LAZWARDI",
        ("Salem Nadir",), ("The Tall",), reason=REASON,
    ),
    AuthorityRecord("un:2", "organisation", "WHITE SAIL MOVEMENT", aliases=("WSM",)),
    AuthorityRecord("un:3", "person", "KARIM TAMKIN", reason=REASON),
    AuthorityRecord("un:4", "person", "KAREEM TAMKIN", reason=REASON),
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("Saleem ben Nader el Lazwardy", "un:1"),
        ("AL-LAZWARDI, Salim Nadir", "un:1"),
        ("سالم نادر اللازوردي", "un:1"),
        ("White Sayl Movement", "un:2"),
        ("wsm", "un:2"),
        ("Salim", ""),
        ("The Tall", ""),
        ("Salim Haddad", ""),
        ("محمد أحمد علي", ""),
        ("Karim Tamkin", ""),
        ("White Star Line", ""),
        ("", ""),
        ("😀 \u202e", ""),
    ],
)
def test_a_name_leads_to_its_entry_or_to_none(name: str, id_: str) -> None:
    assert Matcher(ENTRIES).match(name) == id_


def test_the_task_reads_a_list_and_counts_strangers(tmp_path: Path) -> None:
    entry = {"kind": "ENTITY", "ref": "TSe.1", "name": "WHITE SAIL MOVEMENT", "listed_on": ""}
    entry |= {"list": "Test", "original": "", "aliases": []}
    (tmp_path / "un.jsonl").write_text(json.dumps(entry), encoding="utf-8")
    lines = [
        json.dumps({"name": "White Sail Movement", "id": "TSe.1"}),
        json.dumps({"name": "White Sail Movement", "id": "un:TSe.1"}),
        json.dumps({"name": "Harbor Council", "id": None}),
        json.dumps({"name": "Sail", "id": 7}),
    ]
    done = evaluate("register", lines, tmp_path, {"register": str(tmp_path / "un.jsonl")})
    assert (done["n"], done["lines_failed"]) == (3, 1)
    assert (done["precision"], done["recall"], done["f1"]) == (1.0, 1.0, 1.0)
    assert done["wrong_on_others"] == 0.0
    with pytest.raises(BadInput, match="register=FILE"):
        evaluate("register", lines, tmp_path, {})
