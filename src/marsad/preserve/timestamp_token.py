"""Time-stamp tokens of RFC 3161, asked for, read and checked with ``openssl ts``.

Not with a library: the one there is refuses the tokens of a large authority for the order of their
certificates, and whoever checks a bundle will use openssl as well.
"""

import re
import tempfile
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from cryptography.x509 import (
    BasicConstraints,
    Certificate,
    ExtendedKeyUsage,
    ExtensionNotFound,
    NameOID,
    load_pem_x509_certificates,
)
from cryptography.x509.oid import ExtendedKeyUsageOID

from marsad.errors import BadInput
from marsad.phrase import Phrase
from marsad.preserve.timestamp_openssl import openssl, reason, run

STRONG = ("sha256", "sha384", "sha512")
AHEAD = timedelta(minutes=5)
"""How far an authority's clock may be ahead of ours."""

_TIME = re.compile(r"^Time stamp: (\w{3} +\d+ [\d:]{8})(?:\.\d+)? (\d{4}) GMT$", re.MULTILINE)
_HASH = re.compile(r"^Hash Algorithm: (\S+)$", re.MULTILINE)
_DUMP = re.compile(r"^ +[0-9a-f]{4} - ((?:[0-9a-f]{2}[ -]){1,16})", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Token:
    """What an authority said: that it saw this digest at this time. Not yet checked."""

    path: Path
    bare: bool
    """A token without the reply around it."""
    time: datetime
    algorithm: str
    digest: bytes
    certificates: tuple[Certificate, ...]

    @property
    def authority(self) -> str:
        """The name of whoever stamped, by its certificate."""
        names = [_name(each) for each in self.certificates if _stamps(each)]
        return names[0] if names else ""


def query(data: Path, out: Path) -> None:
    """Write the question whether an authority would stamp this file."""
    openssl("ts", "-query", "-data", str(data), "-sha256", "-cert", "-out", str(out))


def read(path: Path) -> Token:
    """Take a reply apart, or a bare token."""
    for bare in (False, True):
        shape = ("-token_in",) if bare else ()
        done = run("ts", "-reply", "-in", str(path), *shape, "-text")
        said = done.stdout.decode("utf-8", "replace")
        time, hashed = _TIME.search(said), _HASH.search(said)
        if done.returncode == 0 and time and hashed:
            at = datetime.strptime(f"{time[1]} {time[2]} +0000", "%b %d %H:%M:%S %Y %z")
            dumped = said[hashed.end() : time.start()]
            digest = bytes.fromhex(re.sub("[ -]", "", "".join(_DUMP.findall(dumped))))
            return Token(path, bare, at, hashed[1], digest, _certificates(path, bare))
    raise BadInput(
        Phrase("%(path)s is no time stamp of RFC 3161; ask the authority again", path=path.name)
    )


def check(token: Token, data: bytes, roots: Path, chain: Path, now: datetime | None = None) -> None:
    """Raise unless the token stamps this data, by a chain that ends at one of the roots.

    Certificates have to be valid at the time of the stamp. Whether one was revoked is not asked:
    that would need the network.
    """
    if token.algorithm not in STRONG:
        raise BadInput(
            Phrase(
                "%(path)s stamps a digest of the weak kind %(algorithm)s",
                path=token.path.name,
                algorithm=token.algorithm,
            )
        )
    if token.time > (now or datetime.now(UTC)) + AHEAD:
        raise BadInput(
            Phrase(
                "%(path)s is dated in the future: %(time)s",
                path=token.path.name,
                time=token.time.isoformat(),
            )
        )
    for path in (roots, chain):
        if not path.exists():
            raise BadInput(
                Phrase(
                    "%(path)s lacks %(needed)s beside it; restore it",
                    path=token.path.name,
                    needed=path.name,
                )
            )
    _stands(token, data, roots, chain)


def _stands(token: Token, data: bytes, roots: Path, chain: Path) -> None:
    """Ask openssl; BadInput with its reason."""
    with tempfile.TemporaryDirectory() as folder:
        stamped = Path(folder) / "stamped"
        stamped.write_bytes(data)
        done = run(
            *("ts", "-verify", "-data", str(stamped), "-in", str(token.path)),
            *(("-token_in",) if token.bare else ()),
            *("-attime", str(int(token.time.timestamp())), "-CAfile", str(roots)),
            *(("-untrusted", str(chain)) if chain.stat().st_size else ()),
        )
    if done.returncode != 0 or b"Verification: OK" not in done.stdout + done.stderr:
        raise BadInput(
            Phrase(
                "%(path)s does not stand: %(reason)s",
                path=token.path.name,
                reason=reason(done.stderr),
            )
        )


def answers(token: Token, question: Path) -> bool:
    """Whether the token answers this question, its nonce included; its chain is not checked."""
    done = run("ts", "-query", "-in", str(question), "-text")
    asked = re.search(rb"^Nonce: (0x[0-9A-F]+)$", done.stdout, re.MULTILINE)
    shape = ("-token_in",) if token.bare else ()
    said = run("ts", "-reply", "-in", str(token.path), *shape, "-text").stdout
    return asked is not None and b"Nonce: " + asked[1] + b"\n" in said


def reply(token: Token) -> bytes:
    """The answer as authorities give it; a bare token gets the reply around it."""
    if not token.bare:
        return token.path.read_bytes()
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "reply"
        openssl("ts", "-reply", "-in", str(token.path), "-token_in", "-out", str(out))
        return out.read_bytes()


def load(path: Path) -> list[Certificate]:
    """The certificates of a PEM file."""
    with warnings.catch_warnings():
        # Root stores hold certificates of before the rules; one with an odd number is no harm.
        warnings.simplefilter("ignore")
        try:
            return load_pem_x509_certificates(path.read_bytes())
        except (OSError, ValueError) as error:
            raise BadInput(
                Phrase("%(path)s holds no certificates in PEM form", path=path.name)
            ) from error


def pem(certificates: Iterable[Certificate]) -> bytes:
    """Certificates as a PEM file has them."""
    return b"".join(each.public_bytes(Encoding.PEM) for each in certificates)


def _certificates(path: Path, bare: bool) -> tuple[Certificate, ...]:
    with tempfile.TemporaryDirectory() as folder:
        token = path
        if not bare:
            token = Path(folder) / "token"
            openssl("ts", "-reply", "-in", str(path), "-token_out", "-out", str(token))
        with warnings.catch_warnings():
            # Some authorities do not sort what DER wants sorted.
            warnings.simplefilter("ignore")
            try:
                return tuple(pkcs7.load_der_pkcs7_certificates(token.read_bytes()))
            except ValueError:
                return ()


def _stamps(certificate: Certificate) -> bool:
    try:
        usage = certificate.extensions.get_extension_for_class(ExtendedKeyUsage).value
    except (ExtensionNotFound, ValueError):
        return False
    return ExtendedKeyUsageOID.TIME_STAMPING in usage and not _issues(certificate)


def _issues(certificate: Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(BasicConstraints).value.ca
    except ExtensionNotFound:
        return False


def _name(certificate: Certificate) -> str:
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(names[0].value) if names else certificate.subject.rfc4514_string()
