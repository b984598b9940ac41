"""The translation desk: a person corrects, signs, answers; a machine never does."""

import re
from html import unescape

import pytest
import report_lab as lab
from desk_client import Room

from marsad.model import Segment, Translation
from marsad.web import app

RLO = "\u202e"


@pytest.fixture
def store(tmp_path):
    with lab.fill(tmp_path / "lab") as made:
        yield made


class Person:
    """Somebody at the desk, who sends in its forms."""

    def __init__(self, store):
        self.room = Room(store.lab, app)
        self.client = self.room.person()
        self.token = self.client.token

    def see(self, id):
        return self.client.get(f"/translation/{id}").text

    def send(self, id, action, by="", **said):
        return self.room.send(f"/translation/{id}/{action}", by, **said)


@pytest.fixture
def person(store):
    return Person(store)


def made_by_hand(store, translator="person:Tamar Iseri", **changes):
    text = store.post("post-ar-2").text
    said = {
        "id": "tr-hand", "post": "post-ar-2", "of": "text", "source_language": "ar",
        "language": "en", "segments": (Segment(0, len(text), text, "The river is one."),),
        "translator": translator, "kind": "human", "made_at": store.translation("tr-ur").made_at,
    }  # fmt: skip
    made = Translation(**(said | changes))
    store.add(made, by="person:Tamar Iseri")
    return made


def field(page):
    """What stands in the form for the only segment."""
    (said,) = re.findall(r"<textarea[^>]*>\n(.*?)</textarea>", page, re.S)
    return said


def standing(store, post):
    (only,) = store.translations(post=post)
    return only


def test_a_machine_draft_is_called_one_everywhere(person):
    assert "Machine draft, not reviewed by anybody" in person.see("tr-ur")
    assert "It cannot be quoted" in person.see("tr-ur")
    assert "Machine draft" in person.client.get("/translations").text
    assert "Machine draft" in person.client.get("/post/post-ur").text


def test_source_and_target_stand_side_by_side_in_their_own_direction(person):
    page = person.see("tr-ur")
    assert '<p dir="auto" lang="ur">دریا' in page
    assert 'name="target" dir="auto" lang="en"' in page
    assert page.count(f'name="form_token" value="{person.token}"') == page.count("<form") == 2


def test_a_review_keeps_the_corrections_and_the_name(store, person):
    words = "Both banks of the river are one.\r\nWe stand with our brothers."
    answer = person.send("tr-ur", "review", by="Noor Valen", target=words)
    assert answer.status_code == 303
    now = standing(store, "post-ur")
    assert answer.headers["location"] == f"/translation/{now.id}"
    assert (now.state, now.reviewer) == ("reviewed", "person:Noor Valen")
    assert now.segments[0].target == words.replace("\r\n", "\n")
    assert now.replaces == "tr-ur"


def test_an_approval_makes_a_draft_fit_to_quote_and_is_signed_into_the_log(store, person):
    person.send("tr-ur", "review", by="Noor Valen", target="Both banks are one.")
    reviewed = standing(store, "post-ur")
    assert person.send(reviewed.id, "approve", by="Leyla Oram").status_code == 303
    now = standing(store, "post-ur")
    assert (now.state, now.approver) == ("approved", "person:Leyla Oram")
    assert store.checkpoint() is None, "the desk signed the log itself"
    assert "approved by" in person.see(now.id)


def test_whoever_made_a_translation_cannot_approve_it_and_reads_why(store, person):
    made_by_hand(store)
    answer = person.send("tr-hand", "approve", by="tamar iseri")
    assert answer.status_code == 403
    assert "have another person read and approve it" in answer.text
    assert standing(store, "post-ar-2").state == "draft"


def test_a_name_in_the_form_is_no_signature(store, person):
    answer = person.client.fill(
        "/translation/tr-ur/review", by="Leyla Oram", target="Both banks are one."
    )
    assert answer.status_code == 303
    assert standing(store, "post-ur").reviewer == "person:Noor Valen"


def test_what_was_typed_survives_a_refusal(store, person):
    made_by_hand(store, "person:Noor Valen")
    answer = person.send("tr-hand", "approve", because="كلمات كتبت بعناية <b>")
    assert answer.status_code == 403
    assert 'role="alert"' in answer.text
    assert 'value="كلمات كتبت بعناية &lt;b&gt;"' in answer.text


def test_a_form_with_other_segments_changes_nothing(store, person):
    answer = person.send("tr-ur", "review", by="Noor Valen", target=["one", "two"])
    assert answer.status_code == 400
    assert "the form brought 2 targets for 1 segments" in unescape(answer.text)
    assert standing(store, "post-ur").id == "tr-ur"


def test_a_replaced_version_leads_to_the_one_that_stands_and_cannot_be_signed(store, person):
    person.send("tr-ur", "review", by="Noor Valen", target="Both banks are one.")
    now = standing(store, "post-ur")
    page = person.see("tr-ur")
    assert "This version was replaced" in page
    assert f'href="/translation/{now.id}"' in page
    assert "<form" not in page
    answer = person.send("tr-ur", "review", by="Leyla Oram", target="Again.")
    assert answer.status_code == 403
    assert standing(store, "post-ur").id == now.id


def test_a_reading_aid_is_labelled_and_nobody_signs_it(store, person):
    made_by_hand(store, "reading-aid/1", id="tr-aid", kind="reading aid")
    page = person.see("tr-aid")
    assert "<h1>Reading aid, not a translation</h1>" in page
    assert "/review" not in page
    assert "/approve" not in page
    assert person.send("tr-aid", "approve", by="Leyla Oram").status_code == 403
    assert store.translation("tr-aid") in store.translations()


def test_the_stretches_a_reading_aid_set_apart_are_isolated_and_not_marked(store, person):
    segment = Segment(0, 5, store.post("post-ar-2").text[:5], "reading aid: \u2068نهر\u2069 river")
    made_by_hand(store, "reading-aid/1", id="tr-aid", kind="reading aid", segments=(segment,))
    page = person.see("tr-aid")
    assert '<bdi dir="auto">نهر</bdi>' in page
    assert "FSI" not in page


def test_hidden_characters_of_a_target_are_named_beside_the_field(store, person):
    segment = Segment(0, 5, store.post("post-ar-2").text[:5], f"river{RLO}reviR")
    made_by_hand(store, segments=(segment,))
    page = person.see("tr-hand")
    assert "characters that cannot be seen" in page
    assert "river⟦RLO⟧reviR" in page


def test_the_queues_hold_each_translation_once(store, person):
    made_by_hand(store, "reading-aid/1", id="tr-aid", kind="reading aid")
    held = {
        state: re.findall(
            r'href="/translation/([^"?]+)', person.client.get(f"/translations?state={state}").text
        )
        for state in ("draft", "reviewed", "approved", "aid")
    }
    assert held == {
        "draft": ["tr-ur"], "reviewed": [], "approved": ["tr-fa", "tr-ar"], "aid": ["tr-aid"]
    }  # fmt: skip


def test_an_unknown_queue_names_those_there_are(person):
    answer = person.client.get("/translations?state=deleted")
    assert answer.status_code == 404
    assert "draft, reviewed, approved, aid" in answer.text


def test_words_that_met_a_signature_of_another_are_kept_beside_it(store, person):
    person.send("tr-ur", "review", by="Noor Valen", target="Both banks are one.")
    answer = person.send("tr-ur", "review", by="Leyla Oram", target="The two banks are one.")
    now = standing(store, "post-ur")
    assert answer.status_code == 403
    assert f'action="/translation/{now.id}/review"' in answer.text
    assert "The two banks are one.</textarea>" in answer.text
    assert "Both banks are one." in answer.text
    assert "The two banks are one.</textarea>" in person.see(now.id), "kept when it is opened again"
    assert now.segments[0].target == "Both banks are one."


def test_what_is_kept_changes_no_translation_and_needs_the_form_of_this_desk(store, person):
    assert person.send("tr-ur", "keep", target="Typed.").status_code == 303
    assert "Typed.</textarea>" in person.see("tr-ur")
    assert standing(store, "post-ur").segments[0].target == lab.ROUGH
    assert person.send("tr-ur", "keep", form_token="x", target="Other.").status_code == 403
    assert "Other." not in person.see("tr-ur")


def test_only_the_script_of_a_translation_may_ask_the_desk(person):
    policy = person.client.get("/translation/tr-ur").headers["content-security-policy"]
    assert "script-src 'self'; connect-src 'self'" in policy
    assert "unsafe" not in policy
    assert "connect-src" not in person.client.get("/").headers["content-security-policy"]


def test_whoever_translates_begins_a_post_that_has_no_draft(store, person):
    assert "Translate it" in person.client.get("/post/post-ar-2").text
    led = person.client.fill("/post/post-ar-2/translate")
    made = standing(store, "post-ar-2")
    assert (led.status_code, made.kind) == (303, "reading aid")
    assert led.headers["location"] == f"/translation/{made.id}"
    assert "Translate it" not in person.client.get("/post/post-ar-2").text
    again = person.client.fill("/post/post-ar-2/translate")
    assert again.headers["location"] == led.headers["location"]
    written = person.send(made.id, "write", target=["The river is one."])
    own = store.translations(post="post-ar-2")[-1]
    assert written.headers["location"] == f"/translation/{own.id}"
    assert (own.kind, own.state, own.translator) == ("human", "draft", "person:Noor Valen")
    assert own.segments[0].target == "The river is one."
    page = person.client.get("/post/post-ar-2").text
    assert "The river is one." in page
    assert "Reading aid" not in page, "nobody needs the aid beside it"


def test_what_is_written_on_a_reading_aid_is_kept_and_never_the_words_of_the_aid(store, person):
    made_by_hand(store, "reading-aid/1", id="tr-aid", kind="reading aid")
    assert field(person.see("tr-aid")) == ""
    person.send("tr-aid", "keep", target=["The river"])
    assert field(person.see("tr-aid")) == "The river"
    refused = person.send("tr-aid", "write", target=[" "])
    assert refused.status_code == 400
    assert "write at least one target" in refused.text
    pad = re.search(r'name="pad" value="([^"]+)"', refused.text)[1]
    person.send("tr-aid", "write", target=["The river is one."], pad=pad)
    assert field(person.see("tr-aid")) == ""


def test_a_post_without_words_is_not_begun(store, person):
    store.add(lab.post("post-mute", "telegram:1", 22, ""))
    led = person.client.fill("/post/post-mute/translate")
    assert led.status_code == 400
    assert "has no words" in led.text
