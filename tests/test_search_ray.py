"""Parts of the index searched by workers of Ray: they answer as the threads of one machine do."""

import json
import os
import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from marsad.cli.app import app
from marsad.engine import on_ray
from marsad.errors import BadInput
from marsad.model import Capture, Claim, Place, Post, sign
from marsad.search import Ask, index, search
from marsad.search.engine import searched
from marsad.search.parse import parse
from marsad.search.query import Found
from marsad.search.seam import Wanted
from marsad.store import Store

NOW = datetime(2024, 5, 14, tzinfo=UTC)
PLACE = Place("telegram:1", "telegram", "Town Notices", fiction=True)
TEXTS = ("حديقة المدينة رقم{}", "library of the garden n{}", "سوق بغداد رقم{}")
EACH = 1000
"""The least that ``shard_posts`` takes."""

pytest.importorskip("ray", reason="Ray is not installed (extra ray)")


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """A lab whose index is in three parts."""
    folder = tmp_path_factory.mktemp("many") / "lab"
    Store.create(folder).close()
    (folder / "marsad.toml").write_text(f"shard_posts = {EACH}\nworkers = 2\n")
    with Store(folder) as store:
        store.add(PLACE, Capture("c1", "test", "1", "export", NOW, "0" * 64, 1))
        for turn in range(3):
            month = NOW + timedelta(days=40 * turn)
            numbers = range(turn * EACH, (turn + 1) * EACH)
            store.add(
                *(
                    Post(f"p{n:06}", PLACE.id, "c1", str(n), month + timedelta(minutes=n % EACH),
                         TEXTS[n % 3].format(n))
                    for n in numbers
                )
            )  # fmt: skip
        said = (Claim(f"p{n:06}", "language", "ar") for n in range(0, 3 * EACH, 7))
        store.add(*(sign(each, "test/1", NOW) for each in said))
        search(store, "سوق")
        assert len(index.opened(store).shards) == 3
        yield store


def same(answer: Found):
    """All of an answer but the time that it took."""
    parts = (answer.hits, answer.total, answer.facets, answer.histogram, answer.near)
    assert any(parts)
    return parts


ASKED = (
    Ask("حديقة OR garden", limit=30, after=990, facets=("lang", "place"), histogram="week"),
    Ask("سوق", order="newest", limit=50, histogram="month"),
    Ask("Baghdad", order="oldest", limit=1500),
    Ask("/رقم1.*5/ lang:ar", order="first-seen", limit=100),
    Ask("library zebra"),
    Ask("*", limit=0, facets=("lang",)),
)


def test_workers_of_ray_answer_what_is_answered_here(lab):
    with searched(lab, "ray") as spread:
        for ask in ASKED:
            wanted = Wanted(
                parse(ask.query), ask.strength, lab.settings.zone, ask.order, ask.limit + ask.after,
                None, ask.counted, ask.facets, ask.top, ask.histogram,
            )  # fmt: skip
            with searched(lab) as here:
                assert spread.posts == here.posts == 3 * EACH
                assert spread.answer(wanted) == here.answer(wanted)
        # What a part of the index refuses is said as here.
        broken = Wanted(parse("x /(/"), "stemmed", lab.settings.zone, most=1)
        with pytest.raises(BadInput, match="at column 3: the pattern cannot be used"):
            spread.answer(broken)


def test_a_whole_search_on_ray_is_the_same_to_the_marks_in_its_hits(lab):
    assert same(search(lab, ASKED[2], engine="ray")) == same(search(lab, ASKED[2]))


def test_the_command_searches_on_ray(lab):
    asked = ["search", str(lab.lab), "سوق بغداد", "--limit", "5", "--json"]
    here, there = (
        CliRunner().invoke(app, [*asked, *more]) for more in ([], ["--engine", "ray"])
    )  # fmt: skip
    assert there.exit_code == 0, there.output
    answers = [json.loads(each.stdout) for each in (here, there)]
    for answer in answers:
        assert len(answer["hits"]) == 5
        assert answer.pop("took_ms") > 0
    assert answers[0] == answers[1]


def twice_or_die(folder: str, number: int) -> int:
    """Die the first time that the second number comes."""
    told = Path(folder) / "died"
    if number == 2 and not told.exists():
        told.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number * 2


def test_a_worker_that_dies_is_done_again(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    with on_ray.cluster("ray", 2) as cluster:
        said = [(str(tmp_path), number) for number in (1, 2, 3)]
        assert cluster.each(twice_or_die, said) == [2, 4, 6]
    assert (tmp_path / "died").exists()


def test_an_engine_that_is_none_is_named(lab):
    with pytest.raises(BadInput, match="no engine 'spark'"):
        search(lab, "سوق", engine="spark")
