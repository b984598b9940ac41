"""One writer at a time: an advisory lock that dies with the process that holds it."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from marsad.errors import LabBusy
from marsad.phrase import Phrase


@contextmanager
def held(path: Path, patience: float, doing: str) -> Iterator[None]:
    """Hold the lock; wait at most ``patience`` seconds for whoever has it."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        deadline = time.monotonic() + patience
        while not locked(handle):
            if time.monotonic() >= deadline:
                raise LabBusy(
                    Phrase(
                        "another process is %(doing)s this lab; wait until it is done, or stop it",
                        doing=doing,
                    )
                )
            time.sleep(0.05)
        yield
    finally:
        os.close(handle)


def locked(handle: int) -> bool:
    """Lock an open file, without waiting; whether nobody else holds it."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
