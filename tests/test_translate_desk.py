"""The desk: machines draft, a person writes, reviews and approves by name."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from marsad.errors import BadInput, NotFound, Withheld
from marsad.model import Capture, Claim, Media, Place, Post, Seconds, Segment, sign
from marsad.safeguards import may_quote
from marsad.store import Store
from marsad.text.bidi import FSI, PDI
from marsad.translate import approve, draft, reading_aid, review, shown, write
from marsad.translate.aid import NOTHING

NOW = datetime(2024, 5, 1, 8, tzinfo=UTC)
ARABIC = "افتتح المجلس الميناء الجديد. ارتفعت أسعار القمح في السوق!"
TERMBASE = """
[[term]]
term = "مجلس"
language = "ar"
target = "council"
[[term]]
term = "ميناء"
language = "ar"
target = "harbour"
"""


class Capitals:
    """An engine of another house, with a model nobody would publish."""

    name = "capitals"
    kind = "machine draft"

    def __init__(self, version="1"):
        self.version = version
        self.asked = 0

    def translate(self, sources, to):
        for source in sources:
            self.asked += 1
            yield [f"{to.upper()} {number}" for number, _ in enumerate(source.pieces, 1)]


def _post(id, text, **more):
    return Post(id, "telegram:1", "c1", id, NOW, text, fiction=True, **more)


def _add(store, *posts, languages="ar"):
    store.add(*posts)
    store.add(*[sign(Claim(p.id, "language", languages), "language/1", NOW) for p in posts])


@pytest.fixture
def store(tmp_path):
    with Store.create(tmp_path / "lab") as made:
        made.add(Place("telegram:1", "telegram", "Al-Mina News", fiction=True))
        made.add(Capture("c1", "telegram-export", "1", "result.json", NOW, "0" * 64, 1))
        yield made


@pytest.fixture
def drafted(store):
    _add(store, _post("post-one", ARABIC))
    draft(store, Capitals())
    (made,) = store.translations()
    return made


def _human(store, by="Amal Haddad", second="Wheat prices rose in the market!"):
    first, rest = ARABIC.split(". ")
    segments = [
        Segment(0, len(first) + 1, first + ".", "The council opened the new harbour."),
        Segment(len(first) + 2, len(ARABIC), rest, second),
    ]
    return write(store, "post-one", segments, by)


def test_a_draft_is_bound_to_its_source_and_signed_by_its_engine(drafted):
    assert drafted.translator == "capitals/1"
    assert (drafted.kind, drafted.state, drafted.fiction) == ("machine draft", "draft", True)
    assert (drafted.source_language, drafted.language) == ("ar", "en")
    assert [s.target for s in drafted.segments] == ["EN 1", "EN 2"]
    assert all(ARABIC[s.start : s.end] == s.source for s in drafted.segments)


def test_pictures_are_drafted_from_what_was_read_in_them(store):
    media = Media("a" * 64, "photos/poster.jpg", "photo")
    _add(store, _post("poster", "", media=(media,)), languages="fa")
    read = sign(Claim("poster", "ocr-text", "جشن کتاب در شهر", media=media.sha256), "ocr/1", NOW)
    store.add(read)
    assert draft(store, Capitals()) == 1
    (made,) = store.translations()
    assert (made.of, made.source_language) == (read.id, "fa")
    assert made.segments[0].source == "جشن کتاب در شهر"


def test_what_is_said_in_a_recording_is_translated_with_its_seconds(store):
    clip = Media("9" * 64, "clip.mp4", "video", "video/mp4", 9)
    _add(store, _post("p9", "", media=(clip,)))
    heard = Claim("p9", "transcript", "فتح السوق.", media=clip.sha256, seconds=Seconds(3.0, 4.5))
    store.add(sign(heard, "speech/1", NOW))
    assert draft(store, Capitals()) == 1
    (made,) = store.translations(post="p9")
    assert made.segments[0].source == "فتح السوق."
    assert store.finding(made.of).seconds == Seconds(3.0, 4.5)


def test_drafting_again_does_nothing_and_a_new_version_takes_the_place_of_the_old(store, drafted):
    again = Capitals()
    assert draft(store, again) == 0
    assert again.asked == 0
    assert draft(store, Capitals("2")) == 1
    (standing,) = store.translations()
    assert (standing.translator, standing.replaces) == ("capitals/2", drafted.id)


def test_a_stopped_run_goes_on_where_it_was(store):
    _add(store, *(_post(f"post-{n:03}", f"خبر رقم {n} من السوق") for n in range(150)))

    def stop(_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        draft(store, Capitals(), progress=stop)
    kept = len(store.translations())
    assert 0 < kept < 150
    heard, rest = [], Capitals()
    assert draft(store, rest, progress=heard.append) == 150 - kept
    assert rest.asked == sum(heard) == 150 - kept
    assert len(store.translations()) == 150


def test_what_a_person_translated_or_what_is_in_the_language_already_is_not_drafted(store):
    _add(store, _post("post-one", ARABIC))
    _add(store, _post("english", "The market is open."), languages="en")
    _human(store)
    assert draft(store, Capitals()) == 0


def test_an_engine_that_loses_a_segment_is_refused(store):
    class Loses(Capitals):
        def translate(self, sources, to):
            yield from ([to] for _ in sources)

    _add(store, _post("post-one", ARABIC))
    with pytest.raises(BadInput, match="1 targets for the 2 segments"):
        draft(store, Loses())
    assert store.translations() == []


def test_the_reading_aid_glosses_known_words_and_isolates_the_rest(store):
    (store.lab / "termbase.toml").write_text(TERMBASE, encoding="utf-8")
    _add(store, _post("post-one", ARABIC))
    assert draft(store, reading_aid(store)) == 1
    (made,) = store.translations()
    assert made.kind == "reading aid"
    assert made.translator.startswith("reading-aid/2.")
    assert made.segments[0].target == (
        f"reading aid, word by word: {FSI}افتتح{PDI} council harbour {FSI}الجديد.{PDI}"
    )
    assert made.segments[1].target == ""
    assert shown(made)[1] == NOTHING


def test_the_reading_aid_recalls_approved_segments_with_percentage_and_name(store):
    _add(store, _post("post-one", ARABIC), _post("post-two", "افتتح المجلس الميناء القديم."))
    approve(store, _human(store).id, "Omar Nasser")
    assert draft(store, reading_aid(store)) == 1
    (made,) = store.translations(post="post-two")
    target = made.segments[0].target
    assert target.startswith("reading aid, memory ")
    assert f" %, approved by {FSI}Omar Nasser{PDI} on " in target
    assert target.endswith(": The council opened the new harbour.")


def test_an_edited_termbase_makes_the_reading_aid_read_again(store):
    _add(store, _post("post-one", ARABIC))
    draft(store, reading_aid(store))
    (store.lab / "termbase.toml").write_text(TERMBASE, encoding="utf-8")
    assert draft(store, reading_aid(store)) == 1
    assert draft(store, reading_aid(store)) == 0
    (made,) = store.translations()
    assert "council" in made.text


def test_overrides_in_a_post_cannot_reorder_the_gloss(store):
    (store.lab / "termbase.toml").write_text(TERMBASE, encoding="utf-8")
    _add(store, _post("post-one", "\u202eمرحبا المجلس \u2069\u2067بعيد"))
    draft(store, reading_aid(store))
    target = store.translations()[0].segments[0].target
    assert "council" in target
    assert "\u202e" not in target
    assert target.count(FSI) + target.count("\u2067") == target.count(PDI)


def test_a_reading_aid_is_never_approved_nor_reviewed(store):
    _add(store, _post("post-one", ARABIC))
    draft(store, reading_aid(store))
    (made,) = store.translations()
    for gate in (approve, review):
        with pytest.raises(Withheld, match="write or import one"):
            gate(store, made.id, "Omar Nasser")
    assert store.translations() == [made]


def test_a_named_person_approves_a_machine_draft_and_then_it_may_be_quoted(store, drafted):
    assert not may_quote(drafted)
    done = approve(store, drafted.id, "Omar Nasser")
    assert done.new
    assert done.translation.approver == "person:Omar Nasser"
    assert done.translation.kind == "machine draft"
    assert may_quote(done.translation)
    assert store.translations() == [done.translation]
    assert store.translation(drafted.id) == drafted


def test_approving_twice_changes_nothing_and_says_so(store, drafted):
    first = approve(store, drafted.id, "Omar Nasser").translation
    size = store.root()
    for id in (drafted.id, first.id):
        again = approve(store, id, "Salma Idris")
        assert (again.new, again.translation) == (False, first)
        assert "already approved by person:Omar Nasser" in again.note
    assert store.root() == size


@pytest.mark.parametrize(
    "name", ["", "  ", "person:", "123", "\u200f", "a" * 500, "Omar\u202eresaN"]
)
def test_a_name_that_is_none_is_refused(store, drafted, name):
    with pytest.raises(BadInput, match="name"):
        approve(store, drafted.id, name)
    assert store.translations() == [drafted]


@pytest.mark.parametrize("name", ["ocr/1", "person:marsad", "capitals/1", "GPT-4", "DeepL", "bot"])
def test_a_program_cannot_answer_for_a_translation(store, drafted, name):
    for gate in (approve, review):
        with pytest.raises(Withheld, match="names a program"):
            gate(store, drafted.id, name)
    assert store.translations() == [drafted]


def test_names_in_arabic_script_are_names(store, drafted):
    done = approve(store, drafted.id, "مهدی\u200cزاده")
    assert done.translation.approver == "person:مهدی\u200cزاده"


@pytest.mark.parametrize("name", ["Amal Haddad", "person:amal  haddad"])
def test_whoever_translated_does_not_approve_alone(store, name):
    _add(store, _post("post-one", ARABIC))
    made = _human(store)
    with pytest.raises(Withheld, match="have another person"):
        approve(store, made.id, name)
    assert approve(store, made.id, "Omar Nasser").new


def test_a_review_corrects_signs_and_leaves_the_draft_beneath(store, drafted):
    better = [replace(drafted.segments[0], target="The council opened it."), drafted.segments[1]]
    signed = review(store, drafted.id, "Salma Idris", better)
    assert (signed.state, signed.reviewer) == ("reviewed", "person:Salma Idris")
    assert signed.replaces == drafted.id
    assert review(store, signed.id, "Salma Idris") == signed
    back = review(store, signed.id, "Salma Idris", drafted.segments)
    forth = review(store, back.id, "Salma Idris", better)
    assert store.translations() == [forth]
    assert forth.segments == tuple(better)


def test_reviewing_an_approved_translation_unchanged_does_not_withdraw_it(store, drafted):
    approved = approve(store, drafted.id, "Omar Nasser").translation
    assert review(store, approved.id, "Salma Idris") == approved
    changed = [replace(each, target="Other words.") for each in approved.segments]
    assert review(store, approved.id, "Salma Idris", changed).state == "reviewed"
    assert store.translations(state="approved") == []


def test_a_replaced_translation_names_the_one_that_stands(store, drafted):
    signed = review(store, drafted.id, "Salma Idris")
    for gate in (approve, review):
        with pytest.raises(Withheld, match=signed.id):
            gate(store, drafted.id, "Omar Nasser")


def test_segments_that_are_not_in_the_source_are_refused(store, drafted):
    wrong = [Segment(0, 5, "غيرها", "other"), drafted.segments[1]]
    swapped = drafted.segments[::-1]
    empty = [replace(each, target=" ") for each in drafted.segments]
    for segments in (wrong, swapped, empty, []):
        with pytest.raises(BadInput):
            review(store, drafted.id, "Salma Idris", segments)
    assert store.translations() == [drafted]


def test_a_reading_that_was_corrected_since_is_not_approved(store):
    media = Media("a" * 64, "poster.jpg", "photo")
    _add(store, _post("poster", "", media=(media,)))
    read = sign(Claim("poster", "ocr-text", "سوق المدية", media=media.sha256), "ocr/1", NOW)
    store.add(read)
    draft(store, Capitals())
    right = replace(Claim("poster", "ocr-text", "سوق المدينة", media="a" * 64), replaces=read.id)
    store.add(sign(right, "person:Amal Haddad", NOW))
    with pytest.raises(Withheld, match="since corrected"):
        approve(store, store.translations()[0].id, "Omar Nasser")


def test_writing_again_takes_the_place_of_ones_own_draft(store):
    _add(store, _post("post-one", ARABIC))
    first = _human(store)
    second = _human(store, second="Wheat is dearer in the market!")
    assert store.translations() == [second]
    assert second.replaces == first.id
    other = _human(store, by="Salma Idris")
    assert store.translations() == [second, other]


def test_an_unknown_translation_is_not_found(store):
    with pytest.raises(NotFound, match="no translation"):
        approve(store, "feedfacefeedface", "Omar Nasser")


def test_a_long_post_of_a_megabyte_is_drafted_with_exact_offsets(store):
    (store.lab / "termbase.toml").write_text(TERMBASE, encoding="utf-8")
    text = "افتتح المجلس\u200b الميناء\u200f " * 40_000
    _add(store, _post("long", text))
    assert draft(store, reading_aid(store)) == 1
    (made,) = store.translations()
    assert all(text[s.start : s.end] == s.source for s in made.segments)
    assert all("council" in s.target for s in made.segments)
