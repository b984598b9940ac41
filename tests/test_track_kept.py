"""The kept network: the same as one made anew, honest about its age, and gone after an erasure."""

import time

from desk_client import seated
from planted import timeline

from marsad import pipeline, preserve
from marsad.enrich.copies import find_copies
from marsad.model import Place, Post
from marsad.store import Networks, Seen
from marsad.track import flow, flow_kept, kept_flow, prepare, prepared
from marsad.web import app


def test_a_kept_network_is_the_one_made_anew_until_something_comes(store):
    made = timeline.Timeline(14, days=100, sources=6, relays=5).plant()
    timeline.put(store, made)
    find_copies(store)
    first = kept_flow(store)
    assert first == flow(store)
    assert Networks(store).get("place").post == len(made.posts)
    Networks(store).put("place", Networks(store).get("place")._replace(record=b"{}"))
    store.add(Place("telegram:77", "Telegram", "منبر آخر", fiction=True))
    assert kept_flow(store) == first


def test_a_larger_lab_may_be_a_little_behind_and_says_how_much(store, monkeypatch):
    monkeypatch.setattr(flow_kept, "FEW", 10)
    timeline.put(store, timeline.Timeline(14, days=100, sources=6, relays=5).plant())
    assert not prepared(store)
    prepare(store)
    assert prepared(store)
    before = Networks(store).get("place")
    late = Post("late/1", next(iter(store.places())).id, "c1", "late", timeline.START, "خبر")
    store.add(late)
    kept_flow(store)
    assert Networks(store).get("place") == before
    assert flow_kept.unread(store) == 1
    kept_flow(store, exact=True)
    assert flow_kept.unread(store) == 0


def test_an_erasure_drops_the_network(collected):
    prepare(collected)
    first = next(iter(collected.posts()))
    asked = preserve.erase.ask(collected, [first.id], "person:Amal", "GDPR 17(1)(d)", "7")
    pipeline.erase(collected, asked.id, "person:Basim")
    assert Networks(collected).get("place") is None


def test_the_desk_says_that_it_is_preparing_and_then_shows_the_page(store, monkeypatch):
    monkeypatch.setattr(flow_kept, "FEW", 10)
    timeline.put(store, timeline.Timeline(14, days=100, sources=6, relays=5).plant())
    desk = seated(app(store.lab), base_url="http://127.0.0.1")
    assert "Being prepared" in desk.get("/outlets").text
    until = time.monotonic() + 30
    while not prepared(store) and time.monotonic() < until:
        time.sleep(0.05)
    assert Seen(store).behind() == 0
    assert "Places, those that post most first" in desk.get("/outlets").text
