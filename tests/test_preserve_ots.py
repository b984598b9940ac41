"""A proof of OpenTimestamps is pending, attested or anchored, and never taken for more."""

import hashlib
import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import TEXTS, message, write_export
from preserve_authority import Authority
from typer.testing import CliRunner

from marsad import pipeline, preserve
from marsad.cli.app import app
from marsad.errors import BadInput
from marsad.preserve import bundle_bag, timestamp_header, timestamp_proof
from marsad.store import Store, layout
from marsad.store.backup import backup
from marsad.store.restore import restore

pytest.importorskip("opentimestamps", reason="proofs are made with the reference implementation")
import ots_proofs as ots

GENESIS = (
    "01000000" + "00" * 32 + "3ba3edfd7a7b12b27ac72c3e67768f617fc81bc3888a51323a9fb8aa4b1e5e4a"
    "29ab5f49ffff001d1dac2b7c"
)


@pytest.fixture
def note(collected, tmp_path):
    """The note that was laid down for ``ots stamp``."""
    return preserve.ask_ots(collected, tmp_path / "outbox")


def laid(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


@pytest.fixture
def stamped(note, tmp_path):
    """A proof on the note that leads to a block, and the header of that block."""
    data, root = ots.proof(note.read_bytes(), calendar=ots.CALENDAR)
    return laid(tmp_path / "note.ots", data), laid(tmp_path / "header", ots.header(root))


def test_every_path_is_followed_as_the_reference_does(note):
    data, root = ots.proof(note.read_bytes(), calendar=ots.CALENDAR)
    found = timestamp_proof.parse(data)
    assert found.digest == hashlib.sha256(note.read_bytes()).digest()
    assert found.blocks == [timestamp_proof.Block(800_001, root)]
    assert found.calendars == [ots.CALENDAR]


def test_the_header_of_a_real_block_is_read(tmp_path):
    (header,) = timestamp_header.headers(laid(tmp_path / "genesis", GENESIS.encode()))
    assert header.name == "000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f"
    assert header.time == datetime(2009, 1, 3, 18, 15, 5, tzinfo=UTC)
    assert header.root[::-1].hex().startswith("4a5e1e4baab89f3a32518a88c31bc87f")


def test_a_header_with_any_bit_changed_was_not_worked_for(tmp_path):
    whole = bytes.fromhex(GENESIS)
    for at in range(0, 640, 7):
        changed = bytearray(whole)
        changed[at // 8] ^= 1 << at % 8
        with pytest.raises(BadInput, match="worked for"):
            timestamp_header.headers(laid(tmp_path / "changed", bytes(changed)))


def test_the_note_is_laid_down_and_is_pending(collected, note):
    (anchor,) = preserve.anchors(collected)
    size, root = collected.root()
    assert (anchor.size, anchor.root, anchor.state, anchor.authority) == (size, root, "pending", "")
    assert note.name == f"checkpoint-{size:012d}.note"
    assert preserve.ask_ots(collected, note.parent).read_bytes() == note.read_bytes()


def test_what_a_calendar_promised_is_pending_and_anchors_nothing(collected, note, tmp_path):
    taken = preserve.take(collected, laid(tmp_path / "p.ots", ots.pending(note.read_bytes())))
    assert (taken.state, taken.authority, taken.time) == ("pending", ots.CALENDAR, None)
    found = preserve.verify(collected)
    assert (found.state, found.anchored) == (preserve.VERIFIED, 0)


def test_without_a_header_a_complete_proof_is_attested_and_anchors_nothing(collected, stamped):
    taken = preserve.take(collected, stamped[0])
    assert (taken.state, taken.authority, taken.time) == ("attested", "Bitcoin block 800001", None)
    assert timestamp_proof.parse(stamped[0].read_bytes()).blocks[0].root[::-1].hex() in taken.reason
    found = preserve.verify(collected)
    assert (found.state, found.anchored) == (preserve.VERIFIED, 0)


def test_with_its_header_it_is_anchored_at_the_time_of_the_block(collected, stamped):
    taken = preserve.take(collected, stamped[0], header=stamped[1], by="person:Amal")
    assert (taken.state, taken.time) == ("anchored", ots.MINED)
    found = preserve.verify(collected)
    assert (found.state, found.anchored) == (preserve.VERIFIED, taken.size)
    (act,) = [each for each in collected.chain() if b'"act":"anchored"' in (each.record or b"")]
    assert act.author == "person:Amal"


def test_a_header_may_come_later_and_nothing_is_taken_twice(collected, stamped):
    first = preserve.take(collected, stamped[0])
    assert preserve.take(collected, stamped[0]) == first
    taken = preserve.take(collected, stamped[0], header=stamped[1])
    size = collected.root()[0]
    assert preserve.take(collected, stamped[0]) == taken
    assert preserve.take(collected, stamped[0], header=stamped[1]) == taken
    assert collected.root()[0] == size == first.size + 2
    found = preserve.verify(collected)
    assert (found.state, found.anchored) == (preserve.VERIFIED, first.size)


def test_another_block_another_note_and_weak_digests_are_refused(collected, note, tmp_path):
    data, root = ots.proof(note.read_bytes())
    path = laid(tmp_path / "note.ots", data)
    other = laid(tmp_path / "other", ots.header(bytes(32)))
    with pytest.raises(BadInput, match=r"800001 \(" + root[::-1].hex()):
        preserve.take(collected, path, header=other)
    with pytest.raises(BadInput, match="no note that this lab gave out"):
        preserve.take(collected, laid(tmp_path / "x.ots", ots.proof(b"something else")[0]))
    for operation in (b"\x02", b"\x03", b"\x67", b"\x55"):  # SHA-1, RIPEMD-160, Keccak, none
        weak = data[: len(timestamp_proof.MAGIC) + 34] + operation + data[-50:]
        with pytest.raises(BadInput, match="weak"):
            preserve.take(collected, laid(tmp_path / "weak.ots", weak))
    pending = laid(tmp_path / "p.ots", ots.pending(note.read_bytes()))
    with pytest.raises(BadInput, match="ots upgrade"):
        preserve.take(collected, pending, header=other)
    assert [each.state for each in preserve.anchors(collected)] == ["pending"]


def test_a_proof_cut_anywhere_or_with_something_after_it_is_refused(note):
    data, _root = ots.proof(note.read_bytes(), calendar=ots.CALENDAR)
    for cut in range(len(data)):
        with pytest.raises(BadInput):
            timestamp_proof.parse(data[:cut])
    with pytest.raises(BadInput, match="follows"):
        timestamp_proof.parse(data + b"\x00")


def test_a_proof_made_to_exhaust_us_is_refused_in_time(note):
    start = ots.pending(note.read_bytes())[: len(timestamp_proof.MAGIC) + 34]
    for tail in (b"\xff" * 60_000, b"\xf3" * 60_000, b"\xff\x08" * 30_000, b"\x08" * 60_000):
        with pytest.raises(BadInput):
            timestamp_proof.parse(start + tail)
    with pytest.raises(BadInput, match="no proof"):
        timestamp_proof.parse(start + bytes(100_000))


@pytest.mark.parametrize("suffix", [".ots", ".header"])
def test_an_altered_proof_or_header_is_invalid_and_a_lost_one_noticed(collected, stamped, suffix):
    taken = preserve.take(collected, stamped[0], header=stamped[1])
    path = taken.token.with_suffix(suffix)
    whole = bytearray(path.read_bytes())
    whole[len(whole) // 2] ^= 1
    path.write_bytes(whole)
    found = preserve.verify(collected)
    assert (found.state, found.anchored) == ("INVALID", 0)
    path.unlink()
    found = preserve.verify(collected)
    assert found.anchored == 0
    assert found.state in ("INCOMPLETE", "INVALID")


def test_a_proof_put_there_past_the_store_counts_for_nothing(collected, stamped, note):
    data, name = stamped[0].read_bytes(), hashlib.sha256(stamped[0].read_bytes()).hexdigest()[:16]
    kept = collected.lab / layout.ANCHORS / f"{note.name[11:23]}-{name}.ots"
    laid(kept, data)
    laid(kept.with_suffix(".header"), stamped[1].read_bytes())
    found = preserve.verify(collected)
    assert (found.state, found.anchored) == ("INVALID", 0)
    # An import that was broken off before it was logged looks like that; it may be done again.
    preserve.take(collected, stamped[0], header=stamped[1])
    found = preserve.verify(collected)
    assert (found.state, found.anchored > 0) == (preserve.VERIFIED, True)


def test_both_kinds_of_stamps_stand_beside_each_other_and_are_restored(
    collected, stamped, tmp_path
):
    authority = Authority(tmp_path / "authority", "Example")
    question = preserve.ask(collected, tmp_path)
    preserve.take(collected, authority.reply(question, tmp_path / "a.tsr"), authority.root)
    preserve.take(collected, stamped[0], header=stamped[1])
    states = [(each.state, each.authority) for each in preserve.anchors(collected)]
    assert sorted(states) == [("anchored", "Bitcoin block 800001"), ("anchored", "Example Stamps")]
    copy = backup(collected, tmp_path / "copy")
    with restore(copy, tmp_path / "again", collected.lab / layout.KEYS) as again:
        found = preserve.verify(again)
    assert (found.state, found.anchored > 0) == (preserve.VERIFIED, True)


def bundled(store, out: Path) -> Path:
    return preserve.bundle(store, preserve.choose(store, "all"), out)


def by_script(bundle: Path, *given: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", "-S", str(bundle / "data" / "verify.py"), *given]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_bundle_carries_the_proof_and_counts_it_only_on_a_header_of_the_readers(
    collected, stamped, tmp_path
):
    taken = preserve.take(collected, stamped[0], header=stamped[1])
    bundle = bundled(collected, tmp_path / "bundle")
    assert (preserve.verify_bundle(bundle).state, preserve.verify_bundle(bundle).anchored) == (
        "VERIFIED",
        0,
    )
    found = preserve.verify_bundle(bundle, header=stamped[1])
    assert (found.state, found.anchored) == ("VERIFIED", taken.size)
    unchecked = by_script(bundle)
    assert (unchecked.returncode, "unchecked" in unchecked.stdout) == (0, True), unchecked.stdout
    roots = Authority(tmp_path / "authority", "Example").root
    checked = by_script(bundle, str(roots), str(stamped[1]))
    assert checked.returncode == 0
    assert "in Bitcoin block 800001 with Merkle root" in checked.stdout
    assert "unchecked" not in checked.stdout


def test_a_pending_proof_in_a_bundle_is_said_to_be_pending(collected, note, tmp_path):
    preserve.take(collected, laid(tmp_path / "p.ots", ots.pending(note.read_bytes())))
    bundle = bundled(collected, tmp_path / "bundle")
    said = by_script(bundle)
    assert (said.returncode, "pending, no block holds it yet" in said.stdout) == (0, True)
    assert preserve.verify_bundle(bundle).anchored == 0


@pytest.mark.parametrize("change", ["bit", "cut", "other note", "other block", "weak"])
def test_a_tampered_proof_in_a_bundle_is_invalid_though_sealed_again(
    collected, stamped, tmp_path, change
):
    preserve.take(collected, stamped[0], header=stamped[1])
    bundle = bundled(collected, tmp_path / "bundle")
    (path,) = (bundle / "data" / "anchors").glob("*.ots")
    data = path.read_bytes()
    made = {
        "bit": data[:70] + bytes([data[70] ^ 1]) + data[71:],
        "cut": data[:-3],
        "other note": ots.proof(b"another note")[0],
        "other block": data,
        "weak": data[: len(timestamp_proof.MAGIC) + 34] + b"\x02" + data[-50:],
    }[change]
    path.write_bytes(made)
    if change == "other block":
        path.with_suffix(".header").write_bytes(ots.header(bytes(32)))
    for old in bundle.glob("*.txt"):
        old.unlink()
    bundle_bag.bag(bundle)
    said = by_script(bundle)
    assert preserve.verify_bundle(bundle).state == "INVALID"
    assert said.returncode == 1
    assert said.stderr == ""
    assert said.stdout.strip().endswith("INVALID")


def test_the_commands_say_what_each_state_is(tmp_path):
    lab, runner = tmp_path / "lab", CliRunner()
    with Store.create(lab) as store:
        export = write_export(tmp_path / "export", [message(1, TEXTS[0])])
        pipeline.collect(store, [str(export)])
    asked = runner.invoke(app, ["timestamp", str(lab), "ask", "--ots", "--out", str(tmp_path)])
    note = Path(asked.stdout.strip())
    data, root = ots.proof(note.read_bytes())
    path = laid(tmp_path / "n.ots", data)
    take = ["timestamp", str(lab), "take", str(path)]
    said = runner.invoke(app, take).stdout
    assert said.startswith("attested")
    assert f"compare its Merkle root {root[::-1].hex()}" in said
    assert runner.invoke(app, ["verify", str(lab)]).stdout.find("anchored") == -1
    header = laid(tmp_path / "header", ots.header(root).hex().encode())
    assert runner.invoke(app, [*take, "--header", str(header)]).stdout.startswith("anchored")
    (listed,) = runner.invoke(app, ["timestamp", str(lab), "list", "--json"]).stdout.splitlines()
    assert json.loads(listed)["state"] == "anchored"
    assert "anchored" in runner.invoke(app, ["verify", str(lab)]).stdout
    assert runner.invoke(app, ["timestamp", str(lab), "take", str(note)]).exit_code == 1
