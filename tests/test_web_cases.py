"""Cases on the desk: filled from a search and from a post, tagged, frozen, taken along."""

import csv
import io
import json
import re
from datetime import UTC, datetime
from html import unescape

import pytest
import report_lab as lab
from desk_client import Room

from marsad import enrich, track
from marsad.model import Claim, sign
from marsad.web import app
from marsad.web.pages import cases_found
from marsad.web.views.cases import SIZE

AMAL, SAMI = "Amal Haddad", "Sami Noor"
RLO = "\u202e"


class Desk(Room):
    """People who read pages of cases and send their forms in."""

    def see(self, address):
        return self.get(address)

    def send(self, address, by=AMAL, **said):
        return super().send(address, by, **said)


@pytest.fixture
def store(tmp_path):
    with lab.fill(tmp_path / "lab") as made:
        track.open_case(made, "river", "على ضفتي النهر", f"person:{AMAL}")
        yield made


@pytest.fixture
def desk(store):
    return Desk(store.lab, app, name=AMAL)


def words(answer):
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", answer.text)).split())


def test_a_case_is_opened_under_a_name_of_its_title_and_chance(desk, store):
    for title, name in (("Pier / 2024", r"pier-2024-[0-9a-f]{4}"), ("الرصيف", r"case-[0-9a-f]{4}")):
        where = desk.send("/cases", title=title).headers["location"]
        assert re.fullmatch(f"/case/{name}", where)
        page = desk.see("/cases").text
        assert f'href="{where}"' in page
        assert title in page
        assert track.case(store, where.removeprefix("/case/")).by == f"person:{AMAL}"
    assert desk.send("/cases", title=" ").status_code == 400
    assert desk.send("/cases", title="الرصيف").status_code == 303
    assert len(track.cases(store)) == 4


def test_chosen_answers_of_a_search_go_into_a_case_and_lead_back_to_it(desk, store):
    page = desk.see("/?q=النهر").text
    assert 'value="post-ar" form="keep"' in page
    (back,) = re.findall(r'name="back" value="([^"]*)"', page)
    said = {"case": "river", "post": ["post-ar", "post-ar-2"], "back": unescape(back)}
    answer = desk.send("/cases/add", **said)
    assert answer.status_code == 303
    page = desk.see(answer.headers["location"]).text
    assert "Added: 2." in page
    assert f'href="/?{back}"' in page
    assert list(track.case(store, "river").posts) == ["post-ar", "post-ar-2"]
    assert "Added: 0. In it already: 2." in desk.see(
        desk.send("/cases/add", **said).headers["location"]
    ).text  # fmt: skip


def test_no_address_of_another_site_stands_behind_the_way_back(desk):
    page = desk.see("/case/river?told=1&back=//evil.example").text
    assert 'href="/?//evil.example"' in page


def test_a_post_tells_its_cases_and_can_be_added_from_its_page(desk, store):
    page = desk.see("/post/post-fa").text
    assert "It is in no case" in page
    assert '<option value="river">على ضفتي النهر</option>' in page
    desk.send("/cases/add", case="river", post="post-fa")
    assert '<li><a href="/case/river">' in desk.see("/post/post-fa").text
    assert track.case(store, "river").posts == {"post-fa": f"person:{AMAL}"}


def test_what_is_refused_is_told_with_its_line_and_the_rest_goes_in(desk, store):
    answer = desk.send("/cases/add", case="river", ids=f"post-ar\n\nno{RLO}where\npost-fa\n")
    assert answer.status_code == 200
    said = words(answer)
    assert "Added: 2." in said
    assert "Refused, line 3 : no post" in said
    assert RLO not in answer.text
    assert list(track.case(store, "river").posts) == ["post-ar", "post-fa"]
    assert desk.send("/cases/add", case="river").status_code == 400
    assert desk.send("/cases/add", case="pier", post="post-ar").status_code == 404


def test_tags_and_notes_are_given_to_what_was_chosen_and_posts_are_taken_out(desk, store):
    desk.send("/cases/add", case="river", post=["post-ar", "post-fa", "post-ur"])
    desk.send("/case/river/tag", post=["post-ar", "post-fa"], tag="خريطة")
    desk.send("/case/river/tag", post="post-fa", tag="خريطة", off="1")
    desk.send("/case/river/note", by=SAMI, post="post-ar", note=f"انظر {RLO}هنا", tag="x")
    desk.send("/case/river/note", by=SAMI, note="السؤال الأول", about="case")
    desk.send("/case/river/drop", post="post-ur")
    one = track.case(store, "river")
    assert one.tags["post-ar"] == {"خريطة": f"person:{AMAL}"}
    assert not one.tags["post-fa"]
    assert list(one.posts) == ["post-ar", "post-fa"]
    page = desk.see("/case/river")
    said = words(page)
    assert "خريطة ( Amal Haddad )" in said
    assert "Note by Sami Noor : انظر ⟦RLO⟧هنا" in said
    assert "السؤال الأول" in said
    for step in ("tag", "note", "drop"):
        assert desk.send(f"/case/river/{step}").status_code == 400


def test_agreement_is_that_of_the_posts_of_the_case_alone(desk, store):
    desk.send("/cases/add", case="river", post=["post-ar", "post-fa"])
    for post, who, code in (
        ("post-ar", AMAL, "threat"), ("post-ar", SAMI, "threat"), ("post-fa", AMAL, "none"),
        ("post-fa", SAMI, "none"), ("post-ur", AMAL, "recruitment"),
    ):  # fmt: skip
        line = {"post": post, "kind": "theme", "code": code, "coder": who}
        enrich.add_code(store, line, f"person:{who}")
    store.add(sign(Claim("post-ar", "theme", "threat", 0.9), "coder/1", datetime.now(UTC)))
    said = words(desk.see("/case/river"))
    assert "theme threat 2 2 2 1.00" in said
    assert "recruitment" not in said


def test_a_snapshot_tells_its_question_and_what_changed_since(desk, store):
    desk.send("/cases/add", case="river", post=["post-ar", "post-fa"])
    made = desk.send("/case/river/snapshot", outlet="sada", until="2024-06-01")
    assert made.headers["location"] == "/case/river/snapshot/1"
    said = words(desk.see("/case/river/snapshot/1"))
    assert "until 2024-06-01" in said
    assert "It finds the same posts." in said
    assert track.snapshots(store, "river")[0].root in said
    store.add(lab.post("post-new", "telegram:1", 15, "خبر"))
    store.add(sign(Claim("post-new", lab.MADE_BY, "sada"), "outlet/1", datetime.now(UTC)))
    page = desk.see("/case/river/snapshot/1")
    assert "New: 1. Not found any more: 0, of them erased: 0." in words(page)
    assert 'href="/post/post-new"' in page.text
    told = json.loads(desk.see("/case/river/snapshot/1/file").content)
    assert told["query"] == {"until": "2024-06-01", "outlet": "sada"}
    assert told["ids"] == ["post-ar"]
    assert "Snapshot 1" in desk.see("/case/river").text
    assert desk.see("/case/river/snapshot/2").status_code == 404
    assert desk.send("/case/river/snapshot", since="soon").status_code == 400


def test_files_hold_no_private_post_and_say_whether_they_may_be_shared(desk, store):
    desk.send("/cases/add", case="river", post=["post-ar", "post-private"])
    assert "private: in no file" in words(desk.see("/case/river"))
    table = desk.see("/case/river/file/csv")
    assert 'filename="river.csv"' in table.headers["content-disposition"]
    assert table.headers["content-security-policy"] == "default-src 'none'; sandbox"
    rows = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"))))
    assert [row["id"] for row in rows] == ["post-ar"]
    assert rows[0]["text"] == lab.ARABIC
    lines = desk.see("/case/river/file/jsonl").text.splitlines()
    assert [json.loads(each)["id"] for each in lines] == ["post-ar"]
    schemas = [json.loads(e)["schema"] for e in desk.see("/case/river/file/ftm").text.splitlines()]
    assert schemas == ["Organization", "Message"]
    assert b"<gexf" in desk.see("/case/river/file/gexf").content
    about = json.loads(desk.see("/case/river/file/about").content)
    assert (about["posts"], about["may_be_shared"]) == (1, False)
    assert "two named persons" in about["why_not"]
    assert desk.see("/case/river/file/pdf").status_code == 400
    assert desk.send("/case/river/approve", by=SAMI).status_code == 303
    assert [said["by"] for said in store.acts("case-approve")] == [f"person:{SAMI}"]


def test_parquet_is_offered_where_it_can_be_written(desk):
    page = desk.see("/case/river").text
    try:
        import pyarrow  # noqa: F401
    except ModuleNotFoundError:
        assert 'file/parquet"' not in page
        assert desk.see("/case/river/file/parquet").status_code == 503
    else:
        assert desk.see("/case/river/file/parquet").content.startswith(b"PAR1")


def test_a_long_case_has_pages_and_tells_what_was_erased(desk, store):
    ids = [f"many-{n}" for n in range(SIZE + 3)]
    store.add(*(lab.post(id, "telegram:1", 20, "خبر") for id in ids))
    desk.send("/cases/add", case="river", post=ids)
    first = desk.see("/case/river").text
    assert first.count('name="post"') == SIZE
    assert f'href="/case/river?skip={SIZE}"' in first
    last = desk.see(f"/case/river?skip={SIZE}").text
    assert last.count('name="post"') == 3
    assert "Before these" in last
    assert desk.see("/case/river?skip=-5").status_code == 200


def test_titles_tags_and_notes_are_text_and_nothing_else(desk):
    hostile = '<script>x</script>"><img src=x>'
    where = desk.send("/cases", title=hostile).headers["location"]
    desk.send("/cases/add", case=where.removeprefix("/case/"), post="post-ar")
    desk.send(f"{where}/tag", post="post-ar", tag=hostile)
    desk.send(f"{where}/note", post="post-ar", note=hostile)
    for address in ("/cases", where, "/post/post-ar", "/?q=*"):
        page = desk.see(address).text
        assert "<script>x" not in page
        assert "<img src=x" not in page


def all_of(desk, monkeypatch, part=2):
    """Add everything that a search found, part by part, as the script or a person goes on."""
    monkeypatch.setattr(cases_found, "PART", part)
    page = desk.see("/?q=*").text
    (action,) = re.findall(r'action="(/cases/add-found[^"]*)"', page)
    said, parts = {"case": "river"}, 0
    answer = desk.send(unescape(action), **said)
    while answer.status_code == 200:
        parts += 1
        said = dict(re.findall(r'name="(\w+)" value="([^"]*)"', answer.text)[1:])
        assert f"{said['after']} of " in words(answer)
        answer = desk.send(unescape(action), **said)
    return desk.see(answer.headers["location"]), parts


def test_everything_that_a_search_found_goes_into_a_case_and_out_again_by_one_button(
    desk, store, monkeypatch
):
    track.add_posts(store, "river", [("1", "post-ar")], lab.WRITER)
    page, parts = all_of(desk, monkeypatch)
    there = track.case(store, "river").posts
    assert parts > 1
    assert len(there) == store.count("post")
    assert there["post-fa"] == f"person:{AMAL}"
    assert f"Added: {len(there) - 1}. In it already: 1." in words(page)
    adds = [act for act in store.acts("case-add") if act["by"] == f"person:{AMAL}"]
    assert {act["query"] for act in adds} == {"*"}
    assert len({act["step"] for act in adds}) == 1
    (step,) = set(re.findall(r'name="step" value="(\w+)"', page.text))
    assert desk.send("/case/river/undo", step=step).status_code == 303
    assert list(track.case(store, "river").posts) == ["post-ar"], "what was there before stays"
    assert desk.send("/case/river/undo", step=step).status_code == 404


def test_undoing_takes_out_nothing_that_was_taken_out_and_added_again_since(desk, store):
    desk.send("/cases/add", case="river", post=["post-ar", "post-fa"])
    (step,) = track.case(store, "river").steps
    track.drop_posts(store, "river", ["post-fa"], lab.WRITER)
    track.add_posts(store, "river", [("1", "post-fa")], lab.WRITER)
    desk.send("/case/river/undo", step=step)
    assert list(track.case(store, "river").posts) == ["post-fa"]


def test_more_than_a_case_takes_at_once_is_refused_with_what_to_do(desk, store, monkeypatch):
    monkeypatch.setattr(cases_found, "MOST_FOUND", 2)
    answer = desk.send("/cases/add-found?q=*", case="river")
    assert answer.status_code == 400
    assert "narrow the search" in words(answer)
    assert not track.case(store, "river").posts


def test_the_page_of_a_place_leads_to_its_posts_as_a_search(desk):
    page = desk.see("/places/telegram:1").text
    assert 'href="/?only=place%3Atelegram%3A1"' in page
    assert "Add everything this search found" in desk.see("/?only=place%3Atelegram%3A1").text
