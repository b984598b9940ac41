"""Headers of Bitcoin blocks, given by somebody who trusts them. Nothing is fetched."""

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from marsad.errors import BadInput

SIZE = 80

_HEX = re.compile(rb"(?:\s*[0-9a-fA-F]{160})+\s*")


@dataclass(frozen=True, slots=True)
class Header:
    """The eighty bytes that a block is known by."""

    data: bytes

    @property
    def root(self) -> bytes:
        """The Merkle root over everything in the block."""
        return self.data[36:68]

    @property
    def time(self) -> datetime:
        """As its miner gave it; the network lets it be off by two hours."""
        return datetime.fromtimestamp(int.from_bytes(self.data[68:72], "little"), UTC)

    @property
    def name(self) -> str:
        """The hash of the block as everybody writes it."""
        return _twice(self.data)[::-1].hex()

    @property
    def worked_for(self) -> bool:
        """Whether the work that it claims was done for it: a changed bit undoes it."""
        bits = int.from_bytes(self.data[72:76], "little")
        target = (bits & 0x7FFFFF) << 8 * max(bits >> 24, 3) >> 24
        return int.from_bytes(_twice(self.data), "little") <= target


def headers(path: Path) -> list[Header]:
    """The headers of a file: eighty bytes each, or 160 hexadecimal digits a line."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BadInput(f"{path.name} cannot be read: {error.strerror}") from error
    if _HEX.fullmatch(data):
        data = bytes.fromhex(data.decode("ascii"))
    if not data or len(data) % SIZE:
        raise BadInput(
            f"{path.name} holds no block headers; give 80 bytes each, or 160 hexadecimal digits, "
            "as: bitcoin-cli getblockheader HASH false"
        )
    found = [Header(data[at : at + SIZE]) for at in range(0, len(data), SIZE)]
    for header in found:
        if not header.worked_for:
            raise BadInput(f"{path.name} holds a header that nobody worked for: {header.name}")
    return found


def _twice(data: bytes) -> bytes:
    return hashlib.sha256(hashlib.sha256(data).digest()).digest()
