"""What is said in a recording: the real engine, with weights that say what was written in them."""

import importlib.util
import json
import shutil
from pathlib import Path

import msgspec
import pytest
from media_samples import Timed, claims_on, ffmpeg
from typer.testing import CliRunner

from marsad.cli.app import app
from marsad.enrich.evaluate_speech import SpeechTask
from marsad.enrich.speech import Speech, _checked
from marsad.enrich.speech_decode import Heard, Piece, _cut
from marsad.enrich.speech_guard import believed
from marsad.enrich.speech_samples import examples
from marsad.errors import BadInput, NotReady
from marsad.evaluation import gold_lines
from marsad.model import Seconds
from marsad.settings import Settings
from marsad.testing import check_enricher

HEARING = shutil.which("ffmpeg") and importlib.util.find_spec("faster_whisper")
needs_whisper = pytest.mark.skipif(not HEARING, reason="faster-whisper or ffmpeg is not here")
GREETING = ("<|0.00|>", "أهلا", "بكم", "<|1.00|>", "<|1.00|>", "في", "المكتبة", "<|3.00|>")


@pytest.fixture(scope="module")
def held(tmp_path_factory):
    """Pull models that say this or that, the way a lab does, and hand out their settings."""
    if not HEARING:
        pytest.skip("faster-whisper or ffmpeg is not here")
    import whisper_model

    from marsad import weights

    home = tmp_path_factory.mktemp("models")

    def make(name: str, *said: str, **more) -> Settings:
        settings = Settings(models=str(home / "held"), speech_model=f"whisper-{name}")
        files = whisper_model.make(home / name, said, **more)
        lab = home / f"{name}.lab"
        lab.mkdir()
        model = weights.pin(lab, settings.speech_model, files)
        weights.pull(model, settings, weights.from_folder(home / name), accepted=True)
        return settings

    return make


@pytest.fixture(scope="module")
def speech(held):
    made = Speech(held("greeting", *GREETING))
    yield made
    made.close()


@pytest.fixture(scope="module")
def voices(tmp_path_factory) -> tuple[Path, Path]:
    """Two synthetic voices, in Arabic and in English."""
    folder, paths = tmp_path_factory.mktemp("voices"), []
    for number, example in enumerate(examples()[:2]):
        paths.append(folder / f"{number}.ogg")
        paths[-1].write_bytes(example.files[0][1])
    return paths[0], paths[1]


def test_the_contract_is_kept_with_a_model(speech):
    check_enricher(speech)


def test_words_have_their_seconds_and_how_likely_they_are(speech, voices):
    first, second, length = claims_on(speech, voices[0])
    assert [first.value, second.value] == ["أهلا بكم", "في المكتبة"]
    assert (first.seconds, second.seconds) == (Seconds(0.0, 1.0), Seconds(1.0, 3.0))
    assert (first.kind, length.kind, length.value) == ("transcript", "speech-seconds", "3")
    assert 0.8 < first.confidence < 1


def test_silence_and_noise_are_not_written_down(speech, tmp_path):
    for name, sound in (("silence", "anullsrc=d=4"), ("noise", "anoisesrc=d=4:a=0.1:seed=7")):
        ffmpeg("-f", "lavfi", "-i", sound, str(tmp_path / f"{name}.wav"))
        assert claims_on(speech, tmp_path / f"{name}.wav") == []


def test_a_long_recording_is_heard_in_stretches_with_seconds_that_go_on(speech, voices, tmp_path):
    long = tmp_path / "long.ogg"
    ffmpeg("-stream_loop", "100", "-i", str(voices[0]), "-c:a", "libopus", str(long))
    told = list(speech.hear(long))
    assert len(told) == 2
    assert told[1].pieces[0].start >= told[0].until
    assert told[1].last
    assert told[1].until == pytest.approx(101 * 3.45, abs=8)


def test_a_film_is_heard_and_a_film_without_sound_is_silent(speech, voices, tmp_path):
    picture = ("-f", "lavfi", "-i", "testsrc2=s=64x48:d=3")
    loud, mute = tmp_path / "loud.mp4", tmp_path / "mute.mp4"
    ffmpeg(*picture, "-i", str(voices[0]), "-c:a", "aac", str(loud))
    ffmpeg(*picture, str(mute))
    assert "أهلا بكم" in [claim.value for claim in claims_on(speech, loud)]
    assert claims_on(speech, mute) == []


def test_a_broken_recording_is_refused_and_the_next_is_heard(speech, voices, tmp_path):
    broken = tmp_path / "broken.ogg"
    broken.write_bytes(b"OggS" + bytes(300))
    claims = claims_on(speech, broken, voices[0])
    assert [claim.kind for claim in claims][:2] == ["unreadable", "transcript"]


def test_a_playlist_that_calls_itself_a_recording_leads_nowhere(speech, voices, tmp_path):
    for name, start in (("a.ogg", b""), ("b.ogg", b"ID3")):
        listed = f"#EXTM3U\n#EXTINF:1,\nfile://{voices[0]}\n#EXT-X-ENDLIST\n"
        (tmp_path / name).write_bytes(start + listed.encode())
        kinds = {claim.kind for claim in claims_on(speech, tmp_path / name)}
        assert kinds <= {"unreadable"}


def test_a_loop_and_words_into_silence_are_left_out(held, voices):
    looping = Speech(held("loop", "<|0.00|>", *["شكرا"] * 50, "<|2.00|>"))
    assert [claim.kind for claim in claims_on(looping, voices[0])] == ["speech-seconds"]
    looping.close()
    silent = Speech(held("silent", "<|0.00|>", "شكرا", "للمشاهدة", "<|2.00|>", no_speech=True))
    assert [claim.kind for claim in claims_on(silent, voices[0])] == ["speech-seconds"]
    silent.close()


def test_the_language_heard_counts_before_that_of_the_post(held, voices):
    turkish = Speech(held("turkish", *GREETING, language="tr"))
    (told,) = turkish.hear(voices[0], "ar")
    turkish.close()
    assert told.language == "tr"
    assert told.sure > 0.9


def piece(text: str, likely: float = -0.2, no_speech: float = 0.0, packed: float = 1.1) -> Piece:
    return Piece(0.0, 1.0, text, likely, no_speech, packed)


def test_guards_keep_what_was_said():
    said = [piece("اشتركوا في القناة الجديدة"), piece("نعم"), piece("نعم")]
    assert believed(said) == said
    doubtful = [
        piece("ترجمة نانسي قنقر", likely=-0.8),
        piece("اشتركوا في القناة", no_speech=0.5),
        piece("كلمة", likely=-1.2, no_speech=0.7),
        piece("كلمة كلمة", packed=3.0),
        piece("  "),
    ]
    assert believed(doubtful) == []
    assert len(believed([piece("نعم")] * 9)) == 2


def test_a_stretch_ends_where_nobody_speaks():
    assert _cut([(0, 100), (180, 300)], 300) == 180
    assert _cut([(0, 100), (180, 290)], 300) == 300
    assert _cut([(0, 300)], 300) == 300
    assert _cut([], 300) == 300


def test_an_answer_of_the_wrong_shape_is_not_believed():
    good = Heard(10.0, False, 3.0, pieces=(piece("نعم"),))
    bad = [
        msgspec.structs.replace(good, until=0.0),
        msgspec.structs.replace(good, until=float("nan")),
        msgspec.structs.replace(good, speech=-1.0),
        msgspec.structs.replace(good, pieces=(Piece(2.0, 1.0, "x", 0.0, 0.0, 1.0),)),
        msgspec.structs.replace(good, pieces=(piece("x" * 5001),)),
    ]
    assert _checked(msgspec.msgpack.encode(good), 0.0) == good
    for told in bad:
        with pytest.raises(BadInput, match="no recording has"):
            _checked(msgspec.msgpack.encode(told), 0.0)
    with pytest.raises(BadInput, match="nothing that was said"):
        _checked(b"no", 0.0)


@needs_whisper
def test_without_weights_it_steps_aside_and_names_the_commands(tmp_path, monkeypatch):
    with pytest.raises(NotReady) as said:
        Speech(Settings(models=str(tmp_path)))
    assert said.value.reason == "the model whisper-small is not here"
    assert "marsad models pull whisper-small" in said.value.remedy
    monkeypatch.setenv("MARSAD_MODELS", str(tmp_path))
    (tmp_path / "gold.jsonl").write_text("{}\n", encoding="utf-8")
    told = CliRunner().invoke(app, ["evaluate", "speech", str(tmp_path / "gold.jsonl"), "--json"])
    assert told.exit_code == 3
    assert told.output.count("\n") == 1


def test_an_evaluation_counts_words_letters_and_time(held, voices, monkeypatch):
    settings = held("gold", *GREETING)
    monkeypatch.setenv("MARSAD_MODELS", settings.models)
    rows = [
        {"audio": str(voices[0]), "text": "أهلاً بكم في المكتبة.", "lang": "ar"},
        {"audio": str(voices[1]), "text": "أهلا بهم في مكتبة", "lang": "ar"},
        {"audio": "none.ogg", "text": "لا شيء", "lang": "ar"},
    ]
    lines = gold_lines([json.dumps(row) for row in rows], voices[0].parent, [])
    figures = SpeechTask().run(lines, {"model": settings.speech_model})
    assert figures.n == 2
    assert figures.values["wer"] == 0.25
    assert 0.05 < figures.values["cer"] < 0.15
    assert figures.values["rtf"] > 0
    assert figures.values["by_lang"]["ar"]["n"] == 2
    assert [failed.line for failed in figures.failed] == [3]


def test_a_huge_silent_recording_ends_in_time(speech, tmp_path):
    long = tmp_path / "long.flac"
    ffmpeg("-f", "lavfi", "-i", "anullsrc=r=8000:cl=mono:d=3600", str(long))
    with Timed() as timed:
        assert claims_on(speech, long) == []
    assert timed.seconds < 120
