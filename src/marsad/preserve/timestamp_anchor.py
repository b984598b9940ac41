"""An anchor of the log: a checkpoint, and who outside the lab has seen it."""

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from marsad.errors import BadInput, NotFound
from marsad.phrase import Phrase
from marsad.store import Store, checkpoint, disk, layout
from marsad.store.checkpoint import Checkpoint

PENDING, ATTESTED, ANCHORED, INVALID = "pending", "attested", "anchored", "invalid"


@dataclass(frozen=True, slots=True)
class Anchor:
    """A checkpoint and the authority that saw it."""

    size: int
    root: str
    authority: str = ""
    """As its certificate names it, or the block; empty while nobody answered."""
    state: str = PENDING
    """``attested``: a proof that is complete, but whose block nobody has compared."""
    time: datetime | None = None
    """By the authority's clock; only when it is anchored."""
    token: Path | None = None
    reason: str = ""
    """Why it is no more than that."""

    @property
    def beside(self) -> tuple[Path, ...]:
        """What lies beside a token and was trusted at its import: certificates, or a header."""
        if self.token is None:
            raise NotFound(Phrase("checkpoint %(size)s has no time stamp yet", size=self.size))
        if self.token.suffix == ".ots":
            header = self.token.with_suffix(".header")
            return (header,) if header.exists() else ()
        return self.token.with_suffix(".root.pem"), self.token.with_suffix(".chain.pem")


def stamped(note: Checkpoint, public_pem: bytes) -> bytes:
    """What an authority is asked to stamp: the note with the lab's own signature alone."""
    if not note.verified(public_pem):
        raise BadInput(
            Phrase(
                "checkpoint %(size)s lacks this lab's signature; there is no stamp on it",
                size=note.size,
            )
        )
    coded = base64.b64encode(note.signature).decode()
    return f"{note.text}\n— {note.origin} {coded}\n".encode()


def latest(store: Store) -> Checkpoint:
    """The log as it stands, signed."""
    store.checkpoint()
    notes = checkpoint.every(store.lab)
    if not notes:
        raise BadInput(
            Phrase("the log is empty, so there is nothing to stamp; collect something first")
        )
    return checkpoint.read(notes[-1])


def note_of(store: Store, size: int) -> Checkpoint:
    """The checkpoint over so many leaves."""
    path = store.lab / layout.CHECKPOINTS / f"{size:012d}.note"
    if not path.exists():
        raise NotFound(
            Phrase("checkpoint %(size)s is missing; restore it from a backup", size=size)
        )
    return checkpoint.read(path)


def queue(store: Store) -> Path:
    """The folder of questions and answers."""
    folder = store.lab / layout.ANCHORS
    if not folder.exists():
        with disk.told():
            folder.mkdir()
            disk.sync_folder(store.lab)
    return folder


def record(
    store: Store,
    act: str,
    by: str,
    note: Checkpoint,
    token: bytes,
    trusted: bytes,
    between: bytes | None = None,
) -> None:
    """Log an import once; one that was broken off left files that the log does not know.

    ``between`` are the certificates between a token and its root, which nobody signs as a file.
    """
    said = {
        "size": note.size,
        "token": hashlib.sha256(token).hexdigest(),
        "root": hashlib.sha256(trusted).hexdigest() if trusted else "",
    }
    if between is not None:
        said["chain"] = hashlib.sha256(between).hexdigest()
    if any(said.items() <= each.items() for each in store.acts(act)):
        return
    with store.write() as writer:
        writer.act(act, by, **said)
    store.checkpoint()


def short(data: bytes) -> str:
    """The part of a digest that an answer is named by."""
    return hashlib.sha256(data).hexdigest()[:16]
