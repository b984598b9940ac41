"""Posts are found again in any spelling, by what stands on their pictures, and in translation."""

from datetime import UTC, datetime

import pytest
from conftest import message, write_export

from marsad import pipeline
from marsad.errors import BadInput
from marsad.model import Claim, Segment, Translation, sign
from marsad.search import search

pytestmark = pytest.mark.usefixtures("engine")
NOW = datetime(2024, 5, 14, tzinfo=UTC)


def found(store, query):
    return [hit.post.native_id for hit in search(store, query).hits]


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("حديقة", ["1"]),
        ("الحديقه", ["1"]),
        ("وبالمدينة", ["1"]),
        ("هواشناسي", ["2"]),
        ("كتابوں", ["4"]),
        ("LIBRARY", ["5"]),
        ('"حديقة عامة"', ["1"]),
        ('"عامة حديقة"', []),
        ("مدينة -حديقة", []),
        ("الميناء", []),
    ],
)
def test_words_are_found_in_any_spelling(collected, query, ids):
    assert found(collected, query) == ids


def test_words_on_pictures_and_in_translations_are_found(collected):
    post = next(iter(collected.posts()))
    assert found(collected, "garden") == []
    seen = sign(Claim(post.id, "ocr-text", "مهرجان الربيع"), "ocr/1", NOW)
    segments = (Segment(0, 5, post.text[:5], "a new public garden"),)
    made = Translation(
        "t", post.id, "text", "ar", "en", segments, "person:A", "human", NOW, state="reviewed"
    )
    collected.add(seen, made)
    assert found(collected, "gardens") == ["1"]
    assert found(collected, "المهرجان") == ["1"]


def test_new_posts_are_found_and_nothing_twice(collected, tmp_path):
    assert found(collected, "مكتبة") == []
    later = write_export(tmp_path / "later", [message(9, "مكتبة جديدة")])
    pipeline.collect(collected, [str(later)])
    assert found(collected, "مكتبة") == ["9"]
    assert found(collected, "حديقة") == ["1"]


@pytest.mark.parametrize("query", ["", "  ", "-حديقة", "!!!", "x" * 10_001])
def test_a_query_that_asks_nothing_is_one_sentence(collected, query):
    with pytest.raises(BadInput, match="query"):
        search(collected, query)


@pytest.mark.parametrize("query", ["library ]", "library NEAR/*", "library 10:30 OR library"])
def test_no_sign_of_other_engines_is_a_command(collected, query):
    assert all("library" in hit.post.text for hit in search(collected, query).hits)


def test_nul_and_quotes_are_only_letters(collected):
    assert found(collected, "li\x00brary'; drop table post") == []
    assert collected.count("post") == 4
