"""A1 to A5 on a bundle: whatever is done to it, both verifiers say so, and say the same."""

import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from preserve_authority import Authority

from marsad import pipeline, preserve
from marsad.model import Place
from marsad.preserve import bundle_bag, timestamp
from marsad.store import Store

VERDICTS = ("VERIFIED", "UNSIGNED", "INCOMPLETE", "INVALID")


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("tsa") / "authority", "Example")


@pytest.fixture(scope="module")
def whole(tmp_path_factory, authority):
    """A bundle with an anchor, of a log that went on after it was stamped."""
    from conftest import TEXTS, message, write_export

    folder = tmp_path_factory.mktemp("whole")
    messages = [message(id, text) for id, text in zip((1, 2, 4, 5), TEXTS, strict=True)]
    export = write_export(folder / "export", messages)
    with Store.create(folder / "lab") as store:
        pipeline.collect(store, [str(export)])
        question = timestamp.ask(store, folder)
        timestamp.take(store, authority.reply(question, folder / "a.tsr"), authority.root)
        store.add(Place("telegram:9", "Telegram", "Later"))
        yield preserve.bundle(store, preserve.choose(store, "all"), folder / "bundle")


@pytest.fixture
def bundle(whole, tmp_path):
    return Path(shutil.copytree(whole, tmp_path / "bundle"))


def verdict(bundle: Path) -> str:
    """What both verifiers say; they have to say the same."""
    found = preserve.verify_bundle(bundle)
    script = Path(preserve.__file__).parent / "bundled" / "verify.py"
    text = script.read_text(encoding="utf-8").replace(
        "HERE = Path(__file__).resolve().parent", f"HERE = Path({str(bundle / 'data')!r})"
    )
    command = [sys.executable, "-I", "-S", "-c", text]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    said = done.stdout.rsplit(": ", 1)[1].strip()
    assert said in VERDICTS
    assert said == found.state, (done.stdout, found.problems)
    assert done.returncode == (0 if said == "VERIFIED" else 1)
    return said


def sealed_again(bundle: Path) -> Path:
    """What whoever altered a bundle does next: write manifests that fit."""
    for path in bundle.glob("*.txt"):
        path.unlink()
    bundle_bag.bag(bundle)
    return bundle


def names(bundle: Path) -> list[str]:
    return sorted(
        path.relative_to(bundle).as_posix() for path in bundle.rglob("*") if path.is_file()
    )


def test_an_untouched_bundle_is_verified(bundle):
    assert verdict(bundle) == "VERIFIED"
    assert len(names(bundle)) > 25


def test_a_stamp_counts_only_for_whoever_trusts_its_root(bundle, authority):
    assert preserve.verify_bundle(bundle).anchored == 0
    found = preserve.verify_bundle(bundle, roots=authority.root)
    assert (found.state, 0 < found.anchored < found.signed) == ("VERIFIED", True)


@pytest.mark.slow
def test_one_random_bit_in_any_file_is_noticed_and_the_file_named(bundle):
    """A1."""
    chance = random.Random(20260701)
    for name in names(bundle):
        path = bundle / name
        path.chmod(0o644)
        whole = path.read_bytes()
        if not whole:
            continue
        altered, at = bytearray(whole), chance.randrange(len(whole) * 8)
        altered[at // 8] ^= 1 << at % 8
        path.write_bytes(altered)
        assert verdict(bundle) in ("INVALID", "INCOMPLETE"), (name, at)
        problems = preserve.verify_bundle(bundle).problems
        assert any(name in (each.item + each.reason) for each in problems), (name, at)
        path.write_bytes(whole)
    assert verdict(bundle) == "VERIFIED"


def test_many_random_bits_are_all_noticed(bundle):
    """A1, by our own verifier alone, which is quicker."""
    chance, all_names = random.Random(7), names(bundle)
    for _ in range(150):
        path = bundle / chance.choice(all_names)
        path.chmod(0o644)
        if not (whole := path.read_bytes()):
            continue
        altered, at = bytearray(whole), chance.randrange(len(whole) * 8)
        altered[at // 8] ^= 1 << at % 8
        path.write_bytes(altered)
        assert preserve.verify_bundle(bundle).state in ("INVALID", "INCOMPLETE"), (path, at)
        path.write_bytes(whole)


@pytest.mark.slow
def test_any_missing_file_makes_it_incomplete_and_not_invalid(bundle, tmp_path):
    """A5."""
    for name in names(bundle):
        away = tmp_path / "away"
        shutil.move(bundle / name, away)
        assert verdict(bundle) == "INCOMPLETE", name
        problems = preserve.verify_bundle(bundle).problems
        assert any(name in (each.item + each.reason) for each in problems), name
        shutil.move(away, bundle / name)
    assert verdict(bundle) == "VERIFIED"


@pytest.mark.parametrize(
    "name",
    [
        "more.txt",
        "extra",
        "fetch.txt",
        "data/.hidden",
        "data/more.txt",
        "data/blobs/README",
        "data/records/zero.json",
        "data/records/0.JSON",
        "data/VERIFY.MD",
        "data/deep/er/file",
        ".git/config",
        "meta/x.json",
        "data/anchors/extra.tsr",
    ],
)
def test_a_file_that_is_not_listed_is_invalid(bundle, name):
    """A4: a twin in another case, a hidden file, another folder."""
    (bundle / name).parent.mkdir(parents=True, exist_ok=True)
    (bundle / name).write_bytes(b"{}")
    assert verdict(bundle) == "INVALID"
    items = {each.item for each in preserve.verify_bundle(bundle).problems}
    assert name in items
    if not name.endswith(".txt") or name.startswith("data"):
        assert verdict(sealed_again(bundle)) == "INVALID"


def test_a_link_is_invalid(bundle):
    (bundle / "data" / "outside").symlink_to("/etc/hostname")
    assert verdict(bundle) == "INVALID"


def test_an_original_that_no_record_names_is_invalid(bundle):
    import hashlib

    name = hashlib.sha256(b"slipped in").hexdigest()
    (bundle / "data" / "blobs" / name).write_bytes(b"slipped in")
    assert verdict(sealed_again(bundle)) == "INVALID"


def test_a_stripped_signature_is_unsigned(bundle):
    """A2: and the manifests were made to fit."""
    note = bundle / "data" / "checkpoint.note"
    note.write_text(
        note.read_text(encoding="utf-8").partition("\n\n")[0] + "\n\n", encoding="utf-8"
    )
    assert verdict(bundle) == "INVALID"
    assert verdict(sealed_again(bundle)) == "UNSIGNED"
    for name in ("checkpoint.sig", "checkpoint.sshsig", "allowed_signers"):
        (bundle / "data" / name).unlink()
    for path in (bundle / "data" / "proofs").iterdir():
        text = path.read_text(encoding="utf-8")
        path.write_text(text[: text.index("—")], encoding="utf-8")
    assert verdict(sealed_again(bundle)) == "UNSIGNED"


@pytest.mark.parametrize("name", ["checkpoint.sig", "checkpoint.sshsig", "checkpoint.txt"])
def test_another_form_of_the_signature_must_be_the_labs_too(bundle, name):
    path = bundle / "data" / name
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    assert verdict(sealed_again(bundle)) == "INVALID"


def test_a_swapped_root_or_size_is_invalid(bundle):
    """A3: a signature that is not bound to what it stands on."""
    note = bundle / "data" / "checkpoint.note"
    origin, size, root, *rest = note.read_text(encoding="utf-8").split("\n")
    other = ("B" if root[0] == "A" else "A") + root[1:]
    for lines in ((origin, size, other), (origin, str(int(size) + 1), root), ("x", size, root)):
        note.write_text("\n".join((*lines, *rest)), encoding="utf-8")
        (bundle / "data" / "checkpoint.txt").write_text("\n".join((*lines, "")))
        assert verdict(sealed_again(bundle)) == "INVALID"


def test_another_labs_key_is_invalid(bundle, tmp_path):
    with Store.create(tmp_path / "other") as other:
        shutil.copy(other.lab / "keys" / "lab.pub", bundle / "data" / "lab.pub")
    assert verdict(sealed_again(bundle)) == "INVALID"


@pytest.mark.parametrize("folder", ["records", "leaves", "proofs", "blobs"])
def test_an_altered_record_leaf_proof_or_original_is_invalid_though_sealed_again(bundle, folder):
    for path in sorted((bundle / "data" / folder).iterdir()):
        path.chmod(0o644)
        whole = path.read_bytes()
        path.write_bytes(whole.replace(b"1", b"2", 1))
        assert verdict(sealed_again(bundle)) == "INVALID", path.name
        path.write_bytes(whole)


@pytest.mark.parametrize("folder", ["records", "leaves", "proofs", "blobs"])
def test_a_record_leaf_proof_or_original_left_out_is_noticed_though_sealed_again(bundle, folder):
    next((bundle / "data" / folder).iterdir()).unlink()
    assert verdict(sealed_again(bundle)) == "INCOMPLETE"


def test_a_post_without_its_place_is_incomplete(bundle):
    for path in list((bundle / "data" / "leaves").iterdir()):
        if '\\"kind\\":\\"place\\"' in path.read_text(encoding="utf-8"):
            (bundle / "data" / "records" / path.name).unlink()
            (bundle / "data" / "proofs" / f"{path.stem}.tlog-proof").unlink()
            path.unlink()
    assert verdict(sealed_again(bundle)) == "INCOMPLETE"


def test_two_leaves_in_each_others_place_are_invalid(bundle):
    one, two, *_ = sorted((bundle / "data" / "leaves").iterdir())
    first = one.read_bytes()
    one.write_bytes(two.read_bytes())
    two.write_bytes(first)
    assert verdict(sealed_again(bundle)) == "INVALID"


def test_a_stamp_by_a_stranger_does_not_stand(bundle, tmp_path):
    stranger = Authority(tmp_path / "stranger", "Stranger")
    (root,) = (bundle / "data" / "anchors").glob("*.root.pem")
    shutil.copy(stranger.root, root)
    assert verdict(sealed_again(bundle)) == "INVALID"


def test_a_stamped_log_that_this_one_does_not_continue_is_invalid(bundle):
    (proof,) = (bundle / "data" / "anchors").glob("*.consistency")
    first, *rest = proof.read_text().splitlines(keepends=True)
    proof.write_text("".join([("0" if first[0] != "0" else "1") + first[1:], *rest]))
    assert verdict(sealed_again(bundle)) == "INVALID"
    proof.unlink()
    assert verdict(sealed_again(bundle)) == "INCOMPLETE"


def test_without_its_anchor_a_bundle_is_verified_but_not_anchored(bundle, authority):
    shutil.rmtree(bundle / "data" / "anchors")
    assert verdict(sealed_again(bundle)) == "VERIFIED"
    assert preserve.verify_bundle(bundle, roots=authority.root).anchored == 0


def test_a_bundle_is_held_to_what_was_kept_of_the_log(bundle):
    note = bundle / "data" / "checkpoint.note"
    (earlier,) = (bundle / "data" / "anchors").glob("*.note")
    for kept in (note, earlier):
        assert preserve.verify_bundle(bundle, against=kept).state == "VERIFIED"
    assert preserve.verify_bundle(bundle, against=f"3 {'a' * 64}").state == "INCOMPLETE"
    size = note.read_text(encoding="utf-8").split("\n")[1]
    assert preserve.verify_bundle(bundle, against=f"{size} {'a' * 64}").state == "INVALID"


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_both_verifiers_agree_on_whatever_is_sealed_again(bundle, seed):
    """Bytes changed, lost, doubled or with other line ends: no two readers read two things."""
    chance = random.Random(seed)
    payload = [name for name in names(bundle) if name.startswith("data/")]
    for name in chance.sample(payload, 12):
        path = bundle / name
        path.chmod(0o644)
        if not (whole := path.read_bytes()):
            continue
        at = chance.randrange(len(whole))
        change = chance.choice(
            [
                whole[:at] + bytes([whole[at] ^ 1 << chance.randrange(8)]) + whole[at + 1 :],
                whole[:at],
                whole + whole[at:],
                whole.replace(b"\n", b"\r\n"),
                whole + b"\n",
                b"[" * 100_000,
            ]
        )
        path.write_bytes(change)
        said = verdict(sealed_again(bundle))
        # Nobody signed the guide, the verifier, or parts of a token.
        free = change == whole or name.endswith((".py", ".md", ".tsr", ".pem"))
        assert said != "VERIFIED" or free, (name, change)
        path.write_bytes(whole)
