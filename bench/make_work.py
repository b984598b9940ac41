"""What people made in a lab of many posts: translations, events, reports, cases, readers.

    python bench/make_work.py LAB

For benches of pages; fiction in neutral words, as ``make_rows.py`` makes its posts.
"""

import argparse
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from marsad import track
from marsad.model import (
    Block,
    Event,
    Item,
    Post,
    Quote,
    Reader,
    Report,
    Segment,
    Translation,
)
from marsad.store import Store

BY, OTHER = "person:Tamar Iseri", "person:Noor Valen"
AT = datetime(2026, 6, 1, tzinfo=UTC)
SAID = "A delegation from both banks of the river visited the market and went home after a talk"
TRANSLATED, REPORTS, READERS = 20_000, 500, 1000
"""Translations, at most: not more than one post in ten has one."""
QUOTED = 10
"""Posts that a report cites."""
CASES = {"market": 10_000, "river": 300, "visits": 40}
STATES = ("draft", "reviewed", "approved", "approved")


def fill(lab: Path) -> None:
    """Put it into a lab that has none of it."""
    with Store(lab) as store:
        posts = spread(store)
        made = [translation(number, post) for number, post in enumerate(posts)]
        store.add(*made)
        store.add(*events(posts), *readers())
        store.add(*reports(posts, made))
        for name, size in CASES.items():
            track.open_case(store, name, f"What was said of the {name}", BY)
            some = [(f"line {n}", post.id) for n, post in enumerate(posts[-size:], 1)]
            for step in range(0, len(some), 500):
                track.add_posts(store, name, some[step : step + 500], BY, f"step-{step}")
        store.checkpoint()


def spread(store: Store) -> list[Post]:
    """Posts at even steps through the whole lab, the last ones one after the other."""
    last = store.high_water()["post"]
    many = min(TRANSLATED, last // 10)
    numbers = {last * n // many for n in range(1, many + 1)} | set(range(last - QUOTED * 4, last))
    ordered = sorted(numbers - {0})
    parts = (ordered[at : at + 500] for at in range(0, len(ordered), 500))
    found = {number: post for some in parts for number, post in store.posts_at(some).items()}
    return [found[number] for number in ordered]


def translation(number: int, post: Post) -> Translation:
    """One of each state; those of the last posts are approved, so that they may be quoted."""
    state = STATES[number % len(STATES)]
    reviewer, approver = OTHER if state != "draft" else "", OTHER if state == "approved" else ""
    segment = Segment(0, len(post.text), post.text, f"{SAID} {number}")
    return Translation(
        f"translation-{number}", post.id, "text", "ar", "en", (segment,), BY, "human", AT, state,
        reviewer, approver, fiction=True,
    )  # fmt: skip


def events(posts: list[Post]) -> Iterator[Event]:
    """An event of each day."""
    for n, day in enumerate(dict.fromkeys(post.posted_at.date() for post in posts)):
        yield Event(f"event-{n}", f"a fair, the {n}th", day, day, "Marsa", "Gazette.", fiction=True)


def readers() -> Iterator[Reader]:
    """Readers who wait, and readers who read."""
    for n in range(READERS):
        state = "waiting" if n % 5 == 0 else "approved"
        yield Reader(
            f"reader-{n}", f"Reader {n}", f"reader{n}@example.org", "subscribers", AT.date(), None,
            f"r-{n:010x}", state,
        )  # fmt: skip


def reports(posts: list[Post], made: list[Translation]) -> Iterator[Report]:
    """Reports of ten posts each, the last of them drafts of the last day."""
    quotable = [
        (post, one) for post, one in zip(posts, made, strict=True) if one.state == "approved"
    ]
    for n in range(REPORTS):
        at = (len(quotable) - QUOTED) * (n + 1) // REPORTS
        some = quotable[at : at + QUOTED]
        blocks = tuple(
            Block(f"place:{post.place}", (Item(post.id, "It says:", (Quote(one.id, one.text),)),))
            for post, one in some
        )
        day = (some[-1][0].posted_at + timedelta(days=1)).date()
        yield Report(
            f"report-{n}", f"daily-{n + 1}", "daily", n + 1, "What was said", day,
            "It was said.", blocks=blocks, made_by=BY, made_at=AT, fiction=True,
        )  # fmt: skip


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("lab", type=Path)
    fill(parser.parse_args().lab)
