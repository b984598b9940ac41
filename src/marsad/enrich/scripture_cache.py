"""The index of the books, kept in the user's cache folder: made once, then opened in a moment.

What lies there is derived and may be deleted at any time. Its name is a digest of the books and of
the code that reads them, so that it is never out of date; arrays are mapped, not read, so that
several workers share one copy in memory.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from marsad.enrich.scripture_books import SHIPPED, edition, passages
from marsad.enrich.scripture_index import Index, Shingles, build
from marsad.vocabulary.suras import FOLDER

_CODE = (
    ("marsad.text", ("fold.py", "skeleton.py", "spellings.tsv")),
    ("marsad.enrich", ("scripture_books.py", "scripture_index.py", "scripture_words.py")),
)
_ARRAYS = ("tokens", "starts", "cuts", "rarity", "order")
_TABLES = ("quran", "hadith")


def index_of(books: Sequence[Path] = ()) -> Index:
    """The index of the shipped books and these files: from the cache, else made and kept."""
    folder = cache_folder() / f"scripture-{_digest(books)}"
    if not folder.is_dir():
        made = build(passages(books))
        if not _keep(made, folder):
            return made
    return _opened(folder)


def cache_folder() -> Path:
    """Where derived files of this user lie."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "marsad"


def _digest(books: Sequence[Path]) -> str:
    whole = hashlib.sha256()
    for package, names in _CODE:
        for name in names:
            whole.update(files(package).joinpath(name).read_bytes())
    for name in ("quran.tsv.gz", *(f"{shipped}.csv.gz" for shipped in SHIPPED)):
        whole.update(FOLDER.joinpath(name).read_bytes())
    whole.update(edition(books).encode())
    return whole.hexdigest()[:20]


def _keep(made: Index, folder: Path) -> bool:
    """Write it beside its place and move it there whole; False where nothing may be written."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f"{folder.name}."))
    except OSError:
        return False
    try:
        _write(made, draft)
        draft.rename(folder)
    except OSError:
        # Another worker was first, or the disk is full.
        shutil.rmtree(draft, ignore_errors=True)
    return folder.is_dir()


def _write(made: Index, folder: Path) -> None:
    for name in _ARRAYS:
        np.save(folder / f"{name}.npy", getattr(made, name))
    for name in _TABLES:
        table: Shingles = getattr(made, name)
        np.save(folder / f"{name}_keys.npy", table.keys)
        np.save(folder / f"{name}_places.npy", table.places)
    np.save(folder / "texts.npy", np.frombuffer(made.texts, dtype=np.uint8))
    np.save(folder / "quran_end.npy", np.int64(made.quran_end))
    lines = [f"{skeleton}\t{number}" for skeleton, number in made.words.items()]
    folder.joinpath("words.tsv").write_text("\n".join(lines), encoding="utf-8")
    folder.joinpath("references.txt").write_text("\n".join(made.references), encoding="utf-8")


def _opened(folder: Path) -> Index:
    def array(name: str) -> Any:
        return np.load(folder / f"{name}.npy", mmap_mode="r")

    lines = folder.joinpath("words.tsv").read_text(encoding="utf-8").split("\n")
    pairs = (line.split("\t") for line in lines)
    return Index(
        words={skeleton: int(number) for skeleton, number in pairs},
        references=folder.joinpath("references.txt").read_text(encoding="utf-8").split("\n"),
        quran_end=int(array("quran_end")),
        quran=Shingles(array("quran_keys"), array("quran_places")),
        hadith=Shingles(array("hadith_keys"), array("hadith_places")),
        texts=array("texts"),
        **{name: array(name) for name in _ARRAYS},
    )
