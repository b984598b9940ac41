"""Runs the enrichers over batches of posts, signs what they say and marks what is done."""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial

from marsad import plugins
from marsad.engine import here, on_ray
from marsad.enrich import copies, media
from marsad.enrich import embed as embeddings
from marsad.enrich.anew import said_anew
from marsad.enrich.known import Shelf
from marsad.enrich.signboards import hash_signboards
from marsad.errors import BadInput
from marsad.model import Finding, Post, sign
from marsad.phrase import Phrase
from marsad.plugins import Enricher, Known, signature
from marsad.store import Lease, Ledger, Store, Trouble, Vectors

Tell = Callable[[str, int, int], None]
"""Hears what is being done, how much of it is done, and how much there is in all."""
TASK = "marsad.enrich.run:prepare"
RENEWED = 30
"""Seconds after which a worker that goes on says so."""

log = logging.getLogger(__name__)


def enrich(
    store: Store,
    only: Sequence[str] = (),
    retry: bool = False,
    tell: Tell = lambda _what, _done, _all: None,
    engine: str = "here",
) -> int:
    """Run every ready enricher over the posts it has not seen; count the new findings.

    Then look for copies among all posts, unless other enrichers alone were asked for. Vectors
    are made only when they are asked for by name: they are slow, and not findings.
    The ``engine`` is ``here`` (processes of this machine), ``ray`` or ``ray://HOST:PORT``.
    Stopping loses at most the batches in work; the next run goes on where this one was.
    """
    if retry:
        _retry(store)
    before = store.count("finding")
    others = [name for name in only if name not in (copies.NAME, embeddings.NAME)]
    try:
        if others or not only:
            ready = plugins.enrichers(others, store.settings)
            makers = [signature(enricher) for enricher in ready]
            task = here.Task(TASK, makers, {"only": others})
            _run(store, task, engine, partial(tell, "enrich"))
        if copies.NAME in only or not only:
            copies.find_copies(store, partial(tell, copies.NAME))
        if media.MediaFacts.name in only or not only:
            hash_signboards(store, partial(tell, media.MediaFacts.name))
        if embeddings.NAME in only:
            embeddings.embed(store, partial(tell, embeddings.NAME))
    finally:
        with store.write() as writer:
            writer.witness_findings("enrich")
        store.checkpoint()
    return store.count("finding") - before


def _run(store: Store, task: here.Task, engine: str, tell: here.Tell) -> None:
    if engine == "here":
        here.run(store, task, tell)
    else:
        on_ray.run(store, task, engine, tell)


def retry(store: Store, by: str) -> int:
    """Let the next run try what is in quarantine once more, in a person's name; count it."""
    count = len(store.set_apart("enrich"))
    if count:
        _retry(store)
        with store.write() as writer:
            writer.act("quarantine opened", by, items=count)
    return count


def _retry(store: Store) -> None:
    """Try what is in quarantine once more; vectors have rows in place of done-marks."""
    failed = (item.rpartition(" ") for item in store.set_apart("enrich"))
    vectors = Vectors(store, embeddings.MAKER)
    vectors.retry([post for post, _, maker in failed if maker == vectors.maker])
    Ledger(store).retry()


def prepare(store: Store, only: Sequence[str] = ()) -> Callable[[Lease], None]:
    """Load the enrichers once; the function returned does one lease."""
    ledger, known, enrichers = Ledger(store), Shelf(store), plugins.enrichers(only, store.settings)

    def do(lease: Lease) -> None:
        numbered = store.posts_between(lease.low, lease.high)
        for enricher in enrichers:
            for some in _portions(enricher, numbered):
                enrich_batch(ledger, known, enricher, some, _renewing(ledger, lease))

    return do


def _renewing(ledger: Ledger, lease: Lease) -> Callable[[], None]:
    """Hold the batch for longer whenever something was said, though not each time."""
    last = time.monotonic()

    def alive() -> None:
        nonlocal last
        if time.monotonic() - last > RENEWED:
            ledger.renew(lease)
            last = time.monotonic()

    return alive


def _portions(
    enricher: Enricher, numbered: Sequence[tuple[int, Post]]
) -> Iterator[Sequence[tuple[int, Post]]]:
    """As many posts at a time as a slow enricher asks for, so that no lease runs out meanwhile."""
    size = getattr(enricher, "portion", len(numbered)) or 1
    for start in range(0, len(numbered), size):
        yield numbered[start : start + size]


def enrich_batch(
    ledger: Ledger,
    known: Known,
    enricher: Enricher,
    numbered: Sequence[tuple[int, Post]],
    alive: Callable[[], None] = lambda: None,
) -> None:
    """Let one enricher speak about the posts it has not seen; findings and marks go together."""
    maker = signature(enricher)
    undone = ledger.undone([seq for seq, _post in numbered], maker)
    waiting = [(seq, post) for seq, post in numbered if seq in undone]
    if not waiting:
        return
    alive()
    posts = [post for _seq, post in waiting]
    try:
        findings = said(enricher, posts, known, alive)
        troubles: list[Trouble] = []
    except Exception:  # noqa: BLE001 - the unattended loop: one rotten post must not stop the rest
        findings, troubles = _one_by_one(enricher, posts, known, alive)
    failed = {trouble.post for trouble in troubles}
    read = [post for post in posts if post.id not in failed]
    news = said_anew(ledger.store, enricher, read, findings, datetime.now(UTC))
    ledger.write(news, [seq for seq, _post in waiting], maker, troubles)


def said(
    enricher: Enricher,
    posts: Sequence[Post],
    known: Known,
    alive: Callable[[], None] = lambda: None,
) -> list[Finding]:
    """What an enricher says about the posts, signed."""
    maker, now, mine = signature(enricher), datetime.now(UTC), {post.id for post in posts}
    findings = []
    for claim in enricher.enrich(posts, known):
        if claim.kind not in enricher.makes or claim.post not in mine:
            raise BadInput(
                Phrase(
                    "%(maker)s spoke of %(kind)s or of a post that it was not shown",
                    maker=maker,
                    kind=repr(claim.kind),
                )
            )
        findings.append(sign(claim, maker, now))
        alive()
    return findings


def _one_by_one(
    enricher: Enricher, posts: Sequence[Post], known: Known, alive: Callable[[], None]
) -> tuple[list[Finding], list[Trouble]]:
    findings: list[Finding] = []
    troubles: list[Trouble] = []
    for post in posts:
        try:
            findings += said(enricher, [post], known, alive)
        except Exception as error:  # noqa: BLE001 - marked as failed, so that somebody sees it
            log.warning("%s failed on %s: %s", enricher.name, post.id, error)
            told = Phrase("%(kind)s: %(error)s", kind=type(error).__name__, error=error)
            troubles.append(Trouble(post.id, signature(enricher), str(told)))
    return findings, troubles
