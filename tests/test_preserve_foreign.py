"""A9: a bundle is checked from outside, with tools that know nothing of Marsad."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import TEXTS, message, write_export
from preserve_authority import Authority

from marsad import pipeline, preserve
from marsad.preserve import timestamp
from marsad.store import Store

VERIFIERS = {
    "sha256sum": ["sha256sum", "--quiet", "--strict", "-c", "manifest-sha256.txt"],
    "sha512sum": ["sha512sum", "--quiet", "--strict", "-c", "manifest-sha512.txt"],
    "tags": ["sha256sum", "--quiet", "--strict", "-c", "tagmanifest-sha256.txt"],
    "bagit.py": [sys.executable, "-m", "bagit", "--validate", "--quiet", "."],
    "openssl pkeyutl": [
        *("openssl", "pkeyutl", "-verify", "-pubin", "-inkey", "data/lab.pub", "-rawin"),
        *("-in", "data/checkpoint.txt", "-sigfile", "data/checkpoint.sig"),
    ],
}


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("tsa") / "authority", "Example")


@pytest.fixture(scope="module")
def whole(tmp_path_factory, authority):
    folder = tmp_path_factory.mktemp("foreign")
    messages = [message(id, text) for id, text in zip((1, 2, 4, 5), TEXTS, strict=True)]
    with Store.create(folder / "lab") as store:
        pipeline.collect(store, [str(write_export(folder / "export", messages))])
        question = timestamp.ask(store, folder)
        timestamp.take(store, authority.reply(question, folder / "a.tsr"), authority.root)
        yield preserve.bundle(store, preserve.choose(store, "all"), folder / "bundle")


@pytest.fixture
def bundle(whole, tmp_path):
    return Path(shutil.copytree(whole, tmp_path / "bundle"))


def passes(command: list[str], bundle: Path, given: Path | None = None) -> bool:
    """Whether a program of somebody else is content, standing in the bundle."""
    with (given or Path("/dev/null")).open("rb") as file:
        done = subprocess.run(command, cwd=bundle, stdin=file, capture_output=True, check=False)
    return done.returncode == 0


def ssh(bundle: Path) -> bool:
    """``ssh-keygen -Y verify``, with the name that stands first in allowed_signers."""
    name = (bundle / "data" / "allowed_signers").read_text().split(" ")[0]
    command = ["ssh-keygen", "-Y", "verify", "-f", "data/allowed_signers", "-I", name]
    shape = ["-n", "marsad", "-s", "data/checkpoint.sshsig"]
    return passes([*command, *shape], bundle, bundle / "data" / "checkpoint.txt")


def ts(bundle: Path, root: Path) -> bool:
    """``openssl ts -verify``, with the root of an authority that we know from elsewhere."""
    (token,) = (bundle / "data" / "anchors").glob("*.tsr")
    note = token.with_name(f"{token.name[:12]}.note")
    command = ["openssl", "ts", "-verify", "-data", str(note), "-in", str(token)]
    return passes([*command, "-CAfile", str(root)], bundle)


def test_every_verifier_of_others_is_content(bundle, authority):
    for name, command in VERIFIERS.items():
        assert passes(command, bundle), name
    assert ssh(bundle)
    assert ts(bundle, authority.root)


@pytest.mark.parametrize(
    ("verifier", "name"),
    [
        ("sha256sum", "data/records/0.json"),
        ("sha512sum", "data/leaves/0.json"),
        ("tags", "manifest-sha256.txt"),
        ("bagit.py", "data/checkpoint.note"),
        ("bagit.py", "bag-info.txt"),
        ("openssl pkeyutl", "data/checkpoint.txt"),
        ("openssl pkeyutl", "data/checkpoint.sig"),
    ],
)
def test_each_of_them_notices_a_changed_bit(bundle, verifier, name):
    flip(bundle / name)
    assert not passes(VERIFIERS[verifier], bundle)


def test_bagit_notices_a_file_that_is_not_listed_and_one_that_is_gone(bundle):
    (bundle / "data" / "extra").write_bytes(b"")
    assert not passes(VERIFIERS["bagit.py"], bundle)
    (bundle / "data" / "extra").unlink()
    assert passes(VERIFIERS["bagit.py"], bundle)
    next((bundle / "data" / "blobs").iterdir()).unlink()
    assert not passes(VERIFIERS["bagit.py"], bundle)


@pytest.mark.parametrize("name", ["checkpoint.txt", "checkpoint.sshsig"])
def test_ssh_keygen_notices_a_changed_bit(bundle, name):
    flip(bundle / "data" / name)
    assert not ssh(bundle)


def test_ssh_keygen_notices_another_key(bundle, tmp_path):
    command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / "key")]
    assert passes(command, bundle)
    signers = bundle / "data" / "allowed_signers"
    name, names, *_ = signers.read_text().split(" ")
    signers.write_text(f"{name} {names} {(tmp_path / 'key.pub').read_text()}")
    assert not ssh(bundle)


def test_openssl_notices_an_altered_note_and_another_authority(bundle, authority, tmp_path):
    assert not ts(bundle, Authority(tmp_path / "other", "Example").root)
    (note,) = (bundle / "data" / "anchors").glob("*.note")
    flip(note)
    assert not ts(bundle, authority.root)


def flip(path: Path) -> None:
    path.chmod(0o644)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def test_the_checks_in_the_enclosed_guide_pass_as_they_stand_there(bundle):
    """Every command of VERIFY.md, from the bundle's own folder."""
    guide = (bundle / "data" / "VERIFY.md").read_text(encoding="utf-8")
    commands = [block.partition("```")[0] for block in guide.split("```sh\n")[1:]]
    assert len(commands) >= 5
    for command in commands:
        done = subprocess.run(
            ["bash", "-e", "-c", command], cwd=bundle, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, (command, done.stderr)
