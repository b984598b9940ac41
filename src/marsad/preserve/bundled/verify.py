"""Check this bundle with the Python standard library alone: python3 verify.py [ROOTS.pem [HEADERS]]

It answers, for every file: is it listed, and as it was listed; for every leaf: is the record what
the log committed to, and is the leaf in the tree that the checkpoint signed; and for every time
stamp: does it stand. Signatures and time stamps are checked through openssl. One file, so that it
can be read from top to bottom before it is trusted. With ROOTS.pem, it also says which stamps
stand on a root in there, and with HEADERS (of Bitcoin blocks, 80 bytes each) which proofs lead to
one of them; the roots and headers in the bundle were chosen by whoever made the bundle.
"""

import base64
import binascii
import calendar
import hashlib
import json
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import time
import unicodedata
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
BAG = HERE.parent
VERIFIED, UNSIGNED, INCOMPLETE, INVALID = "VERIFIED", "UNSIGNED", "INCOMPLETE", "INVALID"
ERASED = "ERASED"
HASHES = {"sha256": 64, "sha512": 128}
TAGS = {"bagit.txt", "bag-info.txt", *(f"manifest-{name}.txt" for name in HASHES)}
OWN = {f"tagmanifest-{name}.txt" for name in HASHES}
NUMBER = r"(?:0|[1-9]\d{0,14})"
PLACES = re.compile(
    r"data/(?:checkpoint\.(?:note|txt|sig|sshsig)|allowed_signers|lab\.pub|verify\.py|VERIFY\.md|"
    r"ro-crate-metadata\.json|"
    rf"(?:leaves|records)/{NUMBER}\.json|proofs/{NUMBER}\.tlog-proof|blobs/[0-9a-f]{{64}}|"
    r"anchors/\d{12}(?:\.note|\.consistency|-[0-9a-f]{16}\.(?:tsr|root\.pem|chain\.pem|ots|header)))",
    re.ASCII,
)
MAGIC = b"\x00OpenTimestamps\x00\x00Proof\x00\xbf\x89\xe2\xe8\x84\xe8\x92\x94"
BITCOIN, CALENDAR = bytes.fromhex("0588960d73d71901"), bytes.fromhex("83dfe30d2ef90c8e")
SPKI = bytes.fromhex("302a300506032b6570032100")
STAMP = re.compile(r"^Time stamp: (\w{3} +\d+ [\d:]{8})(?:\.\d+)? (\d{4}) GMT$", re.MULTILINE)
PROBLEMS: list[tuple[str, str, str]] = []


def note(item: str, state: str, reason: str) -> None:
    """Take down something that does not stand."""
    PROBLEMS.append((state, item, reason))


def sha256(data: bytes) -> bytes:
    """The digest everything here is named by."""
    return hashlib.sha256(data).digest()


def digest(path: Path, algorithm: str) -> str:
    """The digest of a file, read in pieces."""
    made = hashlib.new(algorithm)
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            made.update(piece)
    return made.hexdigest()


# Files and manifests


def files() -> set[str]:
    """Every regular file by its name in the bag."""
    there = set()
    for folder, folders, names in os.walk(BAG):
        for path in (Path(folder) / name for name in (*folders, *names)):
            said = path.relative_to(BAG).as_posix()
            if path.is_symlink() or not (path.is_dir() or path.is_file()):
                note(said, INVALID, "neither a file nor a folder")
            elif path.is_file():
                there.add(said)
    return there


def check_bag() -> None:
    """Every file against both manifests."""
    there = files()
    seen: dict[str, str] = {}
    for name in sorted(there):
        twin = seen.setdefault(unicodedata.normalize("NFC", name).casefold(), name)
        if twin != name:
            note(name, INVALID, f"a twin of {twin}: other machines hold them for one")
        if name not in TAGS | OWN and not PLACES.fullmatch(name):
            note(name, INVALID, "a bundle has no place for it")
    for name in sorted({*TAGS, *OWN, "data/checkpoint.note", "data/lab.pub"} - there):
        note(name, INCOMPLETE, "missing")
    declared = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    if "bagit.txt" in there and (BAG / "bagit.txt").read_bytes() != declared:
        note("bagit.txt", INVALID, "it declares another kind of bag")
    payload = {name for name in there if name.startswith("data/")}
    for algorithm in HASHES:
        check_manifest(f"manifest-{algorithm}.txt", algorithm, payload)
        check_manifest(f"tagmanifest-{algorithm}.txt", algorithm, there & TAGS)


def check_manifest(name: str, algorithm: str, expected: set[str]) -> None:
    """What a manifest lists against what is there."""
    if not (BAG / name).is_file():
        return
    form = re.compile(rb"([0-9a-f]{%d})  ([\x21-\x7e]+)" % HASHES[algorithm])
    *lines, end = (BAG / name).read_bytes().split(b"\n")
    matched = [form.fullmatch(line) for line in lines]
    listed = {each[2].decode(): each[1].decode() for each in matched if each}
    if end or len(listed) != len(lines):
        note(name, INVALID, "it is not written as a manifest")
        return
    for path in sorted(expected - set(listed)):
        note(path, INVALID, f"not listed in {name}")
    for path, said in sorted(listed.items()):
        if path not in expected:
            note(path, INCOMPLETE, f"listed in {name}, but missing")
        elif digest(BAG / path, algorithm) != said:
            note(path, INVALID, f"not what {name} lists")


# The checkpoint and its signatures


def read_note(path: Path) -> tuple[str, str, int, bytes, bytes]:
    """Name, signed text, size and root of the log, and the lab's signature with its key id."""
    text, _, signatures = path.read_bytes().decode("utf-8").partition("\n\n")
    origin, size, root = text.split("\n")
    signature = b""
    *lines, end = signatures.split("\n")
    for line in lines:
        if line.startswith(f"— {origin} "):
            signature = base64.b64decode(line.rsplit(" ", 1)[1], validate=True)
    decoded = base64.b64decode(root, validate=True)
    again = f"{origin}\n{int(size)}\n{base64.b64encode(decoded).decode()}"
    if end or again != text:
        raise ValueError("written otherwise than it was signed")
    return origin, text + "\n", int(size), decoded, signature


def lab_key() -> bytes:
    """The lab's raw Ed25519 key."""
    said = (HERE / "lab.pub").read_bytes()
    der = base64.b64decode(said.split(b"\n")[1] if said.count(b"\n") == 3 else b"")
    again = base64.b64encode(der).decode()
    if said.decode() != f"-----BEGIN PUBLIC KEY-----\n{again}\n-----END PUBLIC KEY-----\n":
        raise ValueError("lab.pub is written otherwise than a public key is")
    if der[:12] != SPKI or len(der) != 44:
        raise ValueError("lab.pub is not an Ed25519 key")
    return der[12:]


def signed(text: bytes, signature: bytes) -> bool:
    """Whether the lab's key made this signature over this text."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "text").write_bytes(text)
        (Path(folder) / "sig").write_bytes(signature)
        key = ["-pubin", "-inkey", str(HERE / "lab.pub")]
        files = ["-rawin", "-in", f"{folder}/text", "-sigfile", f"{folder}/sig"]
        return openssl("pkeyutl", "-verify", *key, *files).returncode == 0


def openssl(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run openssl, without a configuration of its own."""
    environment = {**os.environ, "OPENSSL_CONF": "/dev/null", "LC_ALL": "C"}
    command = ["openssl", *arguments]
    return subprocess.run(command, capture_output=True, check=False, env=environment)


def note_signed(origin: str, text: str, signature: bytes) -> bool:
    """Whether a note carries the lab's signature, and names the lab's key."""
    key_id = sha256(origin.encode() + b"\n\x01" + lab_key())[:4]
    return signature[:4] == key_id and signed(text.encode(), signature[4:])


def check_signature(origin: str, text: str, signature: bytes) -> None:
    """The signature of the checkpoint in each of the forms it comes in."""
    item = "data/checkpoint.note"
    key = packed(b"ssh-ed25519") + packed(lab_key())
    coded = base64.b64encode(key).decode()
    expected = {"checkpoint.txt": text.encode()}
    line = f'{origin} namespaces="marsad" ssh-ed25519 {coded}\n'
    expected["allowed_signers"] = line.encode()
    if signature:
        expected["checkpoint.sig"] = signature[4:]
    for name, content in expected.items():
        if (HERE / name).exists() and (HERE / name).read_bytes() != content:
            note(f"data/{name}", INVALID, "it says something else than the checkpoint")
    if not signature:
        note(item, UNSIGNED, "it carries no signature")
    elif not shutil.which("openssl"):
        note(item, UNSIGNED, "openssl is not here, so the signature was not checked")
        return
    elif not note_signed(origin, text, signature):
        note(item, INVALID, "the checkpoint's signature is not this lab's")
    if (HERE / "checkpoint.sshsig").exists() and not ssh_signed(text.encode(), key):
        note("data/checkpoint.sshsig", INVALID, "no SSH signature by this lab's key")


def packed(data: bytes) -> bytes:
    """A string as SSH writes it."""
    return struct.pack(">I", len(data)) + data


def ssh_signed(text: bytes, key: bytes) -> bool:
    """Whether the SSH signature (OpenSSH, PROTOCOL.sshsig) is the lab's."""
    said = (HERE / "checkpoint.sshsig").read_bytes()
    try:
        blob = base64.b64decode(b"".join(said.split(b"\n")[1:-2]), validate=True)
    except binascii.Error:
        return False
    form = packed(b"ssh-ed25519") + packed(blob[-64:])
    head = b"SSHSIG" + struct.pack(">I", 1)
    made = head + b"".join(map(packed, (key, b"marsad", b"", b"sha512", form)))
    coded = base64.b64encode(made).decode()
    lines = [coded[at : at + 70] for at in range(0, len(coded), 70)]
    edges = ("-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----")
    if "\n".join((edges[0], *lines, edges[1], "")).encode() != said:
        return False
    parts = (b"marsad", b"", b"sha512", hashlib.sha512(text).digest())
    return signed(b"SSHSIG" + b"".join(map(packed, parts)), blob[-64:])


# Records, leaves, proofs, originals


def root_of(leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes:
    """RFC 6962: the root that an audit path leads to; nothing when it does not fit."""
    node, last = sha256(b"\x00" + leaf), size - 1
    if not 0 <= index <= last:
        return b""
    for sibling in path:
        if not last:
            return b""
        while not index & 1 and index == last:
            index, last = index >> 1, last >> 1
        node = sha256(b"\x01" + sibling + node) if index & 1 else sha256(b"\x01" + node + sibling)
        index, last = index >> 1, last >> 1
    return b"" if last else node


def check_leaves(text: str, size: int, root: bytes) -> int:
    """Every record, leaf and proof together, then what the records refer to; counts the leaves."""
    parts = {"leaves": ".json", "records": ".json", "proofs": ".tlog-proof"}
    numbers = {name: stems(HERE / name) for name in parts}
    ids: set[str] = set()
    needed: dict[str, str] = {}
    originals: dict[str, str] = {}
    erased: dict[str, str] = {}
    for n in sorted(set().union(*numbers.values())):
        lacking = [name for name in parts if n not in numbers[name]]
        for name in lacking:
            note(f"data/{name}/{n}{parts[name]}", INCOMPLETE, "missing")
        if lacking:
            continue
        try:
            entry, record = check_leaf(n, text, size, root)
            ids.add(entry["id"])
            refer(entry, record, needed, originals)
            bury(entry, record, erased)
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
            note(f"data/leaves/{n}.json", INVALID, str(error))
    for id in sorted(set(needed) - ids):
        note(id, INCOMPLETE, f"its record is missing; {needed[id]} names it")
    whole = all(found == numbers["leaves"] for found in numbers.values())
    check_originals(originals, erased, whole)
    return len(numbers["leaves"])


def stems(folder: Path) -> set[int]:
    """The numbers that files in a folder are named by."""
    names = (path.name.partition(".")[0] for path in folder.glob("*"))
    return {int(name) for name in names if name.isascii() and name.isdecimal()}


def check_leaf(n: int, text: str, size: int, root: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
    """Entry and record of a leaf; raises when they are not what the log says."""
    raw = (HERE / "leaves" / f"{n}.json").read_bytes().decode("utf-8")
    record = (HERE / "records" / f"{n}.json").read_bytes()
    said = json.loads(raw)
    if json.dumps(said, ensure_ascii=False, indent=1) + "\n" != raw or said["n"] != n:
        raise ValueError("it is written otherwise than a bundle has it")
    entry = json.loads(said["entry"])
    if entry["record"] != hashlib.sha256(record).hexdigest():
        raise ValueError("the record is not what was logged")
    path = [bytes.fromhex(node) for node in said["proof"]]
    leaf = sha256(bytes.fromhex(said["salt"]) + said["entry"].encode())
    if root_of(leaf, n, size, path) != root:
        raise ValueError("it is not in the signed tree")
    nodes = "".join(f"{base64.b64encode(node).decode()}\n" for node in path)
    head = f"c2sp.org/tlog-proof@v1\nindex {n}\n{nodes}\n{text}\n"
    signatures = (HERE / "checkpoint.note").read_bytes().decode("utf-8").partition("\n\n")[2]
    proof = (HERE / "proofs" / f"{n}.tlog-proof").read_bytes().decode("utf-8")
    if proof != head + signatures and (signatures or not proof.startswith(head)):
        raise ValueError("its proof says something else")
    return entry, json.loads(record)


def refer(
    entry: dict[str, Any],
    record: dict[str, Any],
    needed: dict[str, str],
    originals: dict[str, str],
) -> None:
    """Remember what a record refers to."""
    if entry["kind"] == "capture":
        digests = {record["sha256"], record.get("exchange", ""), *record.get("parts", ())}
        originals.update(dict.fromkeys(digests - {""}, entry["id"]))
    if entry["kind"] == "post":
        needed.update({record["place"]: entry["id"], record["capture"]: entry["id"]})
        kept = (media.get("sha256", "") for media in record.get("media", ()))
        originals.update({each: entry["id"] for each in kept if each})


def bury(entry: dict[str, Any], record: dict[str, Any], erased: dict[str, str]) -> None:
    """Remember what a tombstone says was erased, if two persons and a legal basis stand for it."""
    if entry["kind"] != "act" or record["act"] not in ("erased", "kept out"):
        return
    names = [record.get("asked_by", ""), record["by"]]
    plain = {" ".join(n[7:].casefold().split()) for n in names if n.startswith("person:")}
    if record["act"] == "erased" and (len(plain - {""}) < 2 or not record.get("legal_basis")):
        note(record["tombstone"], INVALID, "an erasure that no two persons stand for")
        return
    digests = (*record["originals"], *record.get("media", ()))
    erased.update(dict.fromkeys(digests, record["tombstone"]))


def check_originals(originals: dict[str, str], erased: dict[str, str], whole: bool) -> None:
    """Every original that a record names, and no other."""
    there = {path.name for path in (HERE / "blobs").glob("*") if path.is_file()}
    for name in sorted((set(originals) & set(erased)) - there):
        note(f"data/blobs/{name}", ERASED, f"see {erased[name]}")
    for name in sorted(set(originals) - set(erased) - there):
        note(f"data/blobs/{name}", INCOMPLETE, f"missing; it belongs to {originals[name]}")
    for name in sorted(there):
        if name not in originals:
            state = INVALID if whole else INCOMPLETE
            note(f"data/blobs/{name}", state, "no record that is here names it")
        elif digest(HERE / "blobs" / name, "sha256") != name:
            note(f"data/blobs/{name}", INVALID, "altered")


# Time stamps


def continues(first: int, old: bytes, size: int, new: bytes, path: list[bytes]) -> bool:
    """RFC 6962, 2.1.2: whether the tree only grew since it had its first leaves."""
    if not 0 < first < size:
        return not path and first == size and old == new
    nodes = [old, *path] if not first & (first - 1) else path
    at, last = first - 1, size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    if not nodes:
        return False
    older = newer = nodes[0]
    for node in nodes[1:]:
        if not last:
            return False
        if at & 1 or at == last:
            older, newer = sha256(b"\x01" + node + older), sha256(b"\x01" + node + newer)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            newer = sha256(b"\x01" + newer + node)
        at, last = at >> 1, last >> 1
    return not last and (older, newer) == (old, new)


def check_stamps(size: int, root: bytes, roots: str, headers: str) -> None:
    """The earlier checkpoints in here, and the time stamps on them."""
    folder = HERE / "anchors"
    good = set()
    for path in sorted(folder.glob("*.note")):
        try:
            check_earlier(path, size, root)
            good.add(path.stem)
        except FileNotFoundError:
            note(f"data/anchors/{path.stem}.consistency", INCOMPLETE, "missing")
        except ValueError as error:
            note(f"data/anchors/{path.name}", INVALID, str(error))
    for path in sorted([*folder.glob("*.tsr"), *folder.glob("*.ots")]):
        if path.name[:12] in good:
            stamped = folder / f"{path.name[:12]}.note"
            if path.suffix == ".ots":
                check_proof(path, stamped, headers)
            else:
                check_stamp(path, stamped, roots)
        elif not (folder / f"{path.name[:12]}.note").exists():
            note(f"data/anchors/{path.name[:12]}.note", INCOMPLETE, "missing")


def check_earlier(path: Path, size: int, root: bytes) -> None:
    """Raise unless the log of this bundle continues the one of an earlier note."""
    origin, text, first, old, signature = read_note(path)
    nodes = path.with_suffix(".consistency").read_bytes().decode("ascii")
    proof = [bytes.fromhex(line) for line in nodes.splitlines()]
    canonical = f"{text}\n— {origin} {base64.b64encode(signature).decode()}\n"
    if path.stem != f"{first:012d}" or path.read_bytes() != canonical.encode():
        raise ValueError("it is not written as it was stamped")
    if shutil.which("openssl") and not note_signed(origin, text, signature):
        raise ValueError("its signature is not this lab's")
    again = "".join(f"{node.hex()}\n" for node in proof)
    if again != nodes or not continues(first, old, size, root, proof):
        raise ValueError("the checkpoint of this bundle does not continue it")


def check_stamp(path: Path, stamped: Path, roots: str) -> None:
    """Whether a token stamps that note, by a chain that ends at the root beside it."""
    item = f"data/anchors/{path.name}"
    root, chain = path.with_suffix(".root.pem"), path.with_suffix(".chain.pem")
    for each in (root, chain):
        if not each.exists():
            note(f"data/anchors/{each.name}", INCOMPLETE, "missing")
            return
    if not shutil.which("openssl"):
        note(item, UNSIGNED, "openssl is not here, so the time stamp was not checked")
        return
    said = openssl("ts", "-reply", "-in", str(path), "-text").stdout.decode("utf-8", "replace")
    at = STAMP.search(said)
    if not at or not re.search(r"^Hash Algorithm: sha(256|384|512)$", said, re.MULTILINE):
        note(item, INVALID, "no time stamp, or one of a weak digest")
        return
    when = calendar.timegm(time.strptime(f"{at[1]} {at[2]}", "%b %d %H:%M:%S %Y"))
    if when > time.time() + 300:
        note(item, INVALID, "it is dated in the future")
    elif not stands(path, stamped, when, str(root), chain):
        note(item, INVALID, "it does not stand")
    else:
        known = bool(roots) and stands(path, stamped, when, roots, chain)
        worth = "a root you gave" if known else "the root enclosed; compare it with theirs"
        print(f"data/anchors/{path.name}: stamped {at[1]} {at[2]} UTC, standing on {worth}")


def stands(token: Path, stamped: Path, when: int, roots: str, chain: Path) -> bool:
    """Whether openssl finds a token to stand at the time it was made."""
    what = ["-data", str(stamped), "-in", str(token), "-attime", str(when), "-CAfile", roots]
    between = ["-untrusted", str(chain)] if chain.stat().st_size else []
    return openssl("ts", "-verify", *what, *between).returncode == 0


def check_proof(path: Path, stamped: Path, headers: str) -> None:
    """Whether a proof of OpenTimestamps is one on that note, and how far it leads."""
    item, beside = f"data/anchors/{path.name}", path.with_suffix(".header")
    try:
        ends = proof_ends(path.read_bytes(), sha256(stamped.read_bytes()))
        blocks = [(inner, message) for kind, inner, message in ends if kind == BITCOIN]
        if any(len(root) != 32 for _height, root in blocks):
            raise ValueError("what is said to be the root of a block is none")
        if not any(kind in (BITCOIN, CALENDAR) for kind, _inner, _message in ends):
            raise ValueError("it names neither a block nor a calendar")
        roots = {root for _height, root in blocks}
        if beside.exists() and not roots & set(header_roots(beside)):
            raise ValueError("the header beside it is of another block")
        known = bool(headers) and bool(roots & set(header_roots(Path(headers))))
    except ValueError as error:
        note(item, INVALID, str(error))
        return
    if not blocks:
        print(f"{item}: pending, no block holds it yet")
    for inner, root in blocks:
        height, _at = number(inner, 0)
        worth = "" if known else "; unchecked: compare that root with a header you trust"
        print(f"{item}: in Bitcoin block {height} with Merkle root {root[::-1].hex()}{worth}")


def proof_ends(data: bytes, digest: bytes) -> list[tuple[bytes, bytes, bytes]]:
    """Where the paths of a proof on this digest end: kind, what it says, and the message there."""
    if len(data) > 1 << 16 or not data.startswith(MAGIC + b"\x01\x08" + digest):
        raise ValueError("no proof of OpenTimestamps, or one on something else")
    at, ends, open_ends = len(MAGIC) + 34, [], [digest]
    while open_ends:
        message = open_ends.pop()
        tag, at = taken(data, at, 1)
        if tag == b"\xff":
            open_ends.append(message)
            tag, at = taken(data, at, 1)
        if tag == b"\x00":
            kind, at = taken(data, at, 8)
            inner, at = piece(data, at)
            if kind == CALENDAR:
                piece(inner, 0)
            if kind == BITCOIN:
                number(inner, 0)
            ends.append((kind, inner, message))
            continue
        more = b""
        if tag in (b"\xf0", b"\xf1"):
            more, at = piece(data, at)
        made = {
            b"\x08": sha256(message),
            b"\xf0": message + more,
            b"\xf1": more + message,
            b"\xf2": message[::-1],
            b"\xf3": message.hex().encode(),
        }.get(tag)
        if made is None or len(made) > 4096:
            raise ValueError("it uses an operation that is weak or not known here")
        open_ends.append(made)
    if at != len(data):
        raise ValueError("something follows the proof")
    return ends


def taken(data: bytes, at: int, count: int) -> tuple[bytes, int]:
    """So many bytes, and where the next one is."""
    if len(data) < at + count:
        raise ValueError("the proof is cut")
    return data[at : at + count], at + count


def number(data: bytes, at: int) -> tuple[int, int]:
    """A number in LEB128."""
    found = 0
    for shift in range(0, 63, 7):
        byte, at = taken(data, at, 1)
        found |= (byte[0] & 0x7F) << shift
        if byte[0] < 0x80:
            return found, at
    raise ValueError("a number in the proof is too large")


def piece(data: bytes, at: int) -> tuple[bytes, int]:
    """Bytes with their count before them."""
    count, at = number(data, at)
    if count > 8192:
        raise ValueError("a piece of the proof is longer than the format allows")
    return taken(data, at, count)


def header_roots(path: Path) -> list[bytes]:
    """The Merkle roots of block headers; each header has to have been worked for."""
    data, roots = path.read_bytes(), []
    if re.fullmatch(rb"(?:\s*[0-9a-fA-F]{160})+\s*", data):
        data = bytes.fromhex(data.decode("ascii"))
    if not data or len(data) % 80:
        raise ValueError(f"{path.name} holds no block headers")
    for at in range(0, len(data), 80):
        header = data[at : at + 80]
        bits = int.from_bytes(header[72:76], "little")
        target = (bits & 0x7FFFFF) << 8 * max(bits >> 24, 3) >> 24
        if int.from_bytes(sha256(sha256(header)), "little") > target:
            raise ValueError(f"{path.name} holds a header that nobody worked for")
        roots.append(header[36:68])
    return roots


def main(roots: str = "", headers: str = "") -> int:
    """Check everything; 0 when all of it stands."""
    check_bag()
    leaves, size, root = 0, 0, b""
    try:
        origin, text, size, root, signature = read_note(HERE / "checkpoint.note")
        check_signature(origin, text, signature)
        leaves = check_leaves(text, size, root)
        check_stamps(size, root, roots, headers)
    except FileNotFoundError as error:
        note(str(error.filename), INCOMPLETE, "missing")
    except (ValueError, binascii.Error) as error:
        note("data/checkpoint.note", INVALID, f"it or the key cannot be read: {error}")
    for state, item, reason in PROBLEMS:
        print(f"{state} {item}: {reason}")
    found = {state for state, _item, _reason in PROBLEMS}
    order = (INVALID, INCOMPLETE, UNSIGNED, VERIFIED)
    worst = next(state for state in order if state in found or state == VERIFIED)
    print(f"{leaves} leaves, log of {size}, root {root.hex()}: {worst}")
    return 0 if worst == VERIFIED else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
