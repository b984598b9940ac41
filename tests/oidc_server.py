"""An identity provider of our own: OpenID Connect, small, and as wrong as it is told.

It holds who is signed in (``sub``), checks client, redirect and PKCE as it has to, hands out each
code once, and makes its keys as it starts. A test spoils one thing: ``claims`` change what a token
says, ``sign`` makes the token otherwise, ``described`` what it says of itself.
"""

import base64
import hashlib
import hmac
import json
import secrets
import threading
import time
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlencode, urlsplit

from joserfc import jws
from joserfc.jwk import ECKey, RSAKey

RSA, EC, OTHER = (
    RSAKey.generate_key(2048, {"kid": "rsa", "use": "sig"}),
    ECKey.generate_key("P-256", {"kid": "ec", "use": "sig"}),
    RSAKey.generate_key(2048, {"kid": "rsa", "use": "sig"}),
)
"""Those of the provider, and one of a stranger under the first one's name."""
CLIENT, SECRET = "marsad-desk", "a secret of the desk + 1"


class Provider:
    """A provider that listens; its address is ``url``."""

    def __init__(self, host="127.0.0.1"):
        self.host = host
        self.begin()

    def begin(self):
        """Be as right as at first."""
        self.sub, self.key, self.algorithm = "sub-1", RSA, "RS256"
        self.claims, self.described, self.asked, self.codes = {}, {}, [], {}
        self.error, self.iss, self.down, self.sign = "", True, False, self.signed
        self.keys, self.asks = [RSA, EC], False

    def __enter__(self):
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                provider.answer(self, urlsplit(self.path), {})

            def do_POST(self):
                length = int(self.headers["content-length"])
                said = dict(parse_qsl(self.rfile.read(length).decode()))
                provider.answer(self, urlsplit(self.path), said)

            def log_message(self, *_said):
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        self.url = f"http://{self.host}:{self.server.server_address[1]}"
        return self

    def __exit__(self, *_error):
        self.server.shutdown()
        self.server.server_close()

    def answer(self, handler, asked, form):
        self.asked.append(asked.path)
        query = dict(parse_qsl(asked.query))
        pages = {
            "/.well-known/openid-configuration": lambda: (200, self.about()),
            "/keys": lambda: (200, {"keys": [each.as_dict(private=False) for each in self.keys]}),
            "/token": lambda: self.token(form, handler.headers.get("authorization", "")),
            "/favicon.ico": lambda: (200, b""),
            "/authorize": lambda: (303, self.authorize(query)),
        }
        if self.down or asked.path not in pages:
            status, said = 500, {}
        else:
            status, said = pages[asked.path]()
        if self.asks and status == 303:
            page = f'<title>Sign in</title><a href="{escape(said)}">Continue</a>'
            status, said = 200, page.encode()
        handler.send_response(status)
        if status == 303:
            handler.send_header("location", said)
        body = said if isinstance(said, bytes) else json.dumps(said).encode()
        handler.send_header("content-length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    def about(self):
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
            "authorization_response_iss_parameter_supported": True,
            "code_challenge_methods_supported": ["S256"],
            **self.described,
        }

    def authorize(self, asked):
        """Where the browser of whoever is signed in here is sent back to."""
        assert (asked["response_type"], asked["scope"]) == ("code", "openid")
        assert asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256"
        back = {"state": asked["state"], **({"iss": self.url} if self.iss else {})}
        if self.error:
            back["error"] = self.error
        else:
            back["code"] = secrets.token_urlsafe(16)
            self.codes[back["code"]] = asked
        return f"{asked['redirect_uri']}?{urlencode(back)}"

    def token(self, form, authorization):
        known = base64.b64decode(authorization.removeprefix("Basic ")).decode()
        if known != "marsad-desk:a%20secret%20of%20the%20desk%20%2B%201":
            return 401, {"error": "invalid_client"}
        asked = self.codes.pop(form["code"], None)
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if (
            asked is None
            or challenge != asked["code_challenge"]
            or form["redirect_uri"] != asked["redirect_uri"]
        ):
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = {
            "iss": self.url, "sub": self.sub, "aud": CLIENT, "exp": now + 300, "iat": now,
            "nonce": asked["nonce"], "auth_time": now if "max_age" in asked else now - 3600,
            **self.claims,
        }  # fmt: skip
        claims = {name: said(now) if callable(said) else said for name, said in claims.items()}
        claims = {name: said for name, said in claims.items() if said is not None}
        return 200, {
            "access_token": "unread",
            "token_type": "Bearer",
            "id_token": self.sign(claims),
        }

    def by_hand(self, claims, secret):
        """A token by HS256, which libraries refuse to make with a public key."""
        head = {"alg": "HS256", "kid": "rsa"}
        plain = b".".join(_coded(json.dumps(each).encode()) for each in (head, claims))
        return b".".join([plain, _coded(hmac.digest(secret, plain, "sha256"))]).decode()

    def signed(self, claims, algorithm="", key=None, header=None, unnamed=False):
        """A token; another algorithm or key than the provider's own make a forged one."""
        named = {"alg": algorithm or self.algorithm, "kid": self.key.kid, **(header or {})}
        if unnamed:
            del named["kid"]
        rules = jws.JWSRegistry(
            algorithms=["RS256", "ES256", "RS384", "HS256", "none"], strict_check_header=False
        )
        return jws.serialize_compact(named, json.dumps(claims), key or self.key, registry=rules)


def _coded(raw):
    return base64.urlsafe_b64encode(raw).rstrip(b"=")
