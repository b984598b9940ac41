"""Reads an export around its messages: which chats there are, and where their messages start."""

import re

import ijson

from marsad.collect.telegram_chat import Chat
from marsad.errors import BadInput
from marsad.phrase import Phrase

_CHATS = (["chats", "list", "[]"], ["left_chats", "list", "[]"])
_DEEPEST = 64
# ijson lets the errors of Decimal and of decoding through. A number too long for an int breaks it,
# so none reaches it: nothing around messages has so many digits.
_NO_JSON = (ijson.JSONError, ArithmeticError, UnicodeDecodeError)
_TOO_LONG = re.compile(rb"[0-9]{1000}")
# Bounds the list of parse events that is held at a time.
_FED_AT_ONCE = 1 << 16


class Frame:
    """A strict streaming parse of everything but the messages, fed piece by piece.

    Whoever feeds it stops behind the bracket of each messages array, reads the messages by faster
    means and goes on with the closing bracket, so the file as a whole is still parsed.
    """

    def __init__(self, name: str) -> None:
        """``name`` is how error messages call the file."""
        self.chats = 0
        self.at_messages = False
        self._name = name
        self._events = ijson.sendable_list()
        self._parser = ijson.basic_parse_coro(self._events)
        self._path: list[str] = []
        self._head: dict[str, object] = {}
        self._fiction = False

    def feed(self, data: bytes, offset: int) -> None:
        """Go on with ``data``, which stands at ``offset`` of the file."""
        for start in range(0, len(data), _FED_AT_ONCE):
            piece = data[start : start + _FED_AT_ONCE]
            if _TOO_LONG.search(piece):
                raise self._not_json(offset + start)
            try:
                self._parser.send(piece)
            except _NO_JSON as error:
                raise self._not_json(offset + start) from error
            for event, value in self._events:
                self._see(event, value)
            self._events.clear()

    def close(self, offset: int) -> None:
        """Say that the file ended here."""
        try:
            self._parser.close()
        except _NO_JSON as error:
            raise self._not_json(offset) from error

    def chat(self) -> Chat | None:
        """The chat whose messages start here; nothing when its head does not say which it is."""
        self.chats += 1
        number, type_ = self._head.get("id"), self._head.get("type")
        if not isinstance(number, int) or isinstance(number, bool) or not isinstance(type_, str):
            return None
        name = self._head.get("name")
        return Chat(
            id=str(number),
            name=name if isinstance(name, str) and name else type_.replace("_", " "),
            type=type_,
            fiction=self._fiction or self._head.get("fiction") is True,
        )

    def _see(self, event: str, value: object) -> None:
        if self.at_messages and event != "end_array":
            raise BadInput(
                Phrase(
                    "%(name)s has its messages laid out in a way that Telegram Desktop "
                    "never writes; export again",
                    name=self._name,
                )
            )
        self.at_messages = False
        if event == "map_key":
            self._path[-1] = str(value)
        elif event in ("end_map", "end_array"):
            self._path.pop()
        elif event in ("start_map", "start_array"):
            self._enter(event)
        else:
            self._note(value)

    def _enter(self, event: str) -> None:
        if event == "start_map" and self._path in _CHATS:
            self._head = {}
        self.at_messages = event == "start_array" and self._is_messages()
        if len(self._path) >= _DEEPEST:
            raise BadInput(
                Phrase(
                    "%(name)s is nested more than %(deepest)s deep: no such export",
                    name=self._name,
                    deepest=_DEEPEST,
                )
            )
        self._path.append("" if event == "start_map" else "[]")

    def _is_messages(self) -> bool:
        return self._path == ["messages"] or (
            self._path[3:] == ["messages"] and self._path[:3] in _CHATS
        )

    def _note(self, value: object) -> None:
        if self._path == ["fiction"]:
            self._fiction = value is True
        if len(self._path) == 1 or (len(self._path) == 4 and self._path[:3] in _CHATS):
            self._head[self._path[-1]] = value

    def _not_json(self, offset: int) -> BadInput:
        if not self.chats:
            return BadInput(
                Phrase(
                    "%(name)s is not JSON (near byte %(offset)s); expected the "
                    "result.json of a Telegram Desktop export",
                    name=self._name,
                    offset=offset,
                )
            )
        return BadInput(
            Phrase(
                "%(name)s is damaged near byte %(offset)s; what came before was "
                "taken; export again",
                name=self._name,
                offset=offset,
            )
        )
