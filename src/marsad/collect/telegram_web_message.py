"""Reads one message of a page of t.me."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from marsad.collect.telegram_page import classes, first, words
from marsad.collect.telegram_web_checkpoint import mark
from marsad.collect.telegram_web_media import Attachment, attached, shown
from marsad.collect.telegram_web_page import Bubble, Page
from marsad.collect.telegram_web_text import read_text
from marsad.errors import BadInput
from marsad.model import Entity, Forward, Media, Poll, Post
from marsad.phrase import Phrase

_POST_LINK = re.compile(r"https?://t\.me/(\w+)(?:/(\d+))?/?(?:\?.*)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Message:
    """What a message says, before its media were fetched."""

    text: str
    entities: tuple[Entity, ...]
    attachments: tuple[Attachment, ...]
    poll: Poll | None
    when: str
    """Its time as the page gives it."""
    author: str
    service: bool
    forward: Forward | None
    reply_to: str

    @property
    def mark(self) -> str:
        """Another one once the message was edited. Addresses of media change with every look."""
        media = [(each.media.kind, each.media.name, each.number) for each in self.attachments]
        spans = [(each.kind, each.start, each.end, each.href) for each in self.entities if each.end]
        poll = self.poll and [self.poll.question, self.poll.answers]
        return mark(self.text, spans, media, poll)

    def post(self, place: str, bubble: Bubble, media: tuple[Media, ...]) -> Post:
        """The post that it is; a time that is none, or without a zone, is refused."""
        return Post(
            id="",
            place=place,
            capture="",
            native_id=str(bubble.id),
            posted_at=_moment(self.when),
            text=self.text,
            kind="service" if self.service else "message",
            author=self.author,
            entities=self.entities,
            media=media,
            album=tuple(map(str, bubble.ids)) if len(bubble.ids) > 1 else (),
            forwarded_from=self.forward,
            reply_to=self.reply_to,
            poll=self.poll,
        )


def read_message(bubble: Bubble, page: Page) -> Message:
    """Read what is shown; raises where the parser gave up on the page."""
    if bubble.element is None:
        raise BadInput(Phrase("the page is nested too deep to be read here; open it on t.me"))
    nodes = list(shown(bubble.element))
    found = attached(bubble.element, page.fetched.url)
    element = _one(nodes, "js-message_text")
    text, entities = ("", ()) if element is None else read_text(element)
    return Message(
        text=text,
        entities=(*entities, *found.marks, *_edited(nodes)),
        attachments=tuple(found.attachments),
        poll=_poll(nodes),
        when=_time(nodes),
        author=words(_one(nodes, "tgme_widget_message_from_author")),
        service="service_message" in classes(bubble.element),
        forward=_forward(nodes),
        reply_to=_reply(bubble.element, page.name),
    )


def _one(nodes: Sequence[Any], name: str) -> Any:
    return next((node for node in nodes if name in classes(node)), None)


def _time(nodes: Sequence[Any]) -> str:
    # A video has a <time> as well, its length; only that of the message has the attribute.
    said = [node.get("datetime") for node in nodes if node.tag == "time" and node.get("datetime")]
    return str(said[-1]) if said else ""


def _moment(said: str) -> datetime:
    try:
        moment = datetime.fromisoformat(said)
        if moment.tzinfo is None:
            raise BadInput(
                Phrase("its time %(said)s has no zone, and none is guessed", said=repr(said[:40]))
            )
        return moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise BadInput(Phrase("its time %(said)s is not a time", said=repr(said[:40]))) from error


def _edited(nodes: Sequence[Any]) -> list[Entity]:
    """That it was edited; the page does not say when."""
    meta = _one(nodes, "tgme_widget_message_meta")
    said = "" if meta is None else (meta.text or "").strip()
    return [Entity("edited", 0, 0)] if said.startswith("edited") else []


def _forward(nodes: Sequence[Any]) -> Forward | None:
    name = _one(nodes, "tgme_widget_message_forwarded_from_name")
    if name is None:
        return None
    link = _POST_LINK.fullmatch(name.get("href") or "")
    if link is None:
        return Forward(words(name))
    # The link of a channel leads to the post; one without a number may be of a person, whose name
    # gives way to a pseudonym at the door.
    return Forward(words(name), f"@{link[1].lower()}" if link[2] else f"user:@{link[1].lower()}")


def _reply(element: Any, name: str) -> str:
    """The id of the message it answers, in this channel."""
    reply = first(element, "tgme_widget_message_reply")
    link = None if reply is None else _POST_LINK.fullmatch(reply.get("href") or "")
    return (link[2] or "") if link and link[1].lower() == name.lower() else ""


def _poll(nodes: Sequence[Any]) -> Poll | None:
    question = _one(nodes, "tgme_widget_message_poll_question")
    if question is None:
        return None
    answers = (node for node in nodes if "tgme_widget_message_poll_option_text" in classes(node))
    return Poll(words(question), tuple(map(words, answers)))
