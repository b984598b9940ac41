"""Whether a bag holds exactly what its manifests list, and nothing a bundle has no place for."""

import hashlib
import os
import re
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path

from marsad.phrase import Phrase
from marsad.preserve.verify_state import INCOMPLETE, INVALID, Verification

HASHES = ("sha256", "sha512")
TAGS = ("bagit.txt", "bag-info.txt", *(f"manifest-{name}.txt" for name in HASHES))
OWN = tuple(f"tagmanifest-{name}.txt" for name in HASHES)
NEEDED = ("data/checkpoint.note", "data/lab.pub")
DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"

_LENGTH = {"sha256": 64, "sha512": 128}
_NUMBER = r"(?:0|[1-9]\d{0,14})"
_PLACES = re.compile(
    r"data/(?:checkpoint\.(?:note|txt|sig|sshsig)|allowed_signers|lab\.pub|verify\.py|VERIFY\.md|"
    r"ro-crate-metadata\.json|"
    rf"(?:leaves|records)/{_NUMBER}\.json|proofs/{_NUMBER}\.tlog-proof|blobs/[0-9a-f]{{64}}|"
    r"anchors/\d{12}(?:\.note|\.consistency|-[0-9a-f]{16}\.(?:tsr|root\.pem|chain\.pem|ots|header)))",
    re.ASCII,
)


def check_bag(root: Path, found: Verification) -> None:
    """Every file against both manifests; whatever is too many, missing or altered is named."""
    there = _files(root, found)
    _check_twins(there, found)
    for name in sorted(there):
        if not belongs(name):
            found.note(name, INVALID, Phrase("a bundle has no place for it"))
    for name in sorted({*TAGS, *OWN, *NEEDED} - there):
        found.note(name, INCOMPLETE, "missing")
    if "bagit.txt" in there and (root / "bagit.txt").read_bytes() != DECLARATION:
        found.note("bagit.txt", INVALID, Phrase("it declares another kind of bag"))
    payload = {name for name in there if name.startswith("data/")}
    for algorithm in HASHES:
        for prefix, expected in (("manifest", payload), ("tagmanifest", there & set(TAGS))):
            _check_manifest(root, f"{prefix}-{algorithm}.txt", algorithm, expected, found)


def belongs(name: str) -> bool:
    """Whether a bundle has a place for a file of this name."""
    return name in TAGS or name in OWN or _PLACES.fullmatch(name) is not None


def _files(root: Path, found: Verification) -> set[str]:
    """Every regular file by its name in the bag; what is none is no evidence."""
    there: set[str] = set()
    for folder, folders, names in os.walk(root):
        for name in (*folders, *names):
            path = Path(folder) / name
            said = path.relative_to(root).as_posix()
            if path.is_symlink() or not (path.is_dir() or path.is_file()):
                found.note(said, INVALID, Phrase("neither a file nor a folder"))
            elif path.is_file():
                there.add(said)
    return there


def _check_twins(there: Iterable[str], found: Verification) -> None:
    """Names that are one name on another machine."""
    seen: dict[str, str] = {}
    for name in sorted(there):
        key = unicodedata.normalize("NFC", name).casefold()
        if key in seen:
            found.note(
                name,
                INVALID,
                Phrase("a twin of %(seen)s: other machines hold them for one", seen=seen[key]),
            )
        seen[key] = name


def _check_manifest(
    root: Path, name: str, algorithm: str, expected: set[str], found: Verification
) -> None:
    if not (root / name).is_file():
        return
    listed = _listed((root / name).read_bytes(), algorithm)
    if listed is None:
        found.note(name, INVALID, Phrase("it is not written as a manifest"))
        return
    for path in sorted(expected - set(listed)):
        found.note(path, INVALID, Phrase("not listed in %(name)s", name=name))
    for path, digest in sorted(listed.items()):
        if path not in expected:
            found.note(path, INCOMPLETE, Phrase("listed in %(name)s, but missing", name=name))
            continue
        with (root / path).open("rb") as file:
            if hashlib.file_digest(file, algorithm).hexdigest() == digest:
                found.passed()
            else:
                found.note(path, INVALID, Phrase("not what %(name)s lists", name=name))


def _listed(data: bytes, algorithm: str) -> Mapping[str, str] | None:
    """Path and digest of each line; nothing when it says anything else, or the same twice."""
    line = re.compile(rb"([0-9a-f]{%d})  ([\x21-\x7e]+)" % _LENGTH[algorithm])
    *lines, end = data.split(b"\n")
    matched = [line.fullmatch(each) for each in lines]
    listed = {each[2].decode(): each[1].decode() for each in matched if each}
    return None if end or len(listed) != len(lines) else listed
