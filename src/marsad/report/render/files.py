"""Write an edition to disk in the forms asked for."""

from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from marsad.errors import BadInput
from marsad.report.edition import Edition

FORMATS = {"html": ".html", "pdf": ".pdf", "md": ".md", "json": ".json"}
"""Each form and how its file ends."""
_MODULES = {"html": "html", "pdf": "pdf", "md": "markdown", "json": "json"}


def render(edition: Edition, formats: Sequence[str], out: Path) -> list[Path]:
    """Write the edition in each format to the folder ``out``; name one file for each format."""
    unknown = [name for name in formats if name not in FORMATS]
    if unknown:
        raise BadInput(f"no report format {unknown[0]!r}; there are {', '.join(FORMATS)}")
    out.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for name in dict.fromkeys(formats):
        path = out / f"report{FORMATS[name]}"
        path.write_bytes(_renderer(name)(edition))
        written.append(path)
    if "md" in formats:
        _pictures(edition, out)
    return written


def _renderer(name: str) -> Callable[[Edition], bytes]:
    # Typst and Jinja are loaded only when their form is asked for.
    made: Callable[[Edition], bytes] = import_module(
        f"marsad.report.render.{_MODULES[name]}"
    ).render
    return made


def _pictures(edition: Edition, out: Path) -> None:
    from marsad.report.render.markdown import picture_files

    for name, data in picture_files(edition).items():
        (out / name).parent.mkdir(exist_ok=True)
        (out / name).write_bytes(data)
