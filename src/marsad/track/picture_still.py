"""Pictures as files: SVG and PNG by vl-convert, which draws without a browser and fetches nothing.

The font is one that comes with the project, so that Arabic, Persian and Urdu are shaped and
ordered alike on every machine.
"""

import io
import json
from functools import cache
from html import escape
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from marsad.errors import BadInput, NotReady
from marsad.phrase import Phrase
from marsad.plugins import Part
from marsad.track.picture import Picture
from marsad.track.picture_look import looks

LIBRARY, REMEDY = "vl_convert", "pip install 'marsad[charts]'"
FONT = "fontpkg_amiri"
LACKING = Phrase("vl-convert is not installed: pictures as SVG and PNG")
VERSION = "6.1"
FORMS = ("svg", "png", "csv", "json")
SCALE = 2.0


def part() -> Part:
    """Whether stills can be drawn here, for ``marsad doctor``."""
    if find_spec(LIBRARY) is None:
        return Part("charts", "track", False, LACKING, REMEDY)
    return Part("charts", "track", True, Phrase("pictures as SVG and PNG (vl-convert)"))


def save(picture: Picture, out: Path, dark: bool = False) -> list[Path]:
    """Write a picture; beside a still, its data and its specification with what it was asked."""
    form = out.suffix.removeprefix(".").lower()
    if form not in FORMS:
        raise BadInput(
            Phrase(
                "%(out)s: write to a file that ends in %(forms)s",
                out=out.name,
                forms=", ".join(FORMS),
            )
        )
    beside = ("csv", "json") if form in ("svg", "png") else ()
    out.parent.mkdir(parents=True, exist_ok=True)
    made = []
    for each in (form, *beside):
        path = out if each == form else out.with_suffix(f".{each}")
        path.write_bytes(as_form(picture, each, dark))
        made.append(path)
    return made


def as_form(picture: Picture, form: str, dark: bool = False) -> bytes:
    """The bytes of a picture in a form."""
    if form == "csv":
        return picture.csv.encode()
    if form == "json":
        return json.dumps(picture.spec, ensure_ascii=False, indent=1, default=str).encode()
    return _svg(picture, dark) if form == "svg" else _png(picture, dark)


def _svg(picture: Picture, dark: bool) -> bytes:
    drawn: str = _drawer().vegalite_to_svg(**_order(picture, dark))
    # Said in the file itself: a still travels without the page around it.
    words = f"<title>{escape(picture.title)}</title><desc>{escape(picture.alt)}</desc>"
    head, end, rest = drawn.partition(">")
    return f'{head} role="img"{end}{words}{rest}'.encode()


def _png(picture: Picture, dark: bool) -> bytes:
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    drawn = _drawer().vegalite_to_png(**_order(picture, dark), scale=SCALE)
    said, made = PngInfo(), io.BytesIO()
    for name, words in (("Title", picture.title), ("Description", picture.alt)):
        said.add_itxt(name, words)
    Image.open(io.BytesIO(drawn)).save(made, "PNG", pnginfo=said, optimize=True)
    return made.getvalue()


def _order(picture: Picture, dark: bool) -> dict[str, Any]:
    # No address is allowed: a specification cannot make the drawer fetch anything.
    return {"vl_spec": picture.spec, "vl_version": VERSION, "config": looks(dark),
            "allowed_base_urls": []}  # fmt: skip


@cache
def _drawer() -> Any:
    if not part().ready:
        raise NotReady(LACKING, REMEDY)
    drawer = import_module(LIBRARY)
    folder = Path(str(import_module(FONT).__file__)).parent / "files"
    drawer.register_font_directory(str(folder))
    return drawer
