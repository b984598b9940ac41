"""``marsad similar``."""

from typing import Annotated

import typer

from marsad.cli.options import Json, Lab


def similar(
    lab: Lab,
    post: Annotated[str, typer.Argument(help="Id of a post, or its beginning.")],
    most: Annotated[int, typer.Option(min=1, help="How many to show.")] = 10,
    json: Json = False,
) -> None:
    """Show the posts nearest in meaning, in any language: a hint where to look, no finding."""
    from marsad import enrich
    from marsad.cli.output import foreign, say, say_json
    from marsad.store import Store

    with Store(lab) as store:
        found = enrich.nearest(store, post, most)
        if json:
            near = [
                {"post": e.post.id, "margin": round(e.margin, 4), "cosine": round(e.alike, 4)}
                for e in found
            ]
            say_json({"post": store.post(post).id, "near": near})
            return
        for each in found:
            say(f"{each.post.id}  {each.margin:.3f}  {foreign(each.post.text)}")
        if not found:
            say("no other post has words to compare")
