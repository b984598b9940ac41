"""Links, mentions and hashtags of a post, each with the place where it stands."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import ClassVar

from marsad.model import Claim, Post, Span
from marsad.plugins import Example, Known
from marsad.text.links import domain, find_links

MENTION = re.compile(r"(?<![\w@/.#])@[A-Za-z]\w{3,31}(?![\w@])", re.ASCII)
HASHTAG = re.compile(r"(?<![\w#&/])#[\w\u200c]*[^\W\d_][\w\u200c]*")
CHANNEL = re.compile(
    r"(?:https?://)?(?:t|telegram)\.me/(?:s/)?(?!joinchat\b|addlist\b|share\b|proxy\b)"
    r"([A-Za-z]\w{3,31})(?![\w+])",
    re.ASCII | re.IGNORECASE,
)
ENTITIES = {
    "link": "link",
    "url": "link",
    "text_link": "link",
    "mention": "mention",
    "hashtag": "hashtag",
}
"""What platforms call them, and what we do."""

Found = tuple[str, int, int, str]


class Links:
    """Says which links, mentions and hashtags a post carries, and where its links lead.

    A link to a Telegram channel is a mention too. The domain is that of the address as written: for
    a shortener its own, since nothing says where it leads until somebody asks it. Nothing is
    fetched: the value is evidence, and it is defanged where a reader sees it, not here.
    """

    name: ClassVar[str] = "links"
    version: ClassVar[str] = "2"
    needs: ClassVar[tuple[str, ...]] = ()
    makes: ClassVar[tuple[str, ...]] = ("link", "mention", "hashtag", "domain", "file-host")

    def enrich(self, posts: Sequence[Post], known: Known) -> Iterable[Claim]:  # noqa: ARG002
        """Yield what the platform marked and what the text shows, each stretch once."""
        for post in posts:
            found = [*_marked(post), *_unmarked(post)]
            channels = [_channel(*each) for each in found if each[0] == "link"]
            led = [one for each in found if each[0] == "link" for one in _leads(*each)]
            for kind, start, end, value in dict.fromkeys([*found, *filter(None, channels), *led]):
                span = Span(start, end, post.text[start:end])
                yield Claim(post.id, kind, value, span=span)

    def examples(self) -> Sequence[Example]:
        """Links in Arabic and Persian posts; words and numbers that only look like them."""
        return (
            Example(
                "التفاصيل على https://example.org/a?b=1، وتابعوا @salwan_news",
                ("https://example.org/a?b=1", "@salwan_news", "example.org"),
            ),
            Example("الملف: hxxps://www.mediafire[.]com/file/1", ("mediafire.com",)),
            Example("کانال ما: t.me/salwan_fa #خبر_فوری", ("t.me/salwan_fa", "#خبر_فوری")),
            Example("الفقرة 3.5 من البيان، الساعة 12:30، رقم #7"),
            Example("اكتبوا إلى المحرر: editor@ أو اسألوا في المكتب."),
        )


def _marked(post: Post) -> Iterator[Found]:
    """What the platform says, a link hidden behind words included."""
    for entity in post.entities:
        kind = ENTITIES.get(entity.kind)
        if kind and 0 <= entity.start < entity.end <= len(post.text):
            value = entity.href or post.text[entity.start : entity.end]
            yield kind, entity.start, entity.end, value


def _unmarked(post: Post) -> Iterator[Found]:
    """What the text shows and the platform did not mark; where both speak, the platform does.

    Words with another address behind them are no exception to reading them: a link that shows one
    address and opens another gives both.
    """
    marked = {
        (ENTITIES[entity.kind], place)
        for entity in post.entities
        if entity.kind in ENTITIES and not entity.href
        for place in range(max(entity.start, 0), min(entity.end, len(post.text)))
    }
    for kind, start, end, value in _written(post.text):
        if not any((kind, place) in marked for place in range(start, end)):
            yield kind, start, end, value


def _channel(_kind: str, start: int, end: int, value: str) -> Found | None:
    channel = CHANNEL.match(value)
    return ("mention", start, end, f"@{channel[1]}") if channel else None


def _leads(_kind: str, start: int, end: int, address: str) -> Iterator[Found]:
    """The domain of a link, and the file host where it is one."""
    host = domain(address)
    if not host:
        return
    yield "domain", start, end, host.removeprefix("www.")
    labels = host.split(".")
    for first in range(len(labels) - 1):
        if (service := ".".join(labels[first:])) in _file_hosts():
            yield "file-host", start, end, service
            return


@cache
def _file_hosts() -> frozenset[str]:
    source = files("marsad.vocabulary").joinpath("file_hosts.txt").read_text(encoding="utf-8")
    return frozenset(line for line in source.splitlines() if line and line[0] != "#")


def _written(text: str) -> Iterator[Found]:
    """What stands in the text; an anchor or a handle inside a link belongs to the link."""
    links = find_links(text)
    for start, end, address in links:
        yield "link", start, end, address
    inside = iter([*links, (len(text), len(text), "")])
    start, end, _ = next(inside)
    found = sorted(
        [("mention", match) for match in MENTION.finditer(text)]
        + [("hashtag", match) for match in HASHTAG.finditer(text)],
        key=lambda each: each[1].start(),
    )
    for kind, match in found:
        while end <= match.start() and end < len(text):
            start, end, _ = next(inside)
        if not start <= match.start() < end:
            yield kind, match.start(), match.end(), match[0]
