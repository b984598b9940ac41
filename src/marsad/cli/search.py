"""``marsad search``."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from marsad.cli.options import Json, Lab


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


def search(
    lab: Lab,
    query: Annotated[str, typer.Argument(help=QUERY_HELP)] = "",
    strength: Annotated[
        Strength, typer.Option(help="As typed, any spelling, or any form of the word.")
    ] = Strength.stemmed,
    order: Annotated[Order, typer.Option(help="Which posts come first.")] = Order.relevance,
    limit: Annotated[int, typer.Option(help="How many hits at most.", min=0, max=1000)] = 20,
    after: Annotated[int, typer.Option(help="Pass over so many: the pages before.", min=0)] = 0,
    facets: Annotated[
        str, typer.Option(help="Fields to count, such as place,lang,theme; see docs/search.md.")
    ] = "",
    top: Annotated[int, typer.Option(help="Values of each facet.", min=1, max=100)] = 10,
    histogram: Annotated[Step | None, typer.Option(help="Count posts over time.")] = None,
    image: Annotated[
        Path | None, typer.Option(help="A picture: find the stored ones nearest to it.")
    ] = None,
    like: Annotated[str, typer.Option(help="Id of a post: find its copies, and its like.")] = "",
    engine: Annotated[
        str, typer.Option(help="here, ray (on this machine), or ray://HOST:PORT.")
    ] = "here",
    json: Json = False,
) -> None:
    """Find posts by their words, the words in their pictures and recordings, or a translation."""
    if image or like or not query:
        _alike(lab, query, image, like, limit, json)
        return
    from marsad import search as stage
    from marsad.cli.output import counting, progress, say_json
    from marsad.cli.search_shown import record, show
    from marsad.store import Store

    ask = stage.Ask(
        query,
        strength=strength,
        order=order,
        limit=limit,
        after=after,
        facets=tuple(name.strip() for name in facets.split(",") if name.strip()),
        top=top,
        histogram=histogram or "",
    )
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
