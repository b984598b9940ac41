"""Every function meets a megabyte of what hostile people write, and stays linear."""

import time

import pytest

from marsad.text.bidi import direction, isolate, runs, visible_controls
from marsad.text.clitics import stem, variants
from marsad.text.dates import find_dates
from marsad.text.fold import exact, folded, folded_with_offsets, stemmed
from marsad.text.links import defang, find_links, looks_alike, punycode
from marsad.text.segments import segments
from marsad.text.transliterate import latin

FUNCTIONS = (
    direction, isolate, runs, visible_controls, find_dates, exact, folded, folded_with_offsets,
    stemmed, stem, lambda text: list(variants(text)), defang, find_links, looks_alike, segments,
    latin,
)  # fmt: skip
UNITS = (
    "ا", "و", "لل", "ه", "ال", "a", "a.", "1/", "12 ", "1 محرم ", ".", "!", "،", " ", "\n",
    "😀", "❤️",
    "\u200b", "\u200c", "\u200d", "\u202e", "\u2066", "\u2069", "\u202c", "سلام abc ", "\u064e",
    "https://", "t.me/x)", "(((", "🔹 ", "e\u0301", "كتاب، ", "7 ", "x@a.b.", "د. ",
)  # fmt: skip
SIZE = 40_000
TIMES = 4


@pytest.mark.parametrize("unit", UNITS, ids=ascii)
def test_repetition_costs_time_in_proportion(unit):
    """Four times the text costs about four times the work; quadratic work would cost sixteen."""
    small, large = (unit * (size // len(unit)) for size in (SIZE, TIMES * SIZE))
    for function in FUNCTIONS:
        before, after = (
            min(_seconds(function, text) for _try in range(2)) for text in (small, large)
        )
        # Halfway to quadratic, and a floor: what is left between them is the machine's noise.
        assert after <= 2 * TIMES * before + 0.2, function


def test_a_megabyte_of_everything_goes_through():
    text = "".join(unit * (1_000_000 // len(UNITS) // len(unit)) for unit in UNITS)
    for function in FUNCTIONS:
        function(text)


def test_a_very_long_host_name_is_encoded_label_by_label():
    assert punycode("т." * 20_000 + "me").startswith("xn--r1a.xn--r1a.")


def _seconds(function, text):
    start = time.process_time()
    function(text)
    return time.process_time() - start
