"""A bundle as one WACZ file: what web archive viewers open, and the whole bag inside.

The bag is stored beside the archive, so the originals are in there twice: a viewer wants WARC
records, and a verifier wants files that have the digests the log speaks of.
"""

import gzip
import hashlib
import json
import tempfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from marsad import __version__
from marsad.model import Post
from marsad.preserve.bundle_warc import WARC, Indexed, write_warc
from marsad.preserve.bundle_zip import write_zip
from marsad.store import Store

BAG = "evidence/bundle.zip"
PACKAGE, DIGEST = "datapackage.json", "datapackage-digest.json"
PARTS = (
    f"archive/{WARC}",
    "indexes/index.cdx.gz",
    "indexes/index.idx",
    "pages/pages.jsonl",
    BAG,
)


def write_wacz(store: Store, posts: Iterable[Post], bag: Path, out: Path) -> None:
    """Put the originals, their index and a bag into one WACZ file."""
    with tempfile.TemporaryDirectory(dir=out.parent) as folder:
        top = Path(folder)
        for name in PARTS:
            (top / name).parent.mkdir(exist_ok=True)
        indexed = write_warc(store, posts, top / PARTS[0])
        _write_index(sorted(each.line for each in indexed), top)
        _write_pages(indexed, top / "pages" / "pages.jsonl")
        files = sorted(path for path in bag.rglob("*") if path.is_file())
        write_zip(top / BAG, ((path.relative_to(bag).as_posix(), path) for path in files))
        _write_package(top)
        whole = top / "whole.wacz"
        write_zip(whole, ((name, top / name) for name in (PACKAGE, DIGEST, *PARTS)))
        whole.replace(out)


def _write_index(lines: Sequence[str], top: Path) -> None:
    """The index in one block, and the index of blocks over it."""
    packed = gzip.compress("".join(lines).encode(), mtime=0)
    (top / "indexes" / "index.cdx.gz").write_bytes(packed)
    meta = json.dumps({"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"})
    first = " ".join(lines[0].split(" ")[:2]) if lines else "0"
    block = json.dumps({"offset": 0, "length": len(packed), "filename": "index.cdx.gz"})
    text = f"!meta 0 {meta}\n{first} {block}\n"
    (top / "indexes" / "index.idx").write_text(text, encoding="utf-8")


def _write_pages(indexed: Iterable[Indexed], out: Path) -> None:
    lines = [{"format": "json-pages-1.0", "id": "pages", "title": "What the posts were read from"}]
    for number, each in enumerate(indexed):
        at = f"{each.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
        lines.append({"id": f"page-{number}", "url": each.url, "ts": at, "title": each.url})
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    out.write_text(text, encoding="utf-8")


def _write_package(top: Path) -> None:
    resources = [
        {
            "name": name.rpartition("/")[2].lower(),
            "path": name,
            "hash": f"sha256:{_digest(top / name)}",
            "bytes": (top / name).stat().st_size,
        }
        for name in PARTS
    ]
    package = {
        "profile": "data-package",
        "wacz_version": "1.1.1",
        "software": f"marsad {__version__}",
        "created": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "title": "Evidence bundle",
        "resources": resources,
    }
    (top / PACKAGE).write_text(json.dumps(package, indent=1) + "\n", encoding="utf-8")
    digest = {"path": PACKAGE, "hash": f"sha256:{_digest(top / PACKAGE)}"}
    (top / DIGEST).write_text(json.dumps(digest, indent=1) + "\n", encoding="utf-8")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
