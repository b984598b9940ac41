"""Proofs of OpenTimestamps: operations that lead from a digest to the root of a Bitcoin block.

Read here and not with the ``opentimestamps`` library: the format is small, and the library brings a
Bitcoin client. Only SHA-256 is followed; a path through SHA-1 or RIPEMD-160 is refused, as a weak
digest is in RFC 3161.
"""

import hashlib
from dataclasses import dataclass, field

from marsad.errors import BadInput

MAGIC = b"\x00OpenTimestamps\x00\x00Proof\x00\xbf\x89\xe2\xe8\x84\xe8\x92\x94"
VERSION = 1
BITCOIN = bytes.fromhex("0588960d73d71901")
CALENDAR = bytes.fromhex("83dfe30d2ef90c8e")
FORK, ATTESTATION, SHA256, APPEND, PREPEND, REVERSE, HEXLIFY = 0xFF, 0, 8, 0xF0, 0xF1, 0xF2, 0xF3
LONGEST = 4096
"""Of a message on the way; the format's own limit."""
LARGEST = 1 << 16
"""Of a proof. Real ones have a few thousand bytes; each may cost the hashing of a message."""


@dataclass(frozen=True, slots=True)
class Block:
    """A Bitcoin block that is said to hold the digest."""

    height: int
    root: bytes
    """The Merkle root that the block's header must have, in the order of its bytes there."""


@dataclass(slots=True)
class Proof:
    """What a proof says. That a block has such a root is for a header to say."""

    digest: bytes
    """SHA-256 of what was stamped."""
    blocks: list[Block] = field(default_factory=list)
    calendars: list[str] = field(default_factory=list)
    """Servers that promised to have it in a block later."""


def parse(data: bytes) -> Proof:
    """Follow every path of a proof; raises when it is none."""
    if len(data) > LARGEST or not data.startswith(MAGIC):
        raise BadInput("it is no proof of OpenTimestamps")
    said = _Reader(data, len(MAGIC))
    if said.number() != VERSION or said.byte() != SHA256:
        raise BadInput("it is a proof of another version, or not on a SHA-256")
    proof = Proof(said.take(32))
    open_ends = [proof.digest]
    while open_ends:
        message = open_ends.pop()
        if (tag := said.byte()) == FORK:
            open_ends.append(message)
            tag = said.byte()
        if tag == ATTESTATION:
            _attest(proof, message, said)
        else:
            open_ends.append(_applied(tag, message, said))
    if said.at != len(data):
        raise BadInput("something follows the proof")
    return proof


def _attest(proof: Proof, message: bytes, said: "_Reader") -> None:
    """Take down where a path ends; what we do not know of proves nothing to us."""
    kind, inner = said.take(8), _Reader(said.piece())
    if kind == BITCOIN:
        if len(message) != 32:
            raise BadInput("what is said to be the root of a block is none")
        proof.blocks.append(Block(inner.number(), message))
    elif kind == CALENDAR:
        proof.calendars.append(inner.piece().decode("ascii", "backslashreplace"))


def _applied(tag: int, message: bytes, said: "_Reader") -> bytes:
    if tag == SHA256:
        made = hashlib.sha256(message).digest()
    elif tag == APPEND:
        made = message + said.piece()
    elif tag == PREPEND:
        made = said.piece() + message
    elif tag == REVERSE:
        made = message[::-1]
    elif tag == HEXLIFY:
        made = message.hex().encode()
    else:
        raise BadInput(f"it uses operation {tag:#04x}, which is weak or not known here")
    if len(made) > LONGEST:
        raise BadInput("it makes a message longer than the format allows")
    return made


@dataclass(slots=True)
class _Reader:
    """Bytes, read from the front."""

    data: bytes
    at: int = 0

    def take(self, count: int) -> bytes:
        """The next bytes, exactly so many."""
        piece = self.data[self.at : self.at + count]
        if len(piece) < count:
            raise BadInput("the proof is cut")
        self.at += count
        return piece

    def byte(self) -> int:
        """The next byte."""
        return self.take(1)[0]

    def number(self) -> int:
        """A number in LEB128."""
        found = 0
        for shift in range(0, 63, 7):
            byte = self.byte()
            found |= (byte & 0x7F) << shift
            if byte < 0x80:
                return found
        raise BadInput("a number in the proof is too large")

    def piece(self) -> bytes:
        """Bytes with their count before them."""
        count = self.number()
        if count > 2 * LONGEST:
            raise BadInput("a piece of the proof is longer than the format allows")
        return self.take(count)
