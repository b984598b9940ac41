"""One-time codes of an app (RFC 6238), and codes for the day the device is lost."""

import base64
import hmac
import secrets
import time
from pathlib import Path
from urllib.parse import quote

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.hotp import HOTP

from marsad.errors import BadInput
from marsad.phrase import Phrase
from marsad.store import desk_factors, keys
from marsad.store.desk import Desk

SECONDS, DIGITS, SECRET, NONCE = 30, 6, 20, 12
SKEW = 1
"""Steps that a clock may be off, either way."""
RECOVERY = 10


def secret() -> bytes:
    """A new secret, to be shared with one app."""
    return secrets.token_bytes(SECRET)


def uri(key: bytes, name: str, lab: str) -> str:
    """What an app reads from the picture; SHA-1 and 30 seconds are what every app can do."""
    return f"otpauth://totp/{quote(f'{lab}:{name}')}?secret={typed(key)}&issuer={quote(lab)}"


def typed(key: bytes) -> str:
    """The secret for whoever types it."""
    return base64.b32encode(key).decode().rstrip("=")


def step_of(key: bytes, code: str, at: float | None = None) -> int | None:
    """Which step a code is of, within the skew; nothing where it is wrong."""
    said = "".join(code.split())
    now = int((time.time() if at is None else at) // SECONDS)
    made = HOTP(key, DIGITS, SHA1(), enforce_key_length=False)
    found = None
    for step in range(now - SKEW, now + SKEW + 1):
        # All of them, so that the time tells nothing.
        if step >= 0 and hmac.compare_digest(made.generate(step), said.encode("utf-8", "replace")):
            found = step
    return found


def shown(desk: Desk, lab: Path, account: str, code: str) -> bool:
    """Whether a code is right and was not used before."""
    sealed = desk_factors.totp(desk, account)
    step = step_of(unseal(lab, account, sealed), code) if sealed else None
    return step is not None and desk_factors.use_step(desk, account, step)


def recovered(desk: Desk, account: str, code: str) -> bool:
    """Whether it is one of the codes for the day the device is lost; it is used up."""
    return desk_factors.use_recovery(desk, account, _bare(code))


def recovery(desk: Desk, account: str) -> list[str]:
    """New codes for that day, to be written down; those before are void."""
    made = [base64.b32encode(secrets.token_bytes(10)).decode() for _ in range(RECOVERY)]
    desk_factors.set_recovery(desk, account, made)
    return ["-".join(each[at : at + 4] for at in range(0, 16, 4)) for each in made]


def seal(lab: Path, account: str, plain: bytes) -> bytes:
    """Seal a secret for ``desk.db``; only this account's field opens again."""
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(keys.desk_key(lab)).encrypt(nonce, plain, account.encode())


def unseal(lab: Path, account: str, sealed: bytes) -> bytes:
    """Open it."""
    key = AESGCM(keys.desk_key(lab))
    try:
        return key.decrypt(sealed[:NONCE], sealed[NONCE:], account.encode())
    except InvalidTag as error:
        raise BadInput(
            Phrase(
                "keys/desk.key does not open the second factor of this account; put the "
                "right key back, or reset the account: marsad account LAB reset NAME"
            )
        ) from error


def _bare(code: str) -> str:
    return "".join(each for each in code.upper() if each.isalnum())
