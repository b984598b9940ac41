"""Numbers in any digits, and those that English spells."""

import pytest

from marsad.text.numbers import may_say_a_number, numbers, spelled


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("قُتل ٣ وجُرح ١٤ شخصاً", ["3", "14"]),
        ("۲۵۰ نفر و ۱٬۵۰۰ خانه", ["250", "1500"]),
        ("1,500 and 1.500 and 007", ["1500", "1500", "7"]),
        ("كوفيد-19 في #غزوة_11 و B52", ["19"]),
        ("۱۰۰،۰۰۰ نفر، ٥، ٦", ["100000", "5", "6"]),
        ("لا شيء", []),
    ],
)
def test_numbers_are_the_same_in_all_digits(text, found):
    said = list(numbers(text))
    assert [value for *_, value in said] == found
    assert all(text[start:end].strip() == text[start:end] for start, end, _ in said)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("three thousand two hundred and five men", {"3205"}),
        ("twenty-one houses, the third time", {"21", "3"}),
        ("a hundred and one", {"101"}),
        ("2 million, 1.5 million", {"2000000", "1500000"}),
        ("12 or 13 and 4", set()),
        ("And one, and two.", {"1", "2"}),
        ("nothing", set()),
    ],
)
def test_english_words_are_read_as_numbers(text, found):
    assert spelled(text) == found


def test_a_text_that_says_a_number_in_words_is_known():
    assert may_say_a_number("وخمسون رجلا")
    assert may_say_a_number("سه هزار نفر")
    assert not may_say_a_number("افتتح السوق صباح الأحد")
