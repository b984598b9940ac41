"""Joins the messages that were shown as one album.

Telegram Desktop writes an album as separate messages and no group id, so it is told by what they
share: the second, the author, the origin and the message they answer; each has a picture or a
file, at most one has words, and there are at most ten.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from marsad.errors import BadInput
from marsad.model import Post
from marsad.plugins import Gathered, Refused

_MOST = 10
# Pictures and videos are shown together; files and recordings only with their own kind.
_GALLERY = {"photo": "gallery", "video": "gallery", "file": "file", "audio": "audio"}


def join_albums(items: Iterable[Gathered | Refused]) -> Iterator[Gathered | Refused]:
    """Yield the posts with each album as one, under the checkpoint of its last message."""
    held: list[Gathered] = []
    try:
        for item in items:
            if isinstance(item, Refused) or not (held or item.post.media):
                yield item
                continue
            if held and not _belongs(held, item):
                yield _joined(held)
                held = []
            if item.post.media and _groupable(item.post):
                held.append(item)
            else:
                yield item
    except BadInput:
        # The file breaks off here: what was already read is still a post.
        if held:
            yield _joined(held)
        raise
    if held:
        yield _joined(held)


def _groupable(post: Post) -> bool:
    return post.kind == "message" and len(post.media) == 1 and post.media[0].kind in _GALLERY


def _belongs(held: list[Gathered], item: Gathered) -> bool:
    first, post = held[0].post, item.post
    return (
        len(held) < _MOST
        and _groupable(post)
        and post.posted_at == first.posted_at
        and _GALLERY[post.media[0].kind] == _GALLERY[first.media[0].kind]
        and (post.place, post.author, post.forwarded_from, post.reply_to)
        == (first.place, first.author, first.forwarded_from, first.reply_to)
        and not (post.text and any(other.post.text for other in held))
    )


def _joined(held: list[Gathered]) -> Gathered:
    if len(held) == 1:
        return held[0]
    posts = [item.post for item in held]
    worded = next((post for post in posts if post.text), posts[0])
    edits = [post.edited_at for post in posts if post.edited_at]
    post = replace(
        posts[0],
        text=worded.text,
        entities=worded.entities,
        media=tuple(medium for post in posts for medium in post.media),
        album=tuple(post.native_id for post in posts),
        edited_at=max(edits, default=None),
    )
    files = {name: content for item in held for name, content in item.files.items()}
    return Gathered(held[0].place, post, files, held[-1].checkpoint)
