"""The newest pictures and files of an outlet, without those of private places."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import bindparam, text

from marsad.model import Media, Post
from marsad.store.seen import Seen
from marsad.store.seen_spans import TIMED
from marsad.store.store import Store


class Released(NamedTuple):
    """A picture or file, and the post it came with."""

    post: Post
    media: Media


def released(store: Store, outlet: str, places: Sequence[str], most: int) -> list[Released]:
    """What an outlet made, wherever it was seen, and what came in some places; newest first.

    ``Seen.catch_up`` comes first.
    """
    private = [place.id for place in store.places() if place.kind == "private"]
    order = text(
        f"select post from seen where media <> '' and {TIMED} and place not in :private "
        "and (place in :places or outlet = :outlet) order by at desc, post desc limit :most"
    ).bindparams(bindparam("places", expanding=True), bindparam("private", expanding=True))
    # Nothing is called so: an empty list would be taken for one of numbers by PostgreSQL.
    said = {"outlet": outlet, "places": [*places, ""], "private": [*private, ""], "most": most}
    with store.engine.connect() as connection:
        numbers = [int(number) for number in connection.execute(order, said).scalars()]
    posts = Seen(store).posts(numbers)
    return [Released(posts[n], media) for n in numbers for media in posts[n].media][:most]
