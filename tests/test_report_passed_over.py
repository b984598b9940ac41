"""An approved version that was passed over: nothing is lost, a person decides what is quoted."""

from datetime import UTC, date, datetime

import pytest

from marsad.errors import Withheld
from marsad.model import (
    Block,
    Capture,
    Claim,
    Item,
    Media,
    Place,
    Post,
    Quote,
    Report,
    Segment,
    sign,
)
from marsad.report import check, quote
from marsad.store import Store
from marsad.translate import approve, disagree, history, review, write
from marsad.translate.exchange import Choice, export, import_file

NOW = datetime(2024, 5, 1, 8, tzinfo=UTC)
ARABIC = "افتتح المجلس الميناء الجديد. ارتفعت أسعار القمح في السوق!"
FIRST = "The council opened the new port. Wheat prices rose in the market!"
OTHER = "The municipality opened the new port. Wheat prices rose in the market!"


@pytest.fixture
def store(tmp_path):
    with Store.create(tmp_path / "lab") as made:
        made.add(Place("telegram:1", "telegram", "Al-Mina News", fiction=True))
        made.add(Capture("c1", "telegram-export", "1", "result.json", NOW, "0" * 64, 1))
        photo = Media("a" * 64, "p.jpg", "photo", "image/jpeg", 1)
        made.add(Post("post-1", "telegram:1", "c1", "1", NOW, ARABIC, media=(photo,)))
        made.add(sign(Claim("post-1", "language", "ar"), "language/1", NOW))
        yield made


def _cut(text, target):
    # One segment for two sentences: cut otherwise than texts are cut today.
    return [Segment(0, len(text), text, target)]


def _approved(store, target=FIRST):
    made = write(store, "post-1", _cut(ARABIC, target), "Amal Haddad")
    return approve(store, made.id, "Omar Nasser").translation


def _reported(store, translation):
    item = Item("post-1", "", (Quote(translation, "opened the new port"),))
    blocks = (Block("place:telegram:1", (item,)),)
    store.add(
        Report("r1", "daily-1", "Daily", 1, "T", date(2024, 5, 2), blocks=blocks, made_at=NOW),
        by="person:Amal",
    )


def _said(store):
    return [each.what for each in check(store, "daily-1") if "quotation" in each.where]


def test_a_later_version_keeps_the_report_back_until_a_person_quotes_it(store):
    old = _approved(store)
    _reported(store, old.id)
    assert _said(store) == []
    read = review(store, old.id, "Lina Farah", _cut(ARABIC, OTHER))
    (what,) = _said(store)
    assert what.startswith(f"translation {old.id} was changed since")
    assert f"{read.id} is reviewed" in what
    done = approve(store, read.id, "Omar Nasser").translation
    assert f"{done.id} is approved" in _said(store)[0]
    with pytest.raises(Withheld, match="was changed since it was approved"):
        quote(store, old.id, "opened the new port")
    assert quote(store, done.id, "The municipality opened").words
    assert store.translation(old.id).text == FIRST
    assert len(history(store, done.id)) == 4


def test_a_version_over_which_another_was_approved_may_be_chosen_again(store):
    old = _approved(store)
    _reported(store, old.id)
    other = disagree(store, old.id, _cut(ARABIC, OTHER), "Lina Farah", "the usual word here")
    assert _said(store) == []
    chosen = approve(store, other.id, "Omar Nasser", "agreed").translation
    assert _said(store)[0].startswith("another version was approved over")
    assert not approve(store, old.id, "Omar Nasser").new
    assert approve(store, old.id, "Sami Aziz", "the council is meant after all").new
    assert _said(store) == []
    assert store.passed_over() == {chosen.id}
    assert [each.id for each in store.translations(post="post-1")] == [old.id, chosen.id]


def test_a_corrected_reading_keeps_back_what_quotes_the_old_one(store):
    read = sign(Claim("post-1", "ocr-text", ARABIC, media="a" * 64), "ocr/1", NOW)
    store.add(read)
    made = write(store, "post-1", _cut(ARABIC, FIRST), "Amal Haddad", of=read.id)
    done = approve(store, made.id, "Omar Nasser").translation
    _reported(store, done.id)
    assert _said(store) == []
    better = Claim("post-1", "ocr-text", f"{ARABIC} نعم", media="a" * 64, replaces=read.id)
    store.add(sign(better, "person:Lina Farah", NOW))
    assert "a reading that was corrected since" in _said(store)[0]
    assert store.translation(done.id).text == FIRST


def test_an_edited_post_leaves_the_quotation_of_the_earlier_one(store):
    done = _approved(store)
    _reported(store, done.id)
    store.add(Post("post-2", "telegram:1", "c1", "1", NOW, ARABIC + " تصحيح."))
    assert _said(store) == []


def test_what_was_cut_otherwise_is_sent_out_taken_in_and_quoted_as_it_was(store, tmp_path):
    done = _approved(store)
    for form in ("xliff", "csv", "docx"):
        file = tmp_path / f"work.{form}"
        assert export(store, form, file, Choice()) == 1
        came = import_file(store, file, "Amal Haddad")
        assert (came.added, came.refused, came.conflicts) == (0, [], [])
    assert quote(store, done.id).words == FIRST
