"""D8: waits are never cut short, grow when the server goes on saying no, and survive a restart."""

import math
import os
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from watch_fakes import START, Time, World, health, poller, raises, source

from marsad.errors import Unreachable
from marsad.pipeline import Collected
from marsad.store import Store
from marsad.watch import status, watch
from marsad.watch.backoff import GONE, LATE, LONGEST, SPREAD, UTMOST, pause

WAITS = st.floats(0, UTMOST)
CHANCES = st.floats(0, 1)


@given(st.integers(1, 10_000), WAITS, CHANCES)
def test_a_wait_that_was_asked_for_is_never_cut_short(failures, told, chance):
    wait = pause(failures, told, chance)
    assert told <= wait <= max(told, LONGEST) + LATE


def test_a_first_wait_is_taken_at_its_word():
    assert pause(1, 17.0, 0.0) == 17.0
    assert pause(1, 3600.0, 0.0) == 3600.0
    assert pause(1, 0.0, 0.0) == 0.0


def test_a_server_that_goes_on_saying_no_is_asked_less_and_less_often():
    waits = [pause(failures, 1.0, 0.0) for failures in range(1, 5)]
    assert waits == [1.0, 60.0, 120.0, 240.0]


@given(st.integers(1, 10_000), CHANCES)
def test_a_pause_grows_up_to_a_cap_and_chance_only_adds(failures, chance):
    calm = pause(failures, None, 0.0)
    assert calm <= pause(failures, None, chance) <= calm * (1 + SPREAD)
    assert calm <= pause(failures + 1, None, 0.0) <= LONGEST


@pytest.mark.parametrize("garbage", [None, -1.0, -math.inf, math.nan])
def test_a_wait_that_is_none_is_an_ordinary_failure(garbage):
    assert pause(3, garbage, 0.5) == pause(3, None, 0.5)


def test_an_endless_wait_is_capped_at_a_year():
    assert pause(1, math.inf, 0.0) == UTMOST


def test_chance_spreads_sources_that_failed_together():
    assert len({pause(4, None, chance / 10) for chance in range(10)}) == 10


def test_failures_in_a_row_are_asked_less_and_less_often(store):
    time = Time()
    store.add(source("a", every=1))
    world = World(time, a=raises(Unreachable("down")))
    watch(poller(store, world), minutes=31)
    assert world.times("a") == [0, 60, 180, 420, 900]


def test_a_source_that_answers_again_is_polled_at_its_own_pace_again(store):
    time = Time()
    store.add(source("a", every=5))
    world = World(time)
    world.answers["a"] = lambda: raises(Unreachable("down"))() if len(world.asked) < 4 else done
    done = Collected()
    watch(poller(store, world), minutes=20)
    assert world.times("a") == [0, 60, 180, 420, 720, 1020]
    assert (health(store, "a").state, health(store, "a").failures) == ("ok", 0)


@pytest.mark.parametrize("told", [17.0, 3600.0])
@pytest.mark.parametrize("chance", [0.0, 1.0])
def test_nobody_is_asked_earlier_than_told_and_not_much_later(store, told, chance):
    time = Time(chance=chance)
    store.add(source("a", every=1))
    world = World(time, a=raises(Unreachable("FLOOD_WAIT", told)))
    watch(poller(store, world), minutes=told / 60 + 3)
    first, second, *_ = [at for _origin, at in world.asked]
    assert told <= second - first <= told + LATE + 1


def test_the_wait_counts_from_the_answer_and_not_from_the_question(store):
    time = Time()
    store.add(source("a", every=1))

    def slow():
        time.sleep(100)
        raise Unreachable("FLOOD_WAIT", 17.0)

    world = World(time, a=slow)
    watch(poller(store, world), minutes=3)
    assert world.times("a")[:2] == [0, 117]


def test_a_server_that_says_no_is_left_alone_by_all_its_sources(store):
    time = Time()
    for handle, minutes in (("one", 1), ("two", 1), ("other", 1)):
        host = "example.org" if handle == "other" else "t.me"
        store.add(source(handle, origin=f"https://{host}/{handle}", every=minutes))
    one, two, other = (f"https://{h}" for h in ("t.me/one", "t.me/two", "example.org/other"))
    world = World(time)
    world.answers[one] = raises(Unreachable("429", 600.0))
    watch(poller(store, world), minutes=11)
    assert world.times(one) == [0, 600]
    assert not [at for at in world.times(two) if at < 600]
    assert len(world.times(other)) == 11


def test_a_long_wait_is_parked_shown_and_survives_a_restart(store):
    time = Time()
    store.add(source("a", every=1), source("b", every=1))
    world = World(time, a=raises(Unreachable("FLOOD_WAIT 3600", 3600.0)))
    watch(poller(store, world), minutes=2)
    lines = {line.handle: line for line in status(store, time.now())}
    assert (lines["a"].state, lines["b"].state) == ("parked", "ok")
    assert lines["a"].due_at == START + timedelta(seconds=3600)
    assert "FLOOD_WAIT 3600" in lines["a"].error
    while time.at < START + timedelta(seconds=3700):
        with Store(store.lab) as again:
            watch(poller(again, world), minutes=7)
    assert world.times("a")[:2] == [0, 3600]


def test_a_short_wait_is_not_called_parked(store):
    time = Time()
    store.add(source("a"))
    watch(poller(store, World(time, a=raises(Unreachable("slow", 17.0)))), once=True)
    assert [line.state for line in status(store, time.now())] == ["failing"]


def test_a_clock_that_was_wrong_and_is_set_back_does_not_silence_a_source(store):
    time = Time(START + timedelta(days=3650))
    store.add(source("a"))
    world = World(time)
    watch(poller(store, world), once=True)
    time.at = START
    watch(poller(store, world), once=True)
    assert len(world.asked) == 2


def test_a_source_that_kills_the_process_is_not_the_first_to_be_asked_again(store):
    time = Time()
    store.add(source("a", priority=1), source("b", priority=2))
    child = os.fork()
    if not child:
        with Store(store.lab) as other:
            watch(poller(other, World(time, a=lambda: os._exit(9))), once=True)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    world = World(time)
    watch(poller(store, world), minutes=3)
    assert world.asked[0] == ("b", 0.0)
    assert world.times("a") == [60]
    assert health(store, "a").failures == 0


def test_what_is_banned_is_left_alone_for_a_day_even_when_its_server_asks_for_less(store):
    time = Time()
    store.add(source("a", every=1))
    world = World(time, a=raises(Unreachable("no such channel", 60.0, state="banned")))
    watch(poller(store, world), minutes=25 * 60)
    assert world.times("a") == [0, GONE]
    assert health(store, "a").state == "banned"
