"""Text of the edition as XML, and zips that are the same whenever their content is."""

import io
import re
import zipfile
from collections.abc import Mapping

_UNSAYABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MEANT = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"}
_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""What a zip says without a clock."""


def escaped(text: str) -> str:
    """A text that XML takes for nothing but text; what it cannot say is shown by its number."""
    said = _UNSAYABLE.sub(lambda found: f"⟦U+{ord(found[0]):04X}⟧", text)
    return "".join(_MEANT.get(sign, sign) for sign in said)


def zipped(parts: Mapping[str, str | bytes], first: str = "") -> bytes:
    """The parts as a zip, in their order; ``first`` is stored as it is, for who looks there."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.compress_type = zipfile.ZIP_STORED if name == first else zipfile.ZIP_DEFLATED
            out.writestr(entry, content)
    return made.getvalue()
