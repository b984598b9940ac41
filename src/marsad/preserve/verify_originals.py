"""Whether each original is there and still what its digest says."""

from collections.abc import Callable, Iterator

from marsad.errors import NotFound
from marsad.model import Capture, Post
from marsad.phrase import Phrase
from marsad.preserve.tombstones import Tombstones
from marsad.preserve.verify_state import ERASED, INCOMPLETE, INVALID, Verdict, Verification
from marsad.store import Store
from marsad.store.names import Names

FINISH = Phrase("it was to be erased; run: marsad erase LAB finish")


def check_originals(
    store: Store, found: Verification, tell: Callable[[int], None], gone: Tombstones
) -> None:
    """Read every original that a record names; ``tell`` hears how many more are done."""
    for count, (sha256, owner) in enumerate(originals(store), start=1):
        found.judge(original_fault(store, sha256, owner, gone))
        if not count % 100:
            tell(100)
    _check_gone(store, found, gone)


def original_fault(store: Store, sha256: str, owner: str, gone: Tombstones) -> Verdict | None:
    """What is wrong with an original of some owner; nothing where its bytes have its digest."""
    item = f"original {sha256}"
    try:
        intact = store.blobs.intact(sha256)
    except NotFound:
        if tombstone := gone.lost(sha256):
            return Verdict(item, ERASED, Phrase("see %(tombstone)s", tombstone=tombstone))
        return Verdict(item, INCOMPLETE, Phrase("missing; it belongs to %(owner)s", owner=owner))
    if sha256 in gone.originals:
        return Verdict(item, INVALID, Phrase("still here; %(finish)s", finish=FINISH))
    return (
        None
        if intact
        else Verdict(item, INVALID, Phrase("altered; it belongs to %(owner)s", owner=owner))
    )


def taken_in(capture: Capture) -> set[str]:
    """The digests of everything that a capture brought in."""
    return {capture.sha256, capture.exchange, *capture.parts} - {""}


def _check_gone(store: Store, found: Verification, gone: Tombstones) -> None:
    """Media of erased posts: gone, unless another post brought them again."""
    for sha256, tombstone in gone.media.items():
        if store.posts_with(sha256):
            continue
        if store.blobs.there(sha256):
            found.note(f"original {sha256}", INVALID, f"still here; {FINISH}")
        else:
            found.note(f"original {sha256}", ERASED, f"see {tombstone}")


def originals(store: Store) -> Iterator[tuple[str, str]]:
    """Every original that a record names, once."""
    seen: set[str] = set()
    for capture in store.every(Capture):
        for sha256 in taken_in(capture) - seen:
            seen.add(sha256)
            yield sha256, capture.id
    for post in store.every(Post):
        for media in post.media:
            if media.sha256 and media.sha256 not in seen:
                seen.add(media.sha256)
                yield media.sha256, post.id
    for taken in Names(store).lists():
        for sha256, name in zip(taken.originals, taken.names, strict=True):
            if sha256 not in seen:
                seen.add(sha256)
                yield sha256, f"the list {name}"
