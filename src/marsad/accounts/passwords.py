"""Passwords: argon2id, at a cost that a person does not notice and a guesser does."""

import os
import threading
import unicodedata

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from marsad.errors import BadInput
from marsad.phrase import Phrase

SHORTEST, LONGEST = 12, 256
MEMORY, ROUNDS, LANES = 65_536, 6, 2
"""64 MiB; 0.3 s on two cores. The digest names them, so that they may grow."""

_one = threading.Lock()
"""One at a time: OpenSSL refuses several with lanes at once, and memory stays at 64 MiB."""


def kept(password: str, name: str = "") -> str:
    """What is kept of a password; refuses one that is short, or is the name."""
    said = _plain(password)
    if not SHORTEST <= len(said) <= LONGEST:
        raise BadInput(
            Phrase(
                "choose a password of %(shortest)s to %(longest)s characters",
                shortest=SHORTEST,
                longest=LONGEST,
            )
        )
    if said.casefold() == _plain(name).casefold() or len(set(said)) < 5:
        raise BadInput(
            Phrase("choose a password that is harder to guess, such as four unrelated words")
        )
    return _made(said)


def holds(digest: str, password: str) -> bool:
    """Whether it is the password; takes as long where there is none to compare with."""
    said = _plain(password)[: LONGEST + 1]
    if not digest:
        _made(said)
        return False
    try:
        with _one:
            Argon2id.verify_phc_encoded(said.encode("utf-8", "replace"), digest)
    except InvalidKey:
        return False
    return True


def _made(said: str) -> str:
    kdf = Argon2id(
        salt=os.urandom(16), length=32, iterations=ROUNDS, lanes=LANES, memory_cost=MEMORY
    )
    with _one:
        return kdf.derive_phc_encoded(said.encode("utf-8", "replace"))


def _plain(password: str) -> str:
    # One password typed on two keyboards must be one password.
    return unicodedata.normalize("NFKC", password)
