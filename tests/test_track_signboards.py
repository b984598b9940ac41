"""Descriptions and pictures speak for a successor, less the more places have the same."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from typer.testing import CliRunner

from marsad.cli.app import app
from marsad.model import Capture, Place, Post
from marsad.store.signboards import HASHED, SEEN
from marsad.track import life, successors
from marsad.track.successor_boards import Boards

T0 = datetime(2024, 5, 1, tzinfo=UTC)
OLD, NEW = "telegram:1", "telegram:2"
OTHERS = tuple(f"telegram:{n}" for n in range(3, 9))
SAID = "أخبار المكتبة العامة ومواعيد القراءة في الحي القديم"
HASH = "f0e1d2c3b4a5968778695a4b3c2d1e0f" * 2
NEAR = f"{int(HASH, 16) ^ (2**20 - 1):064x}"
FAR = f"{int(HASH, 16) ^ (2**40 - 1):064x}"


def hang(store, place, description="", pdq="", quality=100, at=T0):
    picture = f"{int(pdq or '0', 16) % 2**250:064x}" if pdq else ""
    with store.write() as writer:
        writer.act(SEEN, "t/1", place=place, seen_at=at.isoformat(), name="", page="c1",
                   description=description, picture=picture, missing="")  # fmt: skip
        if pdq:
            writer.act(HASHED, "media/1", picture=picture, pdq=pdq, quality=quality, fault="")


def cues(store, old=OLD, new=NEW, handle="almaktaba_new"):
    found = Boards(store, (OLD, NEW, *OTHERS)).cues(old, new, "almaktaba", handle)
    return {cue.name: cue for cue in found}


def test_the_same_words_with_another_number_and_address_are_the_same_description(store):
    hang(store, OLD, f"{SAID}\nt.me/almaktaba")
    hang(store, NEW, f"{SAID} ٢\nt.me/maktaba_two")
    assert cues(store)["description"].weight == 2.5
    for n, place in enumerate(OTHERS[:3], start=1):
        hang(store, place, SAID)
        assert cues(store)["description"].weight == pytest.approx(2.5 / (1 + n), abs=0.01)


def test_what_everybody_says_and_what_nobody_says_is_no_likeness(store):
    hang(store, OLD, "القناة الرسمية")
    hang(store, NEW, "القناة الرسمية")
    assert cues(store) == {}
    hang(store, OLD, SAID)
    hang(store, NEW, "مواعيد القطارات في المحطة الكبيرة وأسعار التذاكر")
    assert cues(store) == {}
    assert cues(store, NEW, OTHERS[0]) == {}


@pytest.mark.parametrize(("pdq", "weight"), [(HASH, 3.0), (NEAR, 3.0), (FAR, None)])
def test_a_picture_is_known_again_through_small_changes(store, pdq, weight):
    hang(store, OLD, pdq=HASH)
    hang(store, NEW, pdq=pdq)
    found = cues(store).get("picture")
    assert (found and found.weight) == weight


def test_a_picture_that_hangs_over_many_doors_or_is_plain_says_little(store):
    hang(store, OLD, pdq=HASH)
    hang(store, NEW, pdq=HASH)
    for place in OTHERS[:2]:
        hang(store, place, pdq=NEAR)
    assert cues(store)["picture"].weight == 1.0
    hang(store, "telegram:1", pdq=FAR, quality=20)
    hang(store, "telegram:7", pdq=FAR, quality=20)
    assert "picture" not in cues(store, NEW, "telegram:7")


def test_every_version_counts_and_a_description_may_name_where_it_went(store):
    hang(store, OLD, SAID, HASH)
    hang(store, OLD, "انتقلنا إلى t.me/almaktaba_new", at=T0 + timedelta(days=20))
    hang(store, NEW, "عدنا من جديد", at=T0 + timedelta(days=22))
    hang(store, NEW, SAID, HASH, at=T0 + timedelta(days=25))
    found = cues(store)
    assert {name: cue.weight for name, cue in found.items()} == {
        "description": 2.5, "picture": 3.0, "description names it": 4.0,
    }  # fmt: skip
    hang(store, OTHERS[0], "بديل عن @AlMaktaba")
    # Anybody may say so.
    assert cues(store, OLD, OTHERS[0], "someone")["description names it"].weight == 1.5


@pytest.fixture
def ended(store):
    """A channel that ended, and one of another name and handle that began then."""
    store.add(Capture("c1", "t", "1", "t", T0 + timedelta(days=90), "0" * 64, 1))
    for n, place in enumerate((OLD, NEW, *OTHERS)):
        name = ("قناة المكتبة", "نادي القراء", *map(str, range(9)))[n]
        store.add(Place(place, "Telegram", name, f"https://t.me/{'abcdefghij'[n] * 6}"))
        first, last = {0: (0, 30), 1: (32, 90)}.get(n, (0, 90))
        # So few that nothing can be said of how a place writes.
        for day in range(first, last, 4):
            at = T0 + timedelta(days=day, minutes=n)
            store.add(Post(f"{place}/{day}", place, "c1", str(day), at, f"خبر {n} {day}"))
    return store


def test_places_with_nothing_else_in_common_are_joined_by_what_they_show(ended):
    assert successors(ended) == []
    hang(ended, OLD, SAID, HASH)
    hang(ended, NEW, SAID, NEAR, at=T0 + timedelta(days=33))
    [found] = successors(ended)
    assert (found.old, found.new) == (OLD, NEW)
    assert {cue.name for cue in found.cues} >= {"description", "picture"}
    said = CliRunner().invoke(app, ["track", str(ended.lab), "successors"]).stdout
    assert "picture: " in said
    assert "20 of 256 bits differ, and 0 others do" in said


def test_a_life_tells_each_signboard_without_its_controls(ended):
    hang(ended, OLD, "أخبار \u202eالمكتبة", HASH)
    hang(ended, OLD, SAID, at=T0 + timedelta(days=20))
    assert [board.description for board in life(ended, OLD).boards][1] == SAID
    said = CliRunner().invoke(app, ["track", str(ended.lab), "outlet", OLD])
    assert said.stdout.count("signboard since") == 2
    assert "\u202e" not in said.stdout
    told = CliRunner().invoke(app, ["track", str(ended.lab), "outlet", OLD, "--json"]).stdout
    assert json.loads(told)["boards"][0]["pdq"] == HASH
