"""A legal hold beats every deletion, and two persons let it go (BATTERY A11)."""

from datetime import UTC, datetime, timedelta

import pytest
from conftest import message, write_export
from typer.testing import CliRunner

from marsad import pipeline, preserve
from marsad.cli.app import app
from marsad.collect import sources
from marsad.errors import BadInput, NotFound, Withheld
from marsad.store import Store
from marsad.store.backup import backup
from marsad.store.restore import restore

AMAL, BASIM = "person:Amal", "person:Basim"
LATER = datetime.now(UTC) + timedelta(days=91)


def posts(store: Store) -> list[str]:
    return [post.id for post in store.posts()]


def test_an_erasure_is_refused_names_the_hold_and_is_logged(collected):
    post = posts(collected)[0]
    hold = preserve.hold.set_hold(collected, AMAL, "case 12", [post])
    with pytest.raises(Withheld, match=rf"{hold.id} \(case 12\)"):
        preserve.erase.ask(collected, [post], AMAL, "GDPR 17")
    (refused,) = collected.acts("erasure refused")
    assert hold.id in refused["why"]
    assert posts(collected)[0] == post


def test_a_hold_set_after_the_request_still_stops_it(collected):
    post = posts(collected)[0]
    asked = preserve.erase.ask(collected, [post], AMAL, "GDPR 17")
    preserve.hold.set_hold(collected, AMAL, "case 12", everything=True)
    with pytest.raises(Withheld, match="legal hold"):
        pipeline.erase(collected, asked.id, BASIM)
    assert posts(collected)[0] == post


def test_a_held_post_keeps_the_file_that_it_shares_with_others(collected):
    held, other = posts(collected)[:2]
    preserve.hold.set_hold(collected, AMAL, "case 12", [held])
    with pytest.raises(Withheld, match="case 12"):
        preserve.erase.ask(collected, [other], AMAL, "GDPR 17")


def test_nobody_releases_a_hold_alone(collected):
    hold = preserve.hold.set_hold(collected, AMAL, "case 12", everything=True)
    assert not preserve.hold.release(collected, hold.id, AMAL)
    with pytest.raises(Withheld, match="second person"):
        preserve.hold.release(collected, hold.id, AMAL)
    (standing,) = preserve.hold.holds(collected)
    assert standing.release_asked_by == AMAL
    assert preserve.hold.release(collected, hold.id, BASIM)
    assert preserve.hold.holds(collected) == []
    with pytest.raises(NotFound, match="there are: none"):
        preserve.hold.release(collected, hold.id, BASIM)


def test_a_hold_on_a_place_covers_what_comes_later(collected, tmp_path):
    place = collected.places()[0].id
    preserve.hold.set_hold(collected, AMAL, "case 12", places=[place])
    pipeline.collect(collected, [str(write_export(tmp_path / "more", [message(9, "خبر")]))])
    with pytest.raises(Withheld):
        preserve.erase.ask(collected, [posts(collected)[-1]], AMAL, "GDPR 17")


def test_holds_stand_in_a_restored_lab(collected, tmp_path):
    preserve.hold.set_hold(collected, AMAL, "case 12", everything=True)
    copy = backup(collected, tmp_path / "copy")
    with restore(copy, tmp_path / "again", collected.lab / "keys") as again:
        assert [each.reason for each in preserve.hold.holds(again)] == ["case 12"]


def test_a_hold_without_a_reason_or_an_object_is_refused(collected):
    with pytest.raises(BadInput, match="reason"):
        preserve.hold.set_hold(collected, AMAL, " ", everything=True)
    with pytest.raises(BadInput, match="what is held"):
        preserve.hold.set_hold(collected, AMAL, "case 12")


def test_what_is_due_follows_the_class_of_its_source(collected):
    """Ninety days after it was collected, for a source that is kept as short."""
    place = collected.places()[0].id
    fields = {"origin": "https://t.me/town", "collector": "telegram-web", "place": place}
    sources.add(collected, {**fields, "retention": "short"}, AMAL)
    assert list(preserve.retention.due(collected)) == []
    due = list(preserve.retention.due(collected, LATER))
    assert [each.post for each in due] == posts(collected)
    assert {each.kept_as for each in due} == {"short"}
    preserve.retention.set_class(collected, posts(collected)[:1], "preservation", AMAL)
    assert [each.post for each in preserve.retention.due(collected, LATER)] == posts(collected)[1:]


def test_what_is_due_is_asked_for_and_goes_with_a_second_person(collected):
    preserve.retention.set_class(collected, posts(collected), "short", AMAL)
    asked = preserve.retention.apply(collected, AMAL, LATER)
    assert asked.legal_basis == "end of retention (short)"
    assert (set(asked.posts), len(posts(collected))) == (set(posts(collected)), 4)
    pipeline.erase(collected, asked.id, BASIM)
    assert posts(collected) == []
    assert preserve.verify(collected).state == preserve.VERIFIED
    (applied,) = collected.acts("retention applied")
    assert (applied["due"], applied["held"]) == (4, 0)


def test_what_is_due_and_held_stays(collected, tmp_path):
    other = write_export(tmp_path / "other", [message(1, "خبر آخر")], id=1002, name="Other")
    pipeline.collect(collected, [str(other)])
    preserve.retention.set_class(collected, posts(collected), "short", AMAL)
    held = posts(collected)[-1]
    preserve.hold.set_hold(collected, AMAL, "case 12", [held])
    asked = preserve.retention.apply(collected, AMAL, LATER)
    assert held not in asked.posts
    pipeline.erase(collected, asked.id, BASIM)
    kept = preserve.retention.due(collected, LATER)
    assert all(each.held_by for each in kept)
    assert held in posts(collected)


def test_a_class_that_nobody_defined_is_refused(collected):
    with pytest.raises(BadInput, match="standard, short, preservation"):
        preserve.retention.set_class(collected, posts(collected), "forever", AMAL)


def test_the_commands_as_a_user_types_them(collected):
    lab = str(collected.lab)

    def run(*said: str) -> str:
        done = CliRunner().invoke(app, [said[0], lab, *said[1:]])
        assert done.exit_code == 0, done.output
        return done.output

    run("hold", "set", "--all", "--reason", "case 12", "--by", "Amal")
    (hold,) = preserve.hold.holds(collected)
    assert "everything" in run("hold", "list")
    assert "still stands" in run("hold", "release", hold.id, "--by", "Amal")
    assert "release asked by" in run("hold", "list")
    assert "is released" in run("hold", "release", hold.id, "--by", "Basim")
    run("retention", "set", "short", posts(collected)[0], "--by", "Amal")
    assert run("retention", "due") == ""
    assert "nothing is due" in run("retention", "apply", "--by", "Amal")
