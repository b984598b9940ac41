"""Marked things for a lab of fiction; each says ``WORD`` wherever it can."""

from dataclasses import replace
from datetime import UTC, date, datetime

import report_lab as lab

from marsad import track
from marsad.model import Block, Capture, Finding, Item, Media, Outlet, Place, Segment, Source, named
from marsad.store import Store
from marsad.store.markings import Markings
from marsad.store.sources import Health, Sources

BY = lab.WRITER
WORD = "zanbaqa"
"""Stands in every marked thing, and in nothing else."""
WHEN = datetime(2024, 5, 15, 7, tzinfo=UTC)
POSTS = (f"post-{WORD}", f"post-{WORD}-place")


def add_marked(store: Store) -> None:
    """A post of a place that stays open, a place with a post, a case and a report: all marked."""
    photo = store.keep(lab.picture(WORD))
    media = Media(photo, f"{WORD}.jpg", "photo", "image/jpeg", 10)
    store.add(
        Capture(f"capture-{WORD}", "telegram-export", "1", f"Export_{WORD}", WHEN, "1" * 64, 10),
        Place(f"telegram:{WORD}", "telegram", f"قناة {WORD}", f"t.me/{WORD}"),
        replace(
            lab.post(POSTS[0], "telegram:1", 10, f"قال {WORD} شيئا عن النهر", media,
                     author=WORD), capture=f"capture-{WORD}"),
        replace(
            lab.post(POSTS[1], f"telegram:{WORD}", 11, f"{WORD} في القناة @{WORD} النهر"),
            capture=f"capture-{WORD}"),
        *(Finding(f"finding-{kind}-{n}", post, kind, value, "person:Tamar Iseri", WHEN, 0.9)
          for n, post in enumerate(POSTS)
          for kind, value in (("made-by-outlet", "sada"), ("language", "ar"), ("note", WORD),
                              ("ocr-text", WORD), ("mention", f"@{WORD}"), ("theme", "recruitment"),
                              ("answers-event", "talks"))),
        # What stays open repeats what is marked.
        Finding("finding-copy", "post-ur", "near-copy-of", POSTS[0], "copies/1", WHEN, 0.95),
        Finding("finding-copy-no", "post-ur", "near-copy-of", POSTS[1], "copies/1", WHEN, 0.95),
        Finding("finding-no", "post-ur", "taken-back", f"near-copy-of: {POSTS[1]}", BY, WHEN,
                replaces="finding-copy-no"),
        named(Source("", f"source-{WORD}", f"https://t.me/{WORD}", "telegram-web",
                     place=f"telegram:{WORD}", legal_basis="x", purpose=WORD, fiction=True)),
        by=BY,
    )  # fmt: skip
    segment = Segment(0, 3, "قال", f"{WORD} said")
    made = lab.approved(f"tr-{WORD}", POSTS[0], "قال", f"{WORD} said")
    store.add(replace(made, segments=(segment,)), by=BY)
    Sources(store).note(Health(f"source-{WORD}", "failing", WHEN, error=WORD))
    track.open_case(store, f"case-{WORD}", f"Case {WORD}", BY)
    track.note(store, f"case-{WORD}", WORD, BY)
    one = lab.report(store)
    said = {"id": f"report-{WORD}", "handle": f"{WORD}-1", "series": WORD, "title": WORD}
    store.add(replace(one, day=date(2024, 5, 16), **said), by=BY)
    cites = (Block("sada", (Item(POSTS[0], WORD),)),)
    said = {"id": "report-cites", "handle": "cites-1", "series": "cites", "title": WORD}
    store.add(replace(one, blocks=cites, **said), by=BY)


def mark(store: Store) -> None:
    """Put the markings on."""
    marks = Markings(store)
    marks.put("post", POSTS[0], "minors", BY)
    marks.put("place", f"telegram:{WORD}", "court-sealed", BY)
    marks.put("case", f"case-{WORD}", "case-7", BY)
    marks.put("report", f"{WORD}-1", "case-7", BY)


def outlet(*more: str) -> Outlet:
    """An outlet that stays open, and is seen in some place besides."""
    return Outlet("open", "Open", "Open", places=("telegram:1", *more))
