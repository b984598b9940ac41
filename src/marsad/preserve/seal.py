"""From what a collector hands over to a sealed post: files kept, names masked, id by content."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from marsad.errors import BadInput, MarsadError
from marsad.model import Capture, Media, Post, made_of
from marsad.plugins import Collector, Gathered, Present, Refused
from marsad.preserve.capture import exchange
from marsad.preserve.door import Door
from marsad.preserve.gone import missed, note_gone
from marsad.preserve.keep_out import KeepOut
from marsad.preserve.signboard import Watcher
from marsad.store import Store

Item = Gathered | Refused | Present

BATCH = 500
"""Posts in one transaction: enough that fsync is not felt, few enough to lose little time."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """What became of a batch."""

    new: int
    seen: int
    refused: tuple[Refused, ...]
    posts: tuple[Post, ...]
    gone: int = 0
    """Stored posts that a re-visit no longer saw."""
    erased: tuple[Post, ...] = ()
    """Posts that were erased, came again and were kept out."""


def seal(
    store: Store, collector: Collector, capture: Capture, items: Iterable[Item], resume: str
) -> Iterator[Sealed]:
    """Keep posts and their files batch by batch; each batch is durable when it is yielded.

    The collector's checkpoint is stored under ``resume`` in the same transaction, so a stop loses
    and repeats nothing. What a server answered becomes a capture of its own.
    """
    door, signed = Door.of(store), f"{capture.collector}/{capture.version}"
    keep_out, watcher = KeepOut(store), Watcher(store, collector)
    for batch in _batches(watcher.through(items)):
        refused = [item for item in batch if isinstance(item, Refused)]
        met = [item for item in batch if isinstance(item, Gathered)]
        gathered, erased = keep_out.parted(met)
        captures = _captures(store, collector, capture, gathered)
        posts = [
            _sealed(store, door, made, item) for made, item in zip(captures, gathered, strict=True)
        ]
        with store.write() as writer:
            writer.add([door.place(item.place) for item in gathered], signed)
            new = writer.add(posts, signed)
            for each in refused:
                writer.quarantine("collect", f"{capture.origin}: {each.where}", each.reason)
            if since := _last_checkpoint(met):
                writer.resume_at(capture.collector, resume, since)
        watcher.note(gathered, captures)
        gone = [each for item in batch if isinstance(item, Present) for each in missed(store, item)]
        note_gone(store, gone, signed)
        if erased:
            keep_out.drop(erased, _shared(captures, gathered, erased, capture), signed)
        kept_out = tuple(item.post for item in erased)
        yield Sealed(new, len(posts) - new, tuple(refused), tuple(posts), len(gone), kept_out)


def _captures(
    store: Store, collector: Collector, source: Capture, gathered: Sequence[Gathered]
) -> list[Capture]:
    """The capture of each post: the exchange it was read from, else the source as a whole."""
    made: dict[int, Capture] = {}
    for item in gathered:
        if item.fetched and id(item.fetched) not in made:
            made[id(item.fetched)] = exchange(store, collector, item.fetched)
    return [made.get(id(item.fetched), source) for item in gathered]


def _shared(
    captures: Sequence[Capture],
    gathered: Sequence[Gathered],
    erased: Sequence[Gathered],
    source: Capture,
) -> list[Capture]:
    """The captures that erased posts stand in as well: their exchange, else the whole source."""
    exchanges = {id(item.fetched) for item in erased if item.fetched}
    found = {
        made.id: made
        for made, item in zip(captures, gathered, strict=True)
        if id(item.fetched) in exchanges
    }
    return [*found.values(), *([] if exchanges else [source])]


def _batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Cut into batches; when the source breaks off, what came before is still handed on."""
    batch: list[Item] = []
    try:
        for item in items:
            batch.append(item)
            if len(batch) == BATCH:
                yield batch
                batch = []
    except MarsadError:
        if batch:
            yield batch
        raise
    if batch:
        yield batch


def _last_checkpoint(gathered: Sequence[Gathered]) -> str:
    return next((item.checkpoint for item in reversed(gathered) if item.checkpoint), "")


def _sealed(store: Store, door: Door, capture: Capture, item: Gathered) -> Post:
    media = tuple(_kept(store, item, each) for each in item.post.media)
    post = replace(
        item.post,
        capture=capture.id,
        media=media,
        author=door.author(item.place, item.post.author),
        forwarded_from=door.forward(item.place, item.post.forwarded_from),
    )
    return replace(post, id=f"{post.place}/{post.native_id}@{_version(post)}")


def _version(post: Post) -> str:
    """What makes an edited post another one: its words and its files."""
    said = [post.text, [media.sha256 or media.name for media in post.media]]
    return made_of(said, post.poll and [post.poll.question, post.poll.answers])[:8]


def _kept(store: Store, item: Gathered, media: Media) -> Media:
    if media.missing or media.name not in item.files:
        return replace(media, missing=media.missing or "it did not come with the post")
    source = item.files[media.name]
    try:
        sha256 = store.keep(source)
    except BadInput as error:
        return replace(media, missing=str(error))
    size = len(source) if isinstance(source, bytes) else source.stat().st_size
    return replace(media, sha256=sha256, size=size)
