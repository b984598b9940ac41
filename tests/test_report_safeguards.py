"""The rules every gate asks: yes, or no and why."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.model import Finding, Outlet, Place, Report, Span, Translation
from marsad.safeguards import (
    may_cite,
    may_flag,
    may_publish,
    may_quote,
    may_share,
    named,
    pseudonym,
)

WHEN = datetime(2024, 5, 14, tzinfo=UTC)
GOOD = Translation(
    "t1", "p1", "text", "ar", "en", (), "nllb/1", "machine draft", WHEN, "approved",
    "person:A", "person:A",
)  # fmt: skip
REPORT = Report(
    "r1", "daily-1", "Daily", 1, "T", date(2024, 5, 14), made_by="person:A", signed_by=("person:B",)
)
OUTLET = Outlet("o1", "صدى", standing="supporter")


def finding(start: int, words: str, kind: str = "theme") -> Finding:
    span = Span(start, start + len(words), words)
    return Finding(f"f{start}", "p1", kind, "incitement", "themes/1", WHEN, 0.9, span=span)


def test_an_approved_translation_may_be_quoted_whoever_drafted_it():
    assert may_quote(GOOD)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"state": "draft"}, "is draft"),
        ({"state": "reviewed"}, "is reviewed"),
        ({"approver": ""}, "names no person"),
        ({"approver": "nllb/1"}, "names no person"),
        ({"kind": "reading aid"}, "is a reading aid"),
    ],
)
def test_what_no_person_approved_may_not_be_quoted(changes, why):
    verdict = may_quote(replace(GOOD, **changes))
    assert not verdict
    assert why in verdict.why


def test_only_what_anybody_could_read_may_be_cited():
    assert may_cite(Place("telegram:1", "telegram", "Open", kind="group"))
    assert not may_cite(Place("telegram:2", "telegram", "Closed", kind="private"))


def test_a_second_named_person_must_sign():
    assert may_publish(REPORT)
    for spoiled in (
        replace(REPORT, signed_by=()),
        replace(REPORT, signed_by=("person:A", "person: a")),
        replace(REPORT, signed_by=("editor/2",)),
        replace(REPORT, made_by="marsad-draft/1"),
        replace(REPORT, fiction=True),
    ):
        assert not may_publish(spoiled), spoiled


def test_two_persons_share_and_fiction_is_never_shared():
    assert may_share("hash list 1", ["person:A", "person:B"])
    assert not may_share("hash list 1", ["person:A", "person:a"])
    assert not may_share("hash list 1", ["person:A", "hasher/1"])
    assert "is fiction" in may_share("hash list 1", ["person:A", "person:B"], fiction=True).why


def test_a_flag_needs_a_source_and_content():
    assert may_flag(OUTLET, [finding(0, "join the fight")], [])
    assert not may_flag(None, [finding(0, "join the fight")], [])
    assert not may_flag(replace(OUTLET, standing="unverified"), [finding(0, "join the fight")], [])
    assert not may_flag(OUTLET, [], [])


def test_one_word_scripture_or_a_quotation_raise_no_flag():
    assert not may_flag(OUTLET, [finding(0, "fight")], [])
    verse = finding(0, "a verse that says much", "scripture")
    assert not may_flag(OUTLET, [finding(2, "verse that")], [verse])
    assert may_flag(OUTLET, [finding(40, "join the fight")], [verse])
    rebuttal = replace(verse, span=None, kind="quotes-propaganda")
    assert not may_flag(OUTLET, [finding(40, "join the fight")], [rebuttal])


def test_a_program_is_no_person():
    assert named("person:Tamar")
    assert not any(map(named, ("", "person:", "person:  ", "ocr/1", "Tamar")))


@given(st.text(min_size=1), st.binary(min_size=16))
def test_a_pseudonym_is_stable_in_a_lab_and_tells_nothing(name, key):
    made = pseudonym(name, key)
    assert made == pseudonym(name, key)
    assert made.removeprefix("person-") != name
    assert len(made) == len("person-") + 8
    assert pseudonym(name, key + b"x") != made
