"""Suggests new sources from what collected posts point to. Nothing is ever followed by itself."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from marsad.model import Post, made_of
from marsad.store import Store
from marsad.store.sources import Sources
from marsad.store.suggestions import Suggestion, Suggestions

MAKER = "discovery"
MOST = 50
"""New suggestions in one run: as many as a person can look at."""
QUEUE = 500
"""Waiting suggestions; above this none is added until somebody decided about some."""
CANDIDATES = 10_000
"""Held at a time: a flood of links must not fill the memory."""
CHUNK = 1000

_NAME = r"([A-Za-z]\w{3,31})"
_LINK = re.compile(
    rf"(?:https?://)?(?:www\.)?(?:t|telegram)\.me/(?:s/)?{_NAME}(?:[/?#].*)?", re.ASCII | re.I
)
_MENTION = re.compile(rf"@{_NAME}", re.ASCII)
_NUMBERED = re.compile(r"(?:channel|telegram:)(-?\d{1,19})", re.ASCII)
_PRIVATE = re.compile(r"user-?\d+", re.ASCII)
_NO_CHANNELS = re.compile(
    "joinchat|addlist|addstickers|addemoji|addtheme|share|proxy|socks|login|confirmphone|"
    "setlanguage|invoice|contact|boost|giftcode|.*bot"
)
"""What t.me leads to besides channels; the platform makes every bot end so."""


@dataclass(frozen=True, slots=True)
class Discovered:
    """What a run found."""

    new: int
    left_out: int
    """Beyond the bounds; they come back when a later post points to them."""


def discover(store: Store, most: int = MOST, queue: int = QUEUE) -> Discovered:
    """Queue the channels that posts forward, link or mention and that nobody polls yet.

    Looks at each post and each finding once; those most pointed to go first.
    """
    since = _since(store)
    until = store.high_water()
    known = _known(store)
    found: dict[str, Suggestion] = {}
    counted: set[tuple[str, str]] = set()
    for pointed in _pointers(store, since, until):
        if pointed.id in known or (pointed.id, pointed.post) in counted:
            continue
        if pointed.id not in found and len(found) >= CANDIDATES:
            continue
        counted.add((pointed.id, pointed.post))
        before = found.get(pointed.id)
        found[pointed.id] = _again(before) if before else pointed
    ranked = sorted(found.values(), key=lambda each: -each.times)
    new, left_out = Suggestions(store).put(ranked, most, queue)
    with store.write() as writer:
        writer.resume_at(MAKER, "", json.dumps(until))
    return Discovered(new, left_out)


def suggest(store: Store, origin: str, name: str) -> bool:
    """Queue one address that somebody named, such as the successor of a source that moved."""
    key = _key(origin) or made_of("address", origin)
    if key in _known(store):
        return False
    made = Suggestion(key, origin, name, "successor", "")
    return Suggestions(store).put([made], 1, QUEUE)[0] == 1


def _since(store: Store) -> dict[str, int]:
    said = store.resume_point(MAKER, "")
    return dict(json.loads(said)) if said else {}


def _pointers(store: Store, since: dict[str, int], until: dict[str, int]) -> Iterator[Suggestion]:
    low, high = since.get("post", 0) + 1, until["post"]
    for start in range(low, high + 1, CHUNK):
        for _seq, post in store.posts_between(start, min(start + CHUNK - 1, high)):
            yield from _forward(post)
    queue = Suggestions(store)
    for post_id, place, kind, value in queue.pointers(since.get("finding", 0), until["finding"]):
        match = (_LINK if kind == "link" else _MENTION).fullmatch(value)
        if match and (made := _channel(match[1], kind, post_id)) and made.id != _key(place):
            yield made


def _forward(post: Post) -> Iterator[Suggestion]:
    """A channel by its number or its name; a forward without an id may be of a person."""
    origin = post.forwarded_from
    if origin is None or not origin.id or _PRIVATE.fullmatch(origin.id):
        return
    if match := _NUMBERED.fullmatch(origin.id):
        address = f"telegram:{match[1].removeprefix('-100')}"
        if address != post.place:
            yield Suggestion(_key(address), address, origin.name, "forward", post.id)
    elif match := (_LINK.fullmatch(origin.id) or re.fullmatch(f"@?{_NAME}", origin.id, re.ASCII)):
        made = _channel(match[1], "forward", post.id, origin.name)
        if made and made.id != _key(post.place):
            yield made


def _channel(handle: str, how: str, post: str, name: str = "") -> Suggestion | None:
    low = handle.lower()
    if _NO_CHANNELS.fullmatch(low):
        return None
    address = f"https://t.me/{low}"
    return Suggestion(_key(address), address, name or f"@{handle}", how, post)


def _key(address: str) -> str:
    """One id for every spelling of a channel; empty when it is none."""
    if match := _LINK.fullmatch(address) or _MENTION.fullmatch(address):
        return made_of("telegram", match[1].lower())
    if match := re.fullmatch(rf"telegram:@?{_NAME}", address, re.ASCII):
        return made_of("telegram", match[1].lower())
    if match := _NUMBERED.fullmatch(address):
        return made_of("telegram", match[1].removeprefix("-100"))
    return ""


def _known(store: Store) -> set[str]:
    """What is a source or a place of this lab already, in every way it is called."""
    said = [text for each in store.places() for text in (each.id, each.address)]
    said += [text for each in Sources(store).all() for text in (each.place, each.origin)]
    return {key for text in said if (key := _key(text.strip()))} | {
        made_of("address", each.origin) for each in Sources(store).all()
    }


def _again(before: Suggestion) -> Suggestion:
    return Suggestion(
        before.id, before.origin, before.name, before.how, before.post, before.times + 1
    )
