"""Text with a NUL in it, which PostgreSQL does not keep: written otherwise, and read back.

What was read off a picture or out of a file may hold one, and a finding comes back as it went in.
NUL becomes SUB and ``0``, SUB itself SUB and ``1``, in everything that is sent, so that comparisons
hold as well.
"""

from typing import Any

from psycopg.abc import AdaptContext, Buffer
from psycopg.adapt import Dumper, Loader

SUB = "\x1a"


def escape(words: str) -> str:
    """Text without a NUL."""
    return words.replace(SUB, f"{SUB}1").replace("\0", f"{SUB}0")


def unescape(words: str) -> str:
    """The text as it was."""
    return words.replace(f"{SUB}0", "\0").replace(f"{SUB}1", SUB)


class _Sent(Dumper):
    def dump(self, obj: Any) -> Buffer | None:
        words = str(obj)
        return (escape(words) if "\0" in words or SUB in words else words).encode()


class _Read(Loader):
    def load(self, data: Buffer) -> str:
        words = bytes(data).decode()
        return unescape(words) if SUB in words else words


def register(connection: AdaptContext) -> None:
    """Let a connection write and read all its text so."""
    assert connection.adapters
    connection.adapters.register_dumper(str, _Sent)
    for name in ("text", "varchar"):
        connection.adapters.register_loader(name, _Read)
