"""``marsad search`` by a picture or by a post instead of words."""

from pathlib import Path
from typing import Any

from marsad import enrich
from marsad.cli.output import foreign, say, say_json
from marsad.errors import NotFound, NotReady
from marsad.model import Post
from marsad.store import Store


def by_image(store: Store, image: Path, most: int, json: bool) -> None:
    """Print the stored pictures nearest to a file, nearest first."""
    found = enrich.pictures_like(store, image, most)
    if json:
        say_json([{**_plain(store, each.post), "media": each.media, "distance": each.distance,
                   "confidence": round(each.sure, 4)} for each in found])  # fmt: skip
        return
    for each in found:
        say(f"{_line(store, each.post)}  {each.distance} of 256 bits differ  {each.media[:12]}")
    if not found:
        say("no stored picture is near to this one")


def by_post(store: Store, id: str, most: int, json: bool) -> None:
    """Print the posts that repeat one or are repeated by it, then those near in meaning."""
    mine = store.post(id)
    copies = _copies(store, mine, most)
    near: list[enrich.Near] = []
    lacking = ""
    try:
        near = enrich.nearest(store, mine.id, most)
    except (NotFound, NotReady) as error:
        lacking = str(error)
    if json:
        said = [{**_plain(store, each.post), "margin": round(each.margin, 4)} for each in near]
        same = [{**_plain(store, post), "by": by} for post, by in copies]
        say_json({"post": mine.id, "copies": same, "near": said, "lacking": lacking})
        return
    for post, by in copies:
        say(f"{_line(store, post)}  {by}")
    for each in near:
        say(f"{_line(store, each.post)}  near in meaning {each.margin:.3f}")
    if lacking:
        say(f"by meaning nothing was asked: {lacking}")
    elif not copies and not near:
        say("no stored post is like it")


def _copies(store: Store, mine: Post, most: int) -> list[tuple[Post, str]]:
    """The rest of its families: what it repeats and what repeats it, each once."""
    found: dict[str, tuple[Post, str]] = {}
    for family in enrich.families(store, mine.id):
        found.setdefault(family.first.id, (family.first, "first of its copies"))
        for copy in family.copies:
            found.setdefault(copy.post.id, (copy.post, f"copy by {copy.by}"))
    found.pop(mine.id, None)
    return list(found.values())[:most]


def _line(store: Store, post: Post) -> str:
    day = post.posted_at.astimezone(store.settings.zone)
    where = foreign(store.place(post.place).name, 30)
    return f"{post.id}  {day:%Y-%m-%d %H:%M}  {where}  {foreign(post.text, 50)}"


def _plain(store: Store, post: Post) -> dict[str, Any]:
    place = store.place(post.place)
    return {"post": post.id, "place": place.id, "name": place.name,
            "posted_at": post.posted_at.isoformat()}  # fmt: skip
