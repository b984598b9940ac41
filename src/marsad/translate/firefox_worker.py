"""What the process of a Firefox model does: read the model once, translate segment by segment."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from marsad.engine.capped import decoder
from marsad.errors import BadInput
from marsad.phrase import Phrase

SHORT = 300
"""Characters up to which a segment is one sentence for the library. Of a longer one it would drop
whatever is past the model's memory, without a word, so it may cut that one itself."""


@decoder
def translated(payload: bytes, folder: str) -> bytes:
    """A JSON list of segments as a list of what they say."""
    model = _model(folder)
    said = [
        model.translate(piece) if len(piece) <= SHORT else model.translate_long(piece)
        for piece in msgspec.json.decode(payload, type=list[str])
    ]
    return msgspec.json.encode(said)


@lru_cache(maxsize=1)
def _model(folder: str) -> Any:
    from fxtranslate import Translator

    files = Path(folder)
    source, target = _read(files, "srcvocab*", "vocab*"), _read(files, "trgvocab*", "vocab*")
    shortlists = sorted(files.glob("lex*"))
    shortlist = shortlists[0].read_bytes() if shortlists else None
    # The library says ValueError for a damaged model, and the child passes its words on.
    return Translator(_read(files, "model*"), source, target, shortlist)


def _read(folder: Path, *names: str) -> bytes:
    for name in names:
        for file in sorted(folder.glob(name)):
            return file.read_bytes()
    raise BadInput(
        Phrase(
            "the model in %(folder)s has no file %(names)s", folder=folder, names=" or ".join(names)
        )
    )
