"""Codes by people come in and go out with the coder's name, and can be corrected."""

import csv
import json
from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner

from marsad.cli.app import app
from marsad.enrich import add_code, as_csv, codes, import_codes
from marsad.errors import BadInput
from marsad.model import Claim, sign

RUN = CliRunner()


def post(collected, number=0):
    return list(collected.posts())[number]


def written(tmp_path, lines, name="codes.jsonl"):
    path = tmp_path / name
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), "utf-8")
    return path


def test_codes_come_in_once_and_go_out_as_they_came(collected, tmp_path):
    first = post(collected)
    lines = [
        {"post": first.id, "kind": "theme", "code": "none", "coder": "Amal Haddad"},
        {
            "place": first.place, "native_id": first.native_id, "kind": "target", "code": "states",
            "coder": "عمر ناصر", "start": 0, "end": 8, "quoted": first.text[:8],
        },
    ]  # fmt: skip
    path = written(tmp_path, lines)
    assert import_codes(collected, path).added == 2
    again = import_codes(collected, path)
    assert (again.added, again.unchanged) == (0, 2)
    out = list(codes(collected))
    assert [line["coder"] for line in out] == ["Amal Haddad", "عمر ناصر"]
    assert out[1]["quoted"] == first.text[:8]
    back = written(tmp_path, out, "out.jsonl")
    assert import_codes(collected, back).unchanged == 2


def test_a_table_carries_the_same(collected, tmp_path):
    first = post(collected)
    add_code(collected, {"post": first.id, "kind": "theme", "code": "claim"}, "=cmd()")
    path = tmp_path / "codes.csv"
    path.write_text("\n".join(as_csv(codes(collected))), "utf-8")
    with path.open(encoding="utf-8", newline="") as rows:
        assert next(csv.DictReader(rows))["coder"] == "'=cmd()"
    assert import_codes(collected, path).unchanged == 1


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"code": "theft"}, "no theme 'theft'"),
        ({"kind": "language"}, "kind is 'language'"),
        ({"coder": " "}, "names no coder"),
        ({"post": "absent"}, "no post 'absent'"),
        ({"start": 5, "end": 2}, "not within"),
        ({"start": 0, "end": 3, "quoted": "???"}, "other words"),
        ({"kind": "is-propaganda", "code": "perhaps"}, "expected yes or no"),
        ({"start": "x", "end": 3}, "invalid literal"),
    ],
)
def test_a_faulty_line_is_refused_and_the_rest_goes_on(collected, tmp_path, change, why):
    good = {"post": post(collected).id, "kind": "theme", "code": "claim", "coder": "Amal"}
    path = written(tmp_path, [{**good, **change}, good])
    done = import_codes(collected, path)
    assert (done.added, len(done.refused)) == (1, 1)
    assert why in done.refused[0].reason
    assert "line 1" in done.refused[0].where


def test_a_correction_replaces_and_both_stay_stored(collected):
    id = post(collected).id
    made = add_code(collected, {"post": id, "kind": "theme", "code": "claim"}, "Amal")
    better = {"post": id, "kind": "theme", "code": "threat", "replaces": made.id}
    add_code(collected, better, "Omar")
    assert [line["code"] for line in codes(collected)] == ["threat"]
    assert {finding.value for finding in collected.every_finding()} == {"claim", "threat"}
    other = {**better, "post": post(collected, 1).id}
    with pytest.raises(BadInput, match="cannot be replaced"):
        add_code(collected, other, "Omar")


def test_the_commands(collected, tmp_path):
    lab = str(collected.lab)
    ids = [each.id for each in collected.posts()]
    lines = [
        {"post": id, "kind": "theme", "code": code, "coder": coder}
        for coder, given in (("Amal", "ctnn"), ("Omar", "cnnn"))
        for id, code in zip(
            ids, ({"c": "claim", "t": "threat", "n": "none"}[g] for g in given), strict=True
        )
    ]
    path = written(tmp_path, lines)
    assert "8 were added" in RUN.invoke(app, ["code", lab, "import", str(path)]).output
    assert RUN.invoke(app, ["code", lab, "export"]).output.count("\n") == 8
    assert RUN.invoke(app, ["code", lab, "export", "--csv"]).output.count("\n") == 9
    assert "incitement" in RUN.invoke(app, ["code", lab, "list"]).output
    said = RUN.invoke(app, ["code", lab, "add", ids[0], "theme", "theft", "--by", "Amal"])
    assert said.exit_code == 1
    assert "no theme 'theft'" in said.output
    found = json.loads(RUN.invoke(app, ["agreement", lab, "--json"]).output)["codes"]
    assert {each["code"]: each["alpha"] for each in found}["claim"] == 1
    assert "kappa" in RUN.invoke(app, ["agreement", lab]).output


def test_a_finding_is_accepted_refused_and_replaced_from_the_command_line(collected):
    first, at = post(collected), datetime(2024, 5, 15, tzinfo=UTC)
    for name in ("claim", "threat", "news"):
        collected.add(sign(Claim(first.id, "theme", name), "coder/1", at), by="coder/1")
    lab, by = str(collected.lab), ["--by", "Amal Haddad"]
    found = {each.value: each.id for each in collected.findings(first.id, "theme")}
    done = RUN.invoke(app, ["code", lab, "decide", found["claim"], "accept", "--json", *by])
    assert done.exit_code == 0, done.output
    said = json.loads(done.stdout)
    assert (said["value"], said["maker"]) == ("claim", "person:Amal Haddad")
    done = RUN.invoke(app, ["code", lab, "decide", found["threat"], "refuse", *by])
    assert "taken-back" in done.stdout
    done = RUN.invoke(
        app, ["code", lab, "decide", found["news"], "replace", "--value", "media-work", *by]
    )
    assert done.exit_code == 0, done.output
    standing = {(each.value, each.maker) for each in collected.findings(first.id, "theme")}
    assert standing == {
        ("claim", "person:Amal Haddad"), ("media-work", "person:Amal Haddad"),
    }  # fmt: skip
    refused = RUN.invoke(app, ["code", lab, "decide", found["news"], "burn", *by])
    assert refused.exit_code == 1
    assert "accept, refuse or replace" in refused.output
