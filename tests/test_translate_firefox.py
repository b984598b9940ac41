"""Real weights of Firefox through our adapter: what comes out, what it costs, what it survives."""

import json
from pathlib import Path

import pytest
from translate_models import FIREFOX, firefox_settings, means

from marsad.errors import NotReady
from marsad.settings import Settings
from marsad.translate.engine import Untranslated
from marsad.translate.engines import engine, parts
from marsad.translate.evaluate_translation import _source as gold_source

GOLD = Path(__file__).parent / "fixtures" / "translate" / "pt_en.jsonl"


class Line:
    """A line of gold as the task holds it."""

    def __init__(self, source: str, language: str = "pt") -> None:
        self.source, self.language = source, language


def sources(*texts: str, language: str = "pt"):
    return [gold_source(number, Line(text, language)) for number, text in enumerate(texts)]


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    return firefox_settings(tmp_path_factory.mktemp("models"))


@pytest.fixture(scope="module")
def firefox(settings):
    made = engine("fxtranslate", means(settings), "pt", "en")
    yield made
    made.close()


def test_it_translates_and_signs_with_library_and_model(firefox):
    asked = sources("O mercado abriu às oito horas. O comboio partiu.", "O gato dorme.")
    first, second = firefox.translate(asked, "en")
    assert first[0] == "The market opened at eight o'clock."
    assert len(first) == 2
    assert "cat" in second[0]
    assert firefox.version.endswith(f"-{FIREFOX}")
    assert firefox.kind == "machine draft"


def test_it_says_what_the_bare_library_says(firefox, settings):
    from fxtranslate import Translator

    lines = [json.loads(line)["source"] for line in GOLD.read_text(encoding="utf-8").splitlines()]
    folder = Path(settings.models) / FIREFOX
    files = [next(folder.glob(name)).read_bytes() for name in ("model*", "vocab*", "lex*")]
    bare = Translator(files[0], files[1], files[1], files[2])
    ours = [" ".join(said) for said in firefox.translate(sources(*lines), "en")]
    assert ours == [bare.translate(line) for line in lines]


def test_segments_that_break_the_model_stay_untranslated_and_the_rest_goes_on(settings):
    hasty = Settings(models=settings.models, engine_seconds=2)
    made = engine("fxtranslate", means(hasty), "pt", "en")
    poison = "a" * 600
    said = [each[0] for each in made.translate(sources("O gato dorme.", poison, "Bom dia."), "en")]
    made.close()
    # A slow machine leaves it untranslated, a fast one is done with it in time.
    assert isinstance(said[1], Untranslated) or set(said[1]) == {"a"}
    assert "cat" in said[0]
    assert said[2].startswith("Good")


@pytest.mark.parametrize(
    "text",
    ["\u202eO gato\u202c dorme.", "مرحبا بكم", "😀 " * 500 + "x", "x\u0000y", "\u200bO gato"],
)
def test_odd_text_does_no_harm(firefox, text):
    for said in firefox.translate(sources(text), "en"):
        assert all(isinstance(each, (str, Untranslated)) for each in said)


def test_without_a_model_the_remedy_is_the_command_that_brings_it(tmp_path):
    empty = Settings(models=str(tmp_path))
    with pytest.raises(NotReady) as reason:
        engine("fxtranslate", means(empty), "pt", "en")
    assert reason.value.remedy == f"marsad models pull {FIREFOX} --accept-licence"
    with pytest.raises(NotReady) as reason:
        engine("fxtranslate", means(empty), "ar", "en")
    assert "marsad models pin firefox-ar-en" in reason.value.remedy
    (part,) = [each for each in parts(empty) if each.name == "fxtranslate"]
    assert (part.ready, part.remedy) == (False, "marsad models list")


def test_a_damaged_model_is_not_used(settings, tmp_path):
    import shutil

    shutil.copytree(settings.models, tmp_path / "models")
    file = next((tmp_path / "models" / FIREFOX).glob("model*"))
    file.write_bytes(file.read_bytes()[:-1] + b"x")
    with pytest.raises(NotReady, match="altered"):
        engine("fxtranslate", means(Settings(models=str(tmp_path / "models"))), "pt", "en")


def test_a_file_that_is_no_model_is_not_ready_with_a_remedy(tmp_path):
    from marsad.translate.firefox import Firefox
    from marsad.translate.models import Chosen

    for name in ("model.bin", "vocab.spm"):
        (tmp_path / name).write_bytes(b"no model")
    with pytest.raises(NotReady) as reason:
        Firefox(Chosen("firefox-xx-en", tmp_path, 1), 20)
    assert reason.value.remedy == "marsad models verify firefox-xx-en"
