"""Which engine the posts of a lab are searched by, and where: a setting, and nothing else changes.

Tantivy keeps its index in the folder of the lab, in parts; they are searched here or by the workers
of a Ray cluster. PostgreSQL keeps it in tables beside the rows of the lab, for every machine that
reaches them.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from marsad.errors import BadInput
from marsad.phrase import Phrase
from marsad.search import index, on_ray, rows
from marsad.search.seam import Index
from marsad.search.veiled import veiled
from marsad.settings import POSTGRES, TANTIVY
from marsad.store import Store

HERE = "here"


@contextmanager
def searched(
    store: Store, where: str = HERE, tell: Callable[[int], None] = lambda _done: None
) -> Iterator[Index]:
    """The index of a lab, brought up to date with its store, to be asked."""
    if store.settings.search_engine == POSTGRES:
        _check(store, where)
        yield veiled(store, rows.opened(store.whole, tell))
    elif where == HERE:
        yield veiled(store, index.opened(store.whole, tell))
    else:
        whole = index.opened(store.whole, tell)
        with on_ray.spread(whole, where, store.settings.workers) as spread:
            yield veiled(store, spread)


def forget(store: Store) -> None:
    """Throw the index away, whoever made it; the next search builds it from what the store has."""
    index.forget(store)
    if store.settings.database:
        rows.forget(store)


def _check(store: Store, where: str) -> None:
    if not store.settings.database:
        raise BadInput(
            Phrase(
                "setting search_engine is %(postgres)s, and the rows of this lab are "
                "in lab.db; name a PostgreSQL database in setting database, or set "
                "search_engine to %(tantivy)s",
                postgres=POSTGRES,
                tantivy=TANTIVY,
            )
        )
    if where != HERE:
        raise BadInput(
            Phrase(
                "setting search_engine is %(postgres)s, whose server searches by "
                "itself; leave out --engine %(where)s, or set search_engine to "
                "%(tantivy)s",
                postgres=POSTGRES,
                where=where,
                tantivy=TANTIVY,
            )
        )
