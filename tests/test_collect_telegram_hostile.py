"""Exports that are damaged, foreign or written by an enemy."""

import json
import resource
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_collect_telegram import SALWAN, collect, export, message, posts, refusals

from marsad.collect.telegram_export import TelegramExport
from marsad.errors import BadInput, MarsadError
from marsad.plugins import Gathered, Refused

SHARED = Path(__file__).parents[1].parent / "shared" / "data" / "hostile"
SUITE = SHARED / "JSONTestSuite" / "test_parsing"
LAYOUTS = {
    "exporter": (
        b'{\n "name": "x",\n "type": "public_channel",\n "id": 7,\n "messages": [\n  {\n'
        b'   "id": 1,\n   "type": "message",\n   "date_unixtime": "1",\n   "text": "ok"\n  },\n'
        b'  {\n   "id": 2,\n   "type": "message",\n   "date_unixtime": "1",\n   "text": "two",\n'
        b'   "%s": %s\n  },\n'
        b'  {\n   "id": 3,\n   "type": "message",\n   "date_unixtime": "1",\n   "text": "ok"\n  }\n'
        b" ]\n}"
    ),
    "one line": (
        b'{"name":"x","type":"public_channel","id":7,"messages":['
        b'{"id":1,"type":"message","date_unixtime":"1","text":"ok"},'
        b'{"id":2,"type":"message","date_unixtime":"1","text":"two","%s":%s},'
        b'{"id":3,"type":"message","date_unixtime":"1","text":"ok"}]}'
    ),
}
OWN = {
    "y_text": b'"\\u0633\\u0648\\u0642"',
    "y_object": b'{"a": [1, -0.5e3, true, null]}',
    "n_nan": b"NaN",
    "n_infinity": b"-Infinity",
    "n_trailing_comma": b"[1,]",
    "n_single_quotes": b"'a'",
    "n_control": b'"a\tb"',
    "n_escape": b'"\\x0b"',
    "n_open_string": b'"a',
    "n_open_array": b"[[",
    "n_closed_twice": b"[]]",
    "n_closed_brace": b"{}}",
    "n_leading_zero": b"01",
    "n_nothing": b"",
    "i_huge_exponent": b"0.4e" + b"9" * 200,
    "i_huge_integer": b"9" * 6000,
    "n_deep": b"[" * 100_000 + b"]" * 100_000,
    "n_comment": b"1 /* x */",
}


def suite() -> list[tuple[str, bytes]]:
    found = sorted(SUITE.glob("*.json")) if SUITE.is_dir() else []
    return [*OWN.items(), *((path.stem, path.read_bytes()) for path in found)]


def read(folder: Path, data: bytes | None) -> tuple[list[Gathered | Refused], str]:
    """What an export gives, and how it ended; any error but ours fails the test."""
    path = folder / "result.json"
    if data is not None:
        path.write_bytes(data)
    found: list[Gathered | Refused] = []
    try:
        for item in TelegramExport().collect(str(path), ""):
            found.append(item)
    except MarsadError as error:
        return found, str(error)
    return found, ""


def ids(found: list[Gathered | Refused]) -> list[str]:
    return [item.post.native_id for item in found if isinstance(item, Gathered)]


def test_the_json_test_suite_is_here():
    if not SUITE.is_dir():
        pytest.skip("JSONTestSuite is not on this machine; the own set was run")
    assert len(suite()) == 318 + len(OWN)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(("name", "content"), suite(), ids=[name for name, _ in suite()])
def test_json_inside_a_message_is_judged_strictly(tmp_path, name, content, layout):
    found, ending = read(tmp_path, LAYOUTS[layout] % (b"future", content))
    refused = [item for item in found if isinstance(item, Refused)]
    if name.startswith("y_"):
        assert (ids(found), refused, ending) == (["1", "2", "3"], [], "")
    elif name.startswith("n_"):
        assert refused or ending
    if layout == "exporter" and not ending:
        assert {"1", "3"} <= set(ids(found)), "what stands beside it is kept"


@pytest.mark.parametrize(("name", "content"), suite(), ids=[name for name, _ in suite()])
def test_any_json_as_text_is_text_or_refused(tmp_path, name, content):
    del name
    for layout in LAYOUTS.values():
        found, ending = read(tmp_path, layout % (b"text", content))
        assert "2" in ids(found) or ending or any(isinstance(item, Refused) for item in found)


@pytest.mark.parametrize(("name", "content"), suite(), ids=[name for name, _ in suite()])
def test_any_json_as_a_whole_file_is_no_export(tmp_path, name, content):
    del name
    found, ending = read(tmp_path, content)
    assert not found
    assert "expected the result.json" in ending or "nested" in ending


@pytest.mark.parametrize("escape", [rb"\ud800", rb"\udc00", rb"\ud800\u0041", b"\xff", rb"\x0B"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_is_no_text_is_replaced_and_reported(tmp_path, escape, layout):
    found, ending = read(tmp_path, LAYOUTS[layout] % (b"text", b'"a' + escape + b'b"'))
    texts = {item.post.native_id: item.post.text for item in found if isinstance(item, Gathered)}
    assert texts["2"].startswith("a\ufffd")
    assert texts["2"].endswith("b")
    assert [item.where[:22] for item in found if isinstance(item, Refused)] == [
        "result.json, message 2"
    ]
    assert not ending


def test_a_true_surrogate_pair_is_left_alone(tmp_path):
    found, _ = read(tmp_path, LAYOUTS["exporter"] % (b"text", b'"\\ud83c\\udf4a \\\\ud800"'))
    assert [i.post.text for i in found if isinstance(i, Gathered)][1] == "🍊 \\ud800"


def test_of_a_key_that_stands_twice_the_last_one_counts_in_every_layout(tmp_path):
    for layout in LAYOUTS.values():
        found, _ = read(tmp_path, layout % (b"text", b'"last"'))
        assert [i.post.text for i in found if isinstance(i, Gathered)][1] == "last"


@pytest.mark.parametrize("layout", LAYOUTS)
def test_of_a_file_cut_anywhere_the_whole_messages_are_taken(tmp_path, layout):
    whole = LAYOUTS[layout] % (b"future", b'"]}\\n  },\\n  {"')
    ends = [whole.find(b'"id": %d' % n if b"\n" in whole else b'"id":%d' % n) for n in (2, 3)]
    for cut in range(len(whole)):
        found, ending = read(tmp_path, whole[:cut])
        assert ending, cut
        assert not [item for item in found if isinstance(item, Refused)], cut
        assert len(ids(found)) >= sum(cut > end >= 0 for end in ends), cut
        assert ids(found) == ["1", "2", "3"][: len(ids(found))]


def test_a_cut_file_names_the_byte_and_what_to_do(tmp_path):
    data = (SALWAN / "result.json").read_bytes()[:3000]
    found, ending = read(tmp_path, data)
    assert len(ids(found)) >= 3
    assert "byte 3000" in ending
    assert "export the chat again" in ending


def test_a_damaged_end_is_told_after_everything_was_taken(tmp_path):
    path = export(tmp_path, message(1), message(2))
    found, ending = read(tmp_path, path.read_bytes() + b"garbage")
    assert ids(found) == ["1", "2"]
    assert "damaged" in ending


@pytest.mark.parametrize(
    "data", [b"", b" \n", b"[]", b"{}", b'{"a": 1}', b"<html>", b"\xff\xfe{\0"]
)
def test_another_file_is_refused_in_one_sentence(tmp_path, data):
    found, ending = read(tmp_path, data)
    assert not found
    assert "expected the result.json of a Telegram Desktop export" in ending
    assert "\n" not in ending


def test_a_chat_without_a_head_is_refused_and_the_next_one_read(tmp_path):
    good = {"name": "ب", "type": "public_channel", "id": 8, "messages": [message(1)]}
    bad = {"messages": [message(2), message(3)], "name": "أ", "type": "public_channel", "id": 7}
    (tmp_path / "result.json").write_text(json.dumps({"chats": {"list": [bad, good]}}))
    assert list(posts(tmp_path)) == ["1"]
    assert [item.where for item in refusals(tmp_path)] == ["result.json, chat 1"]


def test_a_hundred_thousand_brackets_around_everything_are_one_sentence(tmp_path):
    for opening in (b"[", b'{"a":'):
        found, ending = read(tmp_path, opening * 100_000)
        assert not found
        assert "nested" in ending


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_message_without_an_end_does_not_fill_the_memory(tmp_path, layout):
    path = tmp_path / "result.json"
    with path.open("wb") as file:
        file.write(LAYOUTS[layout].partition(b"%s")[0] + b'a":"')
        for _ in range(300):
            file.write(b"x" * 1_000_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found, ending = read(tmp_path, None)
    assert ids(found) == ["1"]
    assert "more than 8 MB" in ending
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000


@pytest.mark.parametrize("number", ["9" * 6000, "1e400", "1.5", "-0", '"1"', "null"])
def test_an_id_that_is_no_number_costs_its_message_or_its_chat(tmp_path, number):
    data = export(tmp_path, message(11), message(12)).read_bytes()
    found, ending = read(tmp_path, data.replace(b'"id": 11', b'"id": ' + number.encode()))
    assert ids(found)[-1:] == ["12"]
    assert not ending
    found, ending = read(tmp_path, data.replace(b'"id": 7', b'"id": ' + number.encode()))
    assert ids(found) == (["11", "12"] if number == "-0" else [])
    assert len(found) == 1 or ending or number == "-0"


@pytest.mark.parametrize("field", ["reply_to_message_id", "from_id", "text", "poll", "photo"])
@pytest.mark.parametrize("value", [{"a": 1}, [[1]], True])
def test_a_field_of_the_wrong_kind_costs_only_its_message(tmp_path, field, value):
    path = export(tmp_path, message(1), message(2, **{field: value}), message(3))
    assert list(posts(path)) == ["1", "3"]
    assert refusals(path)[0].where.startswith("result.json, message 2")


def test_a_foreign_folder_is_refused(tmp_path):
    with pytest.raises(BadInput, match="holds no export"):
        collect(tmp_path)


@given(st.text(st.characters(exclude_categories=["Cs"])), st.booleans())
def test_any_text_comes_through_unchanged(tmp_path_factory, text, ascii_only):
    path = export(tmp_path_factory.mktemp("export"), message(1))
    whole = json.loads(path.read_text(encoding="utf-8"))
    whole["messages"][0]["text"] = text
    path.write_text(json.dumps(whole, indent=1, ensure_ascii=ascii_only), encoding="utf-8")
    assert posts(path)["1"].text == text
