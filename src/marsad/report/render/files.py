"""Write an edition to disk in the forms asked for."""

from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from marsad.errors import BadInput
from marsad.phrase import Phrase
from marsad.report.edition import Edition, picture_files

FORMATS = {
    "html": ".html", "pdf": ".pdf", "docx": ".docx", "epub": ".epub", "md": ".md", "json": ".json",
}  # fmt: skip
"""Each form and how its file ends."""
_MODULES = {name: name for name in FORMATS} | {"md": "markdown"}


def render(edition: Edition, formats: Sequence[str], out: Path) -> list[Path]:
    """Write the edition in each format to the folder ``out``; name one file for each format."""
    unknown = [name for name in formats if name not in FORMATS]
    if unknown:
        raise BadInput(
            Phrase(
                "no report format %(unknown)s; there are %(formats)s",
                unknown=repr(unknown[0]),
                formats=", ".join(FORMATS),
            )
        )
    out.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for name in dict.fromkeys(formats):
        path = out / f"report{FORMATS[name]}"
        path.write_bytes(as_file(edition, name))
        written.append(path)
    if "md" in formats:
        _pictures(edition, out)
    return written


def as_file(edition: Edition, name: str) -> bytes:
    """The edition in one format."""
    return _renderer(name)(edition)


def _renderer(name: str) -> Callable[[Edition], bytes]:
    # Typst and Jinja are loaded only when their form is asked for.
    made: Callable[[Edition], bytes] = import_module(
        f"marsad.report.render.{_MODULES[name]}"
    ).render
    return made


def _pictures(edition: Edition, out: Path) -> None:
    for name, data in picture_files(edition).items():
        (out / name).parent.mkdir(exist_ok=True)
        (out / name).write_bytes(data)
