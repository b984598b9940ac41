"""The termbase: terms found through spellings and clitics, bad entries refused by number."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.errors import BadInput
from marsad.translate.doubts import doubts_of
from marsad.translate.helps import Helps, KnownTerm
from marsad.translate.terms import Term, Termbase

TERMS = Termbase(
    [
        Term("مجلس", "ar", target="council"),
        Term("مجلس البلدية", "ar", target="municipal council", forms=("المجلس البلدي",)),
        Term(
            "إمارة",
            "ar",
            target="emirate",
            gloss="a territory under an emir",
            forbidden=("state", "kingdom"),
        ),
        Term("شورا", "fa", target="council (Persian)"),
        Term("وزیر", "ur", target="minister"),
    ]
)


def _forbidden(terms, source, target):
    """Why a target is doubted for words that it must not use."""
    known = tuple(
        KnownTerm(each.start, each.end, source[each.start : each.end], each.term)
        for each in terms.find(source, "ar")
    )
    helps = Helps("text", 1, 0, len(source), source, terms=known)
    return [each.reason for each in doubts_of([helps], [target], "en") if each.kind == "forbidden"]


def _found(text, language="ar"):
    return [(text[m.start : m.end], m.term.target) for m in TERMS.find(text, language)]


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("زار الوفد الإمارة", "الإمارة"),
        ("وبالإمارة سوق كبير", "وبالإمارة"),
        ("في إِمَارَة بعيدة", "إِمَارَة"),
        ("إمـــارة الساحل", "إمـــارة"),
        ("#امارة_الساحل", "امارة"),
        ("ال\u200bإمارة قريبة", "ال\u200bإمارة"),
    ],
)
def test_a_term_is_found_in_every_spelling_and_under_clitics(text, there):
    assert _found(text) == [(there, "emirate")]


def test_the_longest_term_wins():
    assert _found("اجتمع مجلس البلدية أمس") == [("مجلس البلدية", "municipal council")]
    assert _found("وقال المجلس البلدي إن السوق مفتوح") == [("المجلس البلدي", "municipal council")]


def test_words_of_a_term_do_not_meet_across_a_full_stop():
    assert _found("هذا مجلس. البلدية مغلقة") == [("مجلس", "council")]


def test_terms_of_another_language_stay_silent_unless_the_language_is_unknown():
    assert _found("شورا و مجلس", "ar") == [("مجلس", "council")]
    assert _found("وزیر تعلیم نے کہا", "ur") == [("وزیر", "minister")]
    assert [said for _, said in _found("شورا و مجلس", "und")] == ["council (Persian)", "council"]


def test_of_two_words_folded_alike_the_one_spelled_like_the_text_is_meant():
    terms = Termbase([Term("على", "ar", target="on"), Term("علي", "ar", target="Ali")])
    assert [m.term.target for m in terms.find("علي في البيت", "ar")] == ["Ali"]
    assert [m.term.target for m in terms.find("على البيت", "ar")] == ["on"]


def test_a_forbidden_rendering_is_named_with_the_right_one():
    source = "زار الوفد الإمارة"
    assert _forbidden(TERMS, source, "The delegation visited the State.") == [
        "الإمارة: write 'emirate (a territory under an emir)', not 'state'",
    ]
    assert _forbidden(TERMS, source, "The delegation visited the emirate.") == []


def test_a_bad_entry_is_refused_with_its_number_and_the_rest_is_used(tmp_path, caplog):
    path = tmp_path / "termbase.toml"
    path.write_text(
        """
[[term]]
term = "مجلس"
language = "ar"
target = "council"
[[term]]
term = "سوق"
language = "ar"
[[term]]
term = 7
language = "ar"
target = "seven"
[[term]]
term = "نهر"
language = "ar"
target = "river"
colour = "blue"
[[term]]
term = "؟!"
language = "ar"
target = "what"
[[term]]
term = "جسر"
language = "ar"
gloss = "bridge"
fiction = true
""",
        encoding="utf-8",
    )
    terms = Termbase.load(path)
    assert [term.term for term in terms.terms] == ["مجلس", "جسر"]
    assert [refused.where for refused in terms.refused] == [
        f"termbase.toml, entry {number}" for number in (2, 3, 4, 5)
    ]
    assert "termbase.toml, entry 2" in caplog.text
    assert "target or a gloss" in terms.refused[0].reason
    assert "$.term" in terms.refused[1].reason
    assert "colour" in terms.refused[2].reason
    assert "without a letter" in terms.refused[3].reason


@pytest.mark.parametrize("text", ["[[term]\n", "term = 3\n", "[term]\nterm = 'x'\n"])
def test_a_broken_file_is_one_clear_sentence(tmp_path, text):
    path = tmp_path / "termbase.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=r"termbase\.toml"):
        Termbase.load(path)


def test_a_megabyte_is_searched_in_seconds():
    text = "قال المجلس البلدي إن الإمارة بعيدة والطريق طويل " * 22_000
    began = time.monotonic()
    assert len(TERMS.find(text, "ar")) == 44_000
    assert time.monotonic() - began < 20


@given(st.text(alphabet="امجلسوشرةإ يیکك\u200c\u200f\u202e\u0640\u064e#_.", max_size=80))
def test_matches_lie_apart_in_order_and_inside_the_text(text):
    after = 0
    for match in TERMS.find(text):
        assert after <= match.start < match.end <= len(text)
        after = match.end


def test_the_words_of_the_field_come_with_a_definition_and_a_source():
    field = Termbase.field()
    assert field.refused == ()
    assert len(field.terms) >= 150
    assert all(term.definition and term.source and term.transliteration for term in field.terms)
    assert {term.language for term in field.terms} == {"ar", "fa", "ps", "ur", "tr"}


@pytest.mark.parametrize(
    ("text", "language", "english"),
    [
        ("وسئل عن حكم المبايعة وللمهاجرين من بعدها", "ar", ["pledging allegiance", "muhajir"]),
        ("فالطواغيت والروافض", "ar", ["taghut", "Rawafid"]),
        ("رژیم صهیونیستی و مستضعفان", "fa", ["Zionist regime", "the oppressed"]),
        ("شہداء کے نام", "ur", ["martyr"]),
        ("tağutlar ve şehitler", "tr", ["taghut", "martyr"]),
    ],
)
def test_words_of_the_field_are_found_in_their_forms(text, language, english):
    found = [match.term.target for match in Termbase.field().find(text, language)]
    assert [each.casefold() for each in found] == [each.casefold() for each in english]


def test_an_entry_of_the_lab_replaces_that_of_the_field(store):
    own = '[[term]]\nterm = "هجرة"\nlanguage = "ar"\ntarget = "migration"\n'
    (store.lab / "termbase.toml").write_text(own, encoding="utf-8")
    (match,) = Termbase.of(store).find("تقرير عن هجرة الطيور", "ar")
    assert match.term.target == "migration"
    assert Termbase.of(store).find("البيعة", "ar")


def test_what_stands_in_marks_is_no_breach():
    field, source = Termbase.field(), "الروافض"
    marked = "the Rawafid [i.e., rejectionists, a derogatory term for Shi'ites]"
    assert _forbidden(field, source, marked) == []
    (breach,) = _forbidden(field, source, "the Shi'ites")
    assert 'not "Shi\'ites"' in breach


def test_endings_are_those_of_the_language_and_hamzas_are_kept_apart():
    base = Termbase(
        [
            Term("شرك", "ar", target="shirk"),
            Term("إمام", "ar", target="imam"),
            Term("şehit", "tr", target="martyr"),
        ]
    )

    def found(text, language):
        return [match.term.target for match in base.find(text, language)]

    assert found("أسس شركة كبيرة ثم باع الشركات", "ar") == []
    assert found("تحدث عن شركهم", "ar") == ["shirk"]
    assert found("وقف أمام البيت", "ar") == []
    assert found("قال إمامهم وامام المسجد", "ar") == ["imam", "imam"]
    assert found("Şehitlerimizin ve şehidin adı", "tr") == ["martyr", "martyr"]
