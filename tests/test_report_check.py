"""The gate: each condition keeps a report back, and says where and what to do."""

from dataclasses import replace

import pytest
import report_lab as lab

from marsad.errors import Withheld
from marsad.model import Block, Correction, Event, Figure, Item, Media, Quote
from marsad.report.check import check
from marsad.report.compose import publish, sign


@pytest.fixture
def store(tmp_path):
    with lab.fill(tmp_path / "lab") as opened:
        yield opened


def lacking(store, report) -> list[str]:
    """What the gate says of a report, as lines."""
    store.add(report)
    return [str(line) for line in check(store, report.id)]


def with_item(report, **changes):
    """The report with its first item changed."""
    block = report.blocks[0]
    item = replace(block.items[0], **changes)
    block = replace(block, items=(item, *block.items[1:]))
    return replace(report, blocks=(block, *report.blocks[1:]))


def with_figure(store, **changes):
    report = lab.report(store)
    return with_item(report, figures=(replace(report.blocks[0].items[0].figures[0], **changes),))


def test_a_finished_report_lacks_nothing_and_is_published(store):
    report = lab.report(store)
    assert lacking(store, report) == []
    made = publish(store, "daily-7", lab.SECOND)
    assert made.state == "published"
    assert store.report("daily-7") == made
    assert made.replaces == report.id


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"title": " "}, "title: there is none; give it one"),
        ({"lede": ""}, "lede: there is none"),
        ({"series": ""}, "series: series or number is missing"),
        ({"number": 0}, "series: series or number is missing"),
        ({"blocks": ()}, "blocks: there is none"),
        ({"event": ""}, "lede: no event is set"),
        ({"event": "unheard-of"}, "lede: event unheard-of is not in the register"),
        ({"signed_by": ()}, "signature: no second named person"),
        ({"signed_by": (lab.WRITER,)}, "signature: no second named person"),
        ({"signed_by": ("person:TAMAR  ISERI",)}, "signature: no second named person"),
        ({"signed_by": ("ocr/1",)}, "signature: no second named person"),
        ({"made_by": "marsad-draft/1"}, "author: made by marsad-draft/1: a machine draft"),
        ({"fiction": True}, "fiction: sample material is never published"),
        ({"title": "See https://salwan.com/x"}, "title: a live link, 'https://salwan.com/x'"),
        ({"lede": "Seen at t.me/sada."}, "lede: a live link, 't.me/sada'"),
        ({"lede": "person-0123abcd wrote it"}, "person-0123abcd stands for a private person"),
        ({"corrections": (Correction(lab.DAY, "See salwan.org"),)}, "corrections: a live link"),
    ],
)
def test_what_stands_above_the_blocks_is_checked(store, changes, complaint):
    said = lacking(store, lab.report(store, **changes))
    assert any(complaint in line for line in said), said


def test_a_defanged_link_is_no_live_link(store):
    assert lacking(store, lab.report(store, lede="Seen at hxxps://t[.]me/sada that day.")) == []


def test_an_event_without_its_own_source_is_named(store):
    store.add(Event("bare", "talks", lab.DAY, lab.DAY, "Orsa", " "))
    assert (
        "lede: event bare has no source of its own"
        in lacking(store, lab.report(store, event="bare"))[0]
    )


def test_a_quotation_must_be_bound_to_an_approved_translation(store):
    item = Item("post-ur", "", (Quote("tr-ur", lab.ROUGH),))
    said = lacking(store, lab.report(store, blocks=(Block("kinara", (item,)),)))
    assert len(said) == 1
    assert said[0].startswith("block kinara, item 1, quotation 1: translation tr-ur is draft")


@pytest.mark.parametrize(
    ("quote", "complaint"),
    [
        (Quote("tr-none", "Words"), "it is bound to nothing"),
        (Quote("tr-fa", "this is our covenant"), "its translation is of another post"),
        (Quote("tr-ar", "We extend our hands on both banks"), "skipped before “on”"),
        (Quote("tr-ar", "We raise our hands"), "“raise” after “We”"),
        (Quote("tr-ar", lab.WORDS + " [see t.me/sada]"), "a live link"),
    ],
)
def test_a_quotation_must_keep_to_its_translation(store, quote, complaint):
    said = lacking(store, with_item(lab.report(store), quotes=(quote,)))
    assert any("item 1, quotation" in line and complaint in line for line in said), said


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"alt": ""}, "there is no alt text"),
        ({"alt": "photo_1@14-05-2024.jpg"}, "the alt text is the file name"),
        ({"alt": "A picture containing text and a bridge"}, "a captioning program's phrase"),
        ({"alt": "A bridge"}, "fewer than 4 words"),
        ({"alt_by": ""}, "no person has written or confirmed the alt text"),
        ({"alt_by": "caption/2"}, "no person has written or confirmed the alt text"),
        ({"right": " "}, "no right to show the picture is stated"),
        ({"media": "f" * 64}, "it is no medium of the post cited"),
        ({"caption": "See www.salwan.com"}, "a live link"),
    ],
)
def test_a_figure_must_be_described_by_a_person_and_may_be_shown(store, changes, complaint):
    said = lacking(store, with_figure(store, **changes))
    assert any("figure" in line and complaint in line for line in said), said


def test_a_figure_that_cannot_be_decoded_is_named(store):
    broken = Media(store.keep(b"\xff\xd8\xff broken"), "x.jpg", "photo", "image/jpeg", 10)
    store.add(replace(store.post("post-ar"), id="post-broken", media=(broken,)))
    report = lab.report(store)
    figure = replace(report.blocks[0].items[0].figures[0], media=broken.sha256)
    item = Item("post-broken", "A picture.", (), (figure,))
    said = lacking(store, replace(report, blocks=(Block("sada", (item,)),)))
    assert len(said) == 1
    assert "it cannot be shown: the picture cannot be decoded" in said[0]


@pytest.mark.parametrize(
    ("block", "complaint"),
    [
        (Block("nobody", (Item("post-ar-2", "Words."),)), "no outlet 'nobody' in this lab"),
        (Block("sada"), "block sada: nothing is cited"),
        (Block("sada", (Item("post-none", "Words."),)), "its source cannot be cited"),
        (Block("sada", (Item("post-ar-2"),)), "nothing is said about the post"),
        (Block("sada", (Item("post-private", "Words."),)), "nothing seen there can be cited"),
        (Block("sada", (Item("post-ar-2", "By person-00ff00ff."),)), "a private person"),
    ],
)
def test_every_block_is_of_a_known_outlet_and_cited(store, block, complaint):
    said = lacking(store, lab.report(store, blocks=(block,)))
    assert any(complaint in line for line in said), said


def test_fiction_cannot_hide_in_a_real_report(store):
    store.add(replace(store.post("post-ar-2"), id="post-tale", fiction=True))
    block = Block("sada", (Item("post-tale", "Words."),))
    assert "the post is fiction" in lacking(store, lab.report(store, blocks=(block,)))[0]


def test_publishing_is_refused_with_the_first_thing_that_lacks(store):
    store.add(lab.report(store, lede="", signed_by=()))
    with pytest.raises(Withheld, match="lacks 2 things, first: lede: there is none"):
        publish(store, "daily-7", lab.SECOND)
    assert store.report("daily-7").state == "draft"


def test_a_signature_completes_what_lacks_only_that(store):
    assert len(lacking(store, lab.report(store, signed_by=()))) == 1
    sign(store, "daily-7", lab.SECOND)
    assert check(store, "daily-7") == []


def test_checking_writes_nothing(store):
    store.add(lab.report(store))
    before = store.root()
    check(store, "daily-7")
    assert store.root() == before


def test_the_figure_of_another_post_is_not_shown(store):
    report = lab.report(store)
    figure = Figure(lab.sha256_of(store), lab.ALT, lab.CAPTION, lab.WRITER, lab.RIGHT)
    item = Item("post-ar-2", "Words.", (), (figure,))
    said = lacking(store, replace(report, blocks=(Block("sada", (item,)),)))
    assert said[0].startswith("block sada, item 1, figure 1: it is no medium of the post cited")
