"""The sample pack: whole, fictional from end to end, and what the report says of it is in it."""

import gzip
import json
import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACK = ROOT / "src/marsad/demo/pack"
EXPORT = PACK / "export"
DATA = ROOT.parent / "shared" / "data"
CITED = {"4104", "4109", "4110", "4113", "4117", "4118"}
CHANNEL = "channel1990000001"


@cache
def toml(name: str) -> dict:
    return tomllib.loads((PACK / name).read_text(encoding="utf-8"))


@cache
def export() -> dict:
    return json.loads((EXPORT / "result.json").read_text(encoding="utf-8"))


@cache
def posts() -> dict[str, dict]:
    return {str(one["id"]): one for one in export()["messages"] if one["type"] == "message"}


@cache
def translations() -> list[dict]:
    lines = (PACK / "translations.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@cache
def printed() -> dict[str, str]:
    truth = json.loads((PACK / "poster_truth.json").read_text(encoding="utf-8"))
    return {one["file"]: one["text"] for one in truth["pictures"]}


def words(post: dict) -> str:
    return "".join(part["text"] for part in post["text_entities"])


def source(translation: dict) -> str:
    of = translation["of"]
    return words(posts()[translation["native_id"]]) if of == "text" else printed()[of[4:]]


def items() -> list[dict]:
    return [item for block in toml("report.toml")["block"] for item in block["item"]]


def quotations() -> list[tuple[dict, str]]:
    made = {(one["native_id"], one["of"]): one for one in translations()}
    return [
        (made[item["native_id"], quote["of"]], quote["words"])
        for item in items()
        for quote in item.get("quote", ())
    ]


def said(translation: dict) -> str:
    """The translation, with an elision wherever letters of the source are left out of it."""
    text, at, parts = source(translation), 0, []
    for segment in translation["segments"]:
        start = text.index(segment["source"], at)
        if parts and any(sign.isalnum() for sign in text[at:start]):
            parts.append("[...]")
        parts.append(segment["target"])
        at = start + len(segment["source"])
    return " ".join(parts)


def stretches(quoted: str) -> list[str]:
    """What is left between elisions once the other marks are out."""
    runs = re.sub(r"\s*\[(?!\.\.\.\])[^\]]*\]", "", quoted).split("[...]")
    return [run.strip(" ,.:;") for run in runs if run.strip(" ,.:;")]


def test_everything_in_the_pack_says_that_it_is_fiction():
    assert export()["fiction"] is True
    assert all(one["fiction"] is True for one in translations())
    for name in ("register.toml", "termbase.toml", "report.toml"):
        assert toml(name)["fiction"] is True
    register = toml("register.toml")
    entries = [*register["outlet"], *register["event"]]
    assert all(entry["fiction"] is True for entry in entries)
    assert "fiction from end to end" in (PACK / "README.md").read_text(encoding="utf-8")
    people = [one[role] for one in translations() for role in ("translator", "reviewer")]
    report = toml("report.toml")
    people += [report["made_by"], *report["signed_by"]]
    people += [figure["alt_by"] for item in items() for figure in item.get("figure", ())]
    assert all(name.endswith(" (fiction)") for name in people)


def test_the_pack_is_small():
    assert sum(file.stat().st_size for file in PACK.rglob("*") if file.is_file()) < 2_500_000


def test_the_export_is_laid_out_as_telegram_desktop_lays_it_out():
    raw = (EXPORT / "result.json").read_text(encoding="utf-8")
    assert raw == json.dumps(export(), ensure_ascii=False, indent=1)
    assert list(export())[:3] == ["name", "type", "id"]
    assert raw.count('\n  {\n   "id": ') == len(export()["messages"])


def test_the_times_are_of_one_day_and_the_ids_rise_with_two_gaps():
    ids = [one["id"] for one in export()["messages"]]
    assert ids == sorted(set(ids))
    assert ids[-1] - ids[0] + 1 - len(ids) == 2
    for one in export()["messages"]:
        assert one["date"].startswith("2024-05-14T")
    seconds = [int(one["date_unixtime"]) for one in export()["messages"]]
    assert seconds == sorted(seconds)
    assert 1715644800 <= seconds[0] <= seconds[-1] < 1715731200


def test_ten_ordinary_posts_stay_out_of_the_report_and_six_are_in():
    assert {item["native_id"] for item in items()} == CITED
    ordinary = [one for key, one in posts().items() if key not in CITED]
    shown_as_one = {(one["date"], one.get("forwarded_from")) for one in ordinary}
    assert len(ordinary) == 11, "an album counts as one post and two messages"
    assert len(shown_as_one) == 10


def test_the_awkward_kinds_of_message_are_all_there():
    messages = export()["messages"]
    assert [one["action"] for one in messages if one["type"] == "service"] == ["pin_message"]
    assert [one["id"] for one in messages if "edited" in one] == [4102]
    assert [
        (one["id"], one["reply_to_message_id"]) for one in messages if "reply_to_message_id" in one
    ] == [(4112, 4109)]
    polls = [one["poll"] for one in messages if "poll" in one]
    assert [sum(answer["voters"] for answer in poll["answers"]) for poll in polls] == [
        poll["total_voters"] for poll in polls
    ]
    assert len(polls) == 1


def test_each_cited_post_was_made_by_the_outlet_of_its_block():
    outlets = {one["id"]: one for one in toml("register.toml")["outlet"]}
    for block in toml("report.toml")["block"]:
        outlet = outlets[block["outlet"]]
        for item in block["item"]:
            post = posts()[item["native_id"]]
            forwarded = f"telegram:{post.get('forwarded_from_id', '')[7:]}" in outlet["places"]
            signed = words(post).splitlines()[-1] in {outlet["name"], *outlet["aliases"]}
            assert forwarded or signed
            assert post["from_id"] == CHANNEL


def test_the_translations_are_of_the_cited_posts_in_three_languages():
    assert {one["native_id"] for one in translations()} == CITED
    assert {one["source_language"] for one in translations()} == {"ar", "fa", "ur"}
    assert all(one["translator"] != one["reviewer"] for one in translations())


@pytest.mark.parametrize("one", translations(), ids=lambda one: one["native_id"])
def test_every_segment_stands_in_its_source_in_order(one):
    text, at = source(one), 0
    for segment in one["segments"]:
        start = text.find(segment["source"], at)
        assert start >= 0, segment["source"]
        assert segment["target"].strip()
        at = start + len(segment["source"])


def test_one_translation_leaves_out_a_piece_of_its_source():
    assert [one["native_id"] for one in translations() if "[...]" in said(one)] == ["4109"]


@pytest.mark.parametrize(("one", "quoted"), quotations(), ids=lambda value: str(value)[:24])
def test_every_quotation_is_an_ordered_part_of_its_translation(one, quoted):
    whole, at = said(one), 0
    for run in stretches(quoted):
        found = whole.find(run, at)
        assert found >= 0, run
        at = found + len(run)


def test_the_quotations_use_each_of_the_four_marks():
    quoted = " ".join(words for _, words in quotations())
    kinds = {
        "sic" if mark == "sic" else "meaning" if mark.startswith("i.e., ") else
        "elision" if mark == "..." else "addition"
        for mark in re.findall(r"\[([^\]]*)\]", quoted)
    }  # fmt: skip
    assert kinds == {"sic", "meaning", "elision", "addition"}


def test_the_report_names_an_event_and_every_figure_can_be_shown():
    report, register = toml("report.toml"), toml("register.toml")
    assert report["event"] in {event["id"] for event in register["event"]}
    assert (report["day"] - register["event"][0]["end"]).days == 1
    assert report["made_by"] not in report["signed_by"]
    figures = [(item, figure) for item in items() for figure in item.get("figure", ())]
    assert len(figures) == 3
    for item, figure in figures:
        assert posts()[item["native_id"]]["photo"] == figure["media"]
        assert figure["alt_by"]
        assert figure["right"]
        assert len(figure["alt"].split()) > 15


def test_the_terms_are_met_in_the_posts_and_the_translations_keep_to_them():
    terms = toml("termbase.toml")["term"]
    assert len(terms) >= 15
    assert all(term["target"] not in term["forbidden"] for term in terms)
    used = 0
    for one in translations():
        text, target = source(one), said(one).casefold()
        for term in terms:
            if term["language"] != one["source_language"] or not any(
                form in text for form in term["forms"]
            ):
                continue
            used += 1
            assert not any(bad.casefold() in target for bad in term["forbidden"]), term["term"]
    assert used >= 12


def test_the_persian_and_the_urdu_are_written_in_their_own_letters():
    for key in ("4113", "4118"):
        assert not set("كي") & set(words(posts()[key]))
    assert "\u200c" in words(posts()["4113"])
    assert set("ٹڈڑںے") & set(words(posts()["4118"]))


def test_the_verse_in_the_sermon_is_exact():
    book = DATA / "quran_json/quran_en.json.gz"
    if not book.exists():
        pytest.skip("the text of the Qur'an is not beside this checkout")
    verse = json.loads(gzip.decompress(book.read_bytes()))[1]["verses"][152]["text"]
    assert f"﴿{verse}﴾" in words(posts()["4106"])
