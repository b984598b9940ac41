"""Whether the checkpoint of a bundle is signed, in each of the forms it comes in."""

from pathlib import Path

from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_public_key,
)

from marsad.errors import BadInput
from marsad.phrase import Phrase
from marsad.preserve.bundle_signature import allowed, signature_of, signed_for_ssh
from marsad.preserve.verify_state import INVALID, UNSIGNED, Verification
from marsad.store import checkpoint, keys
from marsad.store.checkpoint import Checkpoint


def check_signature(data: Path, found: Verification) -> Checkpoint | None:
    """The checkpoint, once it was judged; nothing when it cannot be read."""
    try:
        note = checkpoint.read(data / "checkpoint.note")
        public = _public(data / "lab.pub")
        verified = note.verified(public)
        if b"\r" in (data / "checkpoint.note").read_bytes():
            raise BadInput(Phrase("its lines do not end as they were signed"))
    except FileNotFoundError:
        return None  # The bag was found to lack it.
    except BadInput as error:
        found.note("data/checkpoint.note", INVALID, str(error))
        return None
    if not note.signature:
        found.note("data/checkpoint.note", UNSIGNED, Phrase("it carries no signature"))
    elif not verified:
        found.note("data/checkpoint.note", INVALID, Phrase("its signature is not this lab's"))
    else:
        found.passed()
        found.signed = note.size
    _check_forms(data, note, public, found)
    return note


def _public(path: Path) -> bytes:
    """The lab's key; written in one way only, so that every reader reads the same key."""
    said = path.read_bytes()
    try:
        key = load_pem_public_key(said)
    except ValueError as error:
        raise BadInput(Phrase("data/lab.pub is no public key")) from error
    if key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo) != said:
        raise BadInput(Phrase("data/lab.pub is written otherwise than a key is"))
    return said


def _check_forms(data: Path, note: Checkpoint, public: bytes, found: Verification) -> None:
    expected = {"checkpoint.txt": note.text.encode()}
    expected["allowed_signers"] = allowed(note.origin, public).encode()
    if note.signature:
        expected["checkpoint.sig"] = note.signature[4:]
    for name, content in expected.items():
        if (data / name).exists() and (data / name).read_bytes() != content:
            found.note(
                f"data/{name}", INVALID, Phrase("it says something else than the checkpoint")
            )
    if (data / "checkpoint.sshsig").exists() and not _ssh(data, note, public):
        found.note("data/checkpoint.sshsig", INVALID, Phrase("no SSH signature by this lab's key"))


def _ssh(data: Path, note: Checkpoint, public: bytes) -> bool:
    try:
        said = (data / "checkpoint.sshsig").read_bytes().decode("ascii")
        signature = signature_of(said, public)
    except (BadInput, ValueError):
        return False
    return keys.signed(public, signature, signed_for_ssh(note.text.encode()))
