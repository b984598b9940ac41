"""ID tokens (OpenID Connect): who somebody is, signed by the provider for this one sign-in."""

import hmac
import time
from dataclasses import dataclass
from typing import Any

import msgspec

from marsad.errors import Withheld

ALGORITHMS = {"RS256": "RSA", "ES256": "EC"}
"""What may sign, and the kind of its key. With ``none`` or HS256 anybody could."""
LEAST_BITS = 2048
PUBLIC = frozenset({"kty", "n", "e", "crv", "x", "y"})
"""What is read of a key; a private part or a list of uses is not."""
SKEW = 120
"""Seconds that the clocks may differ."""
OLDEST = 600
"""Seconds since a token was made; it comes straight from the provider."""

UNSIGNED = (
    "what came is not signed by the identity provider; do not go on, and tell whoever runs the desk"
)
STRANGER = "what came is of another identity provider; begin anew, and not from a link"
CLIENT = "the identity provider answers for another client; look at the setting oidc_client"
CLOCK = (
    "the times in the provider's answer do not fit the clock of this machine; set the clock, "
    "then sign in anew"
)
OTHER = "what came answers another sign-in; begin anew"
NOT_ANEW = "the identity provider did not ask you anew, so nothing was confirmed"


@dataclass(frozen=True, slots=True)
class Expected:
    """What a token has to answer to."""

    issuer: str
    client: str
    nonce: str
    since: float = 0
    """Where not 0: somebody must have shown the provider who they are after this moment."""


class Claims(msgspec.Struct, frozen=True):
    """What a token says, as far as it is read; mail addresses and names are not."""

    iss: str
    sub: str
    aud: str | list[str]
    exp: float
    iat: float
    nonce: str = ""
    azp: str = ""
    auth_time: float = 0


class Keys(msgspec.Struct, frozen=True):
    """The public keys of a provider (JWKS)."""

    keys: list[dict[str, Any]]


def subject(token: str, keys: bytes, expected: Expected) -> str:
    """Who the provider says it is; Withheld with the reason where it says it not, or not to us."""
    claims = _signed(token, keys)
    now = time.time()
    if claims.iss != expected.issuer:
        raise Withheld(STRANGER)
    audience = [claims.aud] if isinstance(claims.aud, str) else claims.aud
    presenter = claims.azp or (expected.client if len(audience) == 1 else "")
    if expected.client not in audience or presenter != expected.client:
        raise Withheld(CLIENT)
    if not (now - SKEW < claims.exp and now - OLDEST - SKEW < claims.iat < now + SKEW):
        raise Withheld(CLOCK)
    if not hmac.compare_digest(claims.nonce.encode("utf-8", "replace"), expected.nonce.encode()):
        raise Withheld(OTHER)
    if expected.since and claims.auth_time < expected.since - SKEW:
        raise Withheld(NOT_ANEW)
    # OpenID Connect: at most 255 letters, all of ASCII.
    if not (0 < len(claims.sub) <= 255 and claims.sub.isascii() and claims.sub.isprintable()):
        raise Withheld(UNSIGNED)
    return claims.sub


def _signed(token: str, keys: bytes) -> Claims:
    from joserfc import jws
    from joserfc.errors import JoseError

    try:
        header = jws.extract_compact(token.encode()).headers()
        # Nothing of a header is followed but these two: no address of a key, no key, no extension.
        algorithm, named = header.get("alg"), header.get("kid")
        if algorithm not in ALGORITHMS or "crit" in header:
            raise Withheld(UNSIGNED)
        rules = jws.JWSRegistry(algorithms=list(ALGORITHMS), strict_check_header=False)
        key = _key(keys, algorithm, named)
        payload = jws.deserialize_compact(token, key, registry=rules).payload
        return msgspec.json.decode(payload, type=Claims)
    except (JoseError, ValueError, TypeError, RecursionError) as error:
        raise Withheld(UNSIGNED) from error


def _key(held: bytes, algorithm: str, named: object) -> Any:
    """The one key that a token may be signed with; two that fit are none."""
    from joserfc.jwk import RSAKey, import_key

    kind = ALGORITHMS[algorithm]
    fit = [
        each
        for each in msgspec.json.decode(held, type=Keys).keys
        if each.get("kty") == kind
        and each.get("use", "sig") == "sig"
        and each.get("alg", algorithm) == algorithm
        and (named is None or each.get("kid") == named)
    ]
    if len(fit) != 1:
        raise Withheld(UNSIGNED)
    key = import_key({name: said for name, said in fit[0].items() if name in PUBLIC})
    if isinstance(key, RSAKey) and key.public_key.key_size < LEAST_BITS:
        raise Withheld(UNSIGNED)
    return key
