"""Every function meets a megabyte of what hostile people write, and stays linear."""

import time

import pytest

from marsad.errors import BadInput
from marsad.search.parse import parse as parse_query
from marsad.search.parse import plain as plain_query
from marsad.text.bidi import direction, isolate, runs, visible_controls
from marsad.text.clitics import stem, variants
from marsad.text.dates import find_dates
from marsad.text.endings import bare_forms
from marsad.text.fold import exact, folded, folded_with_offsets, stemmed
from marsad.text.links import defang, find_links, looks_alike, punycode
from marsad.text.marks import malformed, marks, parse, readable, strip
from marsad.text.numbers import numbers, spelled
from marsad.text.segments import segments
from marsad.text.sentence_ends import ends
from marsad.text.skeleton import skeletons
from marsad.text.tokens import tokens
from marsad.text.transliterate import latin
from marsad.text.wraps import wraps
from marsad.track.life import renamed
from marsad.track.wording import phrases, stems, written


def asked(text):
    """A query of hostile text: read, or refused with a sentence."""
    try:
        parse_query(text)
    except BadInput:
        plain_query(text)


def ended(text):
    """Every place at which a sentence might end."""
    return [ends(text, at, at + 1) for at, letter in enumerate(text) if letter in ".!?،؟…"]


def ending(text):
    """What may be the bare form of one long word, in every language."""
    return [list(bare_forms(text, True, language)) for language in ("ar", "fa", "ur", "ps", "tr")]


def worded(text):
    """Words, phrases and their spelling."""
    found = stems(text)
    written(text, found[:50])
    return sum(1 for _phrase in phrases(found))


FUNCTIONS = (
    ended, wraps, ending, lambda text: list(marks(text)), parse, readable, strip, malformed,
    asked, worded, renamed, lambda text: list(numbers(text)), spelled, skeletons, tokens,
    direction, isolate, runs, visible_controls, find_dates, exact, folded, folded_with_offsets,
    stemmed, stem, lambda text: list(variants(text)), defang, find_links, looks_alike, segments,
    latin,
)  # fmt: skip
UNITS = (
    "ا", "و", "لل", "ه", "ال", "a", "a.", "1/", "12 ", "1 محرم ", ".", "!", "،", " ", "\n",
    "😀", "❤️",
    "\u200b", "\u200c", "\u200d", "\u202e", "\u2066", "\u2069", "\u202c", "سلام abc ", "\u064e",
    "https://", "t.me/x)", "(((", "🔹 ", "e\u0301", "كتاب، ", "7 ", "x@a.b.", "د. ",
    "[", "[...]", "[i.e., ", "[sic] ", "]", '"', "( ", "NOT ", "a:b ", "/x/ ", "-a ", "* ",
    "قاپ ", "lerin", "edit group title: ", "Dr. A. ", "a-\n", "line of words\n",
)  # fmt: skip
SIZE = 40_000
TIMES = 4


@pytest.mark.parametrize("unit", UNITS, ids=ascii)
def test_repetition_costs_time_in_proportion(unit):
    """Four times the text costs about four times the work; quadratic work would cost sixteen."""
    small, large = (unit * (size // len(unit)) for size in (SIZE, TIMES * SIZE))
    for function in FUNCTIONS:
        # Looked at again only where it seems slow: the noise of the machine is never less time.
        assert _in_proportion(function, small, large) or _in_proportion(function, small, large), (
            function
        )


def _in_proportion(function, small, large):
    before, after = (_seconds(function, text) for text in (small, large))
    # Halfway to quadratic, and a floor: what is left between them is the machine's noise.
    return after <= 2 * TIMES * before + 0.2


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
