"""The BagIt tag files around a payload (RFC 8493)."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

HASHES = ("sha256", "sha512")


def bag(out: Path) -> None:
    """Lay the tag files around ``data``."""
    payload = sorted(path for path in (out / "data").rglob("*") if path.is_file())
    size = sum(path.stat().st_size for path in payload)
    (out / "bagit.txt").write_text("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
    (out / "bag-info.txt").write_text(
        f"Bagging-Date: {datetime.now(UTC).date()}\nPayload-Oxum: {size}.{len(payload)}\n"
    )
    for name in HASHES:
        _manifest(out, f"manifest-{name}.txt", payload, name)
    tags = sorted(path for path in out.glob("*.txt") if not path.name.startswith("tagmanifest-"))
    for name in HASHES:
        _manifest(out, f"tagmanifest-{name}.txt", tags, name)


def _manifest(out: Path, name: str, paths: Iterable[Path], algorithm: str) -> None:
    lines = []
    for path in paths:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, algorithm).hexdigest()
        lines.append(f"{digest}  {path.relative_to(out).as_posix()}\n")
    (out / name).write_text("".join(lines), encoding="utf-8")
