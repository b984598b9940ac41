"""Drafts for whatever has none."""

import logging
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice

from marsad.errors import BadInput
from marsad.model import Post, Segment, Translation
from marsad.store import Store
from marsad.translate.engine import HUMAN, Engine, signature
from marsad.translate.marking import content_id
from marsad.translate.segment import Source, sources

BATCH = 64
"""Texts an engine is handed at a time, and the most that a stopped run has to do again."""

log = logging.getLogger(__name__)


def draft(
    store: Store,
    engine: Engine,
    to: str = "",
    posts: Iterable[Post] | None = None,
    progress: Callable[[int], None] | None = None,
) -> int:
    """Draft what no person and not this engine has translated yet; answer how many are new.

    ``progress`` hears how many texts the batch had. A run may be stopped anywhere and started
    again.
    """
    to, made = to or store.settings.language, 0
    waiting = _waiting(store, engine, to, store.posts() if posts is None else posts)
    while batch := list(islice(waiting, BATCH)):
        made += store.add(*_drafts(batch, engine, to), by=signature(engine))
        if progress:
            progress(len(batch))
    log.info("%s drafted %s texts", signature(engine), made)
    return made


def _waiting(
    store: Store, engine: Engine, to: str, posts: Iterable[Post]
) -> Iterator[tuple[Source, str]]:
    """Each source to draft, with the id of the older draft that the new one replaces."""
    for post in posts:
        there = [each for each in store.translations(post=post.id) if each.language == to]
        for source in sources(store, post):
            same = [each for each in there if each.of == source.of]
            if source.language != to and not any(_suffices(each, engine) for each in same):
                older = (each.id for each in same if _is_by(each, engine))
                yield source, next(older, "")


def _suffices(there: Translation, engine: Engine) -> bool:
    by_person = there.kind == HUMAN or there.state != "draft"
    return by_person or there.translator == signature(engine)


def _is_by(there: Translation, engine: Engine) -> bool:
    return there.translator.rpartition("/")[0] == engine.name


def _drafts(batch: list[tuple[Source, str]], engine: Engine, to: str) -> Iterator[Translation]:
    said = engine.translate([source for source, _ in batch], to)
    for (source, older), targets in zip(batch, said, strict=True):
        if len(targets) != len(source.spans):
            raise BadInput(
                f"{signature(engine)} gave {len(targets)} targets for the {len(source.spans)} "
                f"segments of post {source.post.id}; use another engine"
            )
        yield _draft(source, targets, engine, to, older)


def _draft(
    source: Source, targets: Iterable[str], engine: Engine, to: str, older: str
) -> Translation:
    segments = tuple(
        Segment(start, end, source.text[start:end], target)
        for (start, end), target in zip(source.spans, targets, strict=True)
    )
    languages = (source.language, to)
    id = content_id(source.post.id, source.of, languages, segments, (signature(engine), ""))
    return Translation(
        id=id,
        post=source.post.id,
        of=source.of,
        source_language=source.language,
        language=to,
        segments=segments,
        translator=signature(engine),
        kind=engine.kind,
        made_at=datetime.now(UTC),
        replaces=older,
        fiction=source.post.fiction,
    )
