"""Out of the lab: what was chosen, in the form that was asked for."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TypeVar

from marsad.errors import BadInput
from marsad.store import Store
from marsad.translate.exchange.chosen import EVERYTHING, Choice, chosen, one_pair, units, work
from marsad.translate.exchange.docx_write import docx
from marsad.translate.exchange.forms import FORMS
from marsad.translate.exchange.imported import Progress
from marsad.translate.exchange.jsonl import to_lines
from marsad.translate.exchange.table import table
from marsad.translate.exchange.tbx_write import tbx
from marsad.translate.exchange.tmx_write import tmx
from marsad.translate.exchange.xliff_write import xliff
from marsad.translate.terms import Termbase

T = TypeVar("T")


class Counted:
    """Counts the entries that pass, and tells."""

    def __init__(self, progress: Progress | None) -> None:
        """Begin at none."""
        self.count, self._progress = 0, progress

    def __call__(self, some: Iterable[T]) -> Iterator[T]:
        """Pass entries on."""
        for each in some:
            self.count += 1
            if self._progress:
                self._progress(1)
            yield each


def export(
    store: Store,
    form: str,
    out: Path,
    choice: Choice = EVERYTHING,
    progress: Progress | None = None,
) -> int:
    """Write what was chosen to a file, whole or not at all; answer how many entries it holds."""
    if form not in _WRITERS:
        raise BadInput(f"no form is called {form!r}; there are {', '.join(FORMS)}")
    counted = Counted(progress)
    with _whole(out) as file:
        _WRITERS[form](store, choice, counted, file)
    return counted.count


def _jsonl(store: Store, choice: Choice, counted: Counted, file: BinaryIO) -> None:
    file.writelines(f"{line}\n".encode() for line in counted(to_lines(store, choice)))


def _xliff(store: Store, choice: Choice, counted: Counted, file: BinaryIO) -> None:
    some = work(store, choice)
    pair = one_pair(some, "XLIFF")
    file.writelines(piece.encode() for piece in xliff(counted(units(store, some)), pair))


def _csv(store: Store, choice: Choice, counted: Counted, file: BinaryIO) -> None:
    file.writelines(line.encode() for line in table(counted(units(store, work(store, choice)))))


def _docx(store: Store, choice: Choice, counted: Counted, file: BinaryIO) -> None:
    docx(counted(units(store, work(store, choice))), file)


def _tmx(store: Store, choice: Choice, counted: Counted, file: BinaryIO) -> None:
    if choice.state == "draft":
        raise BadInput("the memory holds no drafts; ask for --state approved or reviewed")
    some = (each for each in chosen(store, choice) if each.state != "draft")
    file.writelines(piece.encode() for piece in tmx(counted(some)))


def _tbx(store: Store, choice: Choice, counted: Counted, file: BinaryIO) -> None:
    some = (e for e in Termbase.of(store).terms if choice.language in ("", e.language))
    file.writelines(piece.encode() for piece in tbx(counted(some)))


_WRITERS: dict[str, Callable[[Store, Choice, Counted, BinaryIO], None]] = {
    "jsonl": _jsonl,
    "xliff": _xliff,
    "tmx": _tmx,
    "tbx": _tbx,
    "csv": _csv,
    "docx": _docx,
}


@contextmanager
def _whole(out: Path) -> Iterator[BinaryIO]:
    """A file that is there when all of it is written, and not before."""
    half = out.with_name(f".{out.name}.half")
    try:
        with half.open("wb") as file:
            yield file
        half.replace(out)
    except OSError as error:
        raise BadInput(f"{out} cannot be written: {error.strerror}; name another file") from error
    finally:
        half.unlink(missing_ok=True)
