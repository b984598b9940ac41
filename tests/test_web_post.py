"""The page of a post: decisions about findings, boxes, proofs, versions, copies, and erasure."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape

import pytest
import report_lab as lab
from desk_client import seated

from marsad.enrich.anew import TAKEN_BACK
from marsad.model import Box, Claim, sign
from marsad.preserve import erase
from marsad.web import app
from marsad.web.views.looks import graphic

NOW = datetime(2024, 5, 15, 7, tzinfo=UTC)
NOOR, LEYLA = "person:Noor Valen", "person:Leyla Oram"


@pytest.fixture
def store(tmp_path):
    with lab.fill(tmp_path / "lab") as made:
        made.checkpoint()
        yield made


class Desk:
    """People at the desk, each in a browser of their own."""

    def __init__(self, store):
        self.store, self.made = store, app(store.lab)

    def get(self, address):
        return seated(self.made, follow_redirects=True).get(address)

    def decide(self, post, finding, what, by="Noor Valen", role="editor", **said):
        who = seated(self.made, role, by, follow_redirects=True)
        return who.fill(f"/post/{post}/decide", finding=finding, what=what, **said)


@pytest.fixture
def desk(store):
    return Desk(store)


def words(answer):
    inline = re.sub(r"</?(?:bdi|strong|del|ins|code)\b[^>]*>", "", answer.text)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", inline)).split())


def added(store, claim, maker="theme/1"):
    made = sign(claim, maker, NOW)
    store.add(made)
    return made


def test_a_finding_is_accepted_refused_and_put_otherwise_and_the_old_one_stays(store, desk):
    theme = added(store, Claim("post-ar", "theme", "claim", 0.7))
    assert "1 finding was replaced" in words(desk.decide("post-ar", theme.id, "accept"))
    (kept,) = store.findings("post-ar", "theme")
    assert (kept.maker, kept.replaces) == (NOOR, theme.id)
    desk.decide("post-ar", kept.id, "replace", value="threat", by="Leyla Oram")
    (now,) = store.findings("post-ar", "theme")
    assert (now.maker, now.value) == (LEYLA, "threat")
    page = words(desk.decide("post-ar", now.id, "refuse"))
    assert store.findings("post-ar", "theme") == []
    assert "3 findings were replaced" in page
    assert "theme: claim" in page
    assert store.findings("post-ar", TAKEN_BACK)[0].maker == NOOR
    assert store.checkpoint() is None, "it was signed"


def test_a_note_that_something_is_graphic_is_overruled_by_a_person(store, desk):
    digest = lab.sha256_of(store)
    note = added(store, Claim("post-ar", "graphic", "blood", media=digest), "look/1")
    assert "Marked graphic: blood" in words(desk.get("/post/post-ar"))
    desk.decide("post-ar", note.id, "refuse")
    assert graphic(store.findings("post-ar"), digest) == ""
    assert "<img" in desk.get(f"/post/post-ar?show={digest}").text


def test_nobody_decides_who_may_not_or_about_another_post_or_what_was_replaced(store, desk):
    theme = added(store, Claim("post-ar", "theme", "claim", 0.7))
    refused = desk.decide("post-ar", theme.id, "accept", by="A Reader", role="subscriber")
    assert refused.status_code == 403
    assert desk.decide("post-fa", theme.id, "accept").status_code == 404
    assert desk.decide("post-ar", theme.id, "burn").status_code == 400
    desk.decide("post-ar", theme.id, "accept")
    assert desk.decide("post-ar", theme.id, "refuse").status_code == 404
    assert len(store.findings("post-ar", "theme")) == 1


def test_lines_that_were_read_are_drawn_over_the_open_picture_alone(store, desk):
    digest = lab.sha256_of(store)
    store.add(
        sign(Claim("post-ar", "dimensions", "900x600", media=digest), "media/1", NOW),
        sign(
            Claim("post-ar", "ocr-line", "وادي <السلوان>", 0.91, digest, box=Box(370, 70, 200, 60)),
            "ocr/1",
            NOW,
        ),
    )
    assert "<rect" not in desk.get("/post/post-ar").text
    page = desk.get(f"/post/post-ar?show={digest}").text
    assert 'viewBox="0 0 900 600"' in page
    assert '<rect class="box" x="370" y="70" width="200" height="60">' in page
    assert "<title>1: وادي &lt;السلوان&gt;, 91 %</title>" in page


def test_evidence_shows_where_a_post_stands_in_the_log_and_that_it_is_in_it(store, desk):
    page = words(desk.get("/post/post-fa?check=1"))
    assert "Proof that it is in the log" in page
    assert page.count("its leaf and the hashes below come to their root") == 2
    assert "does not come to the root" not in page
    assert "Nobody outside the lab has stamped" in page
    store.add(lab.post("post-new", "telegram:1", 20, "جديد"))
    page = words(desk.get("/post/post-new?check=1"))
    assert "UNSIGNED" in page
    assert page.count("come to their root") == 1, "of its capture, which was signed before"


def test_a_post_that_was_erased_says_so_and_nothing_of_what_it_said(store, desk):
    made = replace(lab.post("telegram:1/77@0123abcd", "telegram:1", 20, "سر"), native_id="77")
    store.add(made)
    asked = erase.ask(store, [made.id], NOOR, "GDPR 17")
    tombstone = erase.approve(store, asked.id, LEYLA)
    answer = desk.get(f"/post/{made.id}")
    assert answer.status_code == 410
    assert "ERASED" in words(answer)
    assert tombstone in answer.text
    assert "سر" not in answer.text
    assert desk.get("/post/telegram:1/78@0123abcd").status_code == 404


def test_versions_are_compared_word_by_word_and_a_deletion_is_told(store, desk):
    old = store.post("post-ar-2")
    later = replace(old, id="post-ar-3", text="النهر الكبير لا يفرق بيننا.", edited_at=NOW)
    store.add(later, sign(Claim(later.id, "gone", NOW.isoformat()), "telegram-web/1", NOW))
    page = desk.get("/post/post-ar-3")
    assert re.search(r"<ins>.*?<bdi[^>]*>الكبير</bdi></ins>", page.text)
    assert "No longer there, as seen 2024-05-15 07:00 UTC" in words(page)
    assert "posted 2024-05-14 11:05 UTC" in words(desk.get("/post/post-ar-2"))


def test_who_else_posted_it_stands_in_the_order_of_time(store, desk):
    store.add(
        sign(Claim("post-ur", "near-copy-of", "post-ar", 0.9), "copies/1", NOW),
        sign(Claim("post-fa", "forward-of", "post-ar"), "copies/1", NOW),
    )
    page = words(desk.get("/post/post-fa"))
    who = page[page.index("Who else posted this") : page.index("Reports that use it")]
    assert (
        who.index("first seen") < who.index("3 h later · forward") < who.index("4 h later · text")
    )
    assert "No other post is known" in words(desk.get("/post/post-late"))


def test_reports_that_cite_a_post_are_named(store, desk):
    assert "No report cites it" in words(desk.get("/post/post-ar"))
    store.add(lab.report(store), by=lab.WRITER)
    assert lab.TITLE in words(desk.get("/post/post-ar"))
