"""TLS: the certificate must be of the name that was asked for, whatever address is spoken to."""

import hashlib
import ssl
import time
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from fetch_server import Site, answer, anywhere, moved

from marsad.collect.fetch import Fetcher
from marsad.collect.fetch_network import Network
from marsad.errors import BadInput, Unreachable
from marsad.settings import Settings

NAME = "public.test"
QUICK = Settings(pace_seconds=0)


def certificate(subject: str, issuer=None, days: int = 1):
    """A certificate and its key, signed by the issuer or by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject)])
    above, signing = issuer or (None, key)
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(above.subject if above else name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=2))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(subject)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        .sign(signing, hashes.SHA256())
    )
    return made, key


@pytest.fixture(scope="module")
def authority():
    return certificate("Town Authority")


@pytest.fixture
def trusting(authority):
    """A context that trusts the authority of the test alone."""
    made = ssl.create_default_context(cadata=authority[0].public_bytes(Encoding.PEM).decode())
    # A root with no key identifiers is enough for a test; Python 3.13 began to want more.
    made.verify_flags &= ~getattr(ssl, "VERIFY_X509_STRICT", 0)
    return made


@pytest.fixture
def serving(tmp_path, authority):
    """Make the context of a server that shows a certificate of this name."""

    def make(name: str = NAME, days: int = 1):
        leaf, key = certificate(name, authority, days)
        path = tmp_path / "server.pem"
        secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        path.write_bytes(secret + leaf.public_bytes(Encoding.PEM))
        path.write_bytes(path.read_bytes() + authority[0].public_bytes(Encoding.PEM))
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        made.load_cert_chain(path)
        return made, leaf

    return make


def sha256(certificate: x509.Certificate) -> str:
    return hashlib.sha256(certificate.public_bytes(Encoding.DER)).hexdigest()


def test_the_name_is_asked_for_and_checked_while_the_address_is_spoken_to(
    serving, trusting, authority
):
    secure, leaf = serving()
    names: list[str] = []
    secure.sni_callback = lambda _socket, name, _context: names.append(name)
    with Site(lambda _: answer(b"x"), secure) as site:
        network, spoken = anywhere(site, "93.184.216.34")
        got = Fetcher(QUICK, network, trusting).get(f"https://{NAME}/")
    assert got.body == b"x"
    assert (spoken, names) == (["93.184.216.34 443"], [NAME])
    assert site.asked[0].header("Host") == NAME
    assert got.certificates == (sha256(leaf), sha256(authority[0]))


@pytest.mark.parametrize(
    ("name", "days", "reason"),
    [("other.test", 1, "Hostname mismatch"), (NAME, -1, "expired")],
)
def test_a_certificate_of_another_name_or_time_is_not_spoken_to(
    serving, trusting, name, days, reason
):
    with Site(lambda _: answer(b"x"), serving(name, days)[0]) as site:
        network, _ = anywhere(site, "93.184.216.34")
        with pytest.raises(Unreachable, match=reason):
            Fetcher(QUICK, network, trusting).get(f"https://{NAME}/")
    assert site.asked == []


def test_a_certificate_of_an_unknown_authority_is_not_spoken_to(serving):
    with Site(lambda _: answer(b"x"), serving()[0]) as site:
        network, _ = anywhere(site, "93.184.216.34")
        with pytest.raises(Unreachable, match="certificate verify failed"):
            Fetcher(QUICK, network).get(f"https://{NAME}/")
    assert site.asked == []


def test_a_server_that_does_not_speak_tls_is_unreachable(trusting):
    with Site(lambda _: answer(b"x")) as site:
        network, _ = anywhere(site, "93.184.216.34")
        began = time.monotonic()
        with pytest.raises(Unreachable, match="gives no answer"):
            Fetcher(Settings(fetch_seconds=1), network, trusting).get(f"https://{NAME}/")
    assert time.monotonic() - began < 2


def test_a_connection_that_used_up_the_time_is_hung_up(trusting):
    with Site(lambda _: answer(b"x")) as site:
        network, _ = anywhere(site, "93.184.216.34")
        made = []

        def late(address: str, port: int, seconds: float):
            made.append(network.connect(address, port, seconds))
            time.sleep(1.1)
            return made[0]

        fetcher = Fetcher(Settings(fetch_seconds=1), Network(network.resolve, late), trusting)
        with pytest.raises(Unreachable, match="the time is up"):
            fetcher.get(f"https://{NAME}/")
    assert made[0].get_extra_info("socket").fileno() == -1


def test_a_redirect_out_of_tls_is_not_followed(serving, trusting):
    with Site(lambda _: moved(f"http://{NAME}/"), serving()[0]) as site:
        network, spoken = anywhere(site, "93.184.216.34", "93.184.216.34")
        with pytest.raises(BadInput, match="out of TLS"):
            Fetcher(QUICK, network, trusting).get(f"https://{NAME}/")
    assert spoken == ["93.184.216.34 443"]


def test_a_redirect_to_another_origin_is_checked_against_the_other_name(serving, trusting):
    with Site(lambda _: moved("https://other.test/"), serving()[0]) as site:
        network, _ = anywhere(site, "93.184.216.34", "93.184.216.34")
        with pytest.raises(Unreachable, match=r"other\.test gives no answer.*Hostname mismatch"):
            Fetcher(QUICK, network, trusting).get(f"https://{NAME}/")
    assert len(site.asked) == 1
