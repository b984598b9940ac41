"""The lab's signature of a checkpoint in the forms that openssl and ssh-keygen read."""

import base64
import hashlib
import struct
import textwrap
from pathlib import Path

from marsad.errors import BadInput
from marsad.phrase import Phrase
from marsad.store import keys
from marsad.store.checkpoint import Checkpoint

NAMESPACE = "marsad"
KIND = b"ssh-ed25519"
HASH = b"sha512"
BEGIN, END = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"


def write_signatures(lab: Path, note: Checkpoint, folder: Path) -> None:
    """Write what was signed, the signature as bytes, and one more that ssh-keygen accepts."""
    public, text = keys.public_pem(lab), note.text.encode()
    (folder / "checkpoint.txt").write_bytes(text)
    (folder / "checkpoint.sig").write_bytes(note.signature[4:])
    signature = keys.sign(lab, signed_for_ssh(text))
    (folder / "checkpoint.sshsig").write_text(armoured(public, signature), encoding="ascii")
    (folder / "allowed_signers").write_text(allowed(note.origin, public), encoding="ascii")


def signed_for_ssh(text: bytes) -> bytes:
    """What an SSH signature signs (OpenSSH, PROTOCOL.sshsig)."""
    digest = hashlib.sha512(text).digest()
    return b"SSHSIG" + b"".join(map(_packed, (NAMESPACE.encode(), b"", HASH, digest)))


def armoured(public_pem: bytes, signature: bytes) -> str:
    """An SSH signature as a file has it."""
    parts = (_key(public_pem), NAMESPACE.encode(), b"", HASH, _packed(KIND) + _packed(signature))
    blob = b"SSHSIG" + struct.pack(">I", 1) + b"".join(map(_packed, parts))
    lines = textwrap.wrap(base64.b64encode(blob).decode(), 70)
    return "\n".join((BEGIN, *lines, END, ""))


def signature_of(armour: str, public_pem: bytes) -> bytes:
    """The Ed25519 signature in an SSH signature; only the one form we write is read."""
    lines = armour.split("\n")
    blob = base64.b64decode("".join(lines[1:-2]), validate=True)
    signature = blob[-64:]
    if armoured(public_pem, signature) != armour:
        raise BadInput(Phrase("it is no SSH signature by this lab's key"))
    return signature


def allowed(origin: str, public_pem: bytes) -> str:
    """The line that tells ssh-keygen whose key it is."""
    coded = base64.b64encode(_key(public_pem)).decode()
    return f'{origin} namespaces="{NAMESPACE}" {KIND.decode()} {coded}\n'


def _key(public_pem: bytes) -> bytes:
    # ``name+id+base64``, whose last part is the kind of key (one byte) and the key.
    raw = base64.b64decode(keys.verifier("", public_pem).split("+", 2)[2])[1:]
    return _packed(KIND) + _packed(raw)


def _packed(data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + data
