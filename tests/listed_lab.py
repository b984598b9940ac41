"""What the lists of the desk are about, with one text in every field that comes from outside."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import report_lab as lab

from marsad import alerting, enrich
from marsad.model import Claim, Forward, Media, Place, Post, sign
from marsad.store import Seen, Store

NOON = datetime(2024, 5, 10, 12, tzinfo=UTC)
CODERS = ("person:Noor Valen", "person:Tamar Iseri")
PICTURE, LIKE = "ab" * 32, "cd" * 32
HASH = "5a" * 32
POSTS = 6


def fill(store: Store, said: str, alert: str = "bank") -> None:
    """Who repeats whom, a narrative, near pictures, codes of two persons, a hand-over, hits."""
    store.add(
        Place("telegram:first", "Telegram", said, said, fiction=True),
        Place("telegram:after", "Telegram", f"{said} b", said, fiction=True),
    )
    alerting.add(store, alert, "*", ["page", "feed"], lab.WRITER)
    for number in range(POSTS):
        _repeated(store, number, said)
    for media, bits in ((PICTURE, HASH), (LIKE, f"{HASH[:-1]}b")):
        one = _post(f"near-{media[:2]}", "telegram:first", said, 40)
        store.add(replace(one, media=(Media(media, said, "photo", "image/jpeg", 10),)))
        store.add(sign(Claim(one.id, "pdq", bits, 1.0, media), "test/1", NOON))
    enrich.hand_over(store, "first-2", CODERS[0], CODERS[1])
    alerting.run(store)
    store.checkpoint()
    Seen(store).catch_up()


def _repeated(store: Store, number: int, said: str) -> None:
    own = _post(f"first-{number}", "telegram:first", f"{said} {number}", number)
    again = replace(
        own, id=f"after-{number}", place="telegram:after", native_id=f"after-{number}",
        posted_at=own.posted_at + timedelta(hours=1),
        forwarded_from=Forward(said, "telegram:first"),
    )  # fmt: skip
    store.add(own, again)
    claims = [Claim(own.id, "theme", said, 0.9), Claim(own.id, "language", said)]
    store.add(*(sign(each, "test/1", NOON) for each in claims))
    for coder in CODERS if number < 2 else CODERS[1:]:
        store.add(sign(Claim(own.id, "target", said), coder, NOON))


def _post(id: str, place: str, text: str, hours: int) -> Post:
    at = NOON + timedelta(hours=hours)
    return Post(id, place, "capture-1", id, at, text, author=text, fiction=True)
