"""A bundle holds the posts that somebody means: all, ids, a report, or what a search finds."""

import json
from pathlib import Path

import pytest

from marsad import pipeline, preserve
from marsad.errors import BadInput, NotFound


def native(posts) -> set[str]:
    return {post.native_id for post in posts}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("حديقة", {"1"}),
        ("البلديه حديقة", {"1"}),  # the spelling need not be the post's
        ("هواشناسي", {"2"}),
        ('"opens at nine"', {"5"}),
        ("library -monday", set()),
    ],
)
def test_a_query_stands_for_all_posts_that_it_finds(collected, query, expected):
    if not expected:
        with pytest.raises(NotFound, match="no post holds"):
            pipeline.choose(collected, query)
        return
    assert native(pipeline.choose(collected, query)) == expected


def test_all_ids_and_unknown_ids_are_no_query(collected):
    posts = list(collected.posts())
    assert pipeline.choose(collected, "all") == posts
    assert pipeline.choose(collected, f"{posts[2].id}, {posts[0].id}") == [posts[2], posts[0]]
    with pytest.raises(NotFound, match="no post"):
        pipeline.choose(collected, f"{posts[0].id},telegram:1001/9@{'f' * 8}")
    with pytest.raises(BadInput):
        pipeline.choose(collected, "  ")


def test_every_hit_is_in_the_bundle_and_nothing_else(collected, tmp_path):
    made = preserve.bundle(collected, pipeline.choose(collected, "میلہ"), tmp_path / "bag")
    records = [json.loads(path.read_bytes()) for path in Path(made, "data/records").iterdir()]
    assert [each["native_id"] for each in records if "native_id" in each] == ["4"]
    assert preserve.verify_bundle(made).state == preserve.VERIFIED
