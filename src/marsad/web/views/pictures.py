"""A picture made ready for a page: what the script draws, and the table beside it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from marsad import track
from marsad.model import Outlet, Place
from marsad.phrase import Joined, Phrase, Theme, Word
from marsad.store import Store
from marsad.track import Picture
from marsad.vocabulary.codebook import Code, codebook
from marsad.web.phrases import PDI, RLI, bare, plain
from marsad.web.terms import DAYS, MONTHS
from marsad.web.wording import _, pgettext, spoken

MOST = 200
"""Rows of the table on the page; the CSV has all."""
_CLOSING = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture on a page."""

    picture: Picture
    specification: Markup
    looks: Mapping[str, Markup]
    calendar: Markup
    """Names of months and days, or nothing where the drawer has them."""
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Choices:
    """What a picture may be narrowed to."""

    places: tuple[Place, ...]
    outlets: tuple[Outlet, ...]
    themes: tuple[Code, ...]


def choices(store: Store) -> Choices:
    """The places, outlets and themes of a lab."""
    book = codebook(store.settings.beside(store.settings.codebook))
    themes = tuple(code for code in book.codes if code.kind == "theme")
    return Choices(tuple(store.places()), tuple(store.outlets()), themes)


def shown(picture: Picture) -> Shown:
    """Make a picture ready."""
    rows = [tuple(_cell(row.get(name)) for name in picture.columns) for row in picture.rows[:MOST]]
    looks = {name: _data(_told(track.looks(name == "dark"))) for name in ("light", "dark")}
    left_out = len(picture.rows) - len(rows)
    # The page has the title already, and says the words to whoever does not see it.
    spec = {name: said for name, said in picture.spec.items() if name != "title"}
    drawn, names = _data(_told(spec)), _data(_calendar())
    return Shown(picture, drawn, looks, names, picture.columns, tuple(rows), left_out)


def table_of(picture: Picture) -> Iterator[Mapping[str, Any]]:
    """The whole table of a picture, in its columns; what is no plain value as its words."""
    for row in picture.rows:
        yield {name: _plain(row.get(name)) for name in picture.columns}


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, str | int | float) else str(value)


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "" if value is None else bare(value) if isinstance(value, str) else str(value)


def _told(value: Any, of: str = "") -> Any:
    """A specification in the language of the page: words of ours, and how days are written."""
    if isinstance(value, dict):
        return {name: _told(each, name) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_told(each) for each in value]
    if isinstance(value, Phrase | Joined | Word | Theme):
        return plain(value)
    if isinstance(value, str) and of in ("format", "timeFormat") and "%b" in value:
        # In a line from the left a year after an Arabic month would change places with it.
        return f"{RLI}{value}{PDI}" if spoken().direction == "rtl" else value
    return value


def _calendar() -> dict[str, Any]:
    """The names that d3 needs, which knows the English ones itself."""
    if spoken().tag == "en":
        return {}
    days = [pgettext("day", each) for each in DAYS]
    months = [pgettext("month", each) for each in MONTHS]
    return {
        "dateTime": f"{RLI}%d %B %Y{PDI} %H:%M", "date": "%Y-%m-%d", "time": "%H:%M",
        "periods": ["", ""], "days": days, "shortDays": days, "months": months,
        "shortMonths": months,
    }  # fmt: skip


def _data(value: Any) -> Markup:
    # Nothing in it can close the element, whatever a channel is called.
    return Markup(json.dumps(value, ensure_ascii=False, default=str).translate(_CLOSING))
