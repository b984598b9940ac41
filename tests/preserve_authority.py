"""A time-stamping authority of our own: openssl, a root, and a certificate that may stamp."""

import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

NOW = datetime.now(UTC)
YEARS = timedelta(days=3650)
CONFIG = """
[tsa]
default_tsa = ours
[ours]
serial = {folder}/serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha1, sha256, sha512
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


class Authority:
    """Answers questions as ``openssl ts -reply`` does."""

    def __init__(
        self,
        folder: Path,
        name: str,
        start: datetime = NOW - YEARS,
        end: datetime = NOW + 2 * YEARS,
    ) -> None:
        folder.mkdir(parents=True)
        self.folder, self.root = folder, folder / "root.pem"
        root_key, root = _certificate(f"{name} Root", None, None, NOW - YEARS, NOW + 2 * YEARS)
        key, signer = _certificate(f"{name} Stamps", root, root_key, start, end)
        self.root.write_bytes(root.public_bytes(Encoding.PEM))
        (folder / "signer.pem").write_bytes(signer.public_bytes(Encoding.PEM))
        (folder / "key.pem").write_bytes(
            key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        )
        (folder / "serial").write_text("01\n")
        (folder / "tsa.cnf").write_text(CONFIG.format(folder=folder))

    def reply(self, question: Path, out: Path) -> Path:
        """The answer to a question, dated now."""
        run("openssl", "ts", "-reply", "-queryfile", question, "-out", out, *self._signer("ts"))
        return out

    def reply_dated(self, question: Path, out: Path, year: int) -> Path:
        """A bare token that is the answer in everything but the year, signed as it should be."""
        token, said = self.folder / "token", self.folder / "said"
        answer = self.reply(question, self.folder / "now.tsr")
        run("openssl", "ts", "-reply", "-in", answer, "-token_out", "-out", token)
        run("openssl", "cms", "-verify", "-noverify", "-inform", "DER", "-in", token, "-out", said)
        today = NOW.strftime("%Y").encode()
        assert said.read_bytes().count(b"\x18\x0f" + today) == 1
        said.write_bytes(
            said.read_bytes().replace(b"\x18\x0f" + today, b"\x18\x0f" + str(year).encode())
        )
        shape = ["-binary", "-nodetach", "-cades", "-econtent_type", "1.2.840.113549.1.9.16.1.4"]
        signed = ["-in", said, "-outform", "DER", "-out", out]
        run("openssl", "cms", "-sign", *shape, *signed, *self._signer("cms"))
        return out

    def _signer(self, command: str) -> list[object]:
        signer = ["-signer", self.folder / "signer.pem", "-inkey", self.folder / "key.pem"]
        return [*signer, *(["-config", self.folder / "tsa.cnf"] if command == "ts" else [])]


def run(*command: object, cwd: Path | None = None) -> str:
    """Run a program of somebody else; it must succeed."""
    done = subprocess.run(
        [str(each) for each in command], capture_output=True, cwd=cwd, check=False
    )
    assert done.returncode == 0, done.stderr.decode() + done.stdout.decode()
    return done.stdout.decode()


def _certificate(name, issuer, issuer_key, start, end):
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
    )
    if issuer is not None:
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        made = made.add_extension(usage, critical=True)
    return key, made.sign(issuer_key or key, hashes.SHA256())
