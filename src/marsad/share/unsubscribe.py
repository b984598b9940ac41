"""Leave by one click: an address that only this lab can have made, and that names no reader."""

import hashlib
import hmac

from marsad.errors import BadInput
from marsad.model import Reader
from marsad.phrase import Phrase
from marsad.share.readers import quieten
from marsad.store import Store

_DIGITS = 32


def token(store: Store, handle: str) -> str:
    """The handle of a reader, signed by the lab."""
    return f"{handle}.{_signature(store, handle)}"


def unsubscribe(store: Store, said: str) -> Reader:
    """Send no more mails to whoever was sent this token; doing it twice changes nothing."""
    return quieten(store, read_token(store, said))


def read_token(store: Store, said: str) -> str:
    """The handle that a token was made for; one that the lab did not sign is refused."""
    handle, _dot, signature = said.strip().rpartition(".")
    expected = _signature(store, handle)
    if not hmac.compare_digest(signature.encode("utf-8", "replace"), expected.encode()):
        raise BadInput(Phrase("that is no token of this lab; copy it whole from the letter"))
    return handle


def _signature(store: Store, handle: str) -> str:
    said = f"unsubscribe\n{handle}".encode("utf-8", "replace")
    # The words before it keep this use of the key apart from that of pseudonyms.
    return hmac.new(store.pseudonym_key, said, hashlib.sha256).hexdigest()[:_DIGITS]
