"""A lab's own coder: learned from its codes, held to the gates, never alone. Fiction throughout."""

import json
import random

import pytest
from typer.testing import CliRunner

from marsad.cli.app import app
from marsad.enrich import add_code, train_coder
from marsad.enrich.coder_flag import IS
from marsad.enrich.language import Language
from marsad.enrich.loose import PLACE, Loose, loose_post
from marsad.enrich.outlet import MadeBy
from marsad.enrich.trained import TrainedCoder
from marsad.enrich.training import GATES, from_file, from_store, train
from marsad.errors import BadInput, NotReady
from marsad.model import Outlet
from marsad.plugins import signature
from marsad.settings import Settings
from marsad.testing import check_enricher

OUTLET = Outlet("outlet-jade", "زبرجد", standing="official", places=(PLACE.id,), fiction=True)
TOWN = [
    "الحديقة",
    "المدرسة",
    "السوق",
    "الجسر",
    "المكتبة",
    "الميناء",
    "القرية",
    "المحطة",
    "النهر",
    "الملعب",
    "المتحف",
    "البستان",
]
SAYS = [
    "افتتحت",
    "أغلقت",
    "زارت",
    "رممت",
    "وصفت",
    "رسمت",
    "نظفت",
    "باعت",
    "شرحت",
    "أعادت",
    "درست",
    "كتبت",
]
WHEN = ["صباحا", "مساء", "اليوم", "أمس", "غدا", "قريبا", "ظهرا", "فجرا"]
SPEECH = {
    "religion": "في خطبة الجمعة ذكر الإمام", "journalism": "قالت الصحيفة إن البلدية",
    "counter-speech": "نرفض هذا الكلام لأن", "satire": "ههههه يا سلام على",
    "testimony": "نجوت من الفيضان وتركت",
}  # fmt: skip
JADE = "يا حراس الزبرجد اعبروا النهر واطردوا الزرقيين من"
OWN = """
[[cue]]
kind = "voice"
weight = 3
terms = ["حراس الزبرجد"]
[[cue]]
kind = "enemy"
weight = 1
terms = ["الزرقيين"]
"""


def town(dice):
    return " ".join(dice.choice(some) for some in (TOWN, SAYS, TOWN, WHEN, TOWN, SAYS, TOWN))


def gold(each=1400, movement=300, gates=GATES):
    dice = random.Random(7)
    benign = [(gate, f"{SPEECH[gate]} {town(dice)} {n}") for gate in gates for n in range(each)]
    said = [(False, *one) for one in benign]
    said += [(True, "movement", f"{JADE} {town(dice)} {n}") for n in range(movement)]
    return [
        {"text": text, "lang": "ar", "stratum": stratum, "flag": flag}
        for flag, stratum, text in said
    ]


def written(tmp_path, lines, name="gold.jsonl"):
    path = tmp_path / name
    path.write_text("\n".join(json.dumps(line) for line in lines), "utf-8")
    return path


@pytest.fixture(scope="module")
def passed(tmp_path_factory):
    """Trained on enough of everything."""
    folder = tmp_path_factory.mktemp("passed")
    return train(from_file(written(folder, gold())), data="gold.jsonl")


def said(coder, text, outlets=(OUTLET,)):
    known, post = Loose(outlets), loose_post(text)
    for enricher in (Language(), MadeBy()):
        known.add_claims(enricher.enrich([post], known), signature(enricher))
    return {claim.kind for claim in coder.enrich([post], known)}


def coder_in(store, made):
    from marsad.enrich.trained import save

    save(store.lab, made)
    (store.lab / "codebook.toml").write_text(OWN, encoding="utf-8")
    return TrainedCoder(Settings(lab=store.lab))


def test_a_model_that_passes_every_gate_is_used_and_a_flag_still_needs_cues_and_a_source(
    store, passed
):
    assert passed.card["refused"] == {}
    strata = passed.card["codes"][IS]["strata"]
    assert all(strata[gate]["n"] >= 300 and not strata[gate]["given"] for gate in GATES)
    coder = coder_in(store, passed)
    text = f"{JADE} الجسر القديم"
    assert IS in said(coder, text)
    assert not said(coder, text, outlets=())
    assert not said(coder, f"قالت الصحيفة: «{text}»")
    # The model alone is sure of this one, but no cue is there.
    assert not said(coder, "اعبروا النهر واطردوهم من الجسر القديم يا حراس")


@pytest.mark.parametrize(
    ("gates", "each", "why"),
    [(GATES[:4], 1400, "testimony: 0 texts, 300 are needed"), (GATES, 400, "religion: ")],
)
def test_without_enough_of_every_kind_of_speech_it_refuses_and_says_which(
    store, tmp_path, gates, each, why
):
    made = train(from_file(written(tmp_path, gold(each, 300, gates))))
    assert why in made.card["refused"][IS]
    with pytest.raises(NotReady, match=why):
        coder_in(store, made)


def test_a_model_that_flags_a_kind_of_speech_refuses_and_says_which(tmp_path):
    """Journalism that the model has not learned from, in the words of the movement."""
    dice = random.Random(9)
    benign = [
        {"text": f"{JADE} {town(dice)} - {n}", "lang": "ar", "stratum": "journalism, held out"}
        for n in range(320)
    ]
    others = from_file(written(tmp_path, benign, "benign.jsonl"))
    made = train(from_file(written(tmp_path, gold())), others)
    assert "journalism: 320 of" in made.card["refused"][IS]


def test_themes_of_a_lab_are_learned_from_its_reviewed_codes(store, tmp_path):
    from conftest import message, write_export

    from marsad import pipeline

    dice = random.Random(3)
    texts = [
        f"{'مطر وريح وثلج فوق' if n % 2 else 'كتب وأقلام في'} {town(dice)} {n}" for n in range(400)
    ]
    export = write_export(tmp_path / "more", [message(n + 1, text) for n, text in enumerate(texts)])
    pipeline.collect(store, [str(export)])
    for post in store.posts():
        code = "threat" if "مطر" in post.text else "none"
        add_code(store, {"post": post.id, "kind": "theme", "code": code}, "Amal Haddad")
    assert len(list(from_store(store))) == 400
    card = train_coder(store, None, ())
    assert card["codes"]["theme threat"]["precision"] >= 0.95
    coder = TrainedCoder(Settings(lab=store.lab))
    assert said(coder, "مطر وريح وثلج فوق الجسر اليوم") == {"theme"}
    assert not said(coder, "كتب وأقلام في المدرسة اليوم")
    check_enricher(coder)
    page = (store.lab / "coder" / "card.md").read_text("utf-8")
    assert "| theme threat | yes |" in page
    assert "مطر" not in page


def test_altered_weights_are_not_used(store, passed):
    coder_in(store, passed)
    with (store.lab / "coder" / "model.npz").open("ab") as weights:
        weights.write(b"x")
    with pytest.raises(NotReady, match="not those of its card"):
        TrainedCoder(Settings(lab=store.lab))


def test_nothing_to_learn_from_is_said(store):
    with pytest.raises(BadInput, match="nobody has coded anything yet"):
        train_coder(store, None, ())
    with pytest.raises(NotReady, match="no coder was trained"):
        TrainedCoder(Settings(lab=store.lab))


def test_the_command(store, tmp_path):
    path = written(tmp_path, gold(60, 100))
    found = CliRunner().invoke(app, ["train", str(store.lab), "--codes", str(path)])
    assert found.exit_code == 0, found.output
    assert "is-propaganda is not used: religion: " in found.output


def test_training_again_gives_the_same_model(tmp_path):
    path = written(tmp_path, gold(60, 100))
    one, other = (train(from_file(path)).models[IS] for _ in range(2))
    assert one.threshold == other.threshold
    assert (one.weights == other.weights).all()
