"""Files of name lists, read within bounds: lists come from strangers' servers."""

import gzip
import unicodedata
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from marsad.errors import BadInput

LARGEST = 1 << 30
"""Bytes of a list, unpacked: every place of the world that has a name fits."""
LONGEST = 1 << 20
"""Bytes of one line."""
WHOLE = 64 << 20
"""Bytes of a list that has to be read in one piece."""


def lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """The lines of a list with their numbers, packed with gzip or not."""
    size = 0
    with opened(path) as file:
        for number in range(1, LARGEST):
            try:
                line = file.readline(LONGEST + 1)
            except (OSError, EOFError, zlib.error) as error:
                raise BadInput(f"{path.name}, line {number}: cannot be read: {error}") from error
            if not line:
                return
            size += len(line)
            if len(line) > LONGEST:
                raise BadInput(f"{path.name}, line {number} has more than {LONGEST:,} bytes")
            if size > LARGEST:
                raise BadInput(f"{path.name} unpacks to more than {LARGEST >> 20} MB")
            yield number, line


def whole(path: Path) -> bytes:
    """All of a list that cannot be read line by line."""
    with opened(path) as file:
        try:
            data = file.read(WHOLE + 1)
        except (OSError, EOFError, zlib.error) as error:
            raise BadInput(f"{path.name} cannot be read: {error}") from error
    if len(data) > WHOLE:
        raise BadInput(f"{path.name} unpacks to more than {WHOLE >> 20} MB")
    return data


def opened(path: Path) -> BinaryIO | gzip.GzipFile:
    """A list, unpacked where it is packed with gzip."""
    try:
        file = path.open("rb")
        packed = file.read(2) == b"\x1f\x8b"
        file.seek(0)
    except OSError as error:
        raise BadInput(f"{path.name} cannot be read: {error.strerror}") from error
    # Closing the unpacker closes the file as well, once nobody reads it any more.
    return gzip.GzipFile(fileobj=file) if packed else file


def clean(text: object) -> str:
    """A name as it is kept: one line, single blanks, no controls; empty when it is no text."""
    if not isinstance(text, str):
        return ""
    seen = "".join(" " if each.isspace() else each for each in text)
    kept = (each for each in seen if unicodedata.category(each) not in ("Cc", "Cs"))
    return " ".join("".join(kept).split())


def apart(names: Iterable[object], *taken: str) -> tuple[str, ...]:
    """Each name once, cleaned, in order, without those that are ``taken`` already."""
    found = dict.fromkeys(clean(name) for name in names)
    return tuple(name for name in found if name and name not in taken)
