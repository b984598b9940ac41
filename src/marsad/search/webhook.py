"""Posts told to another program: JSON, signed by a secret that both know."""

import hashlib
import hmac
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from marsad.errors import NotReady, Unreachable
from marsad.phrase import Phrase
from marsad.plugins import Fetched
from marsad.search.atom import Told, why
from marsad.search.telling import Message

SECRET = "MARSAD_WEBHOOK_SECRET"
Put = Callable[[str, Sequence[tuple[str, str]], bytes, float], Fetched]


@dataclass(frozen=True, slots=True)
class Webhook:
    """Puts hits to an address; ``put`` checks where that is, and follows no redirect."""

    put: Put
    key: str
    seconds: float

    def __call__(self, message: Message) -> None:
        """Tell one batch; Unreachable when the answer is anything but a yes."""
        if not self.key:
            raise NotReady(
                Phrase("webhooks are signed, and there is no key"), Phrase("set webhook_key")
            )
        body = json.dumps(_said(message), ensure_ascii=False).encode("utf-8", "replace")
        stamp = str(int(time.time()))
        headers = (
            ("Marsad-Delivery", message.id),
            ("Marsad-Signature", f"t={stamp},v1={signature(self.key, stamp, body)}"),
        )
        answer = self.put(message.to, headers, body, self.seconds)
        if not 200 <= answer.status < 300:
            # A redirect as well: it would carry what the lab looks for to a stranger.
            raise Unreachable(Phrase("the webhook answers with %(status)s", status=answer.status))


def signature(key: str, stamp: str, body: bytes) -> str:
    """HMAC-SHA256 of the time, a full stop and the body, in hexadecimal."""
    return hmac.new(key.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def _said(message: Message) -> dict[str, Any]:
    return {
        "delivery": message.id,
        "alert": message.alert,
        "hits": [_hit(message, told) for told in message.told],
    }


def _hit(message: Message, told: Told) -> dict[str, Any]:
    return {
        "post": told.post.id,
        "place": message.places.get(told.post.place, ""),
        "posted_at": told.post.posted_at.isoformat(),
        "reasons": [why(reason) for reason in told.reasons],
    }
