"""Checks who signed a WACZ package, by the "WACZ Signing and Verification" recommendation.

A domain signature counts when its certificate led to an authority this machine trusts at the
time the package gives. Its time stamp is not checked, so that time is a claim.
"""

import base64
import binascii
import hashlib
import ssl
import warnings
from datetime import datetime
from pathlib import Path
from typing import Any

from marsad.collect.wacz_listed import Signed
from marsad.errors import BadInput
from marsad.phrase import Phrase


def signed_by(signed: Signed | None, name: str) -> str:
    """``VERIFIED`` or ``UNSIGNED``, and who signed or why nobody did; refuse a false signature."""
    from cryptography import exceptions, x509

    if signed is None:
        return "UNSIGNED: nobody signed for what is in the package"
    try:
        return _by_domain(signed) if signed.domain_cert else _by_key(signed)
    except (exceptions.InvalidSignature, exceptions.UnsupportedAlgorithm) as error:
        raise BadInput(
            Phrase("%(name)s is INVALID: its signature is not of this package", name=name)
        ) from error
    except x509.verification.VerificationError as error:
        raise BadInput(
            Phrase(
                "%(name)s is INVALID: no trusted authority stands behind the "
                "certificate of its signer",
                name=name,
            )
        ) from error
    except (ValueError, binascii.Error, x509.DuplicateExtension) as error:
        raise BadInput(
            Phrase(
                "%(name)s is INVALID: its signature cannot be read (%(error)s)",
                name=name,
                error=error,
            )
        ) from error


def _by_key(signed: Signed) -> str:
    from cryptography.hazmat.primitives.serialization import load_der_public_key

    raw = base64.b64decode(signed.public_key, validate=True)
    _verify(load_der_public_key(raw), signed)
    return (
        f"VERIFIED: signed by a key without a name, sha256:{hashlib.sha256(raw).hexdigest()[:16]}"
    )


def _by_domain(signed: Signed) -> str:
    from cryptography import x509
    from cryptography.x509 import verification

    leaf, *others = x509.load_pem_x509_certificates(signed.domain_cert.encode())
    _verify(leaf.public_key(), signed)
    trusted = authorities()
    if not trusted:
        return "UNSIGNED: no list of trusted authorities is on this machine to check the signer by"
    at = datetime.fromisoformat(signed.created)
    if at.tzinfo is None:
        raise ValueError("its time has no zone")
    store = verification.Store(trusted)
    policy = verification.PolicyBuilder().store(store).time(at)
    policy.build_server_verifier(x509.DNSName(signed.domain)).verify(leaf, others)
    return f"VERIFIED: signed by {signed.domain}, who gives the time as {at.isoformat()}"


def _verify(key: Any, signed: Signed) -> None:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

    signature, data = base64.b64decode(signed.signature, validate=True), signed.hash.encode()
    if isinstance(key, rsa.RSAPublicKey):
        key.verify(signature, data, padding.PKCS1v15(), hashes.SHA256())
        return
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise ValueError("its key is neither ECDSA nor RSA")
    size = (key.curve.key_size + 7) // 8
    if len(signature) == 2 * size and signature[:1] != b"\x30":
        # Browsers write both numbers side by side instead of DER.
        halves = (signature[:size], signature[size:])
        signature = encode_dss_signature(*(int.from_bytes(half) for half in halves))
    key.verify(signature, data, ec.ECDSA(hashes.SHA256()))


def authorities() -> list[Any]:
    """The certificates this machine trusts; none where it keeps no list."""
    from cryptography import x509

    path = ssl.get_default_verify_paths().cafile
    if not path or not Path(path).is_file():
        return []
    with warnings.catch_warnings():
        # Some authorities have serial numbers that today's rules forbid; that is theirs to mend.
        warnings.simplefilter("ignore")
        return x509.load_pem_x509_certificates(Path(path).read_bytes())
