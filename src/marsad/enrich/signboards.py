"""Hashes the pictures on the signboards of places, as those of posts are hashed."""

import logging
from collections.abc import Callable

from marsad.engine.capped import Capped, Limits
from marsad.enrich.media import MediaFacts, checked_facts, pdq_part
from marsad.errors import BadInput, NotFound
from marsad.store import Store
from marsad.store.signboards import HASHED, Signboards

MAKER = f"{MediaFacts.name}/{MediaFacts.version}"
"""It is the same hash, made by the same program."""

log = logging.getLogger(__name__)


def hash_signboards(
    store: Store, tell: Callable[[int, int], None] = lambda _done, _all: None
) -> int:
    """Hash every picture that was not hashed yet and write it down; count them.

    No findings: those are about posts. A picture that cannot be read is written down as such, so
    that it is not tried at every run.
    """
    waiting = list(Signboards(store).unhashed(MAKER)) if pdq_part().ready else []
    if not waiting:
        return 0
    settings = store.settings
    limits = Limits(seconds=settings.decoder_seconds, megabytes=settings.decoder_megabytes)
    child = Capped("marsad.enrich.media_decode:picture_facts", limits)
    try:
        for done, sha256 in enumerate(waiting, start=1):
            _hash(store, child, sha256)
            tell(done, len(waiting))
    finally:
        child.close()
    return len(waiting)


def _hash(store: Store, child: Capped, sha256: str) -> None:
    most, pdq, quality, fault = store.settings.max_megapixels, "", 0, ""
    try:
        path = str(store.path(sha256))
        facts = checked_facts(child.call(path=path, megapixels=most, hashed=True), most)
        pdq, quality = facts.pdq, facts.quality
    except (BadInput, NotFound) as error:
        fault = str(error)
        log.warning("could not look into the picture %s of a place: %s", sha256, error)
    with store.write() as writer:
        writer.act(HASHED, MAKER, picture=sha256, pdq=pdq, quality=quality, fault=fault)
