"""What comes with the hits: marked words in the original, counts of what posts are, and bars."""

import time
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.model import Capture, Claim, Media, Place, Poll, Post, Segment, Translation, sign
from marsad.search import Ask, search
from marsad.search.highlight import Reason, Spot
from marsad.search.passage import passage
from marsad.search.words import STRENGTHS, spots, words

pytestmark = pytest.mark.usefixtures("engine")
NOW = datetime(2024, 5, 14, 12, tzinfo=UTC)
PLACE = Place("telegram:1", "telegram", "Town Notices", fiction=True)
VOWELLED = "🏴‍☠️ الحَدِيقَــةُ العَامّة"


def post(id, text, at=NOW, **more):
    return Post(id, PLACE.id, "c1", id, at, text, fiction=True, **more)


@pytest.fixture
def lab(store):
    store.add(PLACE, Capture("c1", "test", "1", "export", NOW, "0" * 64, 1))
    return store


def why(store, query, **more):
    (hit,) = search(store, Ask(query, **more)).hits
    for reason in hit.reasons:
        for spot in reason.spots:
            assert reason.text[spot.start : spot.end] == spot.words
    return [(reason.source, [spot.words for spot in reason.spots]) for reason in hit.reasons]


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("حديقه", ["الحَدِيقَــةُ"]),
        ("حديق*", ["الحَدِيقَــةُ"]),
        ('"حديقة عامة"', ["الحَدِيقَــةُ العَامّة"]),
        ("/.*حديق./", ["الحَدِيقَــةُ"]),
        ("Hadiqa", ["الحَدِيقَــةُ"]),
        ("عامة OR حديقة", ["الحَدِيقَــةُ", "العَامّة"]),
        ("عامة -سوق", ["العَامّة"]),
    ],
)
def test_words_are_marked_in_the_original_whatever_was_folded(lab, query, marked):
    lab.add(post("a", VOWELLED))
    assert why(lab, query) == [("text", marked)]


def test_each_source_says_what_it_holds(lab):
    whole = "خبر قصير"
    photo = Media("1" * 64, "حديقة.jpg", "photo")
    lab.add(post("a", whole, media=(photo,), poll=Poll("أي حديقة؟", ("الأولى",))))
    segments = (Segment(0, len(whole), whole, "Short news of gardens"),)
    lab.add(
        Translation("t", "a", "text", "ar", "en", segments, "person:A", "human", NOW),
        sign(Claim("a", "ocr-text", "مهرجان الحديقة", media="1" * 64), "ocr/1", NOW),
        sign(Claim("a", "transcript", "في حدیقه", media="1" * 64), "speech/1", NOW),
    )
    assert why(lab, "حديقة") == [
        ("text", ["حديقة"]),
        ("file", ["حديقة"]),
        ("picture", ["الحديقة"]),
        ("speech", ["حدیقه"]),
    ]
    assert why(lab, "garden") == [("translation", ["gardens"])]
    assert why(lab, "picture:حديقة") == [("picture", ["الحديقة"])]


def test_a_text_of_a_megabyte_is_marked_in_time(lab):
    lab.add(post("a", "كلمة " * 200_000 + "حديقة"))
    search(lab, "كلمة")
    began = time.process_time()
    assert why(lab, "كلمة") == [("text", ["كلمة"] * 50)]
    assert time.process_time() - began < 1
    assert why(lab, "حديقة") == [("text", ["حديقة"])]


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_the_words_that_are_marked_are_the_words_that_are_indexed(text):
    for strength in STRENGTHS:
        marked = [word.key for word in spots(text, strength)]
        if strength != "exact":
            assert marked == words(text, strength)
        assert all(0 <= word.start < word.end <= len(text) for word in spots(text, strength))


def test_a_passage_cuts_no_word_and_no_link():
    text = f"{'قبل ' * 40}https://t.me/evil/1 {'بعد ' * 80}"
    at = text.index("evil")
    shown = passage(Reason("text", "", text, (Spot(at, at + 4, "evil"),)))
    assert [piece.text for piece in shown.pieces if piece.marked] == ["https://t.me/evil/1"]
    whole = "".join(piece.text for piece in shown.pieces)
    assert whole in text
    assert set(whole.split()) == {"قبل", "بعد", "https://t.me/evil/1"}
    assert not shown.begins
    assert not shown.ends


def test_facets_count_what_the_hits_are_and_say_how_much_is_left(lab):
    lab.add(*(post(f"p{n}", "خبر", reply_to=str(n)) for n in range(30)))
    said = [Claim(f"p{n}", "language", "ar" if n < 20 else "fa") for n in range(30)]
    said += [Claim(f"p{n}", "made-by-outlet", f"o{n:02}") for n in range(30)]
    lab.add(*(sign(each, "test/1", NOW) for each in said))
    answer = search(lab, Ask("خبر", facets=("lang", "outlet", "theme"), top=5, limit=0))
    lang, outlet, theme = answer.facets
    assert lang.counts == (("ar", 20), ("fa", 10))
    assert lang.more == 0
    assert outlet.counts == tuple((f"o{n:02}", 1) for n in range(5))
    assert outlet.more == 25
    assert theme.counts == ()
    assert answer.total == 30
    assert search(lab, Ask("lang:fa", facets=("lang",))).facets[0].counts == (("fa", 10),)


def test_a_histogram_counts_days_weeks_from_monday_and_months(lab):
    days = (date(2024, 4, 30), date(2024, 5, 5), date(2024, 5, 6), date(2024, 5, 6))
    lab.add(
        *(
            post(f"p{n}", "خبر", datetime(d.year, d.month, d.day, tzinfo=UTC))
            for n, d in enumerate(days)
        )
    )

    def bars(step):
        return [(bar.start, bar.posts) for bar in search(lab, Ask("خبر", histogram=step)).histogram]

    assert bars("day") == [(days[0], 1), (days[1], 1), (days[2], 2)]
    assert bars("week") == [(date(2024, 4, 29), 2), (date(2024, 5, 6), 2)]
    assert bars("month") == [(date(2024, 4, 1), 1), (date(2024, 5, 1), 3)]
