"""What a target may have lost of its source is told with the reason, and stops nobody."""

import json
from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner

from marsad.cli.app import app
from marsad.model import Capture, Claim, Place, Post, Segment, sign
from marsad.store import Store
from marsad.translate import approve, doubts, doubts_of, draft, reading_aid, write
from marsad.translate.handbook import Handbook
from marsad.translate.memory import Memory
from marsad.translate.renderings import Rendering, Renderings
from marsad.translate.segment import Said, Source
from marsad.translate.spelling import Spelled
from marsad.translate.terms import Term, Termbase

NOW = datetime(2024, 5, 1, 8, tzinfo=UTC)
POST = Post("p", "t:1", "c1", "p", NOW, "x")
VERSE = "إِنَّا أَعۡطَيۡنَٰكَ ٱلۡكَوۡثَرَ"
REGISTER = {"own:1": Spelled("Palm Society", "List 3", "جمعية النخيل")}
BOOK = Handbook(
    Memory(),
    Termbase([Term("إمارة", "ar", target="emirate", forbidden=("state",))]),
    lambda entry: REGISTER.get(entry, Spelled()),
    Renderings([Rendering("R.", "fiction", "en", {"quran 108:1": "We gave thee [much] good."})]),
)


def _doubts(source, target, to="en", said=(), language="ar"):
    found = tuple(
        Said(kind, source.index(words), source.index(words) + len(words), value)
        for kind, words, value in said
    )
    spans = ((0, len(source)),)
    helps = BOOK.helps(Source(POST, "text", language, source, spans, said=found), to)
    return [(each.kind, each.reason) for each in doubts_of(helps, [target], to)]


@pytest.mark.parametrize(
    ("target", "kinds"),
    [
        ("He visited the emirate.", []),
        ("He visited the Emirates.", []),
        ("He visited the State.", ["forbidden", "term"]),
        ("He visited the land.", ["term"]),
        ("He visited the emirate [i.e., the state].", []),
    ],
)
def test_terms_are_put_as_the_termbase_says(target, kinds):
    assert [kind for kind, _ in _doubts("زار الإمارة", target)] == kinds


@pytest.mark.parametrize(
    ("source", "target", "told"),
    [
        ("حضر ٣ رجال", "3 men came", ""),
        ("حضر ٣ رجال", "Three men came", ""),
        ("حضر ۱٬۵۰۰ نفر", "1,500 people came", ""),
        ("بلغ 2000000", "It reached 2 million", ""),
        ("حضر 14 رجلا", "15 men came", "14 is not in the target, which has 15"),
        ("حضر 14 رجلا", "Men came", "14 is not in the target"),
        ("حضر خمسون رجلا", "50 men came", ""),
        ("حضر رجال", "50 men came", "the target has 50, which the source has not"),
        ("https://example.org/77 خبر", "News", ""),
    ],
)
def test_numbers_are_kept_in_any_digits_or_words(source, target, told):
    assert [reason for _, reason in _doubts(source, target)] == ([told] if told else [])


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("It was held on 20 October 2021.", ""),
        ("It was held on October 20, 2021.", ""),
        ("It was held on 19 October 2021.", ""),
        ("It was held on 14 Rabi' al-Awwal 1443 (20 October 2021).", ""),
        ("It was held on 14 Rabi' al-Awwal 1443.", "says it in that calendar only"),
        ("It was held on 2 October 2021.", "says another day"),
        ("It was held.", "does not say it"),
    ],
)
def test_a_hijri_day_is_given_with_its_gregorian_day(target, told):
    found = _doubts("عُقد في 14 ربيع الأول 1443", target)
    assert [kind for kind, _ in found] == (["date"] if told else [])
    assert all(told in reason and "20 October 2021" in reason for _, reason in found)


def test_names_are_spelled_as_the_register_spells_them():
    said = [("name", "جمعية النخيل", "own:1")]
    source = "افتتحت جمعية النخيل المعرض"
    assert _doubts(source, "The Palm Society opened it.", said=said) == []
    ((kind, reason),) = _doubts(source, "The Palms Society opened it.", said=said)
    assert (kind, "'Palms Society'" in reason, "'Palm Society' (List 3)" in reason) == (
        "name", True, True,
    )  # fmt: skip
    ((_, reason),) = _doubts(source, "They opened it.", said=said)
    assert reason.endswith("the target does not name it")
    assert _doubts(source, "هم افتتحوه", said=said) == []


def test_scripture_stays_as_it_was_published():
    said = [("scripture", VERSE, "quran 108:1")]
    assert _doubts(VERSE, "“We gave thee [much] good.” (108:1)"[:28], said=said) == []
    ((kind, reason),) = _doubts(VERSE, "We gave you much good.", said=said)
    assert (kind, "not as R. renders it" in reason) == ("scripture", True)
    ((_, reason),) = _doubts(VERSE, "[quran 108:1]", said=said)
    assert "by its reference alone" in reason
    part = [("scripture", "أعطيناك", "quran 108:1")]
    assert _doubts("أعطيناك", "We gave thee", said=part) == []
    assert len(_doubts("أعطيناك", "We granted thee", said=part)) == 1


@pytest.fixture
def store(tmp_path):
    with Store.create(tmp_path / "lab") as made:
        made.add(Place("t:1", "telegram", "Town News", fiction=True))
        made.add(Capture("c1", "telegram-export", "1", "result.json", NOW, "0" * 64, 1))
        text = "حضر 14 رجلا. فتح السوق."
        made.add(Post("p", "t:1", "c1", "p", NOW, text, fiction=True))
        made.add(sign(Claim("p", "language", "ar"), "language/1", NOW))
        yield made


def test_whoever_signs_is_told_first_and_nothing_is_stopped(store):
    text = store.post("p").text
    segments = [
        Segment(0, 12, text[:12], "15 men came."),
        Segment(13, len(text), text[13:], "The market opened."),
    ]
    made = write(store, "p", segments, "Amal Haddad")
    run, lab = CliRunner().invoke, str(store.lab)
    shown = run(app, ["translate", lab, "show", made.id]).stdout
    assert "? \u206814 is not in the target, which has 15" in shown
    lines = run(app, ["translate", lab, "show", made.id, "--json"]).stdout.splitlines()
    assert [len(json.loads(line)["doubts"]) for line in lines] == [1, 0]
    (found,) = [
        json.loads(line)
        for line in run(app, ["translate", lab, "check", "--json"]).stdout.splitlines()
    ]
    assert (found["kind"], found["segment"], text[found["start"] : found["end"]]) == (
        "number", 1, "14",
    )  # fmt: skip
    (store.lab / "same.jsonl").write_text("\n".join(lines), encoding="utf-8")
    reviewed = run(
        app, ["translate", lab, "review", made.id, "--by", "Omar", "--file",
              str(store.lab / "same.jsonl")],
    )  # fmt: skip
    assert reviewed.exit_code == 0, reviewed.output
    (old,) = store.translations()
    signed = run(app, ["translate", lab, "approve", old.id, "--by", "Editor Three"])
    assert signed.exit_code == 0
    assert "look at segment 1" in signed.stderr
    assert "look at" not in signed.stdout


def test_a_reading_aid_and_an_empty_target_are_not_doubted(store):
    draft(store, reading_aid(store))
    (aid,) = store.translations()
    assert doubts(store, aid) == []
    text = store.post("p").text
    segments = [Segment(0, 12, text[:12], ""), Segment(13, len(text), text[13:], "It opened.")]
    made = write(store, "p", segments, "Amal Haddad")
    assert doubts(store, made) == []
    assert approve(store, made.id, "Omar Nasser").new


def test_the_target_of_an_ordinary_word_is_not_asked_for():
    book = Handbook(Memory(), Termbase([Term("ولاية", "ar", target="wilaya", ordinary=True)]))
    source = "زار الولاية"
    helps = book.helps(Source(POST, "text", "ar", source, ((0, len(source)),)), "en")
    assert doubts_of(helps, ["He visited the province."], "en") == []
