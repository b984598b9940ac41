"""Content under a key of its own: whoever destroys the key destroys every copy of the content.

AES-256-GCM. A file is sealed in pieces, each numbered and the last one marked (the STREAM
construction), so that no piece can be dropped, moved or repeated unnoticed.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from marsad.errors import EvidenceAltered
from marsad.phrase import Phrase

MAGIC = b"marsad sealed 1\n"
KEY_ID, NONCE, PREFIX, TAG = 8, 12, 7, 16
PIECE = 1 << 20
"""Bytes of content in a piece."""


@dataclass(frozen=True, slots=True)
class ItemKey:
    """The key of one item, and the name by which sealed files call it."""

    id: bytes
    secret: bytes

    @classmethod
    def fresh(cls) -> "ItemKey":
        """A key that nobody had before."""
        return cls(os.urandom(KEY_ID), AESGCM.generate_key(bit_length=256))


def seal(secret: bytes, data: bytes, role: str) -> bytes:
    """Seal a few bytes; ``role`` says what they are, so that none can stand in for another."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(secret).encrypt(nonce, data, role.encode())


def unseal(secret: bytes, sealed: bytes, role: str) -> bytes:
    """The bytes again; raises when they were altered, or another key sealed them."""
    try:
        return AESGCM(secret).decrypt(sealed[:NONCE], sealed[NONCE:], role.encode())
    except (InvalidTag, ValueError) as error:
        raise EvidenceAltered(
            Phrase("a sealed %(role)s was altered, or another key sealed it", role=role)
        ) from error


def seal_file(key: ItemKey, source: Path, target: BinaryIO) -> None:
    """Seal a file piece by piece."""
    cipher, prefix = AESGCM(key.secret), os.urandom(PREFIX)
    target.write(MAGIC + key.id + prefix)
    with source.open("rb") as file:
        for nonce, piece in _numbered(file, prefix, PIECE):
            target.write(cipher.encrypt(nonce, piece, None))


def unseal_file(key: ItemKey, source: Path, target: BinaryIO) -> None:
    """Write the content of a sealed file; raises when it was altered or cut."""
    cipher = AESGCM(key.secret)
    with source.open("rb") as file:
        head = file.read(len(MAGIC) + KEY_ID + PREFIX)
        for nonce, piece in _numbered(file, head[-PREFIX:], PIECE + TAG):
            try:
                target.write(cipher.decrypt(nonce, piece, None))
            except (InvalidTag, ValueError) as error:
                raise EvidenceAltered(
                    Phrase("sealed file %(source)s was altered or cut", source=source.name)
                ) from error


def sealed_with(path: Path) -> bytes:
    """The id of the key that a file was sealed with; empty when it is no sealed file."""
    with path.open("rb") as file:
        head = file.read(len(MAGIC) + KEY_ID)
    return head[len(MAGIC) :] if head.startswith(MAGIC) else b""


def _numbered(file: BinaryIO, prefix: bytes, size: int) -> Iterator[tuple[bytes, bytes]]:
    """The pieces of a file, each with its nonce; an empty file is one empty piece."""
    piece, number = file.read(size), 0
    while True:
        following = file.read(size)
        yield prefix + number.to_bytes(4, "big") + bytes([not following]), piece
        if not following:
            return
        piece, number = following, number + 1
