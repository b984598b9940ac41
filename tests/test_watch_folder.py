"""A watched folder: new and grown exports come in by themselves, whole, and once."""

import os
from datetime import timedelta

import pytest
from conftest import TEXTS, message, write_export
from watch_fakes import Time, health

from marsad.model import Source, named
from marsad.watch import Poller, watch

DAYS = timedelta(days=1)


@pytest.fixture
def inbox(tmp_path):
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


@pytest.fixture
def time():
    return Time()


@pytest.fixture
def watched(store, inbox):
    said = {"legal_basis": "file 12", "purpose": "study", "every": 1}
    store.add(named(Source("", "inbox", str(inbox), "telegram-export", **said)))
    return store


def lay(time, folder, messages, age=120.0, **chat):
    """An export as Telegram Desktop leaves it, written some seconds ago."""
    path = write_export(folder, messages, **chat)
    at = time.now().timestamp() - age
    os.utime(path, (at, at))
    return path


def messages(*numbers):
    return [message(number, f"{TEXTS[number % 4]} {number}") for number in numbers]


def ids(store):
    return [post.native_id for post in store.posts()]


def polled(store, time):
    told = []
    time.at += timedelta(minutes=2)
    watch(Poller(store, time), once=True, tell=told.append)
    (one,) = told
    return one


def test_a_new_export_is_taken_in_by_itself_and_only_once(watched, inbox, time):
    assert polled(watched, time).new == 0
    lay(time, inbox / "ChatExport_2026-05-01", messages(1, 2))
    assert polled(watched, time).new == 2
    log = watched.root()
    again = polled(watched, time)
    assert (again.new, again.seen) == (0, 0)
    assert watched.root() == log, "it was not even opened"


def test_a_grown_export_brings_what_is_new_and_nothing_twice(watched, inbox, time):
    lay(time, inbox / "a", messages(1, 2))
    polled(watched, time)
    lay(time, inbox / "a", messages(1, 2, 3, 4))
    lay(time, inbox / "b", messages(4, 5))
    done = polled(watched, time)
    assert (done.new, done.seen) == (3, 3)
    assert ids(watched) == ["1", "2", "3", "4", "5"]


def test_a_shuffled_split_and_edited_export_makes_no_duplicates_and_keeps_versions(
    watched, inbox, time
):
    lay(time, inbox / "whole", messages(1, 2, 3, 4, 5, 6))
    polled(watched, time)
    lay(time, inbox / "first", messages(4, 5, 6))
    lay(time, inbox / "second", messages(1, 3))
    edited = [message(2, "نص مصحح")]
    lay(time, inbox / "third", edited)
    done = polled(watched, time)
    assert (done.new, done.seen) == (1, 5)
    place = next(watched.posts()).place
    assert [post.text for post in watched.versions(place, "2")] == [f"{TEXTS[2]} 2", "نص مصحح"]
    assert len(watched.versions(place, "4")) == 1


def test_an_export_that_is_still_being_written_is_left_until_it_rests(watched, inbox, time):
    time.at += timedelta(minutes=2)
    lay(time, inbox / "a", messages(1), age=0)
    told = []
    watch(Poller(watched, time), once=True, tell=told.append)
    assert [one.new for one in told] == [0]
    assert polled(watched, time).new == 1


def test_media_that_still_arrive_keep_an_export_waiting(watched, inbox, time):
    lay(time, inbox / "a", messages(1))
    (inbox / "a" / "photos").mkdir()
    at = time.now().timestamp() + 110
    os.utime(inbox / "a" / "photos", (at, at))
    assert polled(watched, time).new == 0
    assert polled(watched, time).new == 1


def test_a_damaged_export_is_told_keeps_its_good_posts_and_stops_no_other(watched, inbox, time):
    path = lay(time, inbox / "a-damaged", messages(1, 2))
    path.write_text(path.read_text()[:-40], encoding="utf-8")
    at = time.now().timestamp() - 120
    os.utime(path, (at, at))
    lay(time, inbox / "b", messages(7, 8))
    assert "result.json" in polled(watched, time).error
    assert {"7", "8"} <= set(ids(watched))
    assert health(watched, "inbox").state == "failing"
    lay(time, inbox / "a-damaged", messages(1, 2, 3))
    assert polled(watched, time).error == ""
    assert ids(watched) == ["1", "2", "3", "7", "8"]
    assert health(watched, "inbox").state == "ok"


def test_the_folder_may_be_an_export_itself(watched, inbox, time):
    lay(time, inbox, messages(1, 2))
    assert polled(watched, time).new == 2


def test_strange_files_and_hidden_folders_are_passed_over(watched, inbox, time):
    (inbox / "notes.txt").write_text("no export", encoding="utf-8")
    (inbox / "empty").mkdir()
    (inbox / "قناة سلوان").mkdir()
    lay(time, inbox / ".partial", messages(1))
    lay(time, inbox / "قناة الوادي", messages(2))
    assert polled(watched, time).new == 1


def test_a_folder_that_is_not_there_is_a_failing_source_until_it_comes_back(watched, inbox, time):
    inbox.rmdir()
    assert polled(watched, time).error
    assert health(watched, "inbox").failures == 1
    inbox.mkdir()
    lay(time, inbox / "a", messages(1))
    assert polled(watched, time).new == 1
