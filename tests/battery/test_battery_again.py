"""G1, G2: the same material again, shuffled, split or broken off, is the same lab in the end."""

import os
import random
import signal
import time
from importlib import import_module
from pathlib import Path

import pytest
from conftest import TEXTS, message, write_export
from telegram_web_site import Site

from marsad import pipeline, preserve
from marsad.collect.telegram_web import TelegramWeb
from marsad.store import Store

KILLS = 100
LAST = 160
ORIGIN = "https://t.me/s/town_notices"


def messages(first: int, last: int) -> list[dict[str, object]]:
    return [message(id, f"{TEXTS[id % 4]} {id}") for id in range(first, last)]


def taken(store: Store) -> dict[str, int]:
    """How many versions each post has."""
    found: dict[str, int] = {}
    for post in store.posts():
        found[post.native_id] = found.get(post.native_id, 0) + 1
    return found


def test_an_export_again_shuffled_and_split_adds_nothing(store: Store, tmp_path: Path) -> None:
    whole = messages(1, 201)
    pipeline.collect(store, [str(write_export(tmp_path / "whole", whole))])
    before = [post.id for post in store.posts()]
    shuffled = random.Random(1).sample(whole, len(whole))
    parts = [whole[:70], whole[50:150], whole[140:]]
    for number, part in enumerate([whole, shuffled, *parts]):
        again = pipeline.collect(store, [str(write_export(tmp_path / str(number), part))])
        # The very same file is not even read again.
        assert (again.new, again.seen) == (0, len(part) if number else 0)
    assert [post.id for post in store.posts()] == before
    assert preserve.verify(store).state == preserve.VERIFIED


def test_parts_that_overlap_in_any_order_are_the_whole(store: Store, tmp_path: Path) -> None:
    whole = messages(1, 201)
    parts = [whole[140:], whole[:70], whole[50:150]]
    origins = [str(write_export(tmp_path / str(n), part)) for n, part in enumerate(parts)]
    pipeline.collect(store, origins)
    assert taken(store) == {str(id): 1 for id in range(1, 201)}


def test_an_edit_is_a_second_version_and_a_deletion_takes_nothing(
    store: Store, tmp_path: Path
) -> None:
    whole = messages(1, 51)
    pipeline.collect(store, [str(write_export(tmp_path / "first", whole))])
    later = [message(7, "تصحيح: تفتح الحديقة غدا", edited_unixtime="1715680000"), *whole[10:]]
    found = pipeline.collect(store, [str(write_export(tmp_path / "later", later))])
    assert (found.new, found.seen) == (1, 40)
    assert taken(store) == {str(id): 1 + (id == 7) for id in range(1, 51)}
    assert preserve.verify(store).state == preserve.VERIFIED


def _visit_until_killed(lab: Path, site: Site) -> None:
    """A visit of its own process, with a commit after a few posts, so that pages are cut."""
    import_module("marsad.preserve.seal").BATCH = 7  # type: ignore[attr-defined]
    made = TelegramWeb(site.settings, site.url)
    with Store(lab) as store:
        session = preserve.capture(store, made, ORIGIN)
        found = made.collect(ORIGIN, store.resume_point(made.name, ORIGIN))
        for _batch in preserve.seal(store, made, session, found, ORIGIN):
            pass


def _killed(lab: Path, site: Site, after: float) -> bool:
    """Let a visit run for so long; whether it was killed before its end."""
    child = os.fork()
    if not child:
        _visit_until_killed(lab, site)
        os._exit(0)
    end = time.monotonic() + after
    while time.monotonic() < end:
        if os.waitpid(child, os.WNOHANG)[0]:
            return False
        time.sleep(0.001)
    os.kill(child, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_a_collector_killed_a_hundred_times_leaves_no_gap_and_no_duplicate(tmp_path: Path) -> None:
    site, chance = Site(), random.Random(2)
    site.publish(1, LAST)
    try:
        kills, labs, cut = 0, 0, 0
        while kills < KILLS:
            labs += 1
            lab = tmp_path / str(labs)
            Store.create(lab).close()
            while kills < KILLS and _killed(lab, site, 0.02 + chance.random() * 0.3):
                kills += 1
                with Store(lab) as store:
                    ids = [int(post.native_id) for post in store.posts()]
                    assert ids == list(range(1, len(ids) + 1)), "a gap or a duplicate"
                    cut += 0 < len(ids) < LAST and len(ids) % 20 != 0
            _visit_until_killed(lab, site)
            with Store(lab) as store:
                assert taken(store) == {str(id): 1 for id in range(1, LAST + 1)}
                store.checkpoint()
                assert preserve.verify(store).state == preserve.VERIFIED
        assert cut > 5, "too few pages were cut for the test to mean anything"
    finally:
        site.close()
