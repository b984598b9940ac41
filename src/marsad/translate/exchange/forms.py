"""The forms there are, and which of them a file is, by what stands in it."""

from pathlib import Path

from marsad.errors import BadInput
from marsad.translate.exchange.docx_read import is_docx
from marsad.translate.exchange.table import is_table
from marsad.translate.exchange.xml_read import root

FORMS = ("jsonl", "xliff", "tmx", "tbx", "csv", "docx")
_ROOTS = {"xliff": "xliff", "tbx": "tbx", "martif": "tbx", "tmx": "tmx"}
_START = 4096


def form(path: Path) -> str:
    """Which form a file is in, whatever its name."""
    try:
        with path.open("rb") as file:
            start = file.read(_START)
    except OSError as error:
        raise BadInput(f"{path.name} cannot be read: {error.strerror}; name a file") from error
    if start.startswith(b"PK") and is_docx(path):
        return "docx"
    if start.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0").startswith(b"<"):
        return _xml_form(path)
    if is_table(path):
        return "csv"
    # Whatever else begins so is told line by line what it lacks.
    if b"{" in start or path.suffix in (".jsonl", ".ndjson"):
        return "jsonl"
    raise BadInput(f"{path.name} is in no form that is read here: {', '.join(FORMS)}")


def _xml_form(path: Path) -> str:
    name = root(path)
    if name in _ROOTS:
        return _ROOTS[name]
    raise BadInput(
        f"{path.name} is XML of another kind (<{name}>); there are {', '.join(sorted(_ROOTS))}"
    )
