"""What an editor may take into a report: posts from a day, a search, a brief or a case."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import islice

from marsad import track
from marsad.errors import BadInput, MarsadError, NotFound
from marsad.model import Finding, Post, Report
from marsad.phrase import Phrase
from marsad.report import cite
from marsad.report.taking import Quotable, alt_drafts, made_by, printable, quotable
from marsad.search import Ask, search
from marsad.store import Store
from marsad.web.views.happened import name_of
from marsad.web.views.rows import Row, rows
from marsad.web.wording import N_

SIZE = 12
DAYS = 2
"""The day of the report and the one before: what a report of this morning is about."""
FOUND = "search"
SOURCES = {
    "approved": N_("Approved translations of these days"),
    "pictures": N_("Pictures of these days"),
    "brief": N_("The brief of the day"),
    FOUND: N_("The whole lab"),
}
CASE = "case:"


@dataclass(frozen=True, slots=True)
class Shelf:
    """What is asked of the shelf; the address holds it."""

    q: str = ""
    source: str = "approved"
    skip: int = 0
    events: str = ""
    """What is looked for among the events."""

    def query(self, **changes: object) -> dict[str, object]:
        """What an address says that asks the same, but for the changes."""
        source = "" if self.source == "approved" else self.source
        said = {"q": self.q, "from": source, "skip": self.skip, "events": self.events}
        return {**said, **changes}


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a candidate, closed, and what was said of it for those who cannot see it."""

    sha256: str
    name: str
    drafts: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A post, how it would be cited, and what would be quoted and shown of it."""

    row: Row
    outlet: str
    note: str
    quotes: tuple[Quotable, ...]
    pictures: tuple[Picture, ...]
    at: str
    """Where the report cites it already; empty where it does not."""
    why: str
    """Why it cannot be cited; empty when it can."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One page of the shelf."""

    asked: Shelf
    candidates: tuple[Candidate, ...]
    sources: dict[str, str]
    more: bool
    size: int = SIZE
    fault: str = ""


def offer(store: Store, report: Report, asked: Shelf) -> Offer:
    """Look up a page of what may be taken in."""
    sources = {**SOURCES, **{f"{CASE}{name}": found.title for name, found in _cases(store)}}
    cited = {
        item.post: f"{b}.{i}"
        for b, block in enumerate(report.blocks, 1)
        for i, item in enumerate(block.items, 1)
    }
    if asked.q and asked.source in ("approved", "pictures", "brief"):
        asked = replace(asked, source=FOUND)
    try:
        if asked.source == FOUND:
            found = _found(store, asked)
        else:
            posts = _posts(store, report, asked)
            found = list(islice(posts, asked.skip, asked.skip + SIZE + 1))
    except MarsadError as error:
        return Offer(asked, (), sources, False, fault=error.said)
    lines = rows(store, found[:SIZE])
    made = tuple(_candidate(store, row, cited.get(row.post.id, "")) for row in lines)
    return Offer(asked, made, sources, len(found) > SIZE)


def _cases(store: Store) -> Iterator[tuple[str, track.Case]]:
    yield from sorted(track.cases(store).items())


def _posts(store: Store, report: Report, asked: Shelf) -> Iterator[Post]:
    if asked.source == "brief":
        told = track.brief(store, report.day)
        ids = (post for section in told.sections for line in section.lines for post in line.posts)
        return map(store.post, dict.fromkeys(ids))
    if asked.source.startswith(CASE):
        held = track.case(store, asked.source.removeprefix(CASE)).posts
        return _with(asked.q, (store.post(id) for id in reversed(held)))
    if asked.source not in SOURCES:
        raise NotFound(
            Phrase(
                "no shelf %(source)s; there are %(sources)s",
                source=repr(asked.source[:40]),
                sources=", ".join(SOURCES),
            )
        )
    days = [report.day - timedelta(days=ago) for ago in range(DAYS)]
    return _fit(store, asked.source, [post for day in days for post in store.posts(day=day)])


def _fit(store: Store, source: str, posts: Sequence[Post]) -> Iterator[Post]:
    if source == "pictures":
        return (post for post in posts if printable(post))
    done = store.translations_of([post.id for post in posts])
    return (
        post for post in posts if any(made.state == "approved" for made in done.get(post.id, ()))
    )


def _found(store: Store, asked: Shelf) -> list[Post]:
    if not asked.q:
        raise BadInput(Phrase("type what to look for, or choose another shelf"))
    try:
        # Whoever has the number of a post wants that one.
        return [store.post(asked.q)]
    except NotFound:
        order = "relevance" if asked.q != "*" else "newest"
        ask = Ask(asked.q, order=order, limit=SIZE + 1, after=asked.skip, reasons=False)
        return [hit.post for hit in search(store, ask).hits]


def _with(words: str, posts: Iterable[Post]) -> Iterator[Post]:
    return (post for post in posts if words.casefold() in post.text.casefold())


def _candidate(store: Store, row: Row, at: str) -> Candidate:
    post = row.post
    names = {medium.sha256: medium.name for medium in post.media}
    pictures = tuple(
        Picture(each, names[each], tuple(alt_drafts(store, post.id, each)))
        for each in printable(post)
    )
    why = cite.citable(store, post.id)
    return Candidate(
        row,
        name_of(store, made_by(store, post)),
        "" if why else cite.note(store, post.id),
        tuple(quotable(store, post.id)),
        pictures,
        at,
        why,
    )
