"""Proofs as the reference implementation of OpenTimestamps writes them, and headers to fit."""

import hashlib
import io
import struct
from datetime import UTC, datetime

from opentimestamps.core.notary import BitcoinBlockHeaderAttestation, PendingAttestation
from opentimestamps.core.op import OpAppend, OpHexlify, OpPrepend, OpReverse, OpSHA256
from opentimestamps.core.serialize import StreamSerializationContext
from opentimestamps.core.timestamp import DetachedTimestampFile, Timestamp

CALENDAR = "https://calendar.example"
MINED = datetime(2026, 3, 1, 12, tzinfo=UTC)


def proof(data: bytes, height: int | None = 800_001, calendar: str = "") -> tuple[bytes, bytes]:
    """A proof on this data, and the Merkle root that it leads to."""
    whole = Timestamp(hashlib.sha256(data).digest())
    at = whole.ops.add(OpAppend(b"a nonce")).ops.add(OpSHA256())
    if calendar:
        at.attestations.add(PendingAttestation(calendar))
    at = at.ops.add(OpPrepend(b"\x07" * 32)).ops.add(OpSHA256())
    at = at.ops.add(OpReverse()).ops.add(OpHexlify())
    at = at.ops.add(OpSHA256()).ops.add(OpSHA256())
    if height is not None:
        at.attestations.add(BitcoinBlockHeaderAttestation(height))
    return written(whole), at.msg


def pending(data: bytes) -> bytes:
    """A proof that a calendar promised, and no more."""
    whole = Timestamp(hashlib.sha256(data).digest())
    whole.ops.add(OpAppend(b"a nonce")).attestations.add(PendingAttestation(CALENDAR))
    return written(whole)


def written(whole: Timestamp) -> bytes:
    out = io.BytesIO()
    DetachedTimestampFile(OpSHA256(), whole).serialize(StreamSerializationContext(out))
    return out.getvalue()


def header(root: bytes, at: datetime = MINED) -> bytes:
    """The header of a block with this root, mined at the least difficulty there is."""
    for nonce in range(1000):
        made = struct.pack(
            "<I32s32sIII", 2, b"\x01" * 32, root, int(at.timestamp()), 0x207FFFFF, nonce
        )
        name = hashlib.sha256(hashlib.sha256(made).digest()).digest()
        if int.from_bytes(name, "little") <= 0x7FFFFF << 8 * 29:
            return made
    raise AssertionError("no header was found")
