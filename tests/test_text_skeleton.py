"""One skeleton for all spellings of a word, and different ones for different words."""

import pytest

from marsad.text.skeleton import skeleton, skeletons, spellings


@pytest.mark.parametrize(
    "spelled",
    [
        ("ٱلصَّلَوٰةَ", "الصلاة", "الصَّلاةِ", "الصـــلاه"),
        ("إِبۡرَٰهِـۧمَ", "إبراهيم", "ابراهيم"),
        ("ءَامَنُواْ", "آمنوا", "امنوا"),
        ("ٱلَّيۡلِ", "الليل", "اللَّيْلِ"),
        ("شَيۡـٔٗا", "شيئا", "شيءا"),
        ("هَدَىٰهُمۡ", "هداهم"),
        ("ٱلسَّمَٰوَٰتِ", "السماوات", "السموات"),
        ("نُۨجِي", "ننجي"),
        ("دَاوُۥدَ", "داوود"),
        ("مُوسَىٰ", "موسى", "موسي", "موسی"),
        ("ٱللَّهُ", "الله", "اللہ"),
    ],
)
def test_all_spellings_have_one_skeleton(spelled: tuple[str, ...]):
    assert len({skeleton(word) for word in spelled}) == 1


@pytest.mark.parametrize(
    ("quranic", "today"),
    [("وَيَبۡصُۜطُ", "ويبسط"), ("رَءَا", "رأى"), ("رَحۡمَتَ", "رحمة"), ("ٱلۡأَقۡصَا", "الأقصى")],
)
def test_what_no_rule_reaches_is_listed(quranic: str, today: str):
    assert skeleton(today) in skeletons(quranic)


def test_words_stay_apart():
    assert skeleton("لله") != skeleton("له")
    assert skeleton("كتب") != skeleton("كتم")
    assert skeleton("أ") == skeleton("ا") == "ا"


def test_spellings_are_letters_that_mean_the_same_word():
    assert "قل" in spellings("قُلۡ")
    assert "قال" not in spellings("قُلۡ")
    assert {"الصلوه", "الصلاه"} <= spellings("ٱلصَّلَوٰةَ")
    assert "هذه" in spellings("هَٰذِهِۦ")
