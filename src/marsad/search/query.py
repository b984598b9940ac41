"""Ask a lab: posts in an order, page by page, with what made them hits, counts and a histogram."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from marsad.errors import BadInput, LabBusy
from marsad.model import Post
from marsad.search import index as _index
from marsad.search.ask import ORDERS, Answer, Asked, best, put, total
from marsad.search.document import Said
from marsad.search.facets import MOST, STEPS, Bar, Facet, facets, histogram
from marsad.search.gather import READ, said_of
from marsad.search.highlight import Reason, reasons
from marsad.search.loosen import loosened
from marsad.search.matcher import Meant, matchers
from marsad.search.parse import parse
from marsad.search.pattern import described
from marsad.search.resolve import resolved
from marsad.search.schema import KEYWORDS
from marsad.search.tree import Both, Node, Pattern, wanted
from marsad.search.words import STRENGTHS, folded_words
from marsad.store import Store

Tell = Callable[[int], None]
MANY = 500
"""Posts looked up at a time: a database takes a limited number of parameters."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A question, and how it is to be answered."""

    query: str
    within: str = ""
    """A second query that has to be met as well: what a form adds to what was typed."""
    strength: str = "stemmed"
    """``exact``, ``folded`` or ``stemmed``."""
    order: str = "relevance"
    """``relevance``, ``newest``, ``oldest`` or ``first-seen``."""
    limit: int = 20
    after: int = 0
    """How many posts to pass over: those of the pages before."""
    facets: tuple[str, ...] = ()
    """Fields to count the values of."""
    top: int = 10
    """How many values of each."""
    histogram: str = ""
    """``day``, ``week`` or ``month``; empty for none."""
    counted: bool = True
    """Whether to say how many posts there are in all."""
    among: tuple[int, ...] | None = None
    """Running numbers of the only posts that are asked; nothing: all."""
    reasons: bool = True
    """Whether to say which words made each post a hit."""

    def __post_init__(self) -> None:
        """Refuse what is none of the choices."""
        _among("strength", self.strength, STRENGTHS)
        _among("order", self.order, tuple(ORDERS))
        _among("histogram", self.histogram, ("", *STEPS))
        for name in self.facets:
            _among("facet", name, KEYWORDS)
        if self.limit < 0 or self.after < 0 or not 0 < self.top <= MOST:
            raise BadInput(f"limit and after are 0 or more, and top from 1 to {MOST}")


@dataclass(frozen=True, slots=True)
class Hit:
    """A post that answers, how well, and why."""

    post: Post
    score: float
    """By relevance the higher the better; by time its place in that order."""
    number: int
    """Its running number in the lab: whoever saw all up to one can ask for those after it."""
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What a lab answers."""

    ask: Ask
    hits: tuple[Hit, ...]
    total: int | None
    """Nothing when it was not counted."""
    facets: tuple[Facet, ...] = ()
    histogram: tuple[Bar, ...] = ()
    near: tuple[Hit, ...] = ()
    """Posts that hold some of the words, where too few hold all of them."""
    took_ms: float = 0.0
    behind: bool = False
    """Another process is still bringing the index up to date."""


def search(store: Store, ask: Ask | str, tell: Tell = lambda _done: None) -> Found:
    """The posts that answer a query, in any spelling or translation."""
    asked = Ask(ask) if isinstance(ask, str) else ask
    tree = resolved(store, _read(asked))
    opened = _index.opened(store, tell)
    began = time.perf_counter()
    ranked = asked.order == "relevance"
    shards = put(opened.shards, tree, asked.strength, store.settings.zone, ranked, asked.among)
    answers = best(shards, asked.order, asked.limit, asked.after) if asked.limit else []
    hits = _hits(store, answers, asked, tree, shards)
    near = _near(store, opened, asked, tree, hits) if ranked and not asked.after else ()
    return Found(
        asked,
        hits,
        total(shards) if asked.counted else None,
        facets(shards, asked.facets, asked.top),
        histogram(shards, asked.histogram) if asked.histogram else (),
        near,
        round((time.perf_counter() - began) * 1000, 3),
        opened.behind,
    )


def matching(store: Store, ask: Ask) -> list[int]:
    """The running numbers of all posts that answer; LabBusy while some are not in the index."""
    tree = resolved(store, _read(ask))
    opened = _index.opened(store)
    if opened.behind:
        raise LabBusy("another process is bringing up the search index; try again after it")
    shards = put(opened.shards, tree, ask.strength, store.settings.zone, ranked=False)
    return [answer.number for answer in best(shards, "first-seen", total(shards))]


def _read(ask: Ask) -> Node:
    typed = parse(ask.query)
    return Both((typed, parse(ask.within))) if ask.within else typed


def _near(
    store: Store, opened: _index.Opened, asked: Ask, tree: Node, hits: Sequence[Hit]
) -> tuple[Hit, ...]:
    """Fill a page that all the words leave empty with posts that hold some of them."""
    wider, room = loosened(tree), asked.limit - len(hits)
    if wider is None or room <= 0:
        return ()
    shards = put(opened.shards, wider, asked.strength, store.settings.zone)
    there = {hit.number for hit in hits}
    answers = best(shards, asked.order, asked.limit)
    more = [answer for answer in answers if answer.number not in there]
    return _hits(store, more[:room], asked, wider, shards)


def _hits(
    store: Store, answers: Sequence[Answer], asked: Ask, tree: Node, shards: Sequence[Asked]
) -> tuple[Hit, ...]:
    numbers = [answer.number for answer in answers]
    posts: dict[int, Post] = {}
    for at in range(0, len(numbers), MANY):
        posts |= store.posts_at(numbers[at : at + MANY])
    # One that was erased a moment ago is in the index and no longer in the store.
    there = [answer for answer in answers if answer.number in posts]
    why: dict[str, tuple[Reason, ...]] = {}
    if asked.reasons:
        why = _reasons(store, [posts[answer.number] for answer in there], asked, tree, shards)
    return tuple(
        Hit(post := posts[answer.number], answer.key, answer.number, why.get(post.id, ()))
        for answer in there
    )


def _reasons(
    store: Store, posts: Sequence[Post], asked: Ask, tree: Node, shards: Sequence[Asked]
) -> dict[str, tuple[Reason, ...]]:
    ids = [post.id for post in posts]
    found, translated = store.findings_of(ids, tuple(READ)), store.translations_of(ids)
    said = {
        post.id: tuple(said_of(post, found.get(post.id, []), translated.get(post.id, [])))
        for post in posts
    }
    meant = _meant(tree, shards, (each for some in said.values() for each in some))
    mine = matchers(tree, asked.strength, meant)
    return {id: reasons(some, mine) for id, some in said.items()}


def _meant(tree: Node, shards: Sequence[Asked], said: Iterable[Said]) -> Meant:
    """The words that patterns and words in Latin letters stood for."""
    meant: dict[str, frozenset[str]] = {}
    for shard in shards:
        for text, forms in shard.compiler.spelled.items():
            meant[text] = meant.get(text, frozenset()) | forms
    patterns = [leaf for leaf in wanted(tree) if isinstance(leaf, Pattern)]
    if patterns:
        meant |= described(patterns, (word for each in said for word in folded_words(each.text)))
    return meant


def _among(what: str, said: str, choices: Sequence[str]) -> None:
    if said not in choices:
        raise BadInput(f"no {what} {said!r}; there are {', '.join(filter(None, choices))}")
