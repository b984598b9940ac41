"""Signed statements of how long the custody log is and what its Merkle root is.

The form is that of C2SP: a signed note whose text is a tlog-checkpoint, so that other people's
tools can read it.
"""

import base64
import binascii
from dataclasses import dataclass
from pathlib import Path

from marsad.errors import BadInput
from marsad.phrase import Phrase
from marsad.store import keys, layout
from marsad.store.disk import write_whole


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What was signed, and by which name."""

    origin: str
    size: int
    root: bytes
    signature: bytes
    """Empty when the note carries none."""

    @property
    def text(self) -> str:
        """The signed text, its last line end included."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"

    def verified(self, public_pem: bytes) -> bool:
        """Whether this lab's key signed exactly this text."""
        key_id = keys.note_key_id(self.origin, public_pem)
        if self.signature[:4] != key_id:
            return False
        return keys.signed(public_pem, self.signature[4:], self.text.encode())


def write(lab: Path, origin: str, size: int, root: bytes) -> Path:
    """Sign the head of the log and keep the note as ``checkpoints/<size>.note``."""
    unsigned = Checkpoint(origin, size, root, b"")
    key_id = keys.note_key_id(origin, keys.public_pem(lab))
    coded = base64.b64encode(key_id + keys.sign(lab, unsigned.text.encode())).decode()
    path = lab / layout.CHECKPOINTS / f"{size:012d}.note"
    note = f"{unsigned.text}\n— {origin} {coded}\n"
    write_whole(path, note.encode(), lab / layout.TMP, 0o644)
    return path


def read(path: Path) -> Checkpoint:
    """Take a note apart; its signature is not yet checked."""
    try:
        text, _, signatures = path.read_text(encoding="utf-8").partition("\n\n")
        origin, size, root = text.split("\n")
        signature = b""
        *lines, end = signatures.split("\n")
        for line in lines:
            # Witnesses may have signed as well; here the lab's own signature counts.
            if line.startswith(f"— {origin} "):
                signature = _decoded(line.rsplit(" ", 1)[1])
        found = Checkpoint(origin, int(size), _decoded(root), signature)
        if end or found.text != f"{text}\n":
            raise ValueError("written otherwise than it was signed")
        return found
    except (ValueError, UnicodeDecodeError, binascii.Error) as error:
        raise BadInput(
            Phrase("%(path)s is not a signed note; restore it from a backup", path=path.name)
        ) from error


def _decoded(said: str) -> bytes:
    """Base64 in its one canonical spelling: the spare bits at its end must not vary."""
    found = base64.b64decode(said, validate=True)
    if base64.b64encode(found).decode() != said:
        raise ValueError("base64 in another spelling than it was written in")
    return found


def every(lab: Path) -> list[Path]:
    """The notes of a lab, smallest log first."""
    return sorted((lab / layout.CHECKPOINTS).glob("*.note"))
