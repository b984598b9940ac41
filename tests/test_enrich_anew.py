"""An enricher that reads a post again: what stands afterwards is what it says now."""

from datetime import UTC, datetime

import pytest
from conftest import message, write_export

from marsad import pipeline
from marsad.enrich.known import Shelf
from marsad.enrich.run import enrich_batch
from marsad.model import Claim, sign
from marsad.store import Ledger

NOW = datetime(2024, 5, 1, tzinfo=UTC)


class Says:
    """Says of every post what it was told to."""

    name, needs, makes = "says", (), ("theme", "note")

    def __init__(self, version: str, *values: str, sure: float | None = None, kind="theme"):
        self.version, self.values, self.sure, self.kind = version, values, sure, kind

    def enrich(self, posts, _known):
        for post in posts:
            yield from (Claim(post.id, self.kind, value, self.sure) for value in self.values)


@pytest.fixture
def lab(store, tmp_path):
    pipeline.collect(store, [str(write_export(tmp_path / "export", [message(1, "خبر")]))])
    return store


def read(store, enricher, again=False):
    ledger = Ledger(store)
    if again:
        ledger.forget(f"{enricher.name}/{enricher.version}")
    enrich_batch(ledger, Shelf(store), enricher, store.posts_between(1, 9))
    (post,) = store.posts()
    return sorted((each.kind, each.value, each.maker) for each in store.findings(post.id))


def test_a_new_version_takes_the_place_of_the_old(lab):
    read(lab, Says("1", "threat", "news"))
    assert read(lab, Says("2", "threat", "recruitment")) == [
        ("theme", "recruitment", "says/2"),
        ("theme", "threat", "says/2"),
    ]


def test_what_is_no_longer_said_is_taken_back(lab):
    read(lab, Says("1", "threat"))
    assert read(lab, Says("2")) == [("taken-back", "theme: threat", "says/2")]
    assert read(lab, Says("3", "threat")) == [("theme", "threat", "says/3")]


def test_reading_again_in_the_same_version_adds_only_what_changed(lab):
    read(lab, Says("1", "threat", "news"))
    before = lab.count("finding")
    read(lab, Says("1", "threat", "news"), again=True)
    assert lab.count("finding") == before
    assert read(lab, Says("1", "threat"), again=True)[0][1] == "theme: news"
    assert ("theme", "news", "says/1") in read(lab, Says("1", "threat", "news"), again=True)
    read(lab, Says("1", "threat", "news", sure=0.4), again=True)
    (post,) = lab.posts()
    assert {each.confidence for each in lab.findings(post.id, "theme")} == {0.4}


def test_what_a_person_put_right_stays_put_right(lab):
    read(lab, Says("1", "خير", kind="note"))
    (post,) = lab.posts()
    (wrong,) = lab.findings(post.id, "note")
    lab.add(sign(Claim(post.id, "note", "خبر", replaces=wrong.id), "person:Amal", NOW))
    assert read(lab, Says("2", "خيز", kind="note")) == [("note", "خبر", "person:Amal")]


def test_what_a_person_coded_is_not_taken_back_by_a_program(lab):
    (post,) = lab.posts()
    lab.add(sign(Claim(post.id, "theme", "threat"), "person:Amal", NOW))
    assert read(lab, Says("1", "news")) == [
        ("theme", "news", "says/1"),
        ("theme", "threat", "person:Amal"),
    ]
