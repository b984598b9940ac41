"""CTranslate2 models: each family is told its languages; a random model proves the plumbing."""

import pytest
from translate_models import means, pinned, random_model

from marsad.errors import NotReady
from marsad.settings import Settings
from marsad.translate.ctranslate import CTranslate
from marsad.translate.ctranslate_worker import translated
from marsad.translate.engines import engine
from marsad.translate.families import codes, speech

pytest.importorskip("ctranslate2", reason="pip install ctranslate2")
pytest.importorskip("sentencepiece", reason="pip install sentencepiece")

WORDS = "افتتح المجلس الميناء الجديد صباح اليوم the council opened harbour".split()  # noqa: SIM905
SPECIAL = ["arb_Arab", "pes_Arab", "eng_Latn", "<2en>", "<2fr>"]
PIECES = ["افتتح المجلس الميناء", "صباح اليوم", "الميناء الجديد صباح اليوم"]


@pytest.fixture(scope="module")
def chosen(tmp_path_factory):
    return random_model(tmp_path_factory.mktemp("ct2"), "nllb-random", WORDS, SPECIAL)


def bare(chosen, before, begins):
    """The library used by hand."""
    import ctranslate2
    import sentencepiece

    runner = ctranslate2.Translator(str(chosen.folder), device="cpu")
    words = sentencepiece.SentencePieceProcessor(
        model_file=str(chosen.folder / "sentencepiece.model")
    )
    asked = [[*before, *words.encode(piece, out_type=str), "</s>"] for piece in PIECES]
    prefix = [list(begins)] * len(asked) if begins else None
    said = runner.translate_batch(
        asked, target_prefix=prefix, beam_size=4, max_decoding_length=400, max_input_length=0
    )
    targets = [each.hypotheses[0][len(begins) :] for each in said]
    # What never ends is lost, as the adapter promises.
    return [words.decode(each) if len(each) < 400 - len(begins) else "" for each in targets]


@pytest.mark.parametrize("family", ["opus", "nllb", "madlad"])
def test_each_family_says_what_the_bare_library_says(chosen, family):
    import msgspec

    said = speech(family, "ar", "en")
    answer = translated(
        msgspec.json.encode(PIECES), str(chosen.folder), before=said.before, begins=said.begins
    )
    targets = msgspec.json.decode(answer)
    assert targets == bare(chosen, said.before, said.begins)
    assert sum(map(len, targets)) > 15
    assert not any("_Latn" in each or "<2" in each for each in targets)


def test_the_language_of_the_source_makes_a_difference_to_nllb(chosen):
    arabic, persian = speech("nllb", "ar", "en"), speech("nllb", "fa", "en")
    assert arabic.before == ("arb_Arab",)
    assert persian.before == ("pes_Arab",)
    assert bare(chosen, arabic.before, arabic.begins) != bare(
        chosen, persian.before, persian.begins
    )


def test_families_are_told_their_languages():
    assert speech("nllb", "ur", "en").begins == ("eng_Latn",)
    assert speech("madlad", "ur", "en").before == ("<2en>",)
    assert speech("opus", "ar", "en") == speech("opus", "fa", "fr")
    assert {"ar", "fa", "ur", "ps", "ckb", "ku", "tr", "fr", "ru", "id", "bn", "ha", "so"} <= set(
        codes()
    )
    with pytest.raises(NotReady, match="no name"):
        speech("nllb", "xx", "en")


def test_a_language_the_model_has_no_word_for_is_not_guessed(chosen):
    with pytest.raises(NotReady, match=r"does not know tur_Latn"):
        CTranslate(chosen, "tr", "en", 30)


def test_through_its_own_process_in_batches(chosen):
    made = CTranslate(chosen, "ar", "en", 30)
    said = list(made.translate([], "en"))
    raw = made._worker._ask(PIECES)
    made.close()
    expected = speech("nllb", "ar", "en")
    assert raw == bare(chosen, expected.before, expected.begins)
    assert said == []
    assert made.version.endswith("-nllb-random")


def test_a_model_of_the_labs_own_is_pinned_pulled_and_chosen_by_name(chosen, tmp_path):
    settings = Settings(models=str(tmp_path / "models"))
    files = [each for each in chosen.folder.iterdir() if each.suffix in (".bin", ".json", ".model")]
    pinned(tmp_path, settings, "nllb-random", files)
    here = means(settings, lab=tmp_path)
    with pytest.raises(NotReady, match="does not know tur_Latn"):
        engine("ctranslate2:nllb-random", here, "tr", "en")
    made = engine("ctranslate2", here, "ar", "en")
    made.close()
    assert made.version.endswith("nllb-random")
    with pytest.raises(NotReady, match="opus-mt-ar-en"):
        engine("ctranslate2", means(Settings(models=str(tmp_path / "none"))), "ar", "en")
    with pytest.raises(NotReady, match="madlad-big"):
        engine("ctranslate2:madlad-big", here, "ar", "en")
