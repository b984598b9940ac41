"""Links, mentions and hashtags are found where they stand, and nothing else is."""

from dataclasses import replace

import pytest

from marsad.enrich.links import Links
from marsad.enrich.loose import Loose, loose_post
from marsad.model import Claim, Entity


def found(text: str, *entities: Entity) -> list[Claim]:
    post = replace(loose_post(text), entities=entities)
    claims = Links().enrich([post], Loose())
    return [claim for claim in claims if claim.kind not in ("domain", "file-host")]


def said(text: str, *entities: Entity) -> set[tuple[str, str]]:
    return {(claim.kind, claim.value) for claim in found(text, *entities)}


def test_arabic_text_with_all_three_gives_all_three():
    text = "للتفاصيل https://example.org/ar?id=7، تابعوا @salwan_news #عاجل #الحديقة_العامة"
    assert said(text) == {
        ("link", "https://example.org/ar?id=7"),
        ("mention", "@salwan_news"),
        ("hashtag", "#عاجل"),
        ("hashtag", "#الحديقة_العامة"),
    }


def test_a_span_quotes_what_stands_there():
    text = "کانال: t.me/salwan_fa 🌹 #خبر‌فوری"
    for claim in found(text):
        assert claim.span
        assert text[claim.span.start : claim.span.end] == claim.span.quoted


@pytest.mark.parametrize(
    ("link", "channel"),
    [
        ("https://t.me/salwan_news", "@salwan_news"),
        ("t.me/s/salwan_news?before=20", "@salwan_news"),
        ("https://telegram.me/salwan_news/45", "@salwan_news"),
    ],
)
def test_a_link_to_a_channel_is_a_mention_too(link: str, channel: str):
    assert said(f"انظر {link}") == {("link", link), ("mention", channel)}


@pytest.mark.parametrize(
    "link", ["https://t.me/joinchat/AAAAbbbb", "https://t.me/+AAAAbbbb", "https://t.me/c/100/5"]
)
def test_an_invitation_is_a_link_and_mentions_nobody(link: str):
    assert said(f"انضموا {link}") == {("link", link)}


def test_a_link_hidden_behind_words_is_the_address_that_opens():
    claims = found("اضغط هنا للقراءة", Entity("text_link", 5, 8, "https://example.org/x"))
    assert [(c.kind, c.value, c.span and c.span.quoted) for c in claims] == [
        ("link", "https://example.org/x", "هنا")
    ]


def test_a_link_that_shows_one_address_and_opens_another_gives_both():
    text = "https://good.example.org"
    other = "https://bad.example.com/"
    assert said(text, Entity("text_link", 0, len(text), other)) == {("link", text), ("link", other)}


def test_what_the_platform_marked_is_said_once():
    text = "زوروا https://example.org/a."
    entity = Entity("link", 6, 27)
    assert [claim.value for claim in found(text, entity)] == ["https://example.org/a"]


def test_an_entity_beyond_the_text_is_passed_over():
    assert said("قصير", Entity("hashtag", 2, 90), Entity("mention", -3, 2)) == set()


def test_anchors_and_handles_inside_a_link_belong_to_the_link():
    assert said("https://example.org/@name/page#part") == {
        ("link", "https://example.org/@name/page#part")
    }


@pytest.mark.parametrize(
    "text",
    [
        "الفقرة 3.5 من البيان، الساعة 12:30، رقم #7",
        "راسلوا editor@example او C# أو F#",
        "السعر @ خمسة",
        "",
    ],
)
def test_numbers_signs_and_addresses_of_mail_are_none_of_them(text: str):
    assert not [kind for kind, _ in said(text) if kind in ("mention", "hashtag")]


def test_a_shortened_link_is_kept_as_it_is():
    assert said("https://bit.ly/3xyzAB") == {("link", "https://bit.ly/3xyzAB")}


@pytest.mark.parametrize(
    ("address", "says"),
    [
        (
            "https://www.mediafire.com/file/x",
            {("domain", "mediafire.com"), ("file-host", "mediafire.com")},
        ),
        (
            "https://drive.google.com/file/d/1",
            {("domain", "drive.google.com"), ("file-host", "drive.google.com")},
        ),
        (
            "https://u12.gofile.io:443/d/1",
            {("domain", "u12.gofile.io"), ("file-host", "gofile.io")},
        ),
        ("hxxps://justpaste[.]it/abc", {("domain", "justpaste.it"), ("file-host", "justpaste.it")}),
        ("https://bit.ly/3abc", {("domain", "bit.ly")}),
        ("https://notmega.nz/x", {("domain", "notmega.nz")}),
        ("https://mega.nz.example.org/x", {("domain", "mega.nz.example.org")}),
        ("https://mega.nz@example.org/x", {("domain", "example.org")}),
        ("https://т.me/x", {("domain", "xn--r1a.me")}),
    ],
)
def test_a_link_says_where_it_leads(address: str, says: set[tuple[str, str]]) -> None:
    claims = Links().enrich([loose_post(f"انظر {address} ثم")], Loose())
    assert {(c.kind, c.value) for c in claims if c.kind in ("domain", "file-host")} == says
