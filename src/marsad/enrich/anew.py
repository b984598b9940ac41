"""What an enricher says of posts that it read before: what changed replaces what stood.

A new version, or a grown register, makes an enricher speak again. What it says as before stays as
it is; what it says otherwise replaces the old finding; what it no longer says is taken back. What
a person put right stays put right.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from marsad.model import Claim, Finding, Post, finding_id, sign
from marsad.plugins import Enricher, signature
from marsad.safeguards import named
from marsad.store import Store
from marsad.store.names import NOT

TAKEN_BACK = "taken-back"
Slot = tuple[object, ...]


def said_anew(
    store: Store, enricher: Enricher, posts: Sequence[Post], said: Sequence[Finding], now: datetime
) -> list[Finding]:
    """The findings that are news, each with the one it replaces."""
    ids = [post.id for post in posts]
    standing = store.findings_of(ids, (*enricher.makes, TAKEN_BACK))
    refused = _refused(store, standing.values())
    by_post: dict[str, list[Finding]] = {}
    for finding in said:
        by_post.setdefault(finding.post, []).append(finding)
    news: list[Finding] = []
    for id in ids:
        mine = by_post.get(id, [])
        if id in standing:
            mine = [each for each in mine if (each.post, *_slot(each), each.value) not in refused]
            mine = list(_post(standing[id], mine, enricher, now))
        news += mine
    return news


def _refused(store: Store, standing: Iterable[Iterable[Finding]]) -> set[Slot]:
    """What a person refused of what a program said; their own codes taken back refuse nothing."""
    found: set[Slot] = set()
    for each in (each for some in standing for each in some):
        if each.kind == TAKEN_BACK and named(each.maker):
            old = store.finding(each.replaces)
            if not named(old.maker):
                found.add((old.post, *_slot(old), old.value))
    return found


def _post(
    standing: Iterable[Finding], said: Sequence[Finding], enricher: Enricher, now: datetime
) -> Iterator[Finding]:
    there = list(standing)
    settled = _settled(there)
    own = [each for each in there if each.maker.rpartition("/")[0] == enricher.name]
    old = {(_slot(each), each.value): each for each in own if each.kind != TAKEN_BACK}
    back = {(_place(each), each.value): each.id for each in own if each.kind == TAKEN_BACK}
    fresh = []
    for finding in said:
        before = old.pop((_slot(finding), finding.value), None)
        if _slot(finding) in settled or (*_slot(finding), finding.value) in settled:
            continue
        if before is None:
            # Said, taken back, and said again: without a link to that it would stay taken back.
            after = back.get((_place(finding), _told(finding)), "")
            fresh.append(_replacing(finding, after) if after else finding)
        elif (before.maker, before.confidence) != (finding.maker, finding.confidence):
            yield _replacing(finding, before.id)
    yield from _in_place(fresh, list(old.values()), signature(enricher), now)


def _in_place(
    fresh: Sequence[Finding], old: Sequence[Finding], maker: str, now: datetime
) -> Iterator[Finding]:
    """Let what is new take the place of what stood there; what is left over is taken back."""
    waiting: dict[Slot, list[Finding]] = {}
    for each in old:
        waiting.setdefault(_slot(each), []).append(each)
    for finding in fresh:
        there = waiting.get(_slot(finding))
        yield _replacing(finding, there.pop(0).id) if there and not finding.replaces else finding
    for each in (each for left in waiting.values() for each in left):
        gone = Claim(
            each.post,
            TAKEN_BACK,
            _told(each),
            media=each.media,
            span=each.span,
            box=each.box,
            seconds=each.seconds,
            replaces=each.id,
        )
        yield sign(gone, maker, now)


def _settled(standing: Iterable[Finding]) -> set[Slot]:
    """Where a person put a reading right, and which readings a person denied or gave."""
    found: set[Slot] = set()
    for each in standing:
        if named(each.maker):
            found.add((*_slot(each), each.value.removeprefix(NOT)))
            if each.replaces and not each.value.startswith(NOT):
                found.add(_slot(each))
    return found


def _replacing(finding: Finding, old: str) -> Finding:
    changed = replace(finding, replaces=old)
    return replace(changed, id=finding_id(changed, changed.maker))


def _told(finding: Finding) -> str:
    return f"{finding.kind}: {finding.value}"


def _slot(finding: Finding) -> Slot:
    return (finding.kind, *_place(finding))


def _place(finding: Finding) -> Slot:
    return (finding.media, finding.span, finding.box, finding.seconds)
