"""Turns the text of a message into plain text and its entities."""

from collections.abc import Sequence

import msgspec

from marsad.collect.telegram_message import Message, Text, TextPart
from marsad.model import Entity

_parts = msgspec.json.Decoder(list[TextPart]).decode


def text_of(message: Message) -> tuple[str, tuple[Entity, ...]]:
    """The text, and what its stretches mean, in code points."""
    text = message.text
    if type(text) is str and (text or not message.text_entities):
        return text, ()
    if message.text_entities:
        return flatten(_parts(message.text_entities))
    return flatten(text)


def plain(text: Text) -> str:
    """Only the words."""
    return flatten(text)[0]


def flatten(parts: str | Sequence[str | TextPart]) -> tuple[str, tuple[Entity, ...]]:
    """Join the parts and note where each one that means something stands."""
    if isinstance(parts, str):
        return parts, ()
    words: list[str] = []
    entities: list[Entity] = []
    position = 0
    for part in parts:
        said = part if isinstance(part, str) else part.text
        end = position + len(said)
        # A mention by name carries the id of a private person, a custom emoji a picture of the
        # platform: neither is kept, only an address that readers could follow.
        if not isinstance(part, str) and part.type != "plain":
            entities.append(Entity(part.type, position, end, part.href or ""))
        words.append(said)
        position = end
    return "".join(words), tuple(entities)
