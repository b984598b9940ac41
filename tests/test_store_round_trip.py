"""What goes into the store comes out as it was, or is refused in one sentence."""

import string
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from battery.lab_samples import CAPTURE, NOON, PLACE, finding, post
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marsad.errors import BadInput
from marsad.model import (
    Block,
    Box,
    Capture,
    Claim,
    Correction,
    Entity,
    Event,
    Figure,
    Finding,
    Forward,
    Item,
    Media,
    Outlet,
    Place,
    Poll,
    Post,
    Quote,
    Reader,
    Report,
    Seconds,
    Segment,
    Span,
    Translation,
    sign,
)
from marsad.store import Store

MINUTES = st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m)))
MOMENTS = st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29), timezones=MINUTES)  # noqa: DTZ001
DAYS = st.dates()
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
WORDS = st.text(string.ascii_letters + "أبجدچگکیےپ\u200c\u0640\0 ", max_size=20)
TEXTS = st.lists(WORDS, max_size=3).map(tuple)
NUMBERS = st.integers(-(2**70), 2**70)
FLOATS = st.floats(allow_nan=False, allow_infinity=False)


def things(kind: type, **known: object) -> st.SearchStrategy:
    """A type of the model with known fields fixed and the rest of every shape."""
    fixed = {
        name: value if isinstance(value, st.SearchStrategy) else st.just(value)
        for name, value in known.items()
    }
    return st.builds(kind, **fixed)


for plain, strategy in ((str, WORDS), (int, NUMBERS), (float, FLOATS), (datetime, MOMENTS)):
    st.register_type_strategy(plain, strategy)
POSTS = things(
    Post,
    place=PLACE.id,
    capture=CAPTURE.id,
    text=TEXT,
    posted_at=MOMENTS,
    edited_at=st.none() | MOMENTS,
    entities=st.lists(st.builds(Entity), max_size=2).map(tuple),
    media=st.lists(
        st.builds(Media, sha256=st.sampled_from(["", "0" * 64, "1" * 64])), max_size=3
    ).map(tuple),
    album=TEXTS,
    forwarded_from=st.none() | st.builds(Forward, posted_at=st.none() | MOMENTS),
    poll=st.none() | st.builds(Poll, answers=TEXTS),
)
FINDINGS = things(
    Finding,
    post=post(1).id,
    value=TEXT,
    confidence=st.none() | FLOATS,
    span=st.none() | st.builds(Span, quoted=TEXT),
    box=st.none() | st.builds(Box),
    seconds=st.none() | st.builds(Seconds),
)
ITEMS = st.builds(
    Item,
    quotes=st.lists(st.builds(Quote), max_size=2).map(tuple),
    figures=st.lists(st.builds(Figure), max_size=2).map(tuple),
)
OTHERS = st.one_of(
    things(Place, name=TEXT),
    things(Outlet, aliases=TEXTS, places=TEXTS),
    things(Capture, taken_at=MOMENTS),
    things(Event, start=DAYS, end=DAYS),
    things(Reader, since=DAYS, until=st.none() | DAYS),
    things(
        Translation,
        post=post(1).id,
        segments=st.lists(st.builds(Segment, source=TEXT), max_size=3).map(tuple),
        state=st.sampled_from(["draft", "reviewed", "approved"]),
    ),
    things(
        Report,
        day=DAYS,
        blocks=st.lists(
            st.builds(Block, items=st.lists(ITEMS, max_size=2).map(tuple)), max_size=2
        ).map(tuple),
        signed_by=TEXTS,
        made_at=st.none() | MOMENTS,
        corrections=st.lists(st.builds(Correction), max_size=1).map(tuple),
    ),
)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def lab(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    with pytest.MonkeyPatch.context() as environment:
        if request.param == "postgresql":
            server = request.getfixturevalue("postgres")
            environment.setenv("MARSAD_DATABASE", server.url(server.fresh()))
        with Store.create(tmp_path_factory.mktemp("round") / "lab") as store:
            store.add(PLACE, CAPTURE, post(1))
            yield store


NUMBERED = count()


def comes_back(store: Store, thing: object) -> bool:
    back = [each for each in store.every(type(thing)) if each.id == thing.id]
    return back == [thing]


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(thing=POSTS | FINDINGS | OTHERS)
def test_whatever_the_model_can_say_comes_back_as_it_was(lab: Store, thing: object) -> None:
    fresh = replace(thing, id=f"{thing.id}/{next(NUMBERED)}")
    if isinstance(fresh, Finding):
        lab.add(fresh)
        assert lab.finding(fresh.id) == fresh
        return
    size = lab.root()[0]
    assert lab.add(fresh) == 1
    assert comes_back(lab, fresh)
    assert lab.root()[0] == size + 1


LONE = "\ud800"
UNFIT = [
    post(2, text=f"نص {LONE}"),
    post(2, id=f"p{LONE}"),
    post(2, media=(Media("", f"name{LONE}.jpg"),)),
    post(2, posted_at=datetime(1900, 1, 1, tzinfo=ZoneInfo("Asia/Amman"))),
    post(2, posted_at=datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=3)))),
    finding(post(1).id, value=LONE),
    finding(post(1).id, maker=f"person:{LONE}"),
    finding(post(1).id, span=Span(0, 1, LONE)),
    finding(post(1).id, confidence=float("nan")),
    finding(post(1).id, seconds=Seconds(0.0, float("inf"))),
    Event("e", "title", NOON, date(2021, 10, 19), "here", "source"),
]


@pytest.mark.parametrize("thing", UNFIT, ids=range(len(UNFIT)))
def test_what_could_not_come_back_is_refused_and_nothing_of_its_batch_is_kept(
    lab: Store, thing: object
) -> None:
    before = lab.root(), lab.count("finding")
    with pytest.raises(BadInput, match="cannot be stored") as refused:
        lab.add(post(90), finding(post(1).id, value="good"), thing)
    assert str(refused.value).isascii()
    assert "\n" not in str(refused.value)
    assert (lab.root(), lab.count("finding")) == before


def test_a_time_in_the_hour_that_a_clock_repeats_is_kept(lab: Store) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    times = [datetime(2021, 10, 31, 2, 30, fold=fold, tzinfo=berlin) for fold in (0, 1)]
    lab.add(*(post(60 + fold, posted_at=when) for fold, when in enumerate(times)))
    kept = [lab.post(post(60 + fold).id).posted_at for fold in (0, 1)]
    assert kept[1] - kept[0] == timedelta(hours=1)
    assert [when.astimezone(UTC) for when in times] == kept


def test_a_time_keeps_the_zone_it_was_seen_in(lab: Store) -> None:
    amman = datetime(2021, 10, 19, 23, 30, tzinfo=timezone(timedelta(hours=3)))
    lab.add(post(70, posted_at=amman))
    assert lab.post(post(70).id).posted_at.utcoffset() == timedelta(hours=3)


def test_a_finding_points_at_its_span_box_and_seconds(lab: Store) -> None:
    said = sign(
        Claim(
            post(1).id, "ocr", "سلوان\0", 0.5, "0" * 64, Span(3, 8, "سلوان"),
            Box(1, 2, 3, 4), Seconds(0.25, 1.5),
        ),
        "ocr/1", NOON,
    )  # fmt: skip
    lab.add(said)
    assert lab.finding(said.id) == said


def test_a_post_of_an_unknown_place_is_refused(lab: Store) -> None:
    with pytest.raises(BadInput, match="not in this lab"):
        lab.add(post(80, place="telegram:404"))
