"""The text of a message of Telegram's own interface, and what its stretches mean."""

from typing import Any

from marsad.model import Entity

_KINDS = {
    "BankCard": "bank_card",
    "Blockquote": "blockquote",
    "Bold": "bold",
    "BotCommand": "bot_command",
    "Cashtag": "cashtag",
    "Code": "code",
    "CustomEmoji": "custom_emoji",
    "Email": "email",
    "Hashtag": "hashtag",
    "InputMessageEntityMentionName": "mention_name",
    "Italic": "italic",
    "Mention": "mention",
    "MentionName": "mention_name",
    "Phone": "phone",
    "Pre": "pre",
    "Spoiler": "spoiler",
    "Strike": "strikethrough",
    "TextUrl": "text_link",
    "Underline": "underline",
    "Url": "link",
}


def entities_of(text: str, marks: Any) -> tuple[Entity, ...]:
    """The marks of a text as entities, in the order of the text.

    Telegram counts in UTF-16, where an emoji is two; we count in code points. As in an export, the
    person behind a mention by name and the picture behind a custom emoji are not kept.
    """
    wide = text.encode("utf-16-le", "surrogatepass")
    found = []
    for mark in marks or ():
        start, end = _point(wide, mark.offset), _point(wide, mark.offset + mark.length)
        kind = _KINDS.get(type(mark).__name__.removeprefix("MessageEntity"), "unknown")
        if start < end:
            found.append(Entity(kind, start, end, getattr(mark, "url", "") or ""))
    return tuple(sorted(found, key=lambda each: (each.start, -each.end)))


def _point(wide: bytes, units: int) -> int:
    # A cut inside of a pair falls before it; one outside of the text, at its end.
    return len(wide[: 2 * max(0, units)].decode("utf-16-le", "ignore"))
