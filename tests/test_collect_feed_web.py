"""Feeds by address: asked for politely, sealed with the exchange, and never taken twice."""

import gzip
import json

import pytest
from feed_server import FEEDS, served

from marsad import preserve
from marsad.collect.feed import Feed
from marsad.errors import BadInput, Unreachable
from marsad.plugins import Gathered
from marsad.preserve.seal import seal


@pytest.fixture
def site():
    with served() as site:
        yield site


def collect(store, site, origin):
    """What the pipeline does with a live source; how many posts were new, and what was refused."""
    made = Feed(site.settings)
    capture = preserve.capture(store, made, origin)
    since = store.resume_point(made.name, origin)
    done = list(seal(store, made, capture, made.collect(origin, since), origin))
    return sum(batch.new for batch in done), [each for batch in done for each in batch.refused]


def test_a_feed_is_sealed_with_its_exchange_and_taken_once(store, site):
    origin = site.put_fixture("souq.rss")
    assert collect(store, site, origin)[0] == 3
    assert collect(store, site, origin)[0] == 0
    posts = list(store.posts())
    assert [post.native_id for post in posts] == ["https://souq.example/1", "souq-2", "souq-3"]
    capture = store.capture(posts[0].capture)
    assert capture.origin == origin
    assert store.read(capture.sha256) == site.bodies["/souq.rss"]
    assert json.loads(store.read(capture.exchange))["status"] == 200
    assert store.place(posts[0].place).id == f"feed:{origin}"


def test_a_feed_that_did_not_change_is_asked_for_with_its_etag_and_not_sent(store, site):
    origin = site.put_fixture(
        "souq.rss", ETag='"v1"', Last_Modified="Thu, 05 Mar 2026 06:00:00 GMT"
    )
    collect(store, site, origin)
    assert collect(store, site, origin) == (0, [])
    first, second = (headers for _path, headers in site.asked)
    assert "if-none-match" not in first
    assert second["if-none-match"] == '"v1"'
    assert second["if-modified-since"] == "Thu, 05 Mar 2026 06:00:00 GMT"


def test_an_edited_entry_is_a_second_version_and_a_new_one_is_added(store, site):
    origin = site.put_fixture("souq.rss", ETag='"v1"')
    collect(store, site, origin)
    text = site.bodies["/souq.rss"].decode()
    site.put("/souq.rss", text.replace("الدخول مجاني", "الدخول بتذكرة"), ETag='"v2"')
    assert collect(store, site, origin)[0] == 1
    versions = sorted(post.text for post in store.posts() if post.native_id == "souq-2")
    assert [text.splitlines()[-1] for text in versions] == ["الدخول بتذكرة.", "الدخول مجاني."]


def test_a_feed_that_was_stopped_halfway_is_read_again_without_a_gap(store, site):
    origin = site.put_fixture("souq.rss", ETag='"v1"')
    made = Feed(site.settings)
    capture = preserve.capture(store, made, origin)
    found = made.collect(origin, "")
    stopped = [next(each for each in found if isinstance(each, Gathered))]
    assert sum(batch.new for batch in seal(store, made, capture, stopped, origin)) == 1
    found.close()
    assert collect(store, site, origin)[0] == 2
    assert len(list(store.posts())) == 3


def test_a_list_is_all_its_feeds_and_a_dead_one_does_not_stop_the_rest(store, site):
    site.put_fixture("souq.rss")
    site.put_fixture("library.atom", ETag='"a"')
    site.statuses["/dead.rss"] = 410
    path = "/list.opml"
    site.put_fixture("list.opml")
    origin = site.put(path, site.bodies[path].decode().replace("HOST", site.host))
    new, refused = collect(store, site, origin)
    assert new == 5
    said = {each.where: each.reason for each in refused}
    assert "dead feed" in said[f"{site.host}/dead.rss"]
    assert any("Passwords" in where and "nothing is opened" in why for where, why in said.items())
    assert any("More" in where and "not followed" in why for where, why in said.items())
    assert [path for path, _ in site.asked].count("/library.atom") == 1
    assert collect(store, site, origin)[0] == 0
    assert site.asked[-1][0] == "/dead.rss"
    assert [
        headers.get("if-none-match") for path, headers in site.asked if path == "/library.atom"
    ] == [
        None,
        '"a"',
    ]


def test_a_saved_list_is_kept_and_its_feeds_are_asked_for(site, tmp_path):
    path = tmp_path / "list.opml"
    address = site.put_fixture("weather.json")
    path.write_text(f'<opml version="1.0"><body><outline xmlUrl="{address}"/></body></opml>')
    made = Feed(site.settings)
    assert made.accepts(str(path))
    assert made.originals(str(path)) == [path]
    found = [each for each in made.collect(str(path), "") if isinstance(each, Gathered)]
    assert [each.place.id for each in found] == [f"feed:{address}"] * 2
    assert list(made.collect(str(path), found[-1].checkpoint)) == []


def test_a_feed_that_is_gone_for_good_is_called_dead(site):
    origin = site.put_fixture("souq.rss")
    site.statuses["/souq.rss"] = 410
    with pytest.raises(Unreachable, match="gone for good") as caught:
        list(Feed(site.settings).collect(origin, ""))
    assert caught.value.state == "dead"


def test_a_server_that_is_too_busy_says_how_long_to_wait(site):
    origin = site.put("/busy.rss", b"", Retry_After="17")
    site.statuses["/busy.rss"] = 429
    with pytest.raises(Unreachable) as caught:
        list(Feed(site.settings).collect(origin, ""))
    assert caught.value.wait >= 17


def test_a_page_that_is_no_feed_is_refused_by_its_address(site):
    origin = site.put("/feed", "<html><body>صفحة</body></html>")
    with pytest.raises(BadInput, match=r"/feed: it is no RSS"):
        list(Feed(site.settings).collect(origin, ""))


def test_a_body_that_broke_off_is_marked_and_asked_for_again_in_full(store, site):
    whole = (FEEDS / "souq.rss").read_bytes()
    cut = gzip.compress(whole[: whole.index("<title>شہر".encode())])[:-9]
    origin = site.put("/souq.rss", cut, ETag='"v1"', Content_Encoding="gzip")
    new, refused = collect(store, site, origin)
    assert new == 2
    assert any("did not come whole" in each.reason for each in refused)
    site.put_fixture("souq.rss", ETag='"v1"')
    assert collect(store, site, origin)[0] == 1
    assert "if-none-match" not in site.asked[-1][1]
