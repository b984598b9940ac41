"""The demonstration: a fictional channel comes out as a report with every part a report has."""

import json
import re
import subprocess
import sys

import pypdfium2
import pytest

from marsad import preserve, report, track
from marsad.demo import play
from marsad.errors import BadInput
from marsad.store import Store

CITED = {"4104", "4109", "4110", "4113", "4117", "4118"}


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    return play(tmp_path_factory.mktemp("demo") / "out")


@pytest.fixture(scope="module")
def page(played):
    return played.reports["html"].read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def whole(played):
    return json.loads(played.reports["json"].read_text(encoding="utf-8"))


@pytest.fixture
def lab(played):
    with Store(played.lab) as store:
        yield store


def words(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.mark.parametrize(
    "part",
    [
        "Quay Party Extending Ties With Republic Of Tilmara",
        "May 15, 2024",
        "Sample Dispatch · No. 1",
        "Now a complimentary offering",
        "The content coincided with talks on the shared use of the harbor",
        "Qandil Al-Marsa",
        "The Lantern of the Anchorage",
        "قنديل المرسى",
        "[i.e., a derogatory term for the members of the Quay Party]",
        "[of Al-Nawrasa]",
        "[sic]",
        "[...]",
        "Lazward Gazette, May 13, 2024.",
        "Telegram, Sallat Al-Madd, May 14, 2024.",
        "How to cite",
        "Corrections",
        "FICTION",
    ],
)
def test_the_report_has_every_part(page, part):
    assert part in words(page)


def test_every_picture_has_an_alt_text_that_a_person_wrote(page, whole):
    alts = re.findall(r'<img[^>]*\balt="([^"]*)"', page)
    assert len(alts) == 3
    assert all(len(alt.split()) > 10 for alt in alts)
    assert "DRAFT" not in json.dumps(whole)


def test_footnotes_are_numbered_in_order_of_first_citation(page):
    first = dict.fromkeys(int(each) for each in re.findall(r">\[(\d+)\]<", page))
    assert list(first) == [1, 2, 3, 4, 5, 6, 7]


def test_ordinary_posts_stay_out_of_the_report(lab, played):
    cited = {lab.post(id).native_id for id in lab.report(played.handle).cited}
    messages = [post for post in lab.posts() if post.kind == "message"]
    assert cited == CITED
    assert len(messages) - len(cited) == 10


def test_the_quoted_poster_is_bound_to_what_stands_on_it(lab):
    (poster,) = lab.versions("telegram:1990000001", "4104")
    (reading,) = lab.findings(poster.id, "ocr-text")
    (bound,) = (each for each in lab.translations(post=poster.id) if each.of == reading.id)
    assert [segment.source for segment in bound.segments] == [
        "باعوا الميناء",
        "ونسوا قسم البحر",
        "وجلسوا إلى مائدة تلمارا",
        "حزب الرصيف: رصيف لمن؟",
    ]
    assert all(segment.source in reading.value for segment in bound.segments)


def test_nothing_in_the_page_comes_from_outside(page):
    assert not re.findall(r'(?:src|href)="(?!data:|#)', page)
    assert "<script" not in page


def test_the_printed_report_says_the_same(played, whole):
    document = pypdfium2.PdfDocument(played.reports["pdf"])
    printed = "".join(page.get_textpage().get_text_range() for page in document)
    flat = re.sub(r"\W+", "", printed)
    for note in whole["notes"]:
        assert re.sub(r"\W+", "", note["words"]) in flat
    assert len(document) <= 3


def test_only_being_fiction_keeps_it_from_being_published(lab, played):
    assert [each.where for each in report.check(lab, played.handle)] == ["fiction"]


def test_everything_behind_it_can_be_proved(lab, played):
    assert preserve.verify(lab).state == preserve.VERIFIED
    command = [sys.executable, "-I", "-S", str(played.bundle / "data" / "verify.py")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_draft_of_the_day_is_offered_the_event_that_the_posts_answer(lab, played):
    written = lab.report(played.handle)
    event = track.standing(lab, written.event)
    found = track.lags(lab, event)
    told = {lab.post(each.version).native_id: each for each in found.answers}
    assert "4108" in told
    assert not {"4101", "4102", "4111", "4114", "4119"} & set(told)  # greetings, weather, football
    why = track.reasons(lab, event, found.answers)
    assert {"actor", "place"} <= {each.family for each in why[told["4108"].post]}
    day = lab.post(told["4108"].post).posted_at.date()
    assert report.draft_of_day(lab, day).event == written.event


def test_it_is_never_played_over_something(played):
    with pytest.raises(BadInput, match="not empty"):
        play(played.lab.parent)
