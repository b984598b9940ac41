"""Media on their way to the store: on the disk, and gone with the last that asks for them.

A visit may meet gigabytes of video. Held as bytes they would fill the memory until their batch is
sealed, and a folder removed at the end of the visit would be removed before its last batch is
sealed; so each file lives exactly as long as the path that names it.
"""

import os
import sys
import tempfile
import weakref
from pathlib import Path

if sys.platform == "win32":
    from pathlib import WindowsPath as _LocalPath
else:
    from pathlib import PosixPath as _LocalPath


class Held(_LocalPath):
    """A path that can be watched: unlike its parent it has room for a weak reference."""


def hold(content: bytes) -> Path:
    """Write the content to a file that is deleted when the path is no longer referred to."""
    handle, name = tempfile.mkstemp(prefix="marsad-medium-")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    held = Held(name)
    weakref.finalize(held, _remove, name)
    return held


def _remove(name: str) -> None:
    Path(name).unlink(missing_ok=True)
