"""The identity provider (OpenID Connect) that a lab names: the way there, and what comes back.

Authorization code with state, nonce and PKCE. Only who somebody is gets asked for, ``openid``: no
name, no mail address. Nothing of what it says of itself is kept from one sign-in to the next.
"""

import base64
import hashlib
import re
import secrets
import ssl
import time
from dataclasses import dataclass, replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

import certifi
import msgspec

from marsad.accounts import id_tokens
from marsad.collect.fetch_straight import Straight
from marsad.collect.fetch_target import PORTS
from marsad.errors import BadInput, NotReady, Unreachable, Withheld
from marsad.phrase import Phrase
from marsad.settings import Settings, read_key

LIBRARY, REMEDY = "joserfc", "pip install 'marsad[oidc]'"
SECRET = "MARSAD_OIDC_SECRET"
KNOWN_AT = "/.well-known/openid-configuration"
CANCELLED = "you came back from the identity provider without signing in; begin anew if you want to"
USED = "the identity provider no longer takes this answer: it was used, or is too old; begin anew"
UNKNOWN = "the identity provider does not know this desk; look at oidc_client and its secret"
_WORD = re.compile(r"[a-z_]{1,60}")


class Described(msgspec.Struct, frozen=True):
    """What a provider says of itself (OpenID Connect Discovery), as far as it is read."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    authorization_response_iss_parameter_supported: bool = False
    code_challenge_methods_supported: tuple[str, ...] = ("S256",)
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)


class Token(msgspec.Struct, frozen=True):
    """What it answers to a code. The access token is not read: the desk asks it nothing more."""

    id_token: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class Journey:
    """A way to the provider and back, begun in one browser; what comes back has to fit it."""

    state: str
    nonce: str
    verifier: str
    redirect: str
    described: Described
    begun: float
    anew: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What a browser brought back from the provider: written by anybody."""

    code: str
    state: str
    issuer: str
    error: str


@dataclass(frozen=True, slots=True)
class Provider:
    """The provider that the settings name."""

    settings: Settings

    @property
    def name(self) -> str:
        """What a button calls it."""
        return self.settings.oidc_name or urlsplit(self.settings.oidc_issuer).netloc

    def depart(self, redirect: str, anew: bool = False) -> tuple[Journey, str]:
        """A journey, and the address that it leads to; ``anew`` has the person asked again."""
        described = self._described()
        made = Journey(
            secrets.token_urlsafe(32),
            secrets.token_urlsafe(32),
            secrets.token_urlsafe(48),
            redirect,
            described,
            time.time(),
            anew,
        )
        asked = {
            "response_type": "code",
            "client_id": self.settings.oidc_client,
            "redirect_uri": redirect,
            "scope": "openid",
            "state": made.state,
            "nonce": made.nonce,
            "code_challenge": _challenge(made.verifier),
            "code_challenge_method": "S256",
            **({"prompt": "login", "max_age": "0"} if anew else {}),
        }
        there = self._asking().target(described.authorization_endpoint).url
        return made, f"{there}{'&' if '?' in there else '?'}{urlencode(asked)}"

    def arrive(self, journey: Journey, answer: Answer) -> str:
        """Who came back, as accounts keep it: issuer and subject; Withheld where that is unsure."""
        said, there = answer.issuer, journey.described
        needed = there.authorization_response_iss_parameter_supported
        # RFC 9207: an answer of another provider must not be handed to this one.
        if (said or needed) and said != self.settings.oidc_issuer:
            raise Withheld(id_tokens.STRANGER)
        if answer.error:
            raise Withheld(_refused(answer.error))
        token = self._token(journey, answer.code)
        keys = self._asking().ask(there.jwks_uri).body
        expected = id_tokens.Expected(
            self.settings.oidc_issuer,
            self.settings.oidc_client,
            journey.nonce,
            journey.begun if journey.anew else 0,
        )
        return f"{self.settings.oidc_issuer} {id_tokens.subject(token, keys, expected)}"

    def _described(self) -> Described:
        issuer = self.settings.oidc_issuer
        answer = self._asking().ask(f"{issuer.rstrip('/')}{KNOWN_AT}")
        try:
            found = msgspec.json.decode(answer.body, type=Described)
        except (ValueError, RecursionError) as error:
            raise Unreachable(
                Phrase(
                    "%(issuer)s is no identity provider (%(status)s); look at oidc_issuer",
                    issuer=issuer,
                    status=answer.status,
                )
            ) from error
        if found.issuer != issuer:
            raise Withheld(
                Phrase(
                    "the provider calls itself %(issuer)s, not as oidc_issuer",
                    issuer=repr(found.issuer[:200]),
                )
            )
        if "S256" not in found.code_challenge_methods_supported:
            raise Withheld(
                Phrase("the identity provider knows no PKCE with S256, without which none asks")
            )
        return found

    def _token(self, journey: Journey, code: str) -> str:
        key = read_key(self.settings.oidc_key, SECRET)
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": journey.redirect,
            "code_verifier": journey.verifier,
            "client_id": self.settings.oidc_client,
        }
        headers = []
        ways = journey.described.token_endpoint_auth_methods_supported
        if key and "client_secret_basic" in ways:
            headers.append(("Authorization", _basic(self.settings.oidc_client, key)))
        elif key:
            form["client_secret"] = key
        endpoint = journey.described.token_endpoint
        answer = self._asking().ask(endpoint, headers, urlencode(form))
        try:
            said = msgspec.json.decode(answer.body, type=Token)
        except (ValueError, RecursionError) as error:
            raise Unreachable(
                Phrase(
                    "%(endpoint)s answers with %(status)s and no token",
                    endpoint=endpoint,
                    status=answer.status,
                )
            ) from error
        if said.error or not said.id_token:
            raise Withheld(_refused(said.error))
        return said.id_token

    def _asking(self) -> Straight:
        """Somebody who may ask the issuer, which may stand in a private network: the lab named it.

        Where the provider says that others answer for it, those have to be public, or named
        in ``own_addresses``.
        """
        parts = urlsplit(self.settings.oidc_issuer)
        place = parts.netloc if parts.port else f"{parts.netloc}:{PORTS[parts.scheme]}"
        own = ",".join(each for each in (self.settings.own_addresses, place) if each)
        secure = _trusting(self.settings.oidc_authority)
        return Straight(replace(self.settings, own_addresses=own), verify=secure)


def provider(settings: Settings) -> Provider | None:
    """The provider of a lab; nothing where it names none, or the library is not here."""
    if not settings.oidc_issuer or find_spec(LIBRARY) is None:
        return None
    if not settings.oidc_client:
        raise BadInput(
            Phrase("setting oidc_issuer is there and oidc_client is not; set both, or neither")
        )
    found = Provider(settings)
    try:
        found._asking().target(settings.oidc_issuer)
    except (ValueError, KeyError, BadInput) as error:
        raise BadInput(
            Phrase("setting oidc_issuer is no address of a provider: %(error)s", error=error)
        ) from error
    return found


def _challenge(verifier: str) -> str:
    made = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


def _basic(client: str, key: str) -> str:
    # RFC 6749 2.3.1: both are written as in a form first.
    said = f"{quote(client, safe='')}:{quote(key, safe='')}"
    return f"Basic {base64.b64encode(said.encode()).decode()}"


@cache
def _trusting(file: str) -> ssl.SSLContext:
    """Whom to trust: the public authorities, and the lab's own where it names one."""
    secure = ssl.create_default_context(cafile=certifi.where())
    try:
        if file:
            secure.load_verify_locations(cafile=Path(file).expanduser())
    except (OSError, ssl.SSLError) as error:
        raise NotReady(
            Phrase("%(file)s holds no certificate", file=file), Phrase("look at oidc_authority")
        ) from error
    return secure


def _refused(said: str) -> str:
    known = {"access_denied": CANCELLED, "invalid_grant": USED, "invalid_client": UNKNOWN}
    word = said if _WORD.fullmatch(said) else "no reason"
    fallback = f"the identity provider refuses, and says {word}; begin anew, or ask who runs it"
    return known.get(said, fallback)
