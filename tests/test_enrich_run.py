"""Enrichers speak, the stage signs; one rotten post never stops the rest."""

from datetime import UTC, datetime

import pytest

from marsad import preserve
from marsad.enrich import enrich
from marsad.enrich.known import Shelf
from marsad.enrich.run import enrich_batch
from marsad.errors import NotFound
from marsad.model import Claim
from marsad.store import Ledger


class Loud:
    """Says how long each text is, and cannot bear Persian."""

    name = "loud"
    version = "1"
    needs = ()
    makes = ("language",)

    def enrich(self, posts, known):
        del known
        for post in posts:
            if "هواشناسی" in post.text:
                raise ZeroDivisionError("no Persian here")
            yield Claim(post.id, "language", str(len(post.text)))

    def examples(self):
        return ()


def batch(store, enricher):
    ledger = Ledger(store)
    enrich_batch(ledger, Shelf(store), enricher, store.posts_between(1, 100))


def test_a_post_that_an_enricher_fails_on_is_quarantined_and_the_rest_is_done(collected):
    batch(collected, Loud())
    assert len(list(collected.every_finding())) == 3
    (apart,) = collected.quarantined()
    assert apart["reason"] == "ZeroDivisionError: no Persian here"


def test_what_was_done_is_not_done_again_and_a_new_version_redoes_its_own(collected):
    batch(collected, Loud())
    first = len(list(collected.every_finding()))
    batch(collected, Loud())
    assert len(list(collected.every_finding())) == first
    later = Loud()
    later.version = "2"
    batch(collected, later)
    assert {finding.maker for finding in collected.every_finding()} == {"loud/1", "loud/2"}


def test_an_enricher_cannot_speak_of_what_it_was_not_asked(collected):
    class Liar(Loud):
        def enrich(self, posts, known):
            del known
            yield Claim(posts[0].id, "approved", "yes")

    batch(collected, Liar())
    assert list(collected.every_finding()) == []
    assert len(collected.quarantined()) == 4


def test_the_built_in_enrichers_tell_languages_and_the_lab_still_verifies(collected):
    assert enrich(collected, ["language", "outlet"]) > 0
    told = {
        post.native_id: [
            each.value for each in collected.findings(post.id, "language") if not each.span
        ]
        for post in collected.posts()
    }
    assert told == {"1": ["ar"], "2": ["fa"], "4": ["ur"], "5": ["en"]}
    assert preserve.verify(collected).state == preserve.VERIFIED
    assert enrich(collected, ["language", "outlet"]) == 0


def test_every_finding_is_signed_with_its_maker_and_a_time_with_a_zone(collected):
    enrich(collected, ["language"])
    for finding in collected.every_finding():
        assert finding.maker.startswith("language/")
        assert finding.made_at <= datetime.now(UTC)


def test_an_unknown_enricher_names_those_that_are_there(collected):
    with pytest.raises(NotFound, match=r"ready here: .*language"):
        enrich(collected, ["langauge"])
