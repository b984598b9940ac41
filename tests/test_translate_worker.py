"""A model lives in a process of its own; whatever it does costs one segment at most."""

import os
import signal
import time

import msgspec
import pytest

from marsad.engine.capped import Limits, decoder
from marsad.errors import BadInput, NotReady
from marsad.translate.checks import fault
from marsad.translate.engine import Untranslated
from marsad.translate.pieces import batches, patiently
from marsad.translate.worker import Worker

HERE = "test_translate_worker"
REMEDY = "marsad models verify NAME"
ARABIC = "افتتح المجلس البلدي الميناء الجديد صباح اليوم بحضور التجار"
ENGLISH = "The municipal council opened the new harbour this morning in the presence of traders"


@decoder
def english(payload: bytes) -> bytes:
    """Answers each segment; does what a segment says where it says something bad."""
    said = []
    for piece in msgspec.json.decode(payload, type=list[str]):
        if "hang" in piece:
            time.sleep(60)
        if "die" in piece:
            os.kill(os.getpid(), signal.SIGSEGV)
        if "panic" in piece:
            raise BaseException("panicked")
        if "raise" in piece:
            raise ValueError("no such word")
        said.append(f"English {len(piece)}")
    if "half" in payload.decode():
        said = said[: len(said) // 2]
    return b"\xff" if "garbage" in payload.decode() else msgspec.json.encode(said)


@decoder
def broken(payload: bytes) -> bytes:  # noqa: ARG001
    raise ValueError("this file is no model")


@pytest.fixture
def worker():
    made = Worker(f"{HERE}:english", Limits(seconds=1.5), REMEDY)
    yield made
    made.close()


def test_segments_come_back_in_order(worker):
    assert worker.say(["خبر أول", "خبر"], "en") == ["English 7", "English 3"]


@pytest.mark.parametrize("bad", ["hang", "die", "panic", "raise", "half", "garbage"])
def test_only_the_poisonous_segment_stays_untranslated(worker, bad):
    pieces = ["خبر أول", f"خبر {bad}", "خبر ثالث"]
    first, second, third = worker.say(pieces, "en")
    assert (first, third) == ("English 7", "English 8")
    assert isinstance(second, Untranslated)
    assert second.reason.startswith("failed: ")
    assert worker.say(["خبر"], "en") == ["English 3"]


def test_a_model_that_cannot_be_loaded_is_not_ready():
    with pytest.raises(NotReady, match="no model") as reason:
        Worker(f"{HERE}:broken", Limits(seconds=5), REMEDY)
    assert reason.value.remedy == REMEDY


def test_batches_are_of_like_length_and_hold_each_segment_once():
    pieces = {"ب" * size for size in range(1, 601, 7)}
    made = list(batches(pieces))
    assert sorted(piece for batch in made for piece in batch) == sorted(pieces)
    assert all(len(batch) * max(map(len, batch)) <= 6000 or len(batch) == 1 for batch in made)
    lengths = [len(piece) for batch in made for piece in batch]
    assert lengths == sorted(lengths)


def test_a_batch_that_fails_is_asked_one_by_one():
    asked = []

    def ask(pieces):
        asked.append(len(pieces))
        if "bad" in pieces:
            raise BadInput("the model fell over")
        return [piece.upper() for piece in pieces]

    said = patiently(["a", "bad", "c"], ask)
    assert said == ["A", Untranslated("failed: the model fell over"), "C"]
    assert asked == [3, 1, 1, 1]


@pytest.mark.parametrize(
    ("target", "why"),
    [
        ("", "without a word"),
        ("... 12 !", "without a word"),
        ("Yes, council.", "part of it is lost"),
        (ENGLISH * 6, "characters for"),
        (ARABIC, "another script"),
        ("the city, " * 8, "over and over"),
        (f"{ENGLISH}\u202egpj", "cannot be seen"),
        (f"{ENGLISH[:20]}\u200b{ENGLISH[20:]}", "cannot be seen"),
        (ENGLISH, ""),
    ],
)
def test_what_no_person_should_have_to_read_is_left_out(target, why):
    said = fault(ARABIC, target, "en")
    assert why in said if why else said == ""


def test_a_chant_may_repeat_what_its_source_repeats():
    assert fault("مرحبا " * 12, "Welcome " * 12, "en") == ""


def test_checks_of_a_megabyte_take_no_time():
    began = time.perf_counter()
    fault("خبر " * 250_000, "news of the day " * 60_000, "en")
    assert time.perf_counter() - began < 20
