"""The lab for programs: what a token reads and writes, and how faults are told."""

import json

import pytest
import report_lab as lab
from desk_client import HERE, Seated, seated, session
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from marsad import track
from marsad.accounts import tokens
from marsad.cli.app import app as command
from marsad.store import desk_accounts, records
from marsad.store.desk import Desk
from marsad.web import app

NAME = "Noor Valen"


@pytest.fixture
def store(tmp_path):
    with lab.fill(tmp_path / "lab") as store:
        store.add(lab.report(store), by=lab.WRITER)
        track.open_case(store, "river", "The River", lab.WRITER)
        track.add_posts(store, "river", [("line 1", "post-ar")], lab.WRITER)
        track.tag_post(store, "river", "post-ar", "bridge", lab.WRITER)
        track.note(store, "river", "See the second bank.", lab.WRITER)
        store.checkpoint()
        yield store


def program(store, scope="read", role="analyst", name=NAME):
    """A program with a token of an account."""
    session(store.lab, role, name)
    client = Seated(app(store.lab), base_url=HERE, follow_redirects=False)
    with Desk(store.lab) as desk:
        secret = tokens.make(desk, desk_accounts.named(desk, name), "a program", scope, 3)
    client.headers["authorization"] = f"Bearer {secret}"
    return client


def plain(thing):
    return records.plain(records.record(thing))


def walk(client, address, **asked):
    """Every item of every page."""
    while True:
        page = client.get(f"/api/v1/{address}", params=asked).json()
        yield from page["items"]
        if page["next"] is None:
            return
        asked["after"] = page["next"]


def test_a_walk_meets_every_post_once_also_while_posts_come_in(store):
    client = program(store)
    ids = [post.id for post in store.posts()]
    for order in ("first-seen", "newest", "oldest", "relevance"):
        met = [item["post"]["id"] for item in walk(client, "posts", limit=2, order=order)]
        assert sorted(met) == sorted(ids), order
        assert len(met) == len(set(met)) > 4
    walked = walk(client, "posts", limit=2)
    met = [next(walked)["post"]["id"]]
    store.add(lab.post("post-library", "telegram:1", 3, "The library opens at nine."))
    met += [item["post"]["id"] for item in walked]
    assert sorted(met) == sorted([*ids, "post-library"])
    assert len(met) == len(set(met))


def test_posts_answer_the_query_language_with_reasons_and_counts(store):
    page = program(store).get("/api/v1/posts", params={"q": "السلوان", "facet": "place"}).json()
    assert page["total"] == len(page["items"]) == 1
    (hit,) = page["items"]
    assert hit["post"] == plain(store.post("post-ar"))
    assert hit["score"] is None, "no measure where the order is that of time"
    (spot,) = hit["reasons"][0]["spots"]
    assert hit["post"]["text"][spot["start"] : spot["end"]] == spot["words"] == "السلوان"
    (places,) = page["facets"]
    assert places == {
        "field": "place",
        "counts": [{"value": "telegram:1", "posts": 1}],
        "more": 0,
    }


def test_a_post_comes_with_what_was_ever_said_and_what_stands(store):
    client = program(store, "write")
    first = client.post("/api/v1/posts/post-ar/codes", json={"kind": "is-propaganda", "code": "no"})
    said = {"kind": "is-propaganda", "code": "yes", "replaces": first.json()["id"]}
    second = client.post("/api/v1/posts/post-ar/codes", json=said)
    whole = client.get("/api/v1/posts/post-ar").json()
    assert whole["post"] == plain(store.post("post-ar"))
    assert whole["findings"] == [plain(each) for each in store.findings_ever("post-ar")]
    assert second.json()["id"] in whole["standing"]
    assert first.json()["id"] not in whole["standing"]
    assert first.json() in whole["findings"]
    assert whole["translations"] == ["tr-ar"]


@pytest.mark.parametrize(
    ("list", "kind"),
    [("outlets", "outlet"), ("places", "place"), ("events", "event"), ("reports", "report")],
)
def test_a_list_has_what_the_lab_has_and_so_has_each_address(store, list, kind):
    client = program(store)
    there = [plain(each) for each in getattr(store, list)()]
    name = "handle" if kind == "report" else "id"
    assert [*walk(client, list, limit=1)] == sorted(there, key=lambda each: each[name])
    for each in there:
        assert client.get(f"/api/v1/{list}/{each[name]}").json() == each


def test_translations_cases_status_and_the_gate_of_a_report(store):
    client = program(store)
    tr = client.get("/api/v1/translations/tr-ur").json()
    assert tr == plain(store.translation("tr-ur"))
    (case,) = client.get("/api/v1/cases").json()["items"]
    assert case == client.get("/api/v1/cases/river").json()
    assert case["posts"] == ["post-ar"]
    assert case["tags"] == [{"post": "post-ar", "tag": "bridge", "by": lab.WRITER}]
    assert case["notes"][0]["words"] == "See the second bank."
    status = client.get("/api/v1/status").json()
    assert (status["size"], status["root"]) == store.root()
    assert status["signed"] == status["size"]
    assert status["counts"]["post"] == store.count("post")
    handle = store.reports()[0].handle
    assert client.get(f"/api/v1/reports/{handle}/check").json() == {"items": [], "next": None}
    with store.write() as writer:
        writer.add([lab.report(store, handle="bare-1", id="bare", lede="")], lab.WRITER)
    lacking = client.get("/api/v1/reports/bare-1/check").json()["items"]
    assert "lede" in [each["where"] for each in lacking]


def test_a_code_by_a_program_is_the_code_of_the_command(store):
    given = {"kind": "is-propaganda", "code": "no"}
    made = program(store, "write").post("/api/v1/posts/post-ar/codes", json=given)
    assert made.status_code == 200
    assert made.json()["maker"] == f"person:{NAME}"
    count = len(store.findings_ever("post-ar"))
    said = ["code", str(store.lab), "add", "post-ar", "is-propaganda", "no", "--by", NAME, "--json"]
    told = json.loads(CliRunner().invoke(command, said).stdout)
    assert {**told, "made_at": ""} == {**made.json(), "made_at": ""}
    assert len(store.findings_ever("post-ar")) == count, "said twice, kept once"
    again = program(store, "write").post("/api/v1/posts/post-ar/codes", json=given)
    assert again.json() == made.json()


def test_each_scope_and_role_gets_what_it_may_and_is_told_so_in_json(store):
    given = {"kind": "is-propaganda", "code": "no"}
    address = "/api/v1/posts/post-ar/codes"
    nobody = TestClient(app(store.lab), base_url=HERE, follow_redirects=False)
    cookie = seated(app(store.lab), "editor", "Leyla Oram", follow_redirects=False)
    translator = program(store, "write", "translator", "Tamar Iseri")
    before = store.findings_ever("post-ar")
    for client, get, post in (
        (nobody, 401, 401), (program(store, "read"), 200, 403), (cookie, 200, 403),
        (translator, 200, 403), (program(store, "write"), 200, 200),
    ):  # fmt: skip
        assert store.findings_ever("post-ar") == before
        for answer, status in (
            (client.get("/api/v1/posts/post-ar"), get),
            (client.post(address, json=given), post),
        ):
            assert answer.status_code == status
            assert answer.headers["content-type"] == "application/json"
            if status != 200:
                error = answer.json()["error"]
                assert error["status"] == status
                assert set(error) == {"status", "heading", "sentence"}
                assert error["sentence"].endswith(".")
    assert len(store.findings_ever("post-ar")) == len(before) + 1
    wrong = nobody.get("/api/v1/status", headers={"authorization": "Bearer wrong"})
    assert (wrong.status_code, wrong.headers["www-authenticate"]) == (401, "Bearer")


@pytest.mark.parametrize(
    ("address", "status", "word"),
    [
        ("posts?q=(((", 400, "parenthesis"), ("posts?limit=0", 400, "limit"),
        ("posts?limit=201", 400, "limit"), ("posts?order=best", 400, "order"),
        ("posts?facet=author", 400, "outlet"), ("posts?after=-1", 400, "after"),
        ("posts/none", 404, "none"), ("outlets/none", 404, "none"),
        ("cases/none", 404, "river"), ("nothing", 404, "/api/v1/nothing"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_one_sentence_in_json(store, address, status, word):
    answer = program(store).get(f"/api/v1/{address}")
    error = answer.json()["error"]
    assert answer.status_code == error["status"] == status
    assert word in error["sentence"]
    assert "\u2068" not in error["sentence"]


@pytest.mark.parametrize(
    "given",
    [{}, {"kind": "theme"}, {"kind": "theme", "code": "no such"}, {"kind": "mood", "code": "yes"},
     {"kind": "is-propaganda", "code": "no", "replaces": "finding-1"}, [], "x"],
)  # fmt: skip
def test_a_code_that_the_book_does_not_hold_is_refused(store, given):
    before = store.root()
    answer = program(store, "write").post("/api/v1/posts/post-ar/codes", json=given)
    assert answer.status_code == 400
    assert answer.json()["error"]["status"] == 400
    assert store.root() == before


def test_reads_of_private_places_and_of_many_posts_are_noted(store):
    client = program(store)
    private = next(post.id for post in store.posts() if post.place == "telegram:9")
    for address in (f"posts/{private}", "posts/post-ar", "posts"):
        assert client.get(f"/api/v1/{address}").status_code == 200
    admin = seated(app(store.lab), "admin", "Ada Oram")
    noted = [json.loads(each) for each in admin.get("/audit/file/jsonl").text.splitlines()]
    about = {each["about"] for each in noted if "/api/v1/" in each["about"]}
    assert about == {f"/api/v1/posts/{private}", "/api/v1/posts"}
