"""``marsad search``."""

from typing import Annotated

import typer

from marsad.cli.options import Json, Lab


def search(
    lab: Lab,
    query: Annotated[str, typer.Argument(help='Words, "phrases", and -words that must not be.')],
    limit: Annotated[int, typer.Option(help="How many hits at most.", min=1, max=1000)] = 20,
    json: Json = False,
) -> None:
    """Find posts by their text, the text in their pictures, or their translation."""
    from marsad import search as stage
    from marsad.cli.output import foreign, say, say_json
    from marsad.store import Store, records

    with Store(lab) as store:
        for hit in stage.search(store, query, limit):
            if json:
                say_json({"score": hit.score, "post": records.plain(records.record(hit.post))})
            else:
                day = hit.post.posted_at.astimezone(store.settings.zone)
                say(f"{hit.post.id}  {day:%Y-%m-%d %H:%M}  {foreign(hit.post.text)}")
