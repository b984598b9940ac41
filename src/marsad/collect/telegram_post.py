"""Turns a message of ``result.json`` into a post, with the files that came along."""

from datetime import UTC, datetime
from pathlib import Path

from marsad.collect.telegram_chat import Chat
from marsad.collect.telegram_media import Folder
from marsad.collect.telegram_message import Message, PollShape
from marsad.collect.telegram_text import plain, text_of
from marsad.errors import BadInput
from marsad.model import Entity, Forward, Media, Poll, Post
from marsad.phrase import Phrase

_KINDS = {
    "video_file": "video",
    "video_message": "video",
    "animation": "animation",
    "voice_message": "voice",
    "audio_file": "audio",
    "sticker": "sticker",
}


class PostMaker:
    """Makes the posts of one chat."""

    def __init__(self, chat: Chat, folder: Folder) -> None:
        """``folder`` is where the media of the chat lie."""
        self.place = chat.place
        self._fiction = chat.fiction
        self._folder = folder
        # How the export calls the channel itself; a post under this name has no other author.
        self._itself = {f"channel{chat.id}", chat.id} if chat.broadcasts else set()

    def post(self, message: Message, media: tuple[Media, ...]) -> Post:
        """The post that ``message`` is."""
        if message.type == "unsupported":
            raise BadInput(Phrase("Telegram Desktop could not export it (unsupported)"))
        service = message.type == "service"
        text, entities = (_deed(message), ()) if service else text_of(message)
        edited = message.edited_unixtime
        return Post(
            id="",
            place=self.place.id,
            capture="",
            native_id=str(message.id),
            posted_at=_moment(message.date_unixtime),
            text=text,
            kind="service" if service else "message",
            author=self._author(message),
            entities=entities + _marks(message) if _is_marked(message) else entities,
            media=media,
            forwarded_from=_forward(message),
            reply_to=_reply(message),
            edited_at=_moment(edited) if edited else None,
            poll=_poll(message.poll) if message.poll else None,
            fiction=self._fiction,
        )

    def media(self, message: Message, files: dict[str, Path | bytes]) -> tuple[Media, ...]:
        """What came with the message; files that are there are added to ``files``."""
        if message.photo is None and message.file is None:
            return ()
        found = []
        if message.photo is not None:
            found.append(self._medium(message, message.photo, "photo", files))
        if message.file is not None:
            kind = _KINDS.get(message.media_type or "", "file")
            found.append(self._medium(message, message.file, kind, files))
        return tuple(found)

    def _medium(
        self, message: Message, name: str, kind: str, files: dict[str, Path | bytes]
    ) -> Media:
        found = self._folder.find(name)
        if found.path:
            files[name] = found.path
        photo = kind == "photo"
        said = message.photo_file_size if photo else message.file_size
        left_out = found.missing and not found.suspicious and name.startswith("(")
        return Media(
            sha256="",
            name=(message.file_name or kind) if left_out else name,
            kind=kind,
            mime=message.mime_type or ("image/jpeg" if photo else "application/octet-stream"),
            size=found.size if found.path else said,
            missing=found.missing,
        )

    def _author(self, message: Message) -> str:
        """The signature, or the raw name, which the next stage replaces by a pseudonym."""
        if message.author:
            return message.author
        known = message.from_id if message.from_id is not None else message.actor_id
        if (known is None and self._itself) or str(known) in self._itself:
            return ""
        return message.from_ or message.actor or ("" if known is None else str(known))


def _moment(seconds: str | int | None) -> datetime:
    """The time in UTC. An old export that has only ``date`` has no zone, and none is guessed."""
    if seconds is None:
        raise BadInput(
            Phrase(
                "its time has no zone (no date_unixtime: an old version of Telegram "
                "Desktop); export the chat again with a current version"
            )
        )
    try:
        return datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise BadInput(
            Phrase("its time %(seconds)s is not a time", seconds=repr(str(seconds)[:40]))
        ) from error


def _forward(message: Message) -> Forward | None:
    source = message.forwarded_from_id
    if not isinstance(message.forwarded_from, str) and source is None:
        # A null name without an id is the forward of a deleted account.
        return Forward(name="") if message.forwarded_from is None else None
    name = message.forwarded_from if isinstance(message.forwarded_from, str) else ""
    return Forward(name=name, id="" if source is None else str(source))


def _reply(message: Message) -> str:
    target = message.reply_to_message_id or message.message_id
    return "" if target is None else str(target)


def _poll(poll: PollShape) -> Poll:
    return Poll(plain(poll.question), tuple(plain(answer.text) for answer in poll.answers))


def _deed(message: Message) -> str:
    """What the platform says happened, without the names of private persons."""
    said = (message.action or "").replace("_", " ")
    if message.members:
        said += f" ({len(message.members)})"
    told = message.title or message.information_text or ""
    return ": ".join(filter(None, (said, told)))


def _is_marked(message: Message) -> bool:
    return bool(
        message.via_bot
        or message.location_information
        or message.game_title is not None
        or message.contact_information
        or message.invoice_information
    )


def _marks(message: Message) -> tuple[Entity, ...]:
    """What the platform shows without words, as entities of no length.

    Contacts carry a private person's number, so only the fact is kept.
    """
    marks: list[Entity] = []
    if message.via_bot:
        marks.append(Entity("via_bot", 0, 0, message.via_bot))
    if message.location_information:
        point = message.location_information
        marks.append(Entity("location", 0, 0, f"geo:{point.latitude},{point.longitude}"))
    if message.game_title is not None:
        marks.append(Entity("game", 0, 0, message.game_link or ""))
    if message.contact_information:
        marks.append(Entity("contact", 0, 0))
    if message.invoice_information:
        marks.append(Entity("invoice", 0, 0))
    return tuple(marks)
