"""``marsad search``."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from marsad.cli.options import Json, Lab

if TYPE_CHECKING:
    from marsad.search import Ask


class Strength(StrEnum):
    """How forgiving a search is."""

    exact = "exact"
    folded = "folded"
    stemmed = "stemmed"


class Order(StrEnum):
    """Which posts come first."""

    relevance = "relevance"
    newest = "newest"
    oldest = "oldest"
    first_seen = "first-seen"


class Step(StrEnum):
    """The bars of a histogram."""

    day = "day"
    week = "week"
    month = "month"


QUERY_HELP = 'Words, "phrases", prefix*, AND OR NOT, field:value; see docs/search.md.'


Query = Annotated[str, typer.Argument(help=QUERY_HELP)]
Forgiving = Annotated[
    Strength, typer.Option(help="As typed, any spelling, or any form of the word.")
]
First = Annotated[Order, typer.Option(help="Which posts come first.")]
Limit = Annotated[int, typer.Option(help="How many hits at most.", min=0, max=1000)]
After = Annotated[int, typer.Option(help="Pass over so many: the pages before.", min=0)]
Facets = Annotated[
    str, typer.Option(help="Fields to count, such as place,lang,theme; see docs/search.md.")
]
Top = Annotated[int, typer.Option(help="Values of each facet.", min=1, max=100)]
Histogram = Annotated[Step | None, typer.Option(help="Count posts over time.")]
Image = Annotated[Path | None, typer.Option(help="A picture: find the stored ones nearest to it.")]
Like = Annotated[str, typer.Option(help="Id of a post: find its copies, and its like.")]
Engine = Annotated[str, typer.Option(help="here, ray (on this machine), or ray://HOST:PORT.")]


def search(
    lab: Lab,
    query: Query = "",
    strength: Forgiving = Strength.stemmed,
    order: First = Order.relevance,
    limit: Limit = 20,
    after: After = 0,
    facets: Facets = "",
    top: Top = 10,
    histogram: Histogram = None,
    image: Image = None,
    like: Like = "",
    engine: Engine = "here",
    json: Json = False,
) -> None:
    """Find posts by their words, the words in their pictures and recordings, or a translation."""
    if image or like or not query:
        _alike(lab, query, image, like, limit, json)
        return
    from marsad.search import Ask

    counted = tuple(name.strip() for name in facets.split(",") if name.strip())
    ask = Ask(query, "", strength, order, limit, after, counted, top, histogram or "")
    _by_words(lab, ask, engine, json)


def _by_words(lab: Path, ask: "Ask", engine: str, json: bool) -> None:
    from marsad import search as stage
    from marsad.cli.output import counting, progress, say_json
    from marsad.cli.search_shown import record, show
    from marsad.store import Store

    with Store(lab) as store:
        with progress() as tell:
            found = stage.search(store, ask, counting("search", tell), engine)
        if json:
            say_json(record(found))
        else:
            show(found, store)


def _alike(lab: Path, query: str, image: Path | None, like: str, most: int, json: bool) -> None:
    from marsad.cli.search_alike import by_image, by_post
    from marsad.errors import BadInput
    from marsad.store import Store

    if sum(map(bool, (query, image, like))) != 1:
        raise BadInput("give one of QUERY, --image and --like")
    with Store(lab) as store:
        if image:
            by_image(store, image, most, json)
        else:
            by_post(store, like, most, json)
