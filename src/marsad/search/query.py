"""Ask a lab: posts in an order, page by page, with what made them hits, counts and a histogram."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from marsad.errors import BadInput, LabBusy
from marsad.model import Post
from marsad.phrase import Phrase
from marsad.search.document import Said
from marsad.search.engine import HERE, searched
from marsad.search.facets import MOST, STEPS, Bar, Facet, facets, histogram
from marsad.search.gather import READ, said_of
from marsad.search.highlight import Reason, reasons
from marsad.search.loosen import loosened
from marsad.search.matcher import Meant, matchers
from marsad.search.parse import parse
from marsad.search.pattern import described
from marsad.search.resolve import resolved
from marsad.search.schema import KEYWORDS
from marsad.search.seam import ORDERS, Answer, Index, Wanted
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
            raise BadInput(
                Phrase("limit and after are 0 or more, and top from 1 to %(most)s", most=MOST)
            )


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


def search(
    store: Store, ask: Ask | str, tell: Tell = lambda _done: None, engine: str = HERE
) -> Found:
    """The posts that answer a query, in any spelling or translation.

    ``engine`` says where the parts of the index are searched: ``here``, or on Ray.
    """
    asked = Ask(ask) if isinstance(ask, str) else ask
    tree = resolved(store, _read(asked))
    with searched(store, engine, tell) as opened:
        return _found(store, opened, asked, tree)


def _found(store: Store, opened: Index, asked: Ask, tree: Node) -> Found:
    began = time.perf_counter()
    wanted = _wanted(store, asked, tree)
    answer = opened.answer(wanted)
    hits = _hits(store, answer.answers[asked.after :], asked, tree, answer.spelled)
    ranked = asked.order == "relevance"
    near = _near(store, opened, asked, tree, hits) if ranked and not asked.after else ()
    return Found(
        asked,
        hits,
        answer.total,
        facets(answer.facets, wanted),
        histogram(answer.bars, asked.histogram),
        near,
        round((time.perf_counter() - began) * 1000, 3),
        opened.behind,
    )


def matching(store: Store, ask: Ask) -> list[int]:
    """The running numbers of all posts that answer; LabBusy while some are not in the index."""
    tree = resolved(store, _read(ask))
    with searched(store) as opened:
        if opened.behind:
            raise LabBusy(
                Phrase("another process is bringing up the search index; try again after it")
            )
        zone = store.settings.zone
        wanted = Wanted(tree, ask.strength, zone, order="first-seen", counted=True)
        many = opened.answer(wanted).total or 0
        found = opened.answer(replace(wanted, counted=False, most=many)).answers
        return [answer.number for answer in found]


def _wanted(store: Store, asked: Ask, tree: Node) -> Wanted:
    return Wanted(
        tree,
        asked.strength,
        store.settings.zone,
        asked.order,
        asked.limit + asked.after if asked.limit else 0,
        asked.among,
        asked.counted,
        asked.facets,
        asked.top,
        asked.histogram,
    )


def _read(ask: Ask) -> Node:
    typed = parse(ask.query)
    return Both((typed, parse(ask.within))) if ask.within else typed


def _near(
    store: Store, opened: Index, asked: Ask, tree: Node, hits: Sequence[Hit]
) -> tuple[Hit, ...]:
    """Fill a page that all the words leave empty with posts that hold some of them."""
    wider, room = loosened(tree), asked.limit - len(hits)
    if wider is None or room <= 0:
        return ()
    there = {hit.post.id for hit in hits}
    zone = store.settings.zone
    answer = opened.answer(Wanted(wider, asked.strength, zone, asked.order, asked.limit))
    found = _hits(store, answer.answers, asked, wider, answer.spelled)
    return tuple(hit for hit in found if hit.post.id not in there)[:room]


def _hits(
    store: Store, answers: Sequence[Answer], asked: Ask, tree: Node, spelled: Meant
) -> tuple[Hit, ...]:
    numbers = [answer.number for answer in answers]
    posts: dict[int, Post] = {}
    for at in range(0, len(numbers), MANY):
        posts |= store.posts_at(numbers[at : at + MANY])
    # One that was erased a moment ago is in the index and no longer in the store.
    there = [answer for answer in answers if answer.number in posts]
    why: dict[str, tuple[Reason, ...]] = {}
    if asked.reasons:
        why = _reasons(store, [posts[answer.number] for answer in there], asked, tree, spelled)
    return tuple(
        Hit(
            post := posts[answer.number],
            # By time it is made of the running number, too.
            answer.key if asked.order == "relevance" or not store.hidden else 0.0,
            store.counted(answer.number),
            why.get(post.id, ()),
        )
        for answer in there
    )


def _reasons(
    store: Store, posts: Sequence[Post], asked: Ask, tree: Node, spelled: Meant
) -> dict[str, tuple[Reason, ...]]:
    if not any(wanted(tree)):
        # Dates and values stand in no words: nothing has to be read to find none.
        return {}
    ids = [post.id for post in posts]
    found, translated = store.findings_of(ids, tuple(READ)), store.translations_of(ids)
    said = {
        post.id: tuple(said_of(post, found.get(post.id, []), translated.get(post.id, [])))
        for post in posts
    }
    meant = _meant(tree, spelled, (each for some in said.values() for each in some))
    mine = matchers(tree, asked.strength, meant)
    return {id: reasons(some, mine) for id, some in said.items()}


def _meant(tree: Node, spelled: Meant, said: Iterable[Said]) -> Meant:
    """The words that patterns and words in Latin letters stood for."""
    meant = dict(spelled)
    patterns = [leaf for leaf in wanted(tree) if isinstance(leaf, Pattern)]
    if patterns:
        meant |= described(patterns, (word for each in said for word in folded_words(each.text)))
    return meant


def _among(what: str, said: str, choices: Sequence[str]) -> None:
    if said not in choices:
        raise BadInput(
            Phrase(
                "no %(what)s %(said)s; there are %(filter)s",
                what=what,
                said=repr(said),
                filter=", ".join(filter(None, choices)),
            )
        )
