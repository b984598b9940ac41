"""The edition as one page that asks nothing of the outside: no script, no style, no picture."""

import base64
from collections import defaultdict
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from marsad.report.edition import Edition, Picture, picture_file
from marsad.report.shown import stretches

RTL = Markup('<bdi lang="{}" dir="rtl">{}</bdi>')


def render(edition: Edition) -> bytes:
    """The page in UTF-8."""
    page = _environment().get_template("report.html")
    made = page.render(edition=edition, refs=References(), source_of=data_uri, book=False)
    return made.encode("utf-8")


def article(edition: Edition, beside: str = "", book: bool = False) -> Markup:
    """The report alone, for a page around it; ``figures/`` with its pictures is ``beside`` it.

    For a ``book`` it is XML, and its notes are those of EPUB.
    """
    page = _environment().get_template("article.html")

    def name(picture: Picture) -> str:
        return f"{beside}{picture_file(edition.handle, picture)}"

    return Markup(page.render(edition=edition, refs=References(), source_of=name, book=book))


def style(name: str = "report") -> str:
    """The style of the report on a page, or in a ``book``."""
    return (files("marsad.report") / "templates" / f"{name}.css").read_text(encoding="utf-8")


class References:
    """Ids of the places that cite a note, so that each note links back to all of them."""

    def __init__(self) -> None:
        """Begin a page."""
        self._seen: dict[int, list[str]] = defaultdict(list)

    def new(self, number: int) -> str:
        """The id of one more reference to a note."""
        again = len(self._seen[number])
        self._seen[number].append(f"ref-{number}-{again + 1}" if again else f"ref-{number}")
        return self._seen[number][-1]

    def to(self, number: int) -> list[str]:
        """Every reference to a note so far."""
        return self._seen[number]


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("marsad.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["isolated"] = isolated
    return made


def isolated(text: str) -> Markup:
    """Escape a text and isolate its runs of Arabic script, each with its language."""
    return Markup("").join(
        RTL.format(part.language, part.text) if part.language else escape(part.text)
        for part in stretches(text)
    )


def data_uri(picture: Picture) -> str:
    """A picture within the page itself."""
    return f"data:{picture.mime};base64,{base64.b64encode(picture.data).decode('ascii')}"
