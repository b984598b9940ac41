"""The time stamps in a bundle, each with the proof that its log grew into the one signed here."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from marsad.preserve.timestamp import anchors
from marsad.preserve.timestamp_anchor import INVALID, stamped
from marsad.store import Store, checkpoint, keys, layout
from marsad.store.merkle import consistency

LAST = 10
"""Answers that are put in: the latest, which cover the most."""


def write_anchors(store: Store, rows: Sequence[Sequence[bytes]], data: Path) -> None:
    """Write the latest answers: note, token or proof, what it stands on, the consistency proof."""
    size = len(rows[0])
    answers = [each for each in anchors(store) if each.token and each.state != INVALID]
    found = [each for each in answers if each.size <= size]
    for anchor in found[-LAST:]:
        folder = data / "anchors"
        folder.mkdir(exist_ok=True)
        name = f"{anchor.size:012d}"
        note = checkpoint.read(store.lab / layout.CHECKPOINTS / f"{name}.note")
        (folder / f"{name}.note").write_bytes(stamped(note, keys.public_pem(store.lab)))
        path = "".join(f"{node.hex()}\n" for node in consistency(rows, anchor.size))
        (folder / f"{name}.consistency").write_text(path, encoding="ascii")
        if anchor.token:
            for file in (anchor.token, *anchor.beside):
                shutil.copyfile(file, folder / file.name)
