"""The loop polls what is due, in order, one watcher a lab, and stops between two sources."""

from datetime import timedelta

import pytest
from watch_fakes import START, Time, World, health, poller, raises, source

from marsad.errors import BadInput, EvidenceAltered, LabBusy, StorageFailed, Unreachable
from marsad.model import revised
from marsad.pipeline import Collected
from marsad.plugins import Refused
from marsad.store import Store
from marsad.store.sources import Sources
from marsad.store.suggestions import Suggestions
from marsad.watch import Polled, status, watch


@pytest.fixture
def time():
    return Time()


def test_each_source_is_polled_at_its_own_pace(store, time):
    store.add(source("a", every=10), source("b", every=25))
    world = World(time)
    done = watch(poller(store, world), minutes=60)
    assert [at // 60 for at in world.times("a")] == [0, 10, 20, 30, 40, 50]
    assert [at // 60 for at in world.times("b")] == [0, 25, 50]
    assert (done.polls, done.failed) == (9, 0)


def test_priority_and_not_reliability_says_who_is_polled_first(store, time):
    store.add(
        source("a", priority=3, reliability="A"),
        source("b", priority=1, reliability="E"),
        source("c", priority=5, reliability="B"),
    )
    world = World(time)
    watch(poller(store, world), once=True)
    assert [origin for origin, _at in world.asked] == ["b", "a", "c"]


def test_what_lacks_a_legal_basis_or_a_purpose_or_is_paused_is_never_polled(store, time):
    store.add(
        source("a", legal_basis=""), source("b", purpose=" "), source("c", paused=True), source("d")
    )
    world = World(time)
    watch(poller(store, world), minutes=30)
    assert {origin for origin, _at in world.asked} == {"d"}


def test_once_polls_what_is_due_and_not_what_is_not(store, time):
    store.add(source("a"), source("b", every=100))
    world = World(time)
    assert watch(poller(store, world), once=True).polls == 2
    time.at += timedelta(minutes=11)
    assert watch(poller(store, world), once=True).polls == 1
    assert [origin for origin, _at in world.asked] == ["a", "b", "a"]


def test_a_lab_without_sources_is_watched_in_peace(store, time):
    assert watch(poller(store, World(time)), minutes=5).polls == 0
    assert time.at == START + timedelta(minutes=5)


def test_a_source_that_is_added_or_paused_while_we_watch_is_noticed(store, time):
    first, second = source("a", every=1), source("b", every=1)
    store.add(first)
    world = World(time)

    def people(polled):
        if len(world.times("a")) == 2 and polled.handle == "a":
            store.add(second, revised(first, paused=True))

    watch(poller(store, world), minutes=6, tell=people)
    assert len(world.times("a")) == 2
    assert len(world.times("b")) >= 4


def test_a_pause_within_a_round_holds_at_once(store, time):
    second = source("b")
    store.add(source("a"), second)

    def pauses():
        store.add(revised(second, paused=True))
        return Collected()

    world = World(time, a=pauses)
    watch(poller(store, world), once=True)
    assert [origin for origin, _at in world.asked] == ["a"]


def test_a_third_of_the_sources_rotten_never_stops_the_rest(store, time):
    rotten = (
        BadInput("no feed"), Unreachable("down"), ValueError("a bug"), RecursionError("deep"),
        KeyError("قناة"), MemoryError(), Unreachable("odd", float("nan")), OSError(5, "io"),
        UnicodeDecodeError("utf-8", b"\xff", 0, 1, "bad"), AssertionError(),
    )  # fmt: skip
    store.add(*(source(f"s{number:02}", every=30) for number in range(30)))
    answers = {f"s{number * 3:02}": raises(error) for number, error in enumerate(rotten)}
    world = World(time, **answers)
    done = watch(poller(store, world), minutes=121)
    healthy = [f"s{number:02}" for number in range(30) if number % 3]
    assert all(len(world.times(handle)) == 5 for handle in healthy)
    assert all(health(store, handle).state == "ok" for handle in healthy)
    sick = [health(store, handle) for handle in answers]
    assert all(each.state == "failing" and each.failures >= 3 and each.error for each in sick)
    assert done.failed == sum(each.failures for each in sick)


def test_a_fault_of_the_lab_itself_stops_the_watch_instead_of_blaming_a_source(store, time):
    store.add(source("a"), source("b"))
    for fault in (StorageFailed("the disk is full"), EvidenceAltered("altered")):
        with pytest.raises(type(fault)):
            watch(poller(store, World(time, a=raises(fault))), once=True)
        assert (health(store, "a").failures, health(store, "a").error) == (0, "")
        assert health(store, "b").tried_at is None


def test_a_busy_lab_is_no_failure_of_the_source(store, time):
    store.add(source("a"))
    answers = [LabBusy("another process is writing"), None]

    def answer():
        fault = answers.pop(0)
        if fault:
            raise fault
        return Collected(new=2)

    world = World(time, a=answer)
    done = watch(poller(store, world), minutes=2)
    assert world.times("a") == [0, 60]
    assert (done.new, health(store, "a").state, health(store, "a").failures) == (2, "ok", 0)


def test_two_watchers_of_one_lab_are_refused_in_one_sentence(store, time):
    store.add(source("a"))

    def second():
        with Store(store.lab) as other, pytest.raises(LabBusy, match="another process is watching"):
            watch(poller(other, World(time)), once=True)
        return Collected()

    world = World(time, a=second)
    assert watch(poller(store, world), once=True).failed == 0
    assert watch(poller(store, world), once=True).polls == 0, "the lock is let go afterwards"


def test_a_stop_is_heard_between_two_sources_and_while_waiting(store, time):
    store.add(source("a"), source("b"), source("c"))
    world = World(time)
    watch(poller(store, world), stop=lambda: len(world.asked) >= 2)
    assert [origin for origin, _at in world.asked] == ["a", "b"]
    calls = iter(range(1000))
    watch(poller(store, world), stop=lambda: next(calls) >= 12)
    assert time.at < START + timedelta(seconds=30)


def test_ctrl_c_within_a_poll_leaves_the_source_as_it_was(store, time):
    store.add(source("a"))
    with pytest.raises(KeyboardInterrupt):
        watch(poller(store, World(time, a=raises(KeyboardInterrupt()))), once=True)  # type: ignore
    assert health(store, "a").failures == 0
    assert health(store, "a").due_at is None


def test_what_was_refused_is_shown_and_is_no_failure(store, time):
    store.add(source("a"))
    answer = Collected(new=1, refused=[Refused("message 7", "its time has no zone")])
    watch(poller(store, World(time, a=lambda: answer)), once=True)
    (line,) = status(store, time.now())
    assert (line.state, line.failures) == ("ok", 0)
    assert line.error == "1 refused; the first: its time has no zone"


def test_status_tells_of_every_source_how_it_fares(store, time):
    store.add(
        source("down"), source("fine"), source("new"), source("paused", paused=True),
        source("unnamed", legal_basis=""),
    )  # fmt: skip
    world = World(time, down=raises(Unreachable("t.me answers 500")))
    watch(poller(store, world), once=True)
    store.add(source("zz"))
    lines = {line.handle: line for line in status(store, time.now())}
    assert {handle: line.state for handle, line in lines.items()} == {
        "down": "failing", "fine": "ok", "new": "ok", "paused": "paused",
        "unnamed": "lacking legal_basis", "zz": "new",
    }  # fmt: skip
    assert lines["fine"].seen_at == START
    assert lines["fine"].due_at == START + timedelta(minutes=10)
    assert (lines["down"].seen_at, lines["down"].error) == (None, "t.me answers 500")
    assert lines["paused"].due_at is None


MOVED = Unreachable(
    "it is now called @salwan_two", state="renamed", successor="https://t.me/salwan_two"
)
"""What a collector raises that knows what became of its source."""


def test_a_source_that_moved_is_looked_at_once_a_day_and_its_successor_suggested(store, time):
    store.add(source("a", every=10))
    world = World(time, a=raises(MOVED))
    watch(poller(store, world), minutes=49 * 60)
    assert world.times("a") == pytest.approx([0, 86400, 2 * 86400], abs=120)
    found = health(store, "a")
    assert (found.state, found.successor) == ("renamed", "https://t.me/salwan_two")
    (suggested,) = Suggestions(store).all()
    assert (suggested.origin, suggested.how) == ("https://t.me/salwan_two", "successor")
    assert len(Sources(store).all()) == 1, "nothing is followed by itself"


def test_an_answer_makes_a_marked_source_ok_again(store, time):
    from marsad.collect import sources as register

    store.add(source("a"))
    register.mark(store, "a", "dead", "", "person:ليلى")
    assert [line.state for line in status(store, time.now())] == ["dead"]
    watch(poller(store, World(time)), once=True)
    assert [line.state for line in status(store, time.now())] == ["ok"]
    with pytest.raises(BadInput, match="there are ok, failing"):
        register.mark(store, "a", "asleep", "", "person:ليلى")


def test_a_failing_discovery_or_enrichment_never_stops_the_polling(store, time, caplog):
    store.add(source("a", every=1))
    with store.write() as writer:
        writer.resume_at("discovery", "", "no JSON")
    world = World(time)
    watch(poller(store, world), minutes=3)
    assert len(world.times("a")) == 3
    assert "discover failed" in caplog.text


def test_a_source_that_was_renamed_and_still_answers_is_shown_and_its_new_name_suggested(
    store, time
):
    moved = "https://t.me/town_square"

    def answer() -> Collected:
        return Collected(new=3, gone=2, refused=[Refused("t.me/town", "it is renamed", moved)])

    store.add(source("town"))
    polled: list[Polled] = []
    watch(poller(store, World(time, town=answer)), minutes=25, tell=polled.append)
    assert [(one.new, one.gone, one.error) for one in polled] == [(3, 2, "")] * 3
    (line,) = status(store, time.now())
    assert (line.state, line.successor) == ("ok", moved)
    (waiting,) = Suggestions(store).all()
    assert waiting.origin == moved
