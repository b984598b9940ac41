"""Writes that are on the disk when they return.

Order is everything: content, then its name, then the folder that holds the name. An error of
fsync is final: the page may be marked clean although it never reached the disk, so trying again
would claim what is not so.
"""

import errno
import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from marsad.errors import StorageFailed
from marsad.phrase import Phrase
from marsad.store.lock import locked


@contextmanager
def told() -> Iterator[None]:
    """Turn a full or broken disk into one sentence."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise StorageFailed(
                Phrase(
                    "the disk is full; what was acknowledged is safe, free some space "
                    "and run the same command again"
                )
            ) from error
        if error.errno in (errno.EIO, errno.EROFS, errno.EACCES, errno.EPERM):
            raise StorageFailed(
                Phrase(
                    "the disk refuses to write (%(strerror)s); what was acknowledged is "
                    "safe, check the disk and who may write there before the next run",
                    strerror=error.strerror,
                )
            ) from error
        raise


def sync_file(path: Path) -> None:
    """Make the content of a file durable."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def unfinished_in(tmp: Path) -> tuple[int, Path]:
    """A new file in ``tmp/``, locked for as long as it is open so that ``sweep`` spares it."""
    while True:
        handle, name = tempfile.mkstemp(dir=tmp)
        fcntl.flock(handle, fcntl.LOCK_EX)
        if os.fstat(handle).st_nlink:
            return handle, Path(name)
        os.close(handle)  # swept between its making and its locking


def sweep(tmp: Path) -> None:
    """Remove what was left in ``tmp/`` by processes that are no more."""
    tmp.mkdir(exist_ok=True)  # a backup may have left out what was empty
    for path in tmp.iterdir():
        with suppress(FileNotFoundError, IsADirectoryError), path.open("rb") as file:
            if locked(file.fileno()):
                path.unlink()


def write_whole(path: Path, data: bytes, tmp: Path, mode: int = 0o600) -> None:
    """Write a file that is either wholly there or not at all."""
    with told():
        handle, unfinished = unfinished_in(tmp)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
                unfinished.chmod(mode)
                unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)
        sync_folder(path.parent)


def append(path: Path, data: bytes) -> None:
    """Add to the end of a file; durable when it returns.

    What could not be made durable is cut off again: the next run writes it anew instead of
    trusting a page that the system may hold to be clean.
    """
    with told(), path.open("ab", buffering=0) as file:
        before = file.seek(0, os.SEEK_END)
        try:
            left = memoryview(data)
            while left:
                # Without a buffer the system may take less at a time than it is given.
                left = left[file.write(left) :]
            os.fsync(file.fileno())
        except OSError:
            with suppress(OSError):
                file.truncate(before)
            raise
