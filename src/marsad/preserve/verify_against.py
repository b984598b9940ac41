"""An earlier state of a log, as somebody outside kept it."""

import re
from dataclasses import dataclass
from pathlib import Path

from marsad.errors import BadInput
from marsad.phrase import Phrase
from marsad.store import checkpoint

_FOOTER = re.compile(r"(?<!\d)(\d{1,15})(?: entries, root)?\s+([0-9a-fA-F]{64})(?![0-9a-fA-F])")


@dataclass(frozen=True, slots=True)
class Earlier:
    """How long a log was, and the root it had then."""

    size: int
    root: bytes

    @property
    def item(self) -> str:
        """How it is called in a verdict."""
        return f"earlier log of {self.size} entries"


def earlier(said: str | Path, origin: str) -> Earlier:
    """What a checkpoint, a report or ``SIZE ROOT`` says about the log of this origin."""
    path = Path(said)
    if isinstance(said, str) and _FOOTER.search(said):
        return _stated(said, "what was given")
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise BadInput(
            Phrase(
                "%(said)s is neither a file nor SIZE ROOT; give a checkpoint, or the "
                "size and root at the foot of a report",
                said=said,
            )
        ) from error
    if "\n\n— " in text:
        note = checkpoint.read(path)
        if note.origin != origin:
            raise BadInput(
                Phrase(
                    "%(path)s is a checkpoint of %(origin)s, not of %(lab)s",
                    path=path.name,
                    origin=note.origin,
                    lab=origin,
                )
            )
        return Earlier(note.size, note.root)
    return _stated(text, path.name)


def _stated(text: str, name: str) -> Earlier:
    said = {(int(size), root.lower()) for size, root in _FOOTER.findall(text)}
    if len(said) != 1:
        what = (
            Phrase("states no size and root")
            if not said
            else Phrase("states several sizes and roots")
        )
        raise BadInput(Phrase("%(name)s %(what)s; give them as: SIZE ROOT", name=name, what=what))
    ((size, root),) = said
    return Earlier(size, bytes.fromhex(root))
