"""Versions and decisions on the page: word by word, side by side, and who may sign."""

import pytest
import report_lab as lab
from desk_client import seated

from marsad.model import Segment
from marsad.translate import disagree, review, write
from marsad.web import app


@pytest.fixture
def store(tmp_path):
    with lab.fill(tmp_path / "lab") as made:
        yield made


@pytest.fixture
def see(store):
    client = seated(app(store.lab))
    return lambda id: client.get(f"/translation/{id}").text


def piece(words):
    return [Segment(0, len(lab.URDU), lab.URDU, words)]


def test_what_a_review_changed_stands_word_by_word_and_is_said_in_words(store, see):
    done = review(store, "tr-ur", "Noor Valen", piece("Both banks of the river are one."))
    page = see(f"{done.id}/history")
    assert '<del><span class="unseen">taken out: </span>' in page
    assert '<ins><span class="unseen">put in: </span><bdi dir="auto">the</bdi></ins>' in page
    assert "reviewed by" in page
    assert "drafted by" in page


def test_a_disagreement_stands_side_by_side_with_its_reason(store, see):
    done = review(store, "tr-ur", "Noor Valen")
    other = piece("The two banks are one.")
    beside = disagree(store, done.id, other, "Leyla Oram", "banks <b>of</b> what?")
    page = see(f"{done.id}/history")
    assert "The two banks are one." in page
    assert 'Because <bdi dir="auto">banks &lt;b&gt;of&lt;/b&gt; what?</bdi>' in page
    assert "Leyla Oram" in page
    assert "whoever approves says why this one stands" in page
    assert "both side by side" in see(done.id)
    assert lab.ROUGH in see(f"{beside.id}/history")


def test_who_may_sign_is_said_in_sentences(store, see):
    assert "whoever reviews or approves has read it against its source" in see("tr-ur")
    text = store.post("post-ar-2").text
    mine = write(store, "post-ar-2", [Segment(0, len(text), text, "One river.")], "Tamar Iseri")
    said = '<bdi dir="auto">Tamar Iseri</bdi> made it, so another person has to approve it'
    assert said in see(mine.id)
    assert "a new review takes the approval back" in see("tr-ar")


def test_a_sentence_that_begins_with_a_foreign_name_reads_from_the_left(store, see):
    text = store.post("post-ar-2").text
    mine = write(store, "post-ar-2", [Segment(0, len(text), text, "One river.")], "نور")
    said = '<p><bdi dir="auto">نور</bdi> made it, so another person has to approve it.</p>'
    assert said in see(mine.id)


def test_words_approved_otherwise_elsewhere_are_set_apart_without_marks(store, see):
    store.add(lab.post("post-again", "telegram:2", 16, lab.ARABIC))
    half = len(lab.ARABIC) // 2
    first, rest = lab.ARABIC[:half], lab.ARABIC[half:]
    segments = [
        Segment(0, half, first, "Something else,"),
        Segment(half, len(lab.ARABIC), rest, "and more."),
    ]
    made = write(store, "post-again", segments, "Leyla Oram")
    page = see(f"{made.id}/history")
    assert "was approved as <bdi" in page
    assert "⟦" not in page
