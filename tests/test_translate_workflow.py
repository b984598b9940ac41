"""From a draft to an approval: who is asked, who puts it otherwise, who decides, what is kept."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from typer.testing import CliRunner

from marsad.cli.app import app
from marsad.errors import BadInput, Withheld
from marsad.model import Capture, Claim, Place, Post, Segment, Translation, sign
from marsad.store import Store
from marsad.translate import (
    approve,
    assign,
    contested,
    counts,
    disagree,
    disputes,
    handed,
    history,
    inconsistent,
    queue,
    review,
    write,
)
from marsad.translate.history import parts

NOW = datetime(2024, 5, 1, 8, tzinfo=UTC)
ARABIC = "افتتح المجلس الميناء الجديد. ارتفعت أسعار القمح في السوق!"
FIRST, SECOND = "افتتح المجلس الميناء الجديد.", "ارتفعت أسعار القمح في السوق!"
SLOGAN = "المدينة لأهلها"


def _post(id, text):
    return Post(id, "telegram:1", "c1", id, NOW, text, fiction=True)


def _segments(text, *pairs):
    return [Segment(text.index(s), text.index(s) + len(s), s, said) for s, said in pairs]


def _whole(one="The council opened the new port.", two="Wheat prices rose in the market!"):
    return _segments(ARABIC, (FIRST, one), (SECOND, two))


@pytest.fixture
def store(tmp_path):
    with Store.create(tmp_path / "lab") as made:
        made.add(Place("telegram:1", "telegram", "Al-Mina News", fiction=True))
        made.add(Capture("c1", "telegram-export", "1", "result.json", NOW, "0" * 64, 1))
        posts = [
            _post("post-1", ARABIC),
            _post("post-2", SLOGAN),
            _post("post-3", "المدينه لاهلها"),
        ]
        made.add(*posts)
        made.add(*[sign(Claim(p.id, "language", "ar"), "language/1", NOW) for p in posts])
        yield made


def _machine(store, id="m" * 64, segments=None, at=NOW):
    made = Translation(
        id, "post-1", "text", "ar", "en", tuple(segments or _whole("Council opened port new.")),
        "fxtranslate/1+ar-en", "machine draft", at, fiction=True,
    )  # fmt: skip
    store.add(made, by=made.translator)
    return made


def test_a_draft_that_somebody_was_asked_to_read_is_in_review(store):
    made = _machine(store)
    assert [each.stage for each in queue(store)] == ["draft"]
    assign(store, made.id, "Amal Haddad", by="Head of Desk", priority=5)
    (waiting,) = queue(store)
    assert (waiting.stage, waiting.to, waiting.priority) == ("in review", "person:Amal Haddad", 5)
    assert waiting.words == len(ARABIC.split())
    review(store, made.id, "Amal Haddad", _whole())
    (waiting,) = queue(store)
    assert (waiting.stage, waiting.to) == ("reviewed", "")
    approve(store, waiting.translation, "Omar Nasser")
    assert queue(store) == []


def test_the_queue_is_ordered_by_hurry_and_chosen_by_person(store):
    one = _machine(store)
    two = write(store, "post-2", _segments(SLOGAN, (SLOGAN, "The city for its people")), "Amal")
    assign(store, two.id, "Omar Nasser", priority=4)
    assert [each.translation for each in queue(store)] == [two.id, one.id]
    assert [each.translation for each in queue(store, to="omar nasser")] == [two.id]
    assert [each.translation for each in queue(store, "age")] == [one.id, two.id]
    assert queue(store, language="fa") == []
    with pytest.raises(BadInput, match="priority, language, translator, age"):
        queue(store, "speed")


def test_an_assignment_names_a_person_a_priority_and_what_stands(store):
    made = _machine(store)
    for refused in ({"to": "deepl"}, {"to": "Amal", "priority": 9}, {}):
        with pytest.raises((BadInput, Withheld)):
            assign(store, made.id, **refused)
    assign(store, made.id, "Amal")
    assign(store, made.id, priority=1, by="Head of Desk")
    assert (queue(store)[0].to, queue(store)[0].priority) == ("person:Amal", 1)
    reviewed = review(store, made.id, "Amal")
    with pytest.raises(Withheld, match="was replaced"):
        assign(store, made.id, "Omar")
    done = approve(store, reviewed.id, "Omar").translation
    with pytest.raises(Withheld, match="is approved"):
        assign(store, done.id, "Omar")


def test_two_versions_stand_and_the_approver_says_why(store):
    first = write(store, "post-1", _whole(), "Amal Haddad")
    other = disagree(
        store, first.id, _whole("The municipality opened the new port."), "Omar Nasser",
        "مجلس is the municipal council here",
    )  # fmt: skip
    assert {each.translation for each in queue(store)} == {first.id, other.id}
    assert all(each.disputed for each in queue(store))
    (dispute,) = disputes(store)
    assert (dispute.against, dispute.by) == (first.id, "person:Omar Nasser")
    with pytest.raises(Withheld, match=r"Amal Haddad has another version.*--because"):
        approve(store, other.id, "Editor Three")
    done = approve(store, other.id, "Editor Three", "agreed with the stylebook")
    assert done.translation.state == "approved"
    assert first.id in {each.id for each in store.translations(post="post-1")}
    assert queue(store) == []
    steps = [(step.what, step.because) for step in history(store, first.id)]
    assert ("chosen", "agreed with the stylebook") in steps
    assert ("disputed", "مجلس is the municipal council here") in steps


def test_a_disagreement_needs_a_reason_and_another_persons_other_words(store):
    first = write(store, "post-1", _whole(), "Amal Haddad")
    with pytest.raises(BadInput, match="needs a reason"):
        disagree(store, first.id, _whole("Other words."), "Omar", " ")
    with pytest.raises(Withheld, match="no other person"):
        disagree(store, first.id, _whole("Other words."), "amal haddad", "better")
    with pytest.raises(BadInput, match="says the same"):
        disagree(store, first.id, _whole(), "Omar", "better")
    assert len(store.translations(post="post-1")) == 1
    assert disputes(store) == []


def test_what_a_program_drafted_contradicts_nobody(store):
    _machine(store)
    made = write(store, "post-1", _whole(), "Amal Haddad")
    assert contested(store, made).reasons == []
    assert [each.translation for each in queue(store)] == [made.id]
    assert approve(store, made.id, "Omar Nasser").new


def test_the_same_slogan_gets_the_same_english_or_a_reason(store):
    one = write(store, "post-2", _segments(SLOGAN, (SLOGAN, "The city for its people")), "Amal")
    approve(store, one.id, "Omar")
    spelled = store.post("post-3").text
    same = _segments(spelled, (spelled, "[Our] The city for its people [sic]"))
    assert contested(store, write(store, "post-3", same, "Amal")).reasons == []
    two = write(store, "post-3", _segments(spelled, (spelled, "To its people the city")), "Amal")
    with pytest.raises(Withheld, match=r"The city for its people.*by Omar, not.*--because"):
        approve(store, two.id, "Omar")
    assert inconsistent(store) == []
    approve(store, two.id, "Omar", "it rhymes here")
    (found,) = inconsistent(store)
    assert [each.entry.target for each in found.decided] == [
        "The city for its people", "To its people the city",
    ]  # fmt: skip
    assert found.decided[1].because == "it rhymes here"
    assert found.explained


def test_history_tells_every_version_word_by_word(store):
    made = _machine(store)
    reviewed = review(store, made.id, "Amal", _whole())
    done = approve(store, reviewed.id, "Omar").translation
    steps = history(store, reviewed.id)
    assert [(s.what, s.by) for s in steps] == [
        ("drafted", made.translator), ("reviewed", "person:Amal"), ("approved", "person:Omar"),
    ]  # fmt: skip
    (change,) = steps[1].changes
    assert change.source == FIRST
    assert steps[2].changes == ()
    assert [s.translation for s in history(store, done.id)] == [s.translation for s in steps]


def test_a_difference_gives_back_both_texts():
    old, new = "Council opened port new", "The council opened the new port"
    found = list(parts(old, new))
    assert " ".join(p.words for p in found if p.kind != "in") == old
    assert " ".join(p.words for p in found if p.kind != "out") == new
    long = "word " * 3000
    assert [p.kind for p in parts(long, long + "end")] == ["out", "in"]


def test_counts_are_by_day_and_name_and_leave_programs_out(store):
    made = _machine(store, at=datetime.now(UTC) - timedelta(hours=5))
    reviewed = review(store, made.id, "Zaynab", _whole())
    approve(store, reviewed.id, "Amal")
    assert [(c.by, c.did, c.texts, c.words) for c in counts(store)] == [
        ("person:Amal", "approved", 1, 9), ("person:Zaynab", "reviewed", 1, 9),
    ]  # fmt: skip
    assert counts(store)[1].waited == pytest.approx(5, abs=0.1)


def test_what_is_handed_in_is_a_line_a_segment_or_pieces():
    spans = [(0, len(FIRST)), (ARABIC.index(SECOND), len(ARABIC))]
    made = handed("The council opened it.\n\n", ARABIC, spans)
    assert [each.target for each in made] == ["The council opened it.", ""]
    piece = json.dumps({"source": SECOND, "target": "Prices rose."}, ensure_ascii=False)
    assert handed(piece, ARABIC, spans)[0].start == ARABIC.index(SECOND)
    for wrong in ("one line", "", '{"source": "x"}', '{"source": "قمر", "target": "moon"}'):
        with pytest.raises(BadInput):
            handed(wrong, ARABIC, spans)


def test_the_whole_way_by_commands(store, tmp_path):
    lab = store.lab

    def run(*words, say=None):
        return CliRunner().invoke(app, ["translate", str(lab), *map(str, words)], input=say)

    said = "The council opened the port.\nWheat rose!\n"
    done = run("write", "post-1", "-", "--by", "Amal Haddad", "--json", say=said)
    assert done.exit_code == 0, done.output
    first = json.loads(done.stdout)["id"]
    assert run("assign", first[:12], "--to", "Omar Nasser", "--priority", "5").exit_code == 0
    waiting = json.loads(run("queue", "--json", "--for", "Omar Nasser").stdout)
    assert (waiting["translation"], waiting["stage"]) == (first, "in review")
    shown = run("show", first, "--json").stdout
    corrected = tmp_path / "corrected.jsonl"
    corrected.write_text(shown.replace("Wheat rose!", "Wheat prices rose!"), "utf-8")
    done = run("review", first, "--by", "Omar Nasser", "--file", corrected, "--json")
    reviewed = json.loads(done.stdout)
    assert reviewed["state"] == "reviewed"
    plain = run("history", first).stdout.replace("\u2068", "").replace("\u2069", "")
    assert "Wheat {+prices+} rose!" in plain
    assert run("approve", reviewed["id"], "--by", "Editor Three").exit_code == 0
    assert run("queue").stdout == "nothing waits\n"
    assert "Amal Haddad" in run("counts").stdout
    assert "0 sources" in run("consistency").stdout
    told = run("history", first, "--json").stdout.splitlines()
    steps = [json.loads(line)["what"] for line in told]
    assert steps == ["written", "assigned", "reviewed", "approved"]
    refused = run("write", "post-1", "-", "--by", "Omar", say="only one line\n")
    assert refused.exit_code == 1


def test_a_replaced_draft_keeps_its_assignment(store):
    first = write(store, "post-1", _whole(), "Amal")
    assign(store, first.id, "Omar", priority=5)
    write(store, "post-1", _whole("The council has opened the new port."), "Amal")
    (waiting,) = queue(store)
    assert waiting.translation != first.id
    assert (waiting.to, waiting.priority) == ("person:Omar", 5)


def test_versions_by_one_pen_on_different_stretches_are_no_rivals(store):
    one = write(store, "post-1", _segments(ARABIC, (FIRST, "The council opened the port.")), "Amal")
    two = write(store, "post-1", _segments(ARABIC, (SECOND, "Wheat prices rose!")), "Omar")
    assert contested(store, one).over == ()
    assert contested(store, two).over == ()
