"""A day's posts as a draft report: computed, neutral, and never to be published as it is."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from marsad.errors import NotFound
from marsad.model import Block, Post, Report, made_of
from marsad.model.maker import ORIGIN, PLACE
from marsad.phrase import Phrase
from marsad.report import cite
from marsad.report.draft_event import coinciding
from marsad.report.draft_item import draft_item
from marsad.report.resolve import outlet_of
from marsad.safeguards import may_cite
from marsad.store import Store

MAKER = "marsad-draft/1"
MADE_BY = "made-by-outlet"
MOST_ITEMS = 12

Made = dict[str, list[tuple[Post, float]]]
"""The posts of each outlet, oldest first, with how sure it is that the outlet made them."""


def draft_of_day(
    store: Store, day: date, series: str = "draft", order: Sequence[str] = ()
) -> Report:
    """Lay out the posts of a day by outlet, strongest first, and store the draft.

    ``order`` names outlets, strongest first, as whoever compared the day with others sees it;
    outlets that are not in it follow by what this day alone tells.

    Private posts are laid out only where there is no public one, and then for the desk alone.
    """
    made = _by_outlet(store, day) or _by_outlet(store, day, public=False)
    if not made:
        raise NotFound(
            Phrase("no post of %(day)s in this lab; %(days)s", day=day, days=_days(store))
        )
    place = {outlet: at for at, outlet in enumerate(order)}
    blocks = sorted(made, key=lambda each: (place.get(each, len(place)), _rank(each, made[each])))
    handle, event = f"{series}-{day.isoformat()}", coinciding(store, made)
    draft = Report(
        id="",
        handle=handle,
        series=series,
        number=int(f"{day:%Y%m%d}"),
        title=f"Draft Of The Day: {_counted(made)}, {cite.long_date(day)}",
        day=day,
        lede=_lede(store, made, blocks, day),
        blocks=tuple(_block(store, outlet, made[outlet]) for outlet in blocks),
        event=event.id if event else "",
        made_by=MAKER,
        fiction=any(post.fiction for posts in made.values() for post, _ in posts),
    )
    draft = _version(store, draft)
    store.add(draft, by=MAKER)
    return draft


def _by_outlet(store: Store, day: date, public: bool = True) -> Made:
    made: Made = {}
    for post in store.posts(day=day):
        said = post.kind != "service" and (post.text.strip() or post.media or post.poll)
        if said and bool(may_cite(store.place(post.place))) is public:
            outlet, sure = _maker(store, post)
            made.setdefault(outlet, []).append((post, sure))
    return made


def _maker(store: Store, post: Post) -> tuple[str, float]:
    found = store.findings(post.id, MADE_BY)
    if not found:
        return PLACE + post.place, 0.0
    best = max(found, key=lambda finding: finding.confidence or 0.0)
    return best.value, best.confidence or 0.0


def _rank(outlet: str, posts: list[tuple[Post, float]]) -> tuple[bool, bool, float, str]:
    """Registered outlets first; then what was made to be passed on: forwards and pictures."""
    weight = sum(sure + 2 * _strong(post) for post, sure in posts)
    return outlet.startswith(PLACE), outlet.startswith(ORIGIN), -weight, outlet


def _strong(post: Post) -> bool:
    return post.forwarded_from is not None or bool(post.media)


def _block(store: Store, outlet: str, posts: list[tuple[Post, float]]) -> Block:
    order = [post for post, _ in posts]
    kept = sorted(order, key=lambda post: not _strong(post))[:MOST_ITEMS]
    items = [draft_item(store, post) for post in order if post in kept]
    left_out = len(order) - len(kept)
    if left_out:
        more = f"{_number(left_out, 'more post')} of this outlet on this day: not shown here."
        prose = "\n\n".join(part for part in (items[-1].prose, more) if part)
        items[-1] = replace(items[-1], prose=prose)
    return Block(outlet, tuple(items))


def _lede(store: Store, made: Made, order: list[str], day: date) -> str:
    named = [
        f"{cite.outlet_name(outlet_of(store, Block(outlet)))} ({len(made[outlet])})"
        for outlet in order
    ]
    places = {post.place for posts in made.values() for post, _ in posts}
    were = "was" if sum(len(posts) for posts in made.values()) == 1 else "were"
    return (
        f"On {cite.long_date(day)}, {_counted(made).lower()} {were} seen in "
        f"{_number(len(places), 'place')}: {', '.join(named)}. "
        "This paragraph was computed; nobody has reviewed it."
    )


def _counted(made: Made) -> str:
    posts = sum(len(each) for each in made.values())
    return f"{_number(posts, 'Post')} By {_number(len(made), 'Outlet')}"


def _number(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _days(store: Store) -> str:
    days = sorted({post.posted_at.astimezone(store.settings.zone).date() for post in store.posts()})
    if not days:
        return "collect an export first"
    return f"its posts are of {days[0]} to {days[-1]}, on {_number(len(days), 'day')}"


def _version(store: Store, draft: Report) -> Report:
    """The version that stands if the day has no news, else one that replaces it."""
    draft = replace(draft, id=made_of(draft))
    for earlier in store.reports():
        if earlier.handle == draft.handle:
            if replace(earlier, id="", replaces="") == replace(draft, id=""):
                return earlier
            return replace(draft, id=made_of(draft, earlier.id), replaces=earlier.id)
    return draft
