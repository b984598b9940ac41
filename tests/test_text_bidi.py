from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.text.bidi import FSI, PDI, direction, isolate, runs, visible_controls

DATA = Path(__file__).parents[1].parent / "shared" / "data"
CONTROLS = st.text(alphabet="ab سلم1\n\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def test_the_first_strong_letter_decides():
    assert direction("❤️ 12 سلام world") == "rtl"
    assert direction("«world» سلام") == "ltr"
    assert direction("\u2067سلام\u2069 world") == "ltr"
    assert direction("שלום") == "rtl"
    assert direction("12 😀") == "ltr"


@given(st.one_of(CONTROLS, st.text()))
def test_isolated_text_never_breaks_out(text):
    for paragraph in _paragraphs(isolate(text)):
        depth = 0
        for place, character in enumerate(paragraph):
            if character in "\u2066\u2067\u2068":
                depth += 1
            elif character == PDI:
                depth -= 1
                assert depth > 0 or place == len(paragraph) - 1
        assert depth == 0
        assert paragraph.count("\u202c") == paragraph.count("\u202a") + paragraph.count("\u202b")
        assert not set("\u202d\u202e") & set(paragraph)


@given(CONTROLS)
def test_isolation_changes_nothing_that_can_be_seen(text):
    assert _seen(isolate(text)) == _seen(text)


def test_balanced_content_stays_and_overrides_go():
    assert isolate("a\u2067ب\u2069c") == f"{FSI}a\u2067ب\u2069c{PDI}"
    assert isolate("a\u202bب\u202cc") == f"{FSI}a\u202bب\u202cc{PDI}"
    assert isolate("a\u202egpj.exe") == f"{FSI}agpj.exe{PDI}"
    assert isolate("x\u2069y") == f"{FSI}xy{PDI}"
    assert isolate("\u2067a\u202bb\u2069c\u202c") == f"{FSI}\u2067ab\u2069c{PDI}"
    assert isolate("one\ntwo") == f"{FSI}one{PDI}\n{FSI}two{PDI}"


def test_hidden_controls_are_shown_as_marks():
    assert visible_controls("a\u202egpj.exe") == "a⟦RLO⟧gpj.exe"
    assert visible_controls("t\u200d.me") == "t⟦ZWJ⟧.me"
    assert visible_controls("\ufeffx\u2028") == "⟦BOM⟧x⟦LSEP⟧"
    assert visible_controls("\U000e0041") == "⟦U+E0041⟧"
    assert visible_controls("سلام\n") == "سلام\n"


def test_every_line_of_the_hostile_list_is_shown_and_contained():
    path = DATA / "hostile" / "generated" / "bidi_and_lookalikes.txt"
    if not path.is_file():
        pytest.skip("the hostile strings are not here: they live in ../shared/data")
    for line in path.read_text("utf-8", "surrogatepass").splitlines():
        shown = visible_controls(line)
        assert not set(shown) & set("\u200b\u200d\u061c\ufeff\u202a\u202e\u2066\u2069")
        inner = isolate(line)[1:-1]
        assert inner.count("\u2066") == inner.count(PDI)


def test_runs_keep_an_arabic_sentence_whole_and_cut_at_another_script():
    text = "Tamkin قال: «نعم، 12 مرة» end"
    assert [text[run.start : run.end] for run in runs(text) if run.arabic] == ["قال: «نعم، 12 مرة"]
    assert [run.arabic for run in runs("سلام\nسلام")] == [True, False, True]


@given(st.text())
def test_runs_together_are_the_text(text):
    assert "".join(text[run.start : run.end] for run in runs(text)) == text


def _paragraphs(text):
    for end in "\r\n\x1c\x1d\x1e\x85\u2029":
        text = text.replace(end, "\n")
    return text.split("\n")


def _seen(text):
    return [character for character in text if not "\u202a" <= character <= "\u2069"]
