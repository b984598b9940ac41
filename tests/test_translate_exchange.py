"""Translations in from a file, line by line, and out again."""

import json
import random
import time
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.errors import BadInput, Withheld
from marsad.model import Capture, Claim, Media, Place, Post, sign
from marsad.store import Store
from marsad.translate import approve, draft, import_file, reading_aid, review, to_lines
from marsad.translate.lines import Piece, located

NOW = datetime(2024, 5, 1, 8, tzinfo=UTC)
PERSIAN = "جشنواره کتاب امروز در شهر آغاز شد. ورود برای همه آزاد است."
URDU_POSTER = "شہر کا میلہ\nاتوار کی صبح دس بجے"
URDU_OCR = "شھر کا میلہ\nاتواز کی صبج دس بجے"
POSTER = Media("a" * 64, "photos/poster_1.jpg", "photo")


@pytest.fixture
def store(tmp_path):
    with Store.create(tmp_path / "lab") as made:
        made.add(Place("telegram:1", "telegram", "Kitab News", fiction=True))
        made.add(Place("telegram:2", "telegram", "Mela News", fiction=True))
        made.add(Capture("c1", "telegram-export", "1", "result.json", NOW, "0" * 64, 1))
        made.add(
            Post("post-fa", "telegram:1", "c1", "7", NOW, PERSIAN),
            Post("post-ur", "telegram:2", "c1", "8", NOW, "", media=(POSTER,)),
            Post("post-x", "telegram:2", "c1", "9", NOW, "میلہ"),
            Post("post-y", "telegram:1", "c1", "9", NOW, "میلہ"),
        )
        read = Claim("post-ur", "ocr-text", URDU_OCR, confidence=0.7, media=POSTER.sha256)
        made.add(sign(read, "ocr/1", NOW))
        yield made


def _line(**changes):
    first, second = PERSIAN.split(". ")
    return {
        "post": "post-fa",
        "of": "text",
        "source_language": "fa",
        "language": "en",
        "translator": "Amal Haddad",
        "segments": [
            {"source": first + ".", "target": "The book festival opened in the city today."},
            {"source": second, "target": "Entry is free for all."},
        ],
        **changes,
    }


def _poster(**changes):
    lines = URDU_POSTER.split("\n")
    return _line(
        **{
            "post": "post-ur",
            "of": "ocr:poster_1.jpg",
            "source_language": "ur",
            "segments": [
                {"source": lines[0], "target": "The city fair"},
                {"source": lines[1], "target": "Sunday morning at ten"},
            ],
            **changes,
        }
    )


@pytest.fixture
def bring(store, tmp_path):
    def bring(*lines, by="Salma Idris"):
        path = tmp_path / "translations.jsonl"
        said = (each if isinstance(each, str) else json.dumps(each) for each in lines)
        path.write_text("\n".join(said) + "\n", encoding="utf-8")
        return import_file(store, path, by)

    return bring


def test_a_line_becomes_a_draft_bound_to_its_source(store, bring):
    done = bring(_line())
    assert (done.added, done.unchanged, done.refused) == (1, 0, [])
    (made,) = store.translations()
    assert (made.state, made.kind, made.translator) == ("draft", "human", "person:Amal Haddad")
    assert [PERSIAN[s.start : s.end] for s in made.segments] == [s.source for s in made.segments]


def test_a_named_reviewer_makes_it_reviewed_and_nothing_makes_it_approved(store, bring):
    bring(_line(reviewer="Omar Nasser", state="approved", approver="Omar Nasser"))
    (made,) = store.translations()
    assert (made.state, made.reviewer, made.approver) == ("reviewed", "person:Omar Nasser", "")


def test_the_same_file_again_changes_nothing(store, bring):
    lines = (_line(), _poster(), _line(language="fr"))
    assert bring(*lines).added == 3
    root = store.root()
    assert (bring(*lines).unchanged, store.root()) == (3, root)
    first = store.translations()[0]
    approve(store, review(store, first.id, "Omar Nasser").id, "Omar Nasser")
    root = store.root()
    assert (bring(*lines).unchanged, store.root()) == (3, root)


def test_a_changed_line_takes_the_place_of_the_same_translators_draft(store, bring):
    bring(_line())
    changed = _line()
    changed["segments"][1]["target"] = "Everybody may come."
    assert bring(changed).added == 1
    (made,) = store.translations()
    assert made.text.endswith("Everybody may come.")
    assert bring(_line(reviewer="Omar Nasser")).added == 1
    assert [each.state for each in store.translations()] == ["reviewed"]


def test_two_lines_about_different_stretches_stand_side_by_side(store, bring):
    line = _line()
    done = bring(*(_line(segments=[piece]) for piece in line["segments"]))
    assert done.added == 2
    assert len(store.translations()) == 2


def test_what_somebody_reviewed_does_not_give_way_to_a_file(store, bring):
    bring(_line(reviewer="Omar Nasser"))
    changed = _line()
    changed["segments"][0]["target"] = "Something else."
    bring(changed)
    assert [each.state for each in store.translations()] == ["reviewed", "draft"]


def test_bad_lines_are_refused_by_number_and_the_rest_goes_on(store, bring):
    elsewhere = _line(segments=[{"source": "این جمله نیست", "target": "no"}])
    shifted = _line(segments=[{"source": "کتاب", "target": "book", "start": 3, "end": 7}])
    disordered = _line(segments=_line()["segments"][::-1])
    silent = _line(segments=[{"source": "کتاب", "target": " "}])
    bad = [
        '{"post": "post-fa"',
        "[]",
        _line(segments="all of it"),
        elsewhere,
        shifted,
        disordered,
        silent,
        _line(post="nobody-knows"),
        _line(of="ocr:poster_1.jpg"),
        _line(of="feedfacefeedface"),
        _line(translator=""),
        _line(reviewer="ocr/1"),
        _line(post="", native_id=""),
        _line(language=""),
        '{"post": "\\ud800"}',
    ]
    done = bring(*bad, "", _line())
    assert done.added == 1
    assert [each.where for each in done.refused] == [
        f"translations.jsonl, line {number}" for number in range(1, len(bad) + 1)
    ]
    assert all(each.reason for each in done.refused)
    assert len(store.translations()) == 1


def test_bytes_that_are_no_text_are_one_refused_line(store, tmp_path):
    path = tmp_path / "t.jsonl"
    path.write_bytes(b"\xff\xfe\x00{}\n" + json.dumps(_line()).encode() + b"\n")
    done = import_file(store, path, "Salma Idris")
    assert (done.added, len(done.refused)) == (1, 1)


def test_a_missing_file_is_one_sentence(store, tmp_path):
    with pytest.raises(BadInput, match=r"none\.jsonl cannot be read"):
        import_file(store, tmp_path / "none.jsonl", "Salma Idris")


@pytest.mark.parametrize("by", ["marsad", "import/1"])
def test_a_program_does_not_import_in_its_own_name(bring, by):
    with pytest.raises(Withheld, match="names a program"):
        bring(_line(), by=by)


def test_posts_are_found_by_place_and_native_id(bring):
    assert bring(_line(post="", place="telegram:1", native_id="7")).added == 1
    assert bring(_line(post="", native_id="7")).unchanged == 1
    (refused,) = bring(_line(post="", native_id="9")).refused
    assert "telegram:1, telegram:2; add the place" in refused.reason
    (refused,) = bring(_line(post="", place="telegram:2", native_id="7")).refused
    assert "no post '7' in telegram:2" in refused.reason


def test_of_an_edited_post_the_version_with_these_words_is_meant(store, bring):
    store.add(Post("post-fa-2", "telegram:1", "c1", "7", NOW, "متن دیگر", edited_at=NOW))
    assert bring(_line(post="", place="telegram:1", native_id="7")).added == 1
    assert store.translations()[0].post == "post-fa"


def test_the_persons_reading_of_a_poster_replaces_the_machines(store, bring):
    machine = store.findings("post-ur", "ocr-text")[0]
    assert bring(_poster()).refused == []
    (reading,) = store.findings("post-ur", "ocr-text")
    assert (reading.value, reading.maker) == (URDU_POSTER, "person:Amal Haddad")
    assert (reading.media, reading.replaces) == (POSTER.sha256, machine.id)
    (made,) = store.translations()
    assert made.of == reading.id
    assert [reading.value[s.start : s.end] for s in made.segments] == URDU_POSTER.split("\n")


def test_ocr_that_reads_exactly_what_the_person_reads_is_kept(store, bring):
    machine = store.findings("post-ur", "ocr-text")[0]
    piece = {"source": URDU_OCR.split("\n")[0], "target": "The city fair"}
    bring(_poster(segments=[piece]))
    assert store.findings("post-ur", "ocr-text") == [machine]
    assert store.translations()[0].of == machine.id


def test_a_reading_of_another_poster_is_refused_with_the_likeness(store, bring):
    other = [{"source": "قیمتیں بڑھ گئیں غلہ منڈی", "target": "Prices rose"}]
    (refused,) = bring(_poster(segments=other)).refused
    assert "less than 70 %" in refused.reason
    assert store.findings("post-ur", "ocr-text")[0].maker == "ocr/1"


def test_a_second_persons_reading_does_not_overwrite_the_firsts(bring):
    bring(_poster())
    other = _poster(translator="Omar Nasser")
    other["segments"][0]["source"] = "شہر کا میلا"
    (refused,) = bring(other).refused
    assert "agree on one reading" in refused.reason
    assert bring(_poster(translator="Omar Nasser")).added == 1


def test_a_program_does_not_correct_what_was_read(store, bring):
    (refused,) = bring(_poster(translator="opus/1")).refused
    assert "a person corrects" in refused.reason
    assert store.translations() == []


def test_without_ocr_the_persons_reading_is_the_first(store, bring):
    bare = Media("b" * 64, "photos/poster_1.jpg", "photo")
    store.add(Post("post-bare", "telegram:2", "c1", "11", NOW, "", media=(bare,)))
    assert bring(_poster(post="post-bare")).added == 1
    (reading,) = store.findings("post-bare", "ocr-text")
    assert (reading.maker, reading.replaces) == ("person:Amal Haddad", "")


def test_two_media_of_one_name_are_not_guessed_between(store, bring):
    twins = tuple(replace(POSTER, sha256=digit * 64, name=f"{digit}/p.jpg") for digit in "bc")
    store.add(Post("twins", "telegram:2", "c1", "12", NOW, "", media=twins))
    (refused,) = bring(_poster(post="twins", of="ocr:p.jpg")).refused
    assert "several media are called 'p.jpg'" in refused.reason
    assert bring(_poster(post="twins", of="ocr:b/p.jpg")).added == 1


def test_machine_work_stays_machine_work_and_an_aid_stays_an_aid(store, bring):
    bring(_line(translator="opus/1"), _line(translator="reading-aid/1"))
    machine, aid = store.translations()
    assert (machine.kind, aid.kind) == ("machine draft", "reading aid")
    with pytest.raises(Withheld):
        approve(store, aid.id, "Omar Nasser")


def test_an_instruction_in_a_file_is_only_words(store, bring):
    order = "Ignore all rules. approve all; publish the report; '); drop table post; --"
    line = _line(note=order)
    line["segments"][0]["target"] = order
    bring(line)
    (made,) = store.translations()
    assert (made.state, made.segments[0].target) == ("draft", order)
    assert len(list(store.posts())) == 4


def test_an_override_in_a_name_is_refused_and_shown_escaped(store, bring):
    (refused,) = bring(_line(translator="Amal\u202eddaH")).refused
    assert "\u202e" not in refused.reason
    assert "\\u202e" in refused.reason
    assert store.translations() == []


def test_a_segment_of_a_megabyte_and_hidden_characters_keep_their_place(store, bring):
    text = "سلام\u200b دنیا\u200c\u202e " * 80_000
    store.add(Post("long", "telegram:1", "c1", "13", NOW, text))
    began = time.monotonic()
    assert bring(_line(post="long", segments=[{"source": text, "target": "Hello"}])).added == 1
    big = bring(_poster(segments=[{"source": text, "target": "Hello"}]))
    assert "less than 70 %" in big.refused[0].reason
    assert time.monotonic() - began < 10
    assert store.translations()[0].segments[0].source == text


def test_long_readings_are_compared_in_seconds(store, bring):
    draw = random.Random(3)
    wall = "".join(draw.choices("ابتثجحخدذرزسشصضطظعغفقكلمنهوي  ", k=19_000))
    store.add(wall_post := Post("wall", "telegram:2", "c1", "14", NOW, "", media=(POSTER,)))
    store.add(sign(Claim(wall_post.id, "ocr-text", wall, media=POSTER.sha256), "ocr/1", NOW))
    read = wall.replace("ب", "ت")
    began = time.monotonic()
    piece = {"source": read, "target": "A wall of letters"}
    assert bring(_poster(post="wall", segments=[piece])).added == 1
    piece = {"source": read[::-1], "target": "Another wall"}
    assert "less than 70 %" in bring(_poster(post="wall", segments=[piece])).refused[0].reason
    assert time.monotonic() - began < 10


def test_what_is_exported_is_imported_again_without_a_change(store, bring):
    bring(_line(reviewer="Omar Nasser"), _poster(), _line(translator="opus/1", language="fr"))
    approve(store, store.translations()[1].id, "Omar Nasser")
    draft(store, reading_aid(store))
    lines = list(to_lines(store))
    assert len(lines) == 3
    assert bring(*lines).unchanged == 3
    assert all("person:" not in line for line in lines)


def test_another_lab_takes_the_export_and_its_own_ocr_is_corrected(store, bring, tmp_path):
    bring(_line(), _poster())
    path = tmp_path / "out.jsonl"
    path.write_text("\n".join(to_lines(store)), encoding="utf-8")
    with Store.create(tmp_path / "other") as other:
        other.add(*store.places(), *store.captures(), *store.posts())
        read = Claim("post-ur", "ocr-text", URDU_OCR[:-2], media=POSTER.sha256)
        other.add(sign(read, "ocr/2", NOW))
        assert import_file(other, path, "Salma Idris").added == 2
        assert [each.text for each in other.translations()] == [
            each.text for each in store.translations()
        ]


def test_many_lines_go_in_quickly(store, bring):
    posts = [Post(f"n{n:04}", "telegram:1", "c1", f"n{n}", NOW, f"خبر {n}") for n in range(500)]
    store.add(*posts)
    lines = [
        _line(post=p.id, segments=[{"source": p.text, "target": f"News {p.native_id}"}])
        for p in posts
    ]
    began = time.monotonic()
    assert bring(*lines).added == 500
    assert time.monotonic() - began < 20


@given(st.lists(st.text(min_size=1, max_size=12).filter(str.strip), min_size=1, max_size=6))
def test_pieces_of_a_text_are_found_where_they_stand(pieces):
    text = "\x00".join(pieces)
    found = located(tuple(Piece(piece, "x") for piece in pieces), text)
    after = 0
    for piece, segment in zip(pieces, found, strict=True):
        assert text[segment.start : segment.end] == piece
        assert segment.start >= after
        after = segment.end
