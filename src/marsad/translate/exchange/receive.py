"""Into the lab: a file in any form, told by what stands in it."""

from pathlib import Path

from marsad.errors import BadInput
from marsad.store import Store
from marsad.translate.exchange.docx_read import read_docx
from marsad.translate.exchange.forms import form
from marsad.translate.exchange.imported import Imported, Progress
from marsad.translate.exchange.jsonl import import_lines
from marsad.translate.exchange.table import read_table
from marsad.translate.exchange.take import take
from marsad.translate.exchange.tbx_read import import_terms
from marsad.translate.exchange.tmx_take import take_memory
from marsad.translate.exchange.xliff_read import read_xliff
from marsad.translate.marking import person

_WORK = {"xliff": read_xliff, "csv": read_table, "docx": read_docx}


def import_file(
    store: Store, path: Path, by: str = "", progress: Progress | None = None, name: str = ""
) -> Imported:
    """Take in a file on behalf of a person; JSON lines name their translators themselves.

    A memory (TMX) stands under ``name``, else under that of its file.
    """
    found = form(path)
    if found == "jsonl":
        return import_lines(store, path, by, progress)
    if found == "tbx":
        return import_terms(store, path)
    by = by or store.settings.author
    if found == "tmx":
        return take_memory(store, path, name, person(by) if by else "marsad", progress)
    if not by:
        raise BadInput(f"{path.name} says not who translated; sign it with --by NAME")
    return take(store, _WORK[found](path), person(by), progress)
