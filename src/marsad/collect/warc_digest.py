"""Holds the content of a record to the digests its header names.

warcio counts a record whose digest is wrong, or was never reached, as passed unless asked. Here
there are three answers, and "not said" is one of them.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Callable
from typing import Any

_SAID = re.compile(r"(sha-?1|sha-?256|sha-?512|md5):(\S{1,200})", re.IGNORECASE)


class Digest:
    """One digest that was said and the one that is made while the content goes by."""

    def __init__(self, said: str) -> None:
        """Read what was said; ``problem`` tells when it is no digest that can be checked."""
        match = _SAID.fullmatch(said.strip())
        self.said = said.strip()[:200]
        self.problem = (
            "" if match else f"its digest {self.said!r} is of no kind that can be checked"
        )
        self._made: Any = None
        if match:
            name = match[1].lower().replace("-", "")
            self._made = hashlib.new(name, usedforsecurity=False)
            self._value = match[2]

    def update(self, data: bytes) -> None:
        """Let content go by."""
        if self._made is not None:
            self._made.update(data)

    @property
    def agrees(self) -> bool:
        """What went by is what was said."""
        if self._made is None:
            return False
        return self._made.digest() in _readings(self._value, self._made.digest_size)


def _readings(value: str, size: int) -> list[bytes]:
    """What the characters may stand for: RFC 3548 has three alphabets, and none is prescribed."""
    found: list[bytes] = []
    padded = value + "=" * (-len(value) % 8)
    readings: tuple[Callable[[], bytes], ...] = (
        lambda: base64.b16decode(value, casefold=True),
        lambda: base64.b32decode(padded, casefold=True),
        lambda: base64.b64decode(value + "=" * (-len(value) % 4), altchars=b"-_"),
        lambda: base64.b64decode(value + "=" * (-len(value) % 4)),
    )
    for read in readings:
        try:
            made = read()
        except (binascii.Error, ValueError):
            continue
        if len(made) == size:
            found.append(made)
    return found
