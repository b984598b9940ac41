import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.text.segments import LONGEST, segments


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("هل جاء؟ نعم! انتهى…", ["هل جاء؟", "نعم!", "انتهى…"]),
        ("قال د. سالم إن النسبة 3.5 بالمئة. انتهى", ["قال د. سالم إن النسبة 3.5 بالمئة.", "انتهى"]),
        (
            "See https://example.com/x.html. Then go.",
            ["See https://example.com/x.html.", "Then go."],
        ),
        ("The U.S. is far, e.g. here. Yes.", ["The U.S. is far, e.g. here.", "Yes."]),
        ("یہ خبر ہے۔ وہ گیا۔", ["یہ خبر ہے۔", "وہ گیا۔"]),
        ("انتهى.وقال", ["انتهى.", "وقال"]),
        ("🔹 أولا\n🔹 ثانيا 🔹 ثالثا", ["أولا", "ثانيا", "ثالثا"]),
        ("بيان جديد\n#وسم #آخر\n— إعلام المنارة", ["بيان جديد", "#وسم #آخر", "— إعلام المنارة"]),
        ("«قف!» قال.", ["«قف!»", "قال."]),
        ("1. الأول\n2. الثاني", ["1. الأول", "2. الثاني"]),
        ("\n \u200f🔹\n…", []),
        ("", []),
    ],
)
def test_sentences_are_cut_where_a_reader_would(text, sentences):
    assert [text[start:end] for start, end in segments(text)] == sentences


def test_a_long_sentence_is_cut_at_a_comma():
    text = "كلمة طويلة، " * 200
    found = segments(text)
    assert all(end - start <= LONGEST for start, end in found)
    assert all(text[end - 1] == "،" for _, end in found)


@given(st.one_of(st.text(), st.text(alphabet="ab س.!؟\n،🔹\u200d:/tme3d #", max_size=3000)))
def test_segments_are_ordered_apart_trimmed_and_cover_every_letter(text):
    found = segments(text)
    done = 0
    covered = [False] * len(text)
    for start, end in found:
        assert done <= start < end
        assert end - start <= LONGEST
        assert text[start:end].strip() == text[start:end]
        covered[start:end] = [True] * (end - start)
        done = end
    missed = [c for c, inside in zip(text, covered, strict=True) if c.isalnum() and not inside]
    assert missed == []
