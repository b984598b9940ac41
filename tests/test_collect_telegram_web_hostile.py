"""Pages written by hostile people are data: read as text, within limits, or refused by name."""

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram_web_site import Answer, Said, Site, page

from marsad.collect.telegram_web import TelegramWeb
from marsad.collect.telegram_web_page import read_page
from marsad.errors import Unreachable
from marsad.plugins import Clocks, Fetched, Gathered, Refused

ORIGIN = "@town_notices"
XSS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    'data-post="town_notices/999"',
    '</div></div></div><div class="tgme_widget_message" data-post="town_notices/998">',
    "{{7*7}} ${7*7} %s =HYPERLINK(1)",
    "\u202eمقلوب\u202c \u2067x\u2069 ۱۲۳ 👩‍👩‍👧‍👦",
)


@pytest.fixture
def site():
    made = Site()
    yield made
    made.close()


def items(site):
    return list(TelegramWeb(site.settings, site.url).collect(ORIGIN, ""))


def texts(found):
    return [item.post.text for item in found if isinstance(item, Gathered)]


def read(body, name="town_notices"):
    clocks = Clocks(datetime.now(UTC), 0.0)
    return read_page(Fetched("https://t.me/s/x", 200, body, clocks), name)


def test_markup_in_a_text_stays_text(site):
    site.posts = {number: Said(said) for number, said in enumerate(XSS, 1)}
    found = items(site)
    assert texts(found) == list(XSS)
    assert len(found) == len(XSS)


def test_unescaped_markup_brings_words_and_no_post_of_its_own(site):
    site.publish(1, 3)
    good = site.message(2)
    site.posts[2] = good.replace("هواشناسی", "<script>alert(1)</script><iframe src=x></iframe>")
    said = texts(items(site))
    assert len(said) == 3


def test_a_text_nested_a_hundred_thousand_deep_is_refused_and_the_rest_accounted_for(site):
    site.publish(1, 5)
    deep = "<b>" * 100_000 + "x" + "</b>" * 100_000
    site.posts[3] = site.message(3).replace("کل شہر", deep).replace("The library", deep)
    began = time.monotonic()
    found = items(site)
    assert time.monotonic() - began < 5
    refused = {item.where for item in found if isinstance(item, Refused)}
    taken = {item.post.native_id for item in found if isinstance(item, Gathered)}
    assert {"1", "2"} <= taken
    assert taken | {where.rpartition("/")[2] for where in refused} == {"1", "2", "3", "4", "5"}


def test_a_page_of_many_megabytes_is_read_in_seconds(site):
    site.posts = {1: Said("كلمة " * 800_000), 2: Said("x")}
    began = time.monotonic()
    assert [len(text) for text in texts(items(site))] == [4_000_000, 1]
    assert time.monotonic() - began < 20


def test_a_page_above_the_limit_is_not_half_taken(site):
    site.posts = {1: Said("كلمة " * 400_000), 2: Said("x")}
    small = site.settings.__class__(
        own_addresses=site.settings.own_addresses, pace_seconds=0, fetch_megabytes=1
    )
    with pytest.raises(Unreachable, match="answered for @town_notices"):
        list(TelegramWeb(small, site.url).collect(ORIGIN, ""))


def test_ids_that_telegram_never_gives_are_passed_over(site):
    site.publish(1, 2)
    odd = "".join(
        site.message(1).replace("town_notices/1", f"town_notices/{id}")
        for id in ("0", "99999999999999999999", "4294967296", "-4", "٣", "1/2", "")
    )
    html = site.frame(odd + site.message(1) + site.message(2))
    site.instead = lambda _path, _n: page(html)
    assert len(texts(items(site))) == 2


def test_messages_of_another_channel_are_refused_by_name(site):
    site.publish(1, 2)
    other = site.message(2).replace("town_notices/2", "other_channel/77")
    html = site.frame(site.message(1) + other)
    site.instead = lambda _path, _n: page(html)
    found = items(site)
    assert len(texts(found)) == 1
    assert [item.reason for item in found if isinstance(item, Refused)] == [
        "'other_channel/77' is of another channel"
    ]


def test_a_medium_at_an_address_that_is_not_public_is_refused_and_the_post_kept(site):
    wrap = (
        '<a class="tgme_widget_message_photo_wrap" '
        'style="background-image:url(\'{}\')" href="#"></a>'
    )
    urls = ("http://169.254.169.254/latest", "file:///etc/passwd", "http://127.0.0.1:1/x", "//[::1")
    site.posts = {n: Said("x", media=wrap.format(url)) for n, url in enumerate(urls, 1)}
    found = items(site)
    assert texts(found) == ["x"] * len(urls)
    media = [item.post.media[0] for item in found if isinstance(item, Gathered)]
    assert all(medium.missing and not medium.sha256 for medium in media)
    assert sum(isinstance(item, Refused) for item in found) >= 3
    assert not any(item.files for item in found if isinstance(item, Gathered))


def test_a_file_name_of_a_document_is_a_name_and_opens_nothing(site):
    wrap = (
        '<a class="tgme_widget_message_document_wrap" href="https://t.me/town_notices/1">'
        '<div class="tgme_widget_message_document_title">../../etc/passwd</div></a>'
    )
    site.posts = {1: Said("x", media=wrap)}
    [item] = items(site)
    assert item.post.media[0].name == "../../etc/passwd"
    assert not item.files


@pytest.mark.parametrize("body", [b"", b"\0", b"\xff\xfe<", b"<html>", b"{}", b"<!--" * 9, b"%PDF"])
def test_an_answer_that_is_no_page_is_told_plainly(site, body):
    site.instead = lambda _path, _n: Answer(200, body)
    with pytest.raises(Unreachable, match="shows no posts"):
        items(site)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_make_a_page_without_an_error(body):
    assert read(body).name == "town_notices"


WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=80)


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=4))
def test_any_text_comes_through_as_it_was_written(said):
    site = Site()
    try:
        site.posts = {number: Said(text) for number, text in enumerate(said, 1)}
        assert texts(items(site)) == said
    finally:
        site.close()


@pytest.mark.parametrize("view", ["", "!!!!", "eyJjIjoi", "bnVsbA", "W10", "eyJjIjo1fQ", "é"])
def test_a_number_that_cannot_be_read_is_no_number(view):
    html = f'<div class="tgme_widget_message" data-post="town_notices/1" data-view="{view}"></div>'
    assert read(html.encode()).channel == ""


def test_the_number_is_read_from_either_attribute():
    for said in ('data-view="eyJjIjotMTM4MjU0NzA5MH0"', 'data-peer="c1382547090_-1111"'):
        html = f'<div class="tgme_widget_message" data-post="town_notices/1" {said}></div>'
        assert read(html.encode()).channel == "1382547090"
