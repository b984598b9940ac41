"""Beside each segment: what its target may have lost, and the house marks it may need, in words."""

import json
import re
from dataclasses import replace
from html import unescape

import pytest
import report_lab as lab
from desk_client import HERE, seated
from test_translate_marks import ARABIC, ENGLISH
from test_web_translation_page import TERMS

from marsad.model import Segment
from marsad.translate import write
from marsad.web import app

COUNTED = "حضر ٤٥ رجلا إلى وادي السلوان."
ANSWERED = "ثم عادوا."
SOURCE = f"{COUNTED} {ANSWERED}"
START = len(COUNTED) + 1


@pytest.fixture
def store(tmp_path):
    with lab.fill(tmp_path / "lab") as made:
        (made.lab / "termbase.toml").write_text(TERMS, encoding="utf-8")
        made.add(lab.post("post-num", "telegram:1", 16, SOURCE))
        yield made


@pytest.fixture
def desk(store):
    return seated(app(store.lab), follow_redirects=False)


def written(store, *targets):
    cuts = ((0, len(COUNTED)), (START, len(SOURCE)))
    segments = [
        Segment(a, b, SOURCE[a:b], said) for (a, b), said in zip(cuts, targets, strict=True)
    ]
    return write(store, "post-num", segments, "Tamar Iseri").id


def notes(page, number):
    """What is said under one field."""
    said = page.partition(f'<div id="notes-{number}"')[2].partition("</div>")[0]
    return unescape(re.sub("</?bdi[^>]*>", "", said))


def test_a_doubt_stands_under_its_own_segment_and_says_in_words_what_it_is_about(store, desk):
    page = desk.get(f"/translation/{written(store, '54 men came to Salwan.', 'Then.')}").text
    assert "Number: ٤٥ is not in the target, which has 54" in notes(page, 1)
    assert 'class="warning"' in notes(page, 1)
    assert '<bdi dir="auto">٤٥</bdi>' in page, "set apart: its digits do not wander"
    assert "Number" not in notes(page, 2)
    page = desk.get(f"/translation/{written(store, '45 men came to Salwan.', 'Then.')}").text
    assert "warning" not in notes(page, 1)


def test_what_is_typed_is_doubted_as_it_is_kept(store):
    made = app(store.lab)
    client = seated(made)
    answer = client.post(
        "/translation/tr-ur/keep",
        data={"form_token": client.token, "target": "We stand with our siblings."},
        headers={"origin": HERE, "accept": "application/json"},
    )
    told = json.loads(answer.text)["segments"][0]["doubts"]
    assert (
        "Forbidden word: \u2068بھائیوں\u2069: write 'brothers (members of the league)', "
        "not 'siblings'"
    ) in told
    assert any(each.startswith("Term: ") for each in told)


def test_a_reading_aid_is_doubted_by_nobody(store, desk):
    made = store.translation("tr-ur")
    store.add(replace(made, id="tr-aid", kind="reading aid", translator="reading-aid/1"))
    assert "Term: " not in desk.get("/translation/tr-aid").text


def test_marks_are_asked_about_on_request_only_and_name_their_place(desk):
    assert "data-mark" not in desk.get("/translation/tr-ur").text
    page = desk.get("/translation/tr-ur?marks=1").text
    assert 'data-mark="[i.e., members of the league]"' in page
    assert 'data-after="stand with our brothers"' in page
    assert "has a meaning in the termbase and is first mentioned here" in page
    assert "[i.e., members of the league]" not in desk.get("/post/post-ur").text


def test_what_a_target_seems_to_leave_out_is_a_question_with_its_place(store, desk):
    store.add(lab.post("post-gap", "telegram:1", 17, ARABIC))
    made = write(store, "post-gap", [Segment(0, len(ARABIC), ARABIC, ENGLISH)], "Tamar Iseri")
    page = unescape(desk.get(f"/translation/{made.id}?marks=1").text)
    assert "seems to be left out" in page
    assert 'data-mark="[...]" data-after="bridge to the people,"' in page
    assert "Mark: " in page
