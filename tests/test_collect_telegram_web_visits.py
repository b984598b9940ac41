"""Visits to a channel add up: nothing twice, nothing passed over, edits and deletions noticed."""

import random
from contextlib import suppress
from importlib import import_module

import pytest
from telegram_web_site import START, Answer, Said, Site

from marsad import plugins, preserve
from marsad.collect.telegram_web import TelegramWeb
from marsad.collect.telegram_web_checkpoint import checkpoint
from marsad.errors import BadInput, Unreachable
from marsad.pipeline import collect as pipeline_collect
from marsad.plugins import Gathered, Present, Refused
from marsad.store import Store

ORIGIN = "https://t.me/town_notices"
LAST = 131


@pytest.fixture
def site():
    made = Site()
    made.publish(1, LAST)
    yield made
    made.close()


def items(site, since="", origin=ORIGIN):
    return TelegramWeb(site.settings, site.url).collect(origin, since)


def gathered(site, since=""):
    return [item for item in items(site, since) if isinstance(item, Gathered)]


def ids(found):
    return [int(item.post.native_id) for item in found]


def visit(store, site, origin=ORIGIN):
    """What the pipeline does with a live source, without its report."""
    made = TelegramWeb(site.settings, site.url)
    session = preserve.capture(store, made, origin)
    found = made.collect(origin, store.resume_point(made.name, origin))
    return list(preserve.seal(store, made, session, found, origin))


def stored(store):
    return [(post.native_id, post.text) for post in store.posts()]


def test_a_channel_of_many_pages_is_read_from_its_first_post_to_its_last(site):
    found = gathered(site)
    assert ids(found) == list(range(1, LAST + 1))
    times = [item.post.posted_at for item in found]
    assert times == sorted(times)
    assert found[0].post.posted_at > START
    pages = [path for path in site.asked if path.startswith("/s/")]
    assert len(pages) <= 2 + LAST // 19 + 1


def test_no_page_is_asked_for_before_it_is_needed(site):
    found = items(site)
    assert int(next(found).post.native_id) == 1
    assert len(site.asked) <= 3
    found.close()


def test_every_post_is_a_place_to_stop_and_go_on(site):
    whole = gathered(site)
    for number in range(0, LAST, 7):
        rest = gathered(site, whole[number].checkpoint)
        assert [g.post for g in rest] == [g.post for g in whole[number + 1 :]]
    assert gathered(site, whole[-1].checkpoint) == []


def test_a_second_visit_with_little_news_asks_for_few_pages(site):
    last = gathered(site)[-1].checkpoint
    site.publish(LAST + 1, LAST + 3)
    site.asked.clear()
    assert ids(gathered(site, last)) == [LAST + 1, LAST + 2, LAST + 3]
    assert len(site.asked) <= 5


def test_what_is_new_since_is_found_even_when_it_fills_many_pages(site):
    last = gathered(site)[-1].checkpoint
    site.publish(LAST + 1, LAST + 95)
    assert ids(gathered(site, last)) == list(range(LAST + 1, LAST + 96))


def test_collecting_stopped_at_a_hundred_random_places_gives_the_same_as_one_run(
    site, tmp_path, monkeypatch
):
    monkeypatch.setattr(import_module("marsad.preserve.seal"), "BATCH", 9)
    with Store.create(tmp_path / "whole") as store:
        visit(store, site)
        reference = [(post.id, post.posted_at) for post in store.posts()]
    draw, stops, labs = random.Random(2), 0, 0
    while stops < 100:
        labs += 1
        with Store.create(tmp_path / f"stopped-{labs}") as store:
            while len(stored(store)) < LAST and stops < 100:
                _stop_somewhere(store, site, draw)
                stops += 1
                taken = [(post.id, post.posted_at) for post in store.posts()]
                assert taken == reference[: len(taken)]
            visit(store, site)
            assert [(post.id, post.posted_at) for post in store.posts()] == reference
    assert labs > 5


def _stop_somewhere(store, site, draw):
    """Abandon a visit after some batches, or let some page never come."""
    made = TelegramWeb(site.settings, site.url)
    session = preserve.capture(store, made, ORIGIN)
    found = made.collect(ORIGIN, store.resume_point(made.name, ORIGIN))
    most = len(site.asked) + draw.randint(1, 6)
    site.instead = lambda _path, count: Answer(500) if count > most else None
    sealed = preserve.seal(store, made, session, found, ORIGIN)
    with suppress(Unreachable):
        for _ in range(draw.randint(0, 6)):
            next(sealed, None)
    sealed.close()
    found.close()
    site.instead = lambda _path, _count: None


def test_an_edit_becomes_a_second_version_beside_the_first(site, store):
    visit(store, site)
    site.posts[120] = Said("تغير موعد الافتتاح", edited="edited &nbsp;")
    site.publish(LAST + 1, LAST + 2)
    visit(store, site)
    versions = [text for id, text in stored(store) if id == "120"]
    assert versions[-1] == "تغير موعد الافتتاح"
    assert len(versions) == 2
    assert len(stored(store)) == LAST + 3
    assert sum(batch.new for batch in visit(store, site)) == 0


def test_an_edit_seen_in_a_visit_that_breaks_off_is_not_lost(site, store):
    visit(store, site)
    site.posts[125] = Said("حُدِّث النص")
    site.publish(LAST + 1, LAST + 200)
    known = len(site.asked)
    site.instead = lambda _path, n: (
        Answer(429, headers={"Retry-After": "17"}) if n > known + 6 else None
    )
    with pytest.raises(Unreachable) as raised:
        visit(store, site)
    assert raised.value.wait == 17
    assert ("125", "حُدِّث النص") in stored(store)
    site.instead = lambda _path, _n: None
    visit(store, site)
    assert {int(id) for id, _text in stored(store)} == set(range(1, LAST + 201))
    assert len(stored(store)) == LAST + 201


def test_views_alone_make_no_edit(site):
    found = gathered(site)
    assert not [i for i in items(site, found[-1].checkpoint) if isinstance(i, Gathered)]


def test_a_deletion_between_two_visits_is_recorded_and_the_post_kept(site, store):
    visit(store, site)
    for id in (118, LAST):
        del site.posts[id]
    site.publish(LAST + 1, LAST + 1)
    batches = visit(store, site)
    assert sum(batch.gone for batch in batches) == 2
    gone = [post.native_id for post in store.posts() if store.findings(post.id, "gone")]
    assert gone == ["118", str(LAST)]
    assert sum(batch.gone for batch in visit(store, site)) == 0


def test_a_visit_that_breaks_off_declares_nothing_gone(site):
    last = gathered(site)[-1].checkpoint
    site.publish(LAST + 1, LAST + 60)
    known = len(site.asked)
    site.instead = lambda _path, n: Answer(503) if n > known + 3 else None
    seen = []
    with pytest.raises(Unreachable):
        seen += items(site, last)
    assert not any(isinstance(item, Present) for item in seen)


def test_ids_deleted_before_we_looked_are_counted_as_gaps(site, store, monkeypatch):
    for id in (17, 40, 41, 90, 128):
        del site.posts[id]
    made = TelegramWeb(site.settings, site.url)
    monkeypatch.setattr(plugins, "collector_for", lambda *_: made)
    done = pipeline_collect(store, [ORIGIN])
    assert done.missing == 5
    assert done.gaps == {"telegram:1001001": [(17, 17), (40, 41), (90, 90), (128, 128)]}
    assert done.new == LAST - 5


def test_the_posts_that_a_channel_begins_with_may_be_deleted(site):
    for id in range(1, 70):
        del site.posts[id]
    assert ids(gathered(site)) == list(range(70, LAST + 1))


def test_a_hole_wider_than_a_page_is_crossed(site):
    for id in range(30, 90):
        del site.posts[id]
    assert ids(gathered(site)) == [*range(1, 30), *range(90, LAST + 1)]


def test_an_album_that_a_page_cuts_is_taken_whole_from_the_next(site):
    def album(*ids):
        link = (
            '<a class="tgme_widget_message_photo_wrap" href="https://t.me/town_notices/{}?single">'
        )
        return Said("صور", media="".join(f"{link.format(id)}</a>" for id in ids))

    def cut(path, _count):
        whole = (21, 22, 23, 24)
        site.posts[21] = album(*whole[:2]) if path.endswith("?after=1") else album(*whole)

    for id in (22, 23, 24):
        del site.posts[id]
    site.instead = cut
    found = gathered(site)
    assert [item.post.album for item in found if item.post.album] == [("21", "22", "23", "24")]
    assert ids(found) == [*range(1, 22), *range(25, LAST + 1)]


def test_a_rate_limit_is_passed_on_with_its_wait_and_what_came_is_kept(site, store):
    site.instead = lambda _path, n: Answer(429, headers={"Retry-After": "3600"}) if n > 6 else None
    with pytest.raises(Unreachable) as raised:
        visit(store, site)
    assert raised.value.wait == 3600
    kept = len(stored(store))
    assert 20 <= kept < LAST
    site.instead = lambda _path, _n: None
    visit(store, site)
    assert len(stored(store)) == LAST


def test_a_server_that_limits_the_files_stops_the_visit_and_not_the_media(site):
    photo = "<a class='tgme_widget_message_photo_wrap' style='background-image:url(/file/a)'></a>"
    site.posts = {1: Said("x", media=photo)}
    limited = Answer(429, headers={"Retry-After": "5"})
    site.instead = lambda path, _n: limited if path.startswith("/file") else None
    with pytest.raises(Unreachable) as raised:
        gathered(site)
    assert raised.value.wait == 5


def test_a_file_that_failed_for_now_is_tried_again_at_the_next_visit(site):
    photo = "<a class='tgme_widget_message_photo_wrap' style='background-image:url(/file/a)'></a>"
    site.posts = {1: Said("x", media=photo)}
    site.files["a"] = b"picture"
    site.instead = lambda path, _n: Answer(500) if path.startswith("/file") else None
    [first] = gathered(site)
    assert first.post.media[0].missing
    site.instead = lambda _path, _n: None
    [second] = gathered(site, first.checkpoint)
    assert second.files
    assert gathered(site, second.checkpoint) == []


def test_an_empty_page_where_there_are_newer_posts_is_not_believed(site, store):
    nothing = site.page({"before": ["1"]})
    site.instead = lambda _path, n: Answer(200, nothing.encode()) if n == 6 else None
    with pytest.raises(Unreachable, match="too often"):
        visit(store, site)
    site.instead = lambda _path, _n: None
    visit(store, site)
    assert len(stored(store)) == LAST


def test_a_server_that_ignores_what_was_asked_for_passes_nothing_over(site):
    newest = site.page({})
    site.instead = lambda _path, _n: Answer(200, newest.encode())
    seen = []
    with pytest.raises(Unreachable, match="did not show the posts"):
        seen += items(site)
    assert not seen


def test_a_jump_over_posts_on_a_later_visit_is_not_believed(site, store):
    visit(store, site)
    site.publish(LAST + 1, LAST + 100)
    newest = site.page({})
    site.instead = lambda path, _n: Answer(200, newest.encode()) if "after" in path else None
    with pytest.raises(Unreachable, match="did not show the posts"):
        visit(store, site)
    assert len(stored(store)) == LAST
    site.instead = lambda _path, _n: None
    visit(store, site)
    assert len(stored(store)) == LAST + 100


def test_a_renamed_channel_is_followed_and_reported(site, store):
    visit(store, site)
    site.name, site.renamed = "town_news", {"town_notices": "town_news"}
    site.publish(LAST + 1, LAST + 30)
    [note] = [each for batch in visit(store, site) for each in batch.refused]
    assert note.where == "t.me/town_notices"
    assert "@town_news" in note.reason
    assert len(stored(store)) == LAST + 30
    assert {place.id for place in store.places()} == {"telegram:1001001"}


def test_a_name_that_passed_to_another_channel_is_not_mixed_with_the_first(site, store):
    visit(store, site)
    site.number = 2002
    site.publish(LAST + 1, LAST + 5)
    with pytest.raises(BadInput, match="no longer the channel"):
        visit(store, site)
    assert len(stored(store)) == LAST
    visit(store, site, "t.me/s/town_notices")
    assert len(store.places()) == 2


def test_a_renamed_channel_that_tells_no_number_is_not_guessed(site):
    site.number = 0
    last = gathered(site)[-1].checkpoint
    site.name, site.renamed = "town_news", {"town_notices": "town_news"}
    with pytest.raises(BadInput, match="does not tell its number"):
        gathered(site, last)


def test_a_place_keeps_its_id_when_the_page_begins_to_tell_the_number(site):
    site.number = 0
    last = gathered(site)[-1].checkpoint
    site.number = 1001001
    site.publish(LAST + 1, LAST + 1)
    assert {item.place.id for item in gathered(site, last)} == {"telegram:@town_notices"}


@pytest.mark.parametrize("since", ["x", "{}", "[]", '{"place":"p","highest":-1}', '{"highest":9}'])
def test_a_checkpoint_of_something_else_starts_from_the_beginning(site, since):
    assert len(gathered(site, since)) == LAST


def test_a_checkpoint_is_small_and_readable(site):
    said = gathered(site)[-1].checkpoint
    assert len(said) < 1000
    assert str(checkpoint(said)) == said
    assert checkpoint(said).highest == LAST


def test_each_post_is_bound_to_the_page_it_was_read_from(site, store):
    visit(store, site)
    post = next(store.posts())
    capture = store.capture(post.capture)
    assert f'data-post="town_notices/{post.native_id}"'.encode() in store.read(capture.sha256)
    assert capture.origin.startswith(f"{site.url}/s/town_notices")


def test_media_are_kept_in_the_store_and_leave_nothing_behind(site, store, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    before = set(tmp_path.iterdir())
    photo = "<a class='tgme_widget_message_photo_wrap' style='background-image:url(/file/{})'></a>"
    site.posts = {id: Said("x", media=photo.format(id)) for id in range(1, 31)}
    site.files = {str(id): b"picture %d" % id for id in range(1, 31)}
    visit(store, site)
    kept = [store.read(post.media[0].sha256) for post in store.posts()]
    assert kept == [b"picture %d" % id for id in range(1, 31)]
    assert {post.media[0].mime for post in store.posts()} == {"image/jpeg"}
    assert set(tmp_path.iterdir()) == before


def test_persons_lose_their_names_at_the_door_and_channels_keep_theirs(site, store):
    name = '<div class="tgme_widget_message_forwarded_from">Forwarded from&nbsp;'
    name += '<a class="tgme_widget_message_forwarded_from_name" href="{}">{}</a></div>'
    links = {1: "https://t.me/city_library/55", 2: "https://t.me/somebody"}
    site.posts = {id: Said("x", media=name.format(link, "سلمى")) for id, link in links.items()}
    visit(store, site)
    channel, person = (post.forwarded_from for post in store.posts())
    assert (channel.name, channel.id) == ("سلمى", "@city_library")
    assert "سلمى" not in person.name
    assert person.id == ""


def test_nothing_is_refused_on_an_ordinary_channel(site):
    assert not [item for item in items(site) if isinstance(item, Refused)]
