"""Whether a WACZ file is what its package says, and holds nothing that the bag does not answer for.

What is inside was packed by somebody else: only names that a bundle has are written to the disk,
and nothing is decompressed.
"""

import filecmp
import hashlib
import json
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from marsad.errors import NotReady
from marsad.phrase import Phrase
from marsad.preserve.bundle_wacz import BAG, DIGEST, PACKAGE, PARTS
from marsad.preserve.bundle_zip import write_zip
from marsad.preserve.verify_bag import belongs
from marsad.preserve.verify_state import INCOMPLETE, INVALID, UNSIGNED, Verification

CHUNK = 1 << 20


@contextmanager
def unpacked(path: Path, found: Verification) -> Iterator[Path | None]:
    """The bag in a WACZ file, once the file itself was judged; nothing when there is none."""
    with tempfile.TemporaryDirectory() as folder:
        outer, root = Path(folder) / "wacz", Path(folder) / "bag"
        if not _extract(path, outer, path.name, {PACKAGE, DIGEST, *PARTS}.__contains__, found):
            yield None
            return
        for name in sorted({PACKAGE, DIGEST, *PARTS}):
            if not (outer / name).exists():
                found.note(name, INCOMPLETE, "missing")
        _check_package(outer, found)
        if not (outer / BAG).exists() or not _extract(outer / BAG, root, BAG, belongs, found):
            yield None
            return
        _check_archive(outer / PARTS[0], root / "data" / "blobs", found)
        yield root


def _extract(path: Path, out: Path, item: str, welcome: Any, found: Verification) -> bool:
    """Write the members with names that belong; anything odd about the zip is named."""
    out.mkdir()
    members: dict[str, None] = {}
    try:
        with zipfile.ZipFile(path) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > path.stat().st_size:
                raise ValueError(
                    Phrase("its members share their bytes: they hold more than the file has")
                )
            for entry in packed.infolist():
                if entry.filename in members:
                    found.note(entry.filename, INVALID, f"twice in {item}")
                elif not welcome(entry.filename):
                    found.note(entry.filename, INVALID, Phrase("a bundle has no place for it"))
                elif entry.compress_type != zipfile.ZIP_STORED:
                    found.note(
                        entry.filename, INVALID, Phrase("compressed; no bundle is written so")
                    )
                else:
                    members[entry.filename] = None
                    _write(packed, entry, out / entry.filename)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError) as error:
        found.note(item, INVALID, Phrase("it cannot be unpacked: %(error)s", error=error))
        return False
    again = out.with_suffix(".again")
    write_zip(again, ((name, out / name) for name in members))
    if not filecmp.cmp(again, path, shallow=False):
        found.note(item, INVALID, Phrase("its packing was altered"))
    return True


def _write(packed: zipfile.ZipFile, entry: zipfile.ZipInfo, out: Path) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    with packed.open(entry) as source, out.open("wb") as target:
        shutil.copyfileobj(source, target)


def _check_package(outer: Path, found: Verification) -> None:
    try:
        package = json.loads((outer / PACKAGE).read_bytes())
        digest = json.loads((outer / DIGEST).read_bytes())
        listed = {each["path"]: (each["hash"], each["bytes"]) for each in package["resources"]}
        if digest != {"path": PACKAGE, "hash": _hash(outer / PACKAGE)}:
            found.note(PACKAGE, INVALID, Phrase("not what %(digest)s lists", digest=DIGEST))
    except FileNotFoundError:
        return
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        found.note(PACKAGE, INVALID, Phrase("it cannot be read: %(error)s", error=error))
        return
    for name in sorted({*listed, *PARTS}):
        if not (outer / name).is_file() or name not in PARTS:
            found.note(name, INCOMPLETE, Phrase("listed, but missing"))
        elif listed.get(name) != (_hash(outer / name), (outer / name).stat().st_size):
            found.note(name, INVALID, Phrase("not what %(package)s lists", package=PACKAGE))
        else:
            found.passed()


def _check_archive(warc: Path, blobs: Path, found: Verification) -> None:
    """Every payload of the archive must be an original that the bag answers for."""
    try:
        from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]
        from warcio.exceptions import ArchiveLoadFailed  # type: ignore[import-untyped]
    except ImportError:
        error = NotReady(Phrase("WARC files need warcio"), "pip install warcio")
        found.note(PARTS[0], UNSIGNED, f"not checked: {error}")
        return
    if not warc.exists():
        return
    try:
        with warc.open("rb") as file:
            for record in ArchiveIterator(file):
                url = record.rec_headers.get_header("WARC-Target-URI")
                if not (blobs / _payload(record)).is_file():
                    found.note(
                        f"{PARTS[0]} {url}", INVALID, Phrase("no original of the bag is like it")
                    )
                else:
                    found.passed()
    except (ArchiveLoadFailed, ValueError, AttributeError) as error:
        found.note(PARTS[0], INVALID, Phrase("it cannot be read: %(error)s", error=error))


def _payload(record: Any) -> str:
    """The digest of what was recorded, read in pieces and as it stands: nothing is decoded."""
    digest = hashlib.sha256()
    while chunk := record.raw_stream.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"
