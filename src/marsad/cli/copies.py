"""``marsad copies``."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from marsad.cli.options import Json, Lab

if TYPE_CHECKING:
    from marsad.enrich import Family
    from marsad.model import Post
    from marsad.store import Store


def copies(
    lab: Lab,
    post: Annotated[str, typer.Argument(help="Id of a post, or its beginning.")],
    json: Json = False,
) -> None:
    """Show who posted it first, and who repeated it after how long."""
    from marsad import enrich
    from marsad.cli.output import say, say_json
    from marsad.store import Store

    with Store(lab) as store:
        found = enrich.families(store, post)
        if json:
            said = [_family(store, family) for family in found]
            say_json({"post": store.post(post).id, "families": said})
            return
        for family in found:
            _show(store, family)
        if not found:
            say("nothing stored repeats it, and it repeats nothing stored")


def _show(store: "Store", family: "Family") -> None:
    from marsad.cli.output import foreign, say

    first = family.first
    when = first.posted_at.astimezone(store.settings.zone)
    say(f"{first.id}  {when:%Y-%m-%d %H:%M}  {_where(store, first)}  first  {foreign(first.text)}")
    for copy in family.copies:
        sure = copy.finding.confidence
        said = f"{copy.by}{'' if sure is None else f' {sure:.2f}'}"
        say(f"{copy.post.id}  +{copy.delay}  {_where(store, copy.post)}  {said}")


def _where(store: "Store", post: "Post") -> str:
    from marsad.cli.output import foreign

    return foreign(store.place(post.place).name, 30)


def _family(store: "Store", family: "Family") -> dict[str, Any]:
    return {
        "first": _plain(store, family.first),
        "copies": [
            {
                **_plain(store, copy.post),
                "delay_seconds": copy.delay.total_seconds(),
                "by": copy.by,
                "media": copy.finding.media,
                "confidence": copy.finding.confidence,
                "maker": copy.finding.maker,
                "finding": copy.finding.id,
            }
            for copy in family.copies
        ],
    }


def _plain(store: "Store", post: "Post") -> dict[str, Any]:
    place = store.place(post.place)
    return {
        "post": post.id,
        "place": place.id,
        "name": place.name,
        "native_id": post.native_id,
        "posted_at": post.posted_at.isoformat(),
    }
