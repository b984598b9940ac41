"""A checkpoint is verified by this lab's key and by other people's tools, and by nothing else."""

import base64
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from battery.lab_samples import CAPTURE, PLACE, post

from marsad.errors import BadInput
from marsad.store import Store, checkpoint, custody, keys, merkle


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "lab") as store:
        store.add(PLACE, CAPTURE, post(1), post(2))
        yield store


@pytest.fixture
def note(lab: Store) -> Path:
    made = lab.checkpoint()
    assert made is not None
    return made


def test_a_checkpoint_states_size_and_root_of_the_log(lab: Store, note: Path) -> None:
    found = checkpoint.read(note)
    assert found.verified(keys.public_pem(lab.lab))
    assert (found.origin, found.size, found.root.hex()) == (lab.origin, *lab.root())
    assert found.root == merkle.root([line.leaf for line in custody.lines(lab.lab)])
    assert note.name == "000000000004.note"


def test_a_log_that_did_not_grow_is_not_signed_again(lab: Store, note: Path) -> None:
    assert lab.checkpoint() is None
    lab.add(post(3))
    assert lab.checkpoint() is not None
    assert [path.name for path in checkpoint.every(lab.lab)] == [note.name, "000000000005.note"]


def test_an_empty_log_is_not_signed(tmp_path: Path) -> None:
    with Store.create(tmp_path / "empty") as store:
        assert store.checkpoint() is None


def test_the_key_of_another_lab_does_not_verify(tmp_path: Path, note: Path) -> None:
    with Store.create(tmp_path / "other") as other:
        assert not checkpoint.read(note).verified(keys.public_pem(other.lab))


def test_a_signature_under_the_right_name_by_another_key_does_not_verify(
    tmp_path: Path, lab: Store, note: Path
) -> None:
    with Store.create(tmp_path / "other") as other:
        forged = checkpoint.read(checkpoint.write(other.lab, lab.origin, *head(lab)))
    named = base64.b64encode(checkpoint.read(note).signature[:4] + forged.signature[4:]).decode()
    text = note.read_text(encoding="utf-8").partition("\n\n")[0]
    note.write_text(f"{text}\n\n— {lab.origin} {named}\n", encoding="utf-8")
    assert not checkpoint.read(note).verified(keys.public_pem(lab.lab))


def head(lab: Store) -> tuple[int, bytes]:
    size, root = lab.root()
    return size, bytes.fromhex(root)


def test_every_altered_byte_of_a_note_is_noticed(lab: Store, note: Path) -> None:
    whole, public = note.read_bytes(), keys.public_pem(lab.lab)
    for at in range(len(whole)):
        for bit in (1, 32):
            note.write_bytes(whole[:at] + bytes([whole[at] ^ bit]) + whole[at + 1 :])
            assert not verified(note, public), at
    note.write_bytes(whole)
    assert verified(note, public)


def verified(note: Path, public: bytes) -> bool:
    try:
        return checkpoint.read(note).verified(public)
    except BadInput:
        return False


@pytest.mark.parametrize("change", [("\n4\n", "\n04\n"), ("\n4\n", "\n+4\n"), ("\n4\n", "\n٤\n")])
def test_a_number_written_otherwise_is_not_what_was_signed(
    note: Path, change: tuple[str, str]
) -> None:
    note.write_text(note.read_text(encoding="utf-8").replace(*change), encoding="utf-8")
    with pytest.raises(BadInput, match="is not a signed note"):
        checkpoint.read(note)


def test_a_stripped_signature_does_not_verify(lab: Store, note: Path) -> None:
    text = note.read_text(encoding="utf-8").partition("\n\n")[0]
    note.write_text(f"{text}\n\n", encoding="utf-8")
    assert checkpoint.read(note).signature == b""
    assert not checkpoint.read(note).verified(keys.public_pem(lab.lab))


def test_a_witness_may_sign_as_well(lab: Store, note: Path) -> None:
    other = "— witness.example " + base64.b64encode(b"w" * 68).decode() + "\n"
    note.write_text(note.read_text(encoding="utf-8") + other, encoding="utf-8")
    assert checkpoint.read(note).verified(keys.public_pem(lab.lab))


def test_the_key_is_written_as_signed_notes_write_it(lab: Store) -> None:
    name, key_id, coded = keys.verifier(lab.origin, keys.public_pem(lab.lab)).split("+", 2)
    assert name == lab.origin
    assert bytes.fromhex(key_id) == keys.note_key_id(name, keys.public_pem(lab.lab))
    assert base64.b64decode(coded)[:1] == b"\x01"
    assert len(base64.b64decode(coded)) == 33


def test_nobody_else_may_read_the_secret_keys(lab: Store) -> None:
    folder = lab.lab / "keys"
    modes = {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()}
    assert modes == {"lab.key": 0o600, "lab.pub": 0o644, "pseudonym.key": 0o600}
    assert len(lab.pseudonym_key) == 32


@pytest.mark.parametrize("name", ["lab.key", "lab.pub"])
def test_a_damaged_key_is_named(lab: Store, name: str) -> None:
    path = lab.lab / "keys" / name
    path.write_bytes(b"")
    with pytest.raises(BadInput, match=f"keys/{name}"):
        lab.checkpoint()


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs the openssl command")
def test_openssl_verifies_the_signed_text_and_nothing_else(
    tmp_path: Path, lab: Store, note: Path
) -> None:
    found = checkpoint.read(note)
    (tmp_path / "text").write_text(found.text, encoding="utf-8")
    (tmp_path / "signature").write_bytes(found.signature[4:])
    assert openssl(tmp_path, lab)
    (tmp_path / "text").write_text(found.text.replace("\n4\n", "\n5\n"), encoding="utf-8")
    assert not openssl(tmp_path, lab)


def openssl(folder: Path, lab: Store) -> bool:
    command = ["openssl", "pkeyutl", "-verify", "-pubin", "-rawin"]
    command += ["-inkey", str(lab.lab / "keys" / "lab.pub")]
    command += ["-in", "text", "-sigfile", "signature"]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    return done.returncode == 0 and b"Success" in done.stdout
