"""Turns a message of Telegram's own interface into the post an export would make of it."""

from datetime import datetime
from typing import Any

from marsad.collect.telegram_live_deed import deed
from marsad.collect.telegram_live_media import marks
from marsad.collect.telegram_live_text import entities_of
from marsad.errors import BadInput
from marsad.model import Forward, Media, Place, Poll, Post
from marsad.phrase import Phrase


def post_of(message: Any, channel: int, place: Place, media: tuple[Media, ...]) -> Post:
    """The post that ``message`` of the channel is."""
    if not isinstance(message.date, datetime):
        raise BadInput(Phrase("Telegram tells no time for it"))
    service = message.action is not None
    text = deed(message.action) if service else (message.message or "")
    # Telegram also notes an "edit" that readers are not to see, such as a new reaction.
    edited = message.edit_date if not message.edit_hide else None
    return Post(
        id="",
        place=place.id,
        capture="",
        native_id=str(message.id),
        posted_at=message.date,
        text=text,
        kind="service" if service else "message",
        author=_author(message, channel),
        entities=() if service else (*entities_of(text, message.entities), *marks(message)),
        media=media,
        forwarded_from=_forward(message) if message.fwd_from else None,
        reply_to=_reply(message, channel),
        edited_at=edited,
        poll=_poll(message.media),
    )


def peer_name(peer: Any) -> str:
    """Who is meant, as an export calls them: ``channel1001``, ``user1``; empty for nobody."""
    for kind, attribute in (("channel", "channel_id"), ("user", "user_id"), ("chat", "chat_id")):
        if (number := getattr(peer, attribute, None)) is not None:
            return f"{kind}{number}"
    return ""


def _author(message: Any, channel: int) -> str:
    """The signature, or who wrote it where that is not the channel; masked by the next stage."""
    if message.post_author:
        return str(message.post_author)
    known = peer_name(message.from_id)
    return "" if known == f"channel{channel}" else known


def _forward(message: Any) -> Forward:
    head = message.fwd_from
    origin = message.forward and (message.forward.chat or message.forward.sender)
    name = getattr(origin, "title", None) or " ".join(
        filter(None, (getattr(origin, "first_name", None), getattr(origin, "last_name", None)))
    )
    return Forward(name=name or head.from_name or "", id=peer_name(head.from_id))


def _reply(message: Any, channel: int) -> str:
    head = message.reply_to
    target = getattr(head, "reply_to_msg_id", None)
    elsewhere = peer_name(getattr(head, "reply_to_peer_id", None))
    # A number of another chat would point at a stranger's post here.
    return "" if target is None or elsewhere not in ("", f"channel{channel}") else str(target)


def _poll(media: Any) -> Poll | None:
    if type(media).__name__ != "MessageMediaPoll":
        return None
    answers = tuple(answer.text.text for answer in media.poll.answers)
    return Poll(media.poll.question.text, answers)
