"""The lab's own keys: one signs checkpoints, one makes pseudonyms, one opens backups."""

import base64
import hashlib
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from marsad.errors import BadInput
from marsad.phrase import Phrase
from marsad.store import layout
from marsad.store.disk import write_whole

PRIVATE, PUBLIC, PSEUDONYM, BACKUP = "lab.key", "lab.pub", "pseudonym.key", "backup.key"
DESK = "desk.key"
SECRET = 32


def make(lab: Path) -> None:
    """Write the keys of a new lab; those that are there stay."""
    folder = lab / layout.KEYS
    if not (folder / PRIVATE).exists():
        key = Ed25519PrivateKey.generate()
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        write_whole(folder / PRIVATE, pem, lab / layout.TMP)
    if not (folder / PUBLIC).exists():
        # On its own, since whoever made the private key may have died before this line.
        public = _private(lab).public_key()
        pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        write_whole(folder / PUBLIC, pem, lab / layout.TMP, 0o644)
    if not (folder / PSEUDONYM).exists():
        write_whole(folder / PSEUDONYM, secrets.token_bytes(SECRET), lab / layout.TMP)


def sign(lab: Path, data: bytes) -> bytes:
    """The Ed25519 signature of this lab."""
    return _private(lab).sign(data)


def signed(public_pem: bytes, signature: bytes, data: bytes) -> bool:
    """Whether the key made that signature over the data."""
    try:
        _public(public_pem).verify(signature, data)
    except InvalidSignature:
        return False
    return True


def public_pem(lab: Path) -> bytes:
    """The public key, to be handed to anybody."""
    return (lab / layout.KEYS / PUBLIC).read_bytes()


def pseudonym_key(lab: Path) -> bytes:
    """The secret of this lab's pseudonyms."""
    return (lab / layout.KEYS / PSEUDONYM).read_bytes()


def backup_key(lab: Path) -> bytes:
    """The secret that opens the vault of item keys; made when it is first needed."""
    path = lab / layout.KEYS / BACKUP
    if not path.exists():
        write_whole(path, secrets.token_bytes(SECRET), lab / layout.TMP)
    return path.read_bytes()


def desk_key(lab: Path) -> bytes:
    """The secret that seals what ``desk.db`` keeps of second factors; made when first needed."""
    path = lab / layout.KEYS / DESK
    if not path.exists():
        write_whole(path, secrets.token_bytes(SECRET), lab / layout.TMP)
    return path.read_bytes()


def note_key_id(name: str, public: bytes) -> bytes:
    """The four bytes that name a key in a signed note (C2SP signed-note, Ed25519)."""
    raw = _public(public).public_bytes(Encoding.Raw, PublicFormat.Raw)
    return hashlib.sha256(name.encode() + b"\n\x01" + raw).digest()[:4]


def verifier(name: str, public: bytes) -> str:
    """The key as signed notes write it: ``name+id+base64``."""
    raw = _public(public).public_bytes(Encoding.Raw, PublicFormat.Raw)
    coded = base64.b64encode(b"\x01" + raw).decode()
    return f"{name}+{note_key_id(name, public).hex()}+{coded}"


def _private(lab: Path) -> Ed25519PrivateKey:
    path = lab / layout.KEYS / PRIVATE
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (FileNotFoundError, ValueError) as error:
        raise BadInput(
            Phrase("keys/lab.key is missing or damaged; restore it from a backup")
        ) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise BadInput(Phrase("keys/lab.key is not an Ed25519 key; restore it from a backup"))
    return key


def _public(pem: bytes) -> Ed25519PublicKey:
    try:
        key = load_pem_public_key(pem)
    except ValueError as error:
        raise BadInput(Phrase("keys/lab.pub is damaged; restore it from a backup")) from error
    if not isinstance(key, Ed25519PublicKey):
        raise BadInput(Phrase("keys/lab.pub is not an Ed25519 key; restore it from a backup"))
    return key
