"""Marks proposed for a quotation: computed, offered, or asked, and never written."""

import json
import sqlite3
from datetime import UTC, date, datetime

import pytest
from typer.testing import CliRunner

from marsad.cli.app import app
from marsad.errors import BadInput, EvidenceAltered, Withheld
from marsad.model import (
    Block,
    Capture,
    Claim,
    Item,
    Place,
    Post,
    Quote,
    Report,
    Segment,
    Translation,
    sign,
)
from marsad.report import quote
from marsad.store import Store
from marsad.translate import approve, house_marks, review, write
from marsad.translate.drafts import whole
from marsad.translate.gaps import gaps, lexicon
from marsad.translate.lexicon import Lexicon
from marsad.translate.segment import sources
from marsad.translate.terms import Termbase

NOW = datetime(2024, 5, 1, 8, tzinfo=UTC)
ARABIC = (
    "اجتمع مجلس السلوان في 14 مايو، وقرر فتح الجسر أمام الأهالي، "
    "وشكر المهندس سالم الخياط العمال الذين عملوا ليلا ونهارا 90 يوما بلا انقطاع، "
    "وحذر البيان من تكفير الناس في السوق، ووعد بصرف 250 دينارا لكل عائلة."
)
ENGLISH = (
    "The council of Salwan met on May 14, it decided to open the bridge to the people, and the "
    "statement warned against takfir of people in the market, and promised 250 dinars a family."
)
DROPPED = "وشكر المهندس سالم الخياط العمال الذين عملوا ليلا ونهارا 90 يوما بلا انقطاع، "


@pytest.fixture
def store(tmp_path):
    with Store.create(tmp_path / "lab") as made:
        made.add(Place("telegram:1", "telegram", "Al-Mina News", fiction=True))
        made.add(Capture("c1", "telegram-export", "1", "result.json", NOW, "0" * 64, 1))
        made.add(Post("post-1", "telegram:1", "c1", "1", NOW, ARABIC, fiction=True))
        made.add(sign(Claim("post-1", "language", "ar"), "language/1", NOW))
        yield made


def _written(store, target=ENGLISH):
    segments = [Segment(0, len(ARABIC), ARABIC, target)]
    return write(store, "post-1", segments, "Amal Haddad")


def test_what_a_translation_leaves_out_is_asked_with_its_place(store):
    made = _written(store)
    (gap,) = house_marks(store, made.id).gaps
    assert gap.source == DROPPED
    assert ARABIC[gap.start : gap.end] == DROPPED
    assert ENGLISH[gap.place :].startswith("and the statement")
    (question,) = house_marks(store, made.id).questions
    assert "after “bridge to the people,”" in question
    assert house_marks(store, made.id).words == ENGLISH
    assert store.translation(made.id).text == ENGLISH


def test_a_gap_that_bears_its_mark_is_not_asked_again(store):
    marked = ENGLISH.replace("people, and the", "people, [...] and the")
    assert house_marks(store, _written(store, marked).id).questions == ()


def test_a_whole_translation_has_nothing_to_ask(store):
    told = ENGLISH.replace(
        "and the",
        "it thanked the engineer Salim Al-Khayyat and the workers, who had worked day and "
        "night for 90 days without a break, and the",
        1,
    )
    assert house_marks(store, _written(store, told).id).questions == ()


def test_a_lexicon_is_learnt_from_what_was_approved():
    pairs = [(f"الجسر {n}", f"bridge {n}") for n in ("أحمر", "قديم", "جديد", "كبير", "بعيد")]
    pairs += [("السوق مفتوح", "market open"), ("ماء", "water")]
    known = Lexicon.of(pairs)
    assert [*known.words.values()] == [frozenset({"bridge"})]
    taught = known.taught([("ميناء", "harbour"), ("كلمة من عدة كلمات", "several words")])
    assert len(taught.words) == 2
    assert gaps(_unapproved("كلمة"), taught) == []


def test_a_lexicon_is_learnt_from_the_latest_and_older_ones_are_not_even_read(store):
    many = 3000
    source, target = "الجسر ", "bridge "
    old, new = (
        Translation(id, "post-1", "text", "ar", "en", segments, "person:A", "human", NOW,
                    state="approved", reviewer="person:B", approver="person:B")
        for id, segments in (
            ("old", (Segment(0, 6, source, "harbour"),)),
            ("new", (Segment(0, 6, source, target),) * many),
        )
    )  # fmt: skip
    store.add(old)
    store.add(new)
    termbase = Termbase(())
    learnt = lexicon(store, "ar", "en", termbase)
    with sqlite3.connect(store.lab / "lab.db", isolation_level=None) as database:
        database.execute("update translation set record = 'altered' where id = 'old'")
    assert lexicon(store, "ar", "en", termbase) == learnt
    with pytest.raises(EvidenceAltered):
        store.translations(state="approved")


def _unapproved(source):
    segments = (Segment(0, len(source), source, "a word"),)
    return Translation("t", "p", "text", "ar", "en", segments, "person:A", "human", NOW)


def test_a_gloss_is_offered_at_first_mention_and_never_twice(store):
    made = _written(store, ENGLISH + " The takfir stops.")
    (offer,) = house_marks(store, made.id).offers
    assert offer.mark == "[i.e., declaring a Muslim to be an unbeliever]"
    words = ENGLISH + " The takfir stops."
    assert words[: offer.place].endswith("against takfir")
    taken = f"{words[: offer.place]} {offer.mark}{words[offer.place :]}"
    done = approve(store, made.id, "Omar Nasser").translation
    again = house_marks(store, done.id, taken)
    assert (again.words, again.faults, again.offers) == (taken, (), ())
    inside = words.replace("takfir", "[takfir]")
    assert house_marks(store, made.id, inside).offers == ()


def test_a_term_that_a_report_had_before_gets_no_gloss(store):
    done = approve(store, _written(store).id, "Omar Nasser").translation
    said = "warned against takfir of people"
    item = Item("post-1", "", (Quote(done.id, said),))
    empty = Report("r0", "daily-1", "Daily", 1, "T", date(2024, 5, 2), made_at=NOW)
    store.add(empty, by="person:Amal")
    assert house_marks(store, done.id, said, "daily-1").offers
    blocks = (Block("sada", (item,)),)
    full = Report(
        "r1", "daily-1", "Daily", 1, "T", date(2024, 5, 2), blocks=blocks, made_at=NOW,
        replaces="r0",
    )  # fmt: skip
    store.add(full, by="person:Amal")
    assert house_marks(store, done.id, said, "daily-1").offers == ()


def test_words_that_skip_something_are_given_their_marks(store):
    done = approve(store, _written(store).id, "Omar Nasser").translation
    typed = "The council of Salwan met [...] and promised 250 dinars"
    skipped = typed.replace("[...] ", "")
    proposal = house_marks(store, done.id, skipped)
    assert proposal.words == typed
    assert "put [...] there" in proposal.faults[0]
    with pytest.raises(Withheld, match=r"this would be one: The council of Salwan met \[\.\.\.\]"):
        quote(store, done.id, skipped)
    assert quote(store, done.id, typed).words == typed
    assert house_marks(store, done.id, "words that nobody wrote").words == ""


def test_marks_that_are_none_keep_a_translation_from_being_approved(store):
    made = _written(store, "The council [of Salwan met")
    with pytest.raises(Withheld, match="segment 1: at character 13: a bracket stands alone"):
        approve(store, made.id, "Omar Nasser")
    fixed = [Segment(0, len(ARABIC), ARABIC, "The council [of Salwan] met in 15 [sic] halls")]
    read = review(store, made.id, "Omar Nasser", fixed)
    with pytest.raises(Withheld, match="the source has “15”, and it has not"):
        approve(store, read.id, "Lina Farah")


def test_brackets_of_a_machine_are_no_marks(store):
    class Model:
        name, version, kind = "model", "1", "machine draft"

    (source,) = sources(store, store.post("post-1"))
    said = whole(source, ["[Urgent] The council met"] * len(source.spans), Model())
    assert said[0] == r"\[Urgent\] The council met"


def test_brackets_that_may_be_the_sources_are_asked(store):
    text = "[عاجل] فتح الجسر"
    store.add(Post("post-2", "telegram:1", "c1", "2", NOW, text, fiction=True))
    made = write(store, "post-2", [Segment(0, len(text), text, "[Urgent] The bridge opened")], "A.")
    assert r"write \[Urgent\]" in house_marks(store, made.id).questions[0]


def test_nothing_is_quoted_of_a_reading_aid(store):
    from marsad.translate import draft, reading_aid

    draft(store, reading_aid(store))
    (aid,) = store.translations()
    with pytest.raises(BadInput, match="reading aid"):
        house_marks(store, aid.id)


def test_the_command_prints_proposal_offers_and_questions(store):
    made = _written(store)
    lab = str(store.lab)
    store.close()
    said = CliRunner().invoke(app, ["translate", lab, "marks", made.id])
    assert said.exit_code == 0, said.output
    assert "may be said after" in said.output
    assert "seems to be left out" in said.output
    plain = CliRunner().invoke(app, ["translate", lab, "marks", made.id, "--json"])
    record = json.loads(plain.output)
    assert record["gaps"][0]["source"] == DROPPED
    assert record["words"] == ENGLISH
