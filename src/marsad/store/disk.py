"""Writes that are on the disk when they return.

Order is everything: content, then its name, then the folder that holds the name. An error of
fsync is final: the page may be marked clean although it never reached the disk, so trying again
would claim what is not so.
"""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from marsad.errors import StorageFailed


@contextmanager
def told() -> Iterator[None]:
    """Turn a full or broken disk into one sentence."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise StorageFailed(
                "the disk is full; what was acknowledged is safe, free some space and run the "
                "same command again"
            ) from error
        if error.errno in (errno.EIO, errno.EROFS):
            raise StorageFailed(
                f"the disk refuses to write ({error.strerror}); what was acknowledged is safe, "
                "check the disk before the next run"
            ) from error
        raise


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_whole(path: Path, data: bytes, tmp: Path) -> None:
    """Write a file that is either wholly there or not at all."""
    unfinished = tmp / f"{path.name}.{os.getpid()}"
    with told():
        with unfinished.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
        sync_folder(path.parent)


def append(path: Path, data: bytes) -> None:
    """Add to the end of a file; durable when it returns."""
    with told(), path.open("ab") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
