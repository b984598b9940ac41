"""Where a feed was left: what its server called that version of it, and a digest of the body.

A state is written only behind the last post of a feed, so a feed that was stopped halfway is read
again from its beginning. The store knows what it has, and an edited entry becomes a second post.
"""

import hashlib
from collections.abc import Mapping

import msgspec

from marsad.plugins import Fetched

_LONGEST = 300


class Left(msgspec.Struct, frozen=True, array_like=True):
    """How one feed was when it was last read to its end."""

    digest: str
    etag: str = ""
    modified: str = ""


def load(since: str) -> dict[str, Left]:
    """The state of each feed by its address; none if ``since`` is of something else."""
    try:
        return msgspec.json.decode(since, type=dict[str, Left]) if since else {}
    except msgspec.DecodeError:
        return {}


def dump(left: Mapping[str, Left]) -> str:
    """The checkpoint."""
    return msgspec.json.encode(left).decode()


def digest(data: bytes) -> str:
    """Enough of a SHA-256 to know a body again."""
    return hashlib.sha256(data).hexdigest()[:16]


def left(fetched: Fetched) -> Left:
    """The state to leave a feed in; a body that broke off is asked for again in full."""
    if fetched.fault:
        return Left("")
    headers = {name.lower(): said for name, said in fetched.response_headers}
    etag, modified = headers.get("etag", ""), headers.get("last-modified", "")
    return Left(digest(fetched.body), _small(etag), _small(modified))


def conditions(known: Left | None) -> tuple[tuple[str, str], ...]:
    """The headers that ask for a feed only if it changed."""
    if known is None:
        return ()
    asked = (("If-None-Match", known.etag), ("If-Modified-Since", known.modified))
    return tuple((name, said) for name, said in asked if said)


def _small(said: str) -> str:
    return said if len(said) <= _LONGEST else ""
