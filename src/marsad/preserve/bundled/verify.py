"""Check this bundle with the Python standard library alone: python3 verify.py

It answers, for every leaf: is the record what the log committed to, and is the leaf in the tree
that the checkpoint signed? The signature itself is checked through openssl where there is one.
"""

import base64
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent


def sha256(data: bytes) -> bytes:
    """The digest everything here is named by."""
    return hashlib.sha256(data).digest()


def root_of(leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes:
    """RFC 6962: the root that an audit path leads to."""
    node, last = sha256(b"\x00" + leaf), size - 1
    for sibling in path:
        while not index & 1 and index == last:
            index, last = index >> 1, last >> 1
        node = sha256(b"\x01" + sibling + node) if index & 1 else sha256(b"\x01" + node + sibling)
        index, last = index >> 1, last >> 1
    return node


def checkpoint() -> tuple[str, int, bytes, bytes]:
    """Signed text, size and root of the log, and the signature."""
    text, _, signatures = (HERE / "checkpoint.note").read_text("utf-8").partition("\n\n")
    _origin, size, root = text.split("\n")
    signature = base64.b64decode(signatures.strip().rsplit(" ", 1)[1]) if signatures else b""
    return text + "\n", int(size), base64.b64decode(root), signature[4:]


def check_leaf(path: Path, size: int, root: bytes) -> str:
    """What is wrong with a leaf; empty when nothing is."""
    said = json.loads(path.read_text("utf-8"))
    record = (HERE / "records" / f"{said['n']}.json").read_bytes()
    entry = json.loads(said["entry"])
    if entry["record"] != hashlib.sha256(record).hexdigest():
        return "INVALID: the record is not what was logged"
    leaf = sha256(bytes.fromhex(said["salt"]) + said["entry"].encode())
    proof = [bytes.fromhex(each) for each in said["proof"]]
    if root_of(leaf, said["n"], size, proof) != root:
        return "INVALID: the leaf is not in the signed tree"
    return ""


def check_blobs() -> Iterator[str]:
    """What is wrong with the originals."""
    for path in sorted((HERE / "blobs").glob("*")):
        if hashlib.sha256(path.read_bytes()).hexdigest() != path.name:
            yield f"blobs/{path.name}: INVALID: altered"


def check_signature(text: str, signature: bytes) -> str:
    """What is wrong with the signature; empty when nothing is."""
    if not signature:
        return "UNSIGNED: the checkpoint carries no signature"
    if not shutil.which("openssl"):
        return "UNSIGNED: openssl is not here, so the signature was not checked"
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "text").write_bytes(text.encode())
        (Path(folder) / "sig").write_bytes(signature)
        command = [
            "openssl",
            "pkeyutl",
            "-verify",
            "-pubin",
            "-inkey",
            str(HERE / "lab.pub"),
            "-rawin",
            "-in",
            f"{folder}/text",
            "-sigfile",
            f"{folder}/sig",
        ]
        done = subprocess.run(command, capture_output=True, check=False)
    return "" if done.returncode == 0 else "INVALID: the checkpoint's signature is not this lab's"


def main() -> int:
    """Check everything; 0 when all of it stands."""
    text, size, root, signature = checkpoint()
    problems = list(check_blobs())
    leaves = sorted((HERE / "leaves").glob("*.json"))
    for path in leaves:
        try:
            problem = check_leaf(path, size, root)
        except FileNotFoundError:
            problem = "INCOMPLETE: its record is missing"
        except (KeyError, ValueError) as error:
            problem = f"INVALID: it cannot be read ({error})"
        if problem:
            problems.append(f"leaves/{path.name}: {problem}")
    if problem := check_signature(text, signature):
        problems.append(f"checkpoint.note: {problem}")
    for problem in problems:
        print(problem)
    print(
        f"{len(leaves)} leaves, log of {size}, root {root.hex()}:",
        "NOT VERIFIED" if problems else "VERIFIED",
    )
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
