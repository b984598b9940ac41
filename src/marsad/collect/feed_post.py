"""Makes posts of the entries of a feed, oldest first."""

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from marsad.collect.feed_entry import Damaged, Document, Entry
from marsad.collect.feed_text import text_of
from marsad.collect.feed_time import times
from marsad.errors import BadInput
from marsad.model import Entity, Forward, Place, Post
from marsad.phrase import Phrase
from marsad.plugins import Refused

_LONGEST_ID = 1000
_LONGEST_NAME = 200


def place_of(document: Document, address: str, file: str) -> Place:
    """Where the feed is seen: its address, or what a file says of itself where it has none."""
    name = _name(document) or urlsplit(address).hostname or file
    known = address or document.address or document.home or f"name/{name}"
    shown = "" if known.startswith("name/") else known
    return Place(id=f"feed:{known}", platform="Web feed", name=name, address=shown)


def posts_of(document: Document, place: Place, where: str) -> Iterator[Post | Refused]:
    """Every entry, what is refused first; entries of one moment stay as the feed has them."""
    posts = []
    # Feeds write the newest first.
    for number, entry in reversed(list(enumerate(document.entries, 1))):
        here = f"{where}, entry {number}"
        try:
            posts.append(_post(entry, place))
        except BadInput as error:
            yield Refused(_called(here, entry), str(error))
    yield from sorted(posts, key=lambda post: post.posted_at)


def _post(entry: Entry | Damaged, place: Place) -> Post:
    if isinstance(entry, Damaged):
        raise BadInput(entry.reason)
    posted_at, edited_at = times(entry.published, entry.updated)
    text, entities = _text(entry)
    return Post(
        id="",
        place=place.id,
        capture="",
        native_id=_native_id(entry),
        posted_at=posted_at,
        text=text,
        author=entry.author[:_LONGEST_NAME],
        entities=entities,
        media=entry.media,
        forwarded_from=_source(entry),
        edited_at=edited_at,
    )


def _native_id(entry: Entry) -> str:
    found = entry.id or entry.link
    if not found:
        raise BadInput(Phrase("it has no id, guid or link to know it by"))
    if len(found) > _LONGEST_ID:
        raise BadInput(
            Phrase(
                "its id has %(found)s characters; more than %(longest_id)s are not taken",
                found=len(found),
                longest_id=_LONGEST_ID,
            )
        )
    # Elsewhere a number is a counter whose gaps are deleted posts; in a feed it is only a name.
    return f"#{found}" if found.isdecimal() else found


def _text(entry: Entry) -> tuple[str, tuple[Entity, ...]]:
    """The title, an empty line, and the body; a title that only repeats the body is left out."""
    title, _ = text_of(entry.title)
    title = " ".join(title.split())
    body, entities = text_of(entry.body)
    if not title or f"{body}\n".startswith(f"{title}\n"):
        marks = (Entity("permalink", 0, 0, entry.link),) if entry.link else ()
        return body, (*marks, *entities)
    shift = len(title) + 2 if body else 0
    moved = (replace(each, start=each.start + shift, end=each.end + shift) for each in entities)
    heading = Entity("title", 0, len(title), entry.link)
    return f"{title}\n\n{body}" if body else title, (heading, *moved)


def _source(entry: Entry) -> Forward | None:
    if not (entry.source or entry.source_address):
        return None
    return Forward(entry.source[:_LONGEST_NAME] or entry.source_address, entry.source_address)


def _name(document: Document) -> str:
    try:
        return " ".join(text_of(document.title)[0].split())[:_LONGEST_NAME]
    except BadInput:
        # A title that cannot be read costs the name, not the posts.
        return ""


def _called(here: str, entry: Entry | Damaged) -> str:
    said = "" if isinstance(entry, Damaged) else entry.id or entry.link
    return f"{here} ({said[:80]})" if said else here
