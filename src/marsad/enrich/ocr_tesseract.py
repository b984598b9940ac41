"""The tesseract program: which languages it has, and what it reads in a picture."""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from marsad.enrich.ocr_words import Line, Word
from marsad.errors import BadInput, NotReady
from marsad.model import Box
from marsad.phrase import Phrase

if TYPE_CHECKING:
    from marsad.enrich.ocr_picture import Pixels

REMEDY = (
    "apt-get install tesseract-ocr tesseract-ocr-ara tesseract-ocr-fas "
    "tesseract-ocr-urd tesseract-ocr-pus"
)
LANGUAGES = ("ara", "fas", "urd", "pus", "eng", "fra")
_NETWORK_TSV = ("--oem", "1", "tsv")
_WORD_ROW = "5"


def installed() -> tuple[str, ...]:
    """Those of our languages that tesseract has here; NotReady without the program or Arabic."""
    program = shutil.which("tesseract")
    if program is None:
        raise NotReady(Phrase("the program tesseract is not installed"), REMEDY)
    said = subprocess.run(
        [program, "--list-langs"], capture_output=True, text=True, check=False, timeout=20
    )
    names = set(said.stdout.split())
    if "ara" not in names:
        raise NotReady(Phrase("tesseract has no Arabic"), REMEDY)
    return tuple(name for name in LANGUAGES if name in names)


def read(
    pictures: "Sequence[tuple[Pixels, float]]", language: str, layout: int
) -> list[list[Line]]:
    """Read several pictures in one run; boxes are divided by each picture's scale.

    ``layout`` is tesseract's page segmentation mode: 3 page, 6 block, 7 line, 13 raw line.
    """
    import cv2

    with TemporaryDirectory() as folder:
        names = []
        for number, (pixels, _) in enumerate(pictures):
            names.append(str(Path(folder) / f"{number}.png"))
            cv2.imwrite(names[-1], pixels, [cv2.IMWRITE_PNG_COMPRESSION, 1])
        listing = Path(folder) / "pictures.txt"
        listing.write_text("\n".join(names) + "\n", encoding="utf-8")
        rows = _tsv(listing, language, layout)
    return _lines(rows, [scale for _, scale in pictures])


def _tsv(listing: Path, language: str, layout: int) -> list[list[str]]:
    said = subprocess.run(
        ["tesseract", str(listing), "stdout", "-l", language, "--psm", str(layout), *_NETWORK_TSV],
        capture_output=True,
        check=False,
    )
    if said.returncode:
        reason = " ".join(said.stderr.decode("utf-8", "replace").split())[-200:]
        raise BadInput(
            Phrase(
                "tesseract gave up on the picture (exit status %(returncode)s): %(reason)s",
                returncode=said.returncode,
                reason=reason,
            )
        )
    text = said.stdout.decode("utf-8", "replace")
    return [row.split("\t") for row in text.split("\n")]


def _lines(rows: Sequence[Sequence[str]], scales: Sequence[float]) -> list[list[Line]]:
    """Columns: level page block par line word left top width height conf text."""
    found: list[dict[tuple[str, ...], list[Word]]] = [{} for _ in scales]
    for row in rows:
        if len(row) != 12 or row[0] != _WORD_ROW or not row[11].strip():
            continue
        page = int(row[1]) - 1
        left, top, width, height = (round(int(side) / scales[page]) for side in row[6:10])
        word = Word(row[11].strip(), float(row[10]), Box(left, top, width, height))
        found[page].setdefault(tuple(row[2:5]), []).append(word)
    return [[tuple(words) for words in page.values()] for page in found]
