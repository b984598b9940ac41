"""Themes name their words; a flag needs two cues, a known source and a measured language."""

import pytest

from marsad.enrich.coder import Coder
from marsad.enrich.language import Language
from marsad.enrich.loose import PLACE, Loose, loose_post
from marsad.enrich.machine import Machine
from marsad.enrich.outlet import MadeBy
from marsad.model import Claim, Outlet, Span
from marsad.plugins import signature
from marsad.settings import Settings
from marsad.testing import check_enricher

# A movement that never was, so that tests can be plain about what a flag is.
OWN = """
[[cue]]
kind = "voice"
weight = 3
terms = ["حراس الزبرجد", "guardians of jade", "نگهبانان زبرجد"]

[[cue]]
kind = "enemy"
weight = 2
target = "states"
terms = ["[الزرقيين|الزرقيون]", "bluelings", "آبی‌پوشان"]
"""
OUTLET = Outlet("outlet-jade", "زبرجد", standing="official", places=(PLACE.id,), fiction=True)
POST = "عبر حراس الزبرجد النهر ليلا وهرب الزرقيون من القلعة."


@pytest.fixture
def coder(tmp_path):
    (tmp_path / "codebook.toml").write_text(OWN, encoding="utf-8")
    return Coder(Settings(lab=tmp_path))


def said(coder, text, outlets=(OUTLET,), more=()):
    known = Loose(outlets)
    post = loose_post(text)
    for enricher in (Language(), MadeBy()):
        known.add_claims(enricher.enrich([post], known), signature(enricher))
    known.add_claims((Claim(post.id, kind, "x", span=span) for kind, span in more), "test/1")
    return list(coder.enrich([post], known))


def kinds(claims):
    return {claim.kind for claim in claims}


def values(claims, kind):
    return [claim.value for claim in claims if claim.kind == kind]


def test_the_contract():
    check_enricher(Coder())


def test_the_contract_with_codes_of_a_lab(coder):
    check_enricher(coder)
    assert coder.version != Coder.version


def test_a_new_version_of_what_it_reads_is_a_new_version_of_it():
    """Changing one of the two is a decision about the other: old posts are to be read again."""
    assert (Machine.version, Coder.version) == ("2", "2")


def test_two_cues_from_a_known_source_are_drafted_as_propaganda_with_their_words(coder):
    claims = said(coder, POST)
    flag = next(claim for claim in claims if claim.kind == "is-propaganda")
    assert flag.value == "draft"
    assert flag.span.quoted.startswith("حراس الزبرجد")
    words = {claim.span.quoted: claim.value for claim in claims if "is-" in claim.value}
    assert words == {
        "حراس الزبرجد": "is-propaganda: voice 3",
        "الزرقيون": "is-propaganda: enemy 2",
    }


@pytest.mark.parametrize("standing", ["unverified", ""])
def test_content_alone_flags_nothing(coder, standing):
    outlets = [Outlet("o", "o", standing=standing, places=(PLACE.id,))] if standing else []
    assert "is-propaganda" not in kinds(said(coder, POST, outlets))


@pytest.mark.parametrize("text", ["حراس الزبرجد", "الزرقيون", "حراس الزبرجد وحراس الزبرجد"])
def test_one_cue_is_no_flag_however_heavy_or_often(coder, text):
    assert not {"is-propaganda", "quotes-propaganda"} & kinds(said(coder, text))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (f"قالت الصحيفة: «{POST}»", "attribution"),
        (f"قالت وكالة الأنباء:\n{POST}", "attribution"),
        (f"نشر التنظيم الإرهابي هذا. {POST}", "distance"),
        (f"{POST} وهذا كذب، لا تصدقوا.", "attribution rebuttal"),
        (f"هههههه {POST}", "satire"),
        (f"هربنا من القرية. {POST}", "testimony"),
        ("Reuters reported that guardians of jade beat the bluelings.", "attribution"),
        ("به گزارش خبرگزاری، نگهبانان زبرجد با آبی‌پوشان جنگیدند.", "attribution"),
    ],
)
def test_whoever_reports_refutes_mocks_or_testifies_quotes(coder, text, why):
    claims = said(coder, text)
    assert "is-propaganda" not in kinds(claims)
    assert set(values(claims, "quotes-propaganda")) <= set(why.split())
    assert values(claims, "quotes-propaganda")


def test_scripture_speaks_for_nothing(coder):
    whole = Span(0, len(POST), POST)
    assert not said(coder, POST, more=[("scripture", whole)]) or kinds(
        said(coder, POST, more=[("scripture", whole)])
    ) <= {"quotes-propaganda", "because"}
    assert "is-propaganda" not in kinds(said(coder, f"﴿{POST}﴾"))


def test_a_flag_is_withheld_in_a_language_that_nobody_measured(coder):
    coder_claims = said(
        coder, "хранители guardians of jade победили bluelings в старом городе у реки вчера ночью"
    )
    assert "is-propaganda" not in kinds(coder_claims)
    assert values(coder_claims, "withheld")[0].startswith("is-propaganda: ru: measured on 0")


def test_cues_far_from_one_another_do_not_belong_together(coder):
    far = "حراس الزبرجد " + "والنهر هادئ اليوم " * 30 + "الزرقيون"
    assert "is-propaganda" not in kinds(said(coder, far))


def test_spelling_and_invisible_letters_do_not_hide_a_cue(coder):
    hidden = POST.replace("الزبرجد", "الزّبـ\u200bرجد")
    assert "is-propaganda" in kinds(said(coder, hidden))


def test_a_theme_in_somebody_elses_words_is_half_as_sure():
    own = said(Coder(), "تبنت الحركة تفجير الجسر، وهي مسؤوليتها عن الهجوم والتفجير")
    lent = said(Coder(), "قالت الصحيفة إن الحركة أعلنت مسؤوليتها عن تفجير الجسر")
    assert values(lent, "theme") == ["claim"]
    themes = {claim.value: claim.confidence for claim in [*lent, *own] if claim.kind == "theme"}
    assert themes["claim"] < 0.9


def test_targets_are_told_with_the_epithet(coder):
    claims = said(coder, POST)
    assert values(claims, "target") == ["states"]
    assert "target states: enemy 2" in values(claims, "because")


def test_a_megabyte_is_read_in_time_that_is_proportional(coder):
    text = (POST + "\n") * 20_000
    claims = said(coder, text)
    assert "is-propaganda" in kinds(claims)
    assert len(claims) < 50
