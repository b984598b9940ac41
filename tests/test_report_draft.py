"""The draft of a day: computed from findings, neutral, marked, and never ready to publish."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
import report_lab as lab

from marsad.errors import NotFound
from marsad.model import Finding, Forward, Media, Segment, Translation
from marsad.report.check import check
from marsad.report.compose_draft import MOST_ITEMS, draft_of_day
from marsad.report.render.html import render as as_html
from marsad.report.resolve import resolve

WHEN = datetime(2024, 5, 15, 7, tzinfo=UTC)


@pytest.fixture
def store(tmp_path):
    with lab.fill(tmp_path / "lab") as opened:
        yield opened


def test_blocks_stand_by_outlet_with_registered_outlets_first(store):
    draft = draft_of_day(store, lab.DAY)
    assert [block.outlet for block in draft.blocks] == [
        "sada",
        "peyman",
        "place:telegram:1",
        "place:telegram:2",
    ]
    assert [item.post for item in draft.blocks[3].items] == ["post-ur", "post-late"]
    assert (draft.handle, draft.number, draft.state) == ("draft-2024-05-14", 20240514, "draft")


def test_forwards_of_an_unregistered_channel_stand_before_the_chatter(store):
    store.add(Finding("finding-8", "post-ur", lab.MADE_BY, "origin:رجع الموج", "o/1", WHEN, 0.4))
    draft = draft_of_day(store, lab.DAY)
    assert [block.outlet for block in draft.blocks][2] == "origin:رجع الموج"
    section = resolve(store, draft).sections[2]
    assert section.original == "رجع الموج"
    assert section.name.isascii()


def test_a_day_of_private_posts_alone_is_laid_out_for_the_desk_and_never_to_be_cited(store):
    alone = date(2024, 6, 1)
    when = datetime(2024, 6, 1, 12, tzinfo=UTC)
    private = replace(store.post("post-private"), id="post-alone", native_id="a", posted_at=when)
    store.add(private)
    draft = draft_of_day(store, alone)
    edition = resolve(store, draft)
    assert any(banner.startswith("PRIVATE") for banner in edition.banners)
    assert edition.notes[0].words.endswith("not to be cited.")
    assert any("private" in each.what for each in check(store, draft.handle))


def test_the_surest_outlet_made_a_post(store):
    store.add(Finding("finding-9", "post-ar", lab.MADE_BY, "kinara", "outlet/1", WHEN, 0.95))
    assert draft_of_day(store, lab.DAY).blocks[0].outlet == "kinara"


def test_pictures_and_forwards_outweigh_chatter(store):
    for hour in range(15, 20):
        store.add(lab.post(f"post-chat-{hour}", "telegram:3", hour, "گفتگو"))
    draft = draft_of_day(store, lab.DAY)
    assert [block.outlet for block in draft.blocks][:2] == ["sada", "peyman"]
    picture = store.post("post-ar").media
    store.add(lab.post("post-picture", "telegram:2", 20, "", *picture, forwarded_from=Forward("x")))
    order = [block.outlet for block in draft_of_day(store, lab.DAY).blocks]
    assert order.index("place:telegram:2") < order.index("place:telegram:3")


def test_private_posts_and_service_messages_stay_out(store):
    store.add(lab.post("post-pinned", "telegram:2", 20, "pinned a message", kind="service"))
    cited = draft_of_day(store, lab.DAY).cited
    assert "post-private" not in cited
    assert "post-pinned" not in cited


def test_the_best_translation_is_quoted(store):
    rough = store.translation("tr-ur")
    store.add(replace(rough, id="tr-aid", kind="reading aid", translator="reading-aid/1"))
    quote = draft_of_day(store, lab.DAY).blocks[3].items[0].quotes
    assert [each.translation for each in quote] == ["tr-ur"]
    better = replace(rough, id="tr-better", kind="human", translator=lab.WRITER, state="reviewed")
    store.add(better)
    quote = draft_of_day(store, lab.DAY).blocks[3].items[0].quotes
    assert [each.translation for each in quote] == ["tr-better"]


def test_text_read_in_a_picture_is_quoted_and_shown(store):
    sha256 = lab.sha256_of(store)
    read = Finding("ocr-1", "post-ar", "ocr-text", "النهر لنا", "ocr/1", WHEN, 0.8, media=sha256)
    segment = Segment(0, 9, "النهر لنا", "The river is ours")
    aid = Translation(
        "tr-ocr", "post-ar", "ocr-1", "ar", "en", (segment,), "reading-aid/1", "reading aid", WHEN
    )
    store.add(read, aid)
    entry = resolve(store, draft_of_day(store, lab.DAY)).sections[0].entries[0]
    assert [each.warning for each in entry.quotations] == ["", "reading aid, unreviewed"]
    assert entry.quotations[1].source.lines == ("النهر لنا",)
    assert entry.pictures[0].source.lines == ("النهر لنا",)
    assert (entry.pictures[0].source.language, entry.pictures[0].source.rtl) == ("ar", True)
    assert entry.pictures[0].alt == ""


def test_what_is_not_translated_is_shown_in_its_own_language(store):
    section = resolve(store, draft_of_day(store, lab.DAY)).sections[2]
    assert section.entries[0].original.lines == ("النهر لا يفرق بيننا.",)
    assert section.entries[0].original.rtl
    assert "Not translated yet" in as_html(resolve(store, draft_of_day(store, lab.DAY))).decode()


def test_a_long_block_shows_its_strongest_posts_in_order_of_time_and_counts_the_rest(store):
    picture = store.post("post-ar").media
    for number in range(MOST_ITEMS + 3):
        store.add(lab.post(f"post-many-{number:02}", "telegram:3", 14, f"متن {number}"))
    store.add(lab.post("post-many-99", "telegram:3", 22, "", *picture))
    block = next(
        block for block in draft_of_day(store, lab.DAY).blocks if block.outlet == "place:telegram:3"
    )
    assert len(block.items) == MOST_ITEMS
    assert block.items[-1].post == "post-many-99"
    assert block.items[-1].prose.endswith(
        "4 more posts of this outlet on this day: not shown here."
    )


def test_the_lede_counts_in_neutral_words_and_says_it_was_computed(store):
    lede = draft_of_day(store, lab.DAY).lede
    assert lede == (
        "On May 14, 2024, 5 posts by 4 outlets were seen in 3 places: Sada Al-Daffatayn (1), "
        "Peyman-e Karaneh (1), Sada Al-Daffatayn (1), Salwan Watch (2). "
        "This paragraph was computed; nobody has reviewed it."
    )


def test_a_private_forward_is_not_named(store):
    forwarded = Forward("person-0123abcd")
    store.add(lab.post("post-fwd", "telegram:2", 20, "خبر", forwarded_from=forwarded))
    draft = draft_of_day(store, lab.DAY)
    prose = [item.prose for block in draft.blocks for item in block.items]
    assert "A text, forwarded from elsewhere." in prose
    assert b"person-0123abcd" not in as_html(resolve(store, draft))


def test_media_are_told_by_kind(store):
    photo = store.post("post-ar").media[0]
    clip = Media("", "clip.mp4", "animation", "video/mp4", missing="not exported")
    store.add(lab.post("post-album", "telegram:2", 20, "", photo, photo, clip))
    prose = [item.prose for block in draft_of_day(store, lab.DAY).blocks for item in block.items]
    assert "2 photos with an animation." in prose


def test_the_same_day_gives_the_same_draft_and_news_give_a_new_version(store):
    first = draft_of_day(store, lab.DAY)
    before = store.root()
    assert draft_of_day(store, lab.DAY) == first == store.report(first.id)
    assert store.root() == before
    store.add(lab.post("post-news", "telegram:2", 20, "خبر جديد"))
    second = draft_of_day(store, lab.DAY)
    assert second.replaces == first.id
    assert store.report("draft-2024-05-14") == second


def test_a_draft_never_passes_the_gate(store):
    draft_of_day(store, lab.DAY)
    said = [line.where for line in check(store, "draft-2024-05-14")]
    assert {"author", "signature"} <= set(said)


def test_the_day_is_counted_in_the_zone_of_the_lab(tmp_path):
    with lab.fill(tmp_path / "east", timezone="Asia/Karachi") as store:
        assert "post-late" not in draft_of_day(store, lab.DAY).cited
        assert "post-late" in draft_of_day(store, date(2024, 5, 15)).cited


def test_a_day_without_posts_says_which_days_there_are(store):
    with pytest.raises(NotFound, match=r"no post of 2024-01-01 .* 2024-05-14 to 2024-05-14"):
        draft_of_day(store, date(2024, 1, 1))


def test_fiction_stays_fiction(store):
    store.add(replace(store.post("post-late"), id="post-tale", native_id="tale", fiction=True))
    assert draft_of_day(store, lab.DAY).fiction
