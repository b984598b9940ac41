"""Zip files written in one way only, so that a changed bit anywhere in them shows."""

import shutil
import zipfile
from collections.abc import Iterable
from pathlib import Path

UNIX = 3


def write_zip(out: Path, members: Iterable[tuple[str, Path]]) -> None:
    """Put files in, in this order, without compression, dates or owners."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as made:
        for name, path in members:
            entry = zipfile.ZipInfo(name)
            entry.file_size, entry.create_system = path.stat().st_size, UNIX
            entry.external_attr = 0o644 << 16
            with path.open("rb") as source, made.open(entry, "w") as target:
                shutil.copyfileobj(source, target)
