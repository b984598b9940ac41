"""A person puts right what was read; search, desk and quotations take it from there."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
import report_lab as lab
from typer.testing import CliRunner

from marsad import enrich
from marsad.cli.app import app
from marsad.errors import BadInput, NotFound, Withheld
from marsad.model import Box, Claim, Seconds, sign
from marsad.report.quote import quote, source_text
from marsad.search import search
from marsad.translate.segment import sources

NOW = datetime(2024, 5, 14, tzinfo=UTC)
WRONG, RIGHT, OTHER = "مهرحان الربيغ", "مهرجان الربيع", "كل عام وأنتم بخير"
PLACE = Box(10, 20, 300, 40)


@pytest.fixture
def store(tmp_path):
    with lab.fill(tmp_path / "lab") as opened:
        yield opened


@pytest.fixture
def read(store):
    """A picture whose first line was misread, and a recording."""
    post = next(each for each in store.posts() if each.media)
    media = post.media[0].sha256
    line = sign(Claim(post.id, "ocr-line", WRONG, 0.6, media=media, box=PLACE), "ocr/1", NOW)
    other = sign(Claim(post.id, "ocr-line", OTHER, 0.9, media=media), "ocr/1", NOW)
    whole = sign(Claim(post.id, "ocr-text", f"{WRONG}\n{OTHER}", 0.7, media=media), "ocr/1", NOW)
    said = Claim(post.id, "transcript", "أهلا بهم", 0.5, media=media, seconds=Seconds(1, 2))
    heard = sign(said, "speech/1", NOW)
    store.add(line, other, whole, heard)
    return {"post": post, "line": line, "whole": whole, "heard": heard}


def test_a_correction_replaces_and_keeps_its_place(store, read):
    made, whole = enrich.correct(store, read["line"].id, RIGHT, "person:Nadia")
    assert (made.box, made.media, made.maker) == (PLACE, read["line"].media, "person:Nadia")
    assert made.replaces == read["line"].id
    assert whole.value == f"{RIGHT}\n{OTHER}"
    assert whole.replaces == read["whole"].id
    standing = {each.value for each in store.findings(read["post"].id, "ocr-line")}
    assert standing == {RIGHT, OTHER}
    assert store.finding(read["line"].id).value == WRONG


def test_search_takes_pictures_and_speech_and_then_what_was_corrected(store, read):
    def found(words: str) -> list[str]:
        return [hit.post.id for hit in search(store, words).hits]

    assert found(WRONG) == [read["post"].id]
    assert found("بهم") == [read["post"].id]
    enrich.correct(store, read["line"].id, RIGHT, "person:Nadia")
    enrich.correct(store, read["heard"].id, "أهلا بكم", "person:Nadia")
    assert found(f'"{RIGHT}"') == [read["post"].id]
    assert found("مهرحان") == []
    assert found("بهم") == []
    assert found('"أهلا بكم"') == [read["post"].id]


def test_the_translation_desk_takes_the_corrected_text(store, read):
    enrich.correct(store, read["line"].id, RIGHT, "person:Nadia")
    texts = [each.text for each in sources(store, read["post"]) if each.of != "text"]
    assert f"{RIGHT}\n{OTHER}" in texts
    assert not any(WRONG in text for text in texts)


def test_a_quotation_points_to_the_line_and_its_box(store, read):
    (made, _) = enrich.correct(store, read["line"].id, RIGHT, "person:Nadia")
    draft = lab.approved("tr-line", read["post"].id, RIGHT, "The spring festival")
    store.add(replace(draft, of=made.id))
    quoted = quote(store, "tr-line")
    found = store.translation(quoted.translation)
    assert quoted.words == "The spring festival"
    assert source_text(store, found) == RIGHT
    assert store.finding(found.of).box == PLACE
    assert store.finding(found.of).media == read["post"].media[0].sha256


def test_what_is_no_correction_is_refused(store, read):
    made = enrich.correct(store, read["heard"].id, "أهلا بكم", "person:Nadia")[0]
    assert made.seconds == Seconds(1, 2)
    language = sign(Claim(read["post"].id, "language", "ar"), "language/1", NOW)
    store.add(language)
    with pytest.raises(NotFound, match="was replaced already"):
        enrich.correct(store, read["heard"].id, "أهلا", "person:Nadia")
    with pytest.raises(BadInput, match="says this already"):
        enrich.correct(store, made.id, "أهلا بكم", "person:Omar")
    with pytest.raises(BadInput, match="what can be corrected"):
        enrich.correct(store, language.id, "fa", "person:Nadia")
    with pytest.raises(BadInput, match="say what stands there"):
        enrich.correct(store, made.id, "  ", "person:Nadia")
    with pytest.raises(Withheld, match="a person corrects"):
        enrich.correct(store, made.id, "x", "ocr/2")


def test_a_line_that_stands_twice_is_corrected_alone(store, read):
    text = Claim(read["post"].id, "ocr-text", f"{OTHER}\n{OTHER}", media=read["whole"].media)
    store.add(sign(text, "ocr/2", NOW))
    line = next(f for f in store.findings(read["post"].id, "ocr-line") if f.value == OTHER)
    made = enrich.correct(store, line.id, "كل عام", "person:Nadia")
    assert [each.kind for each in made] == ["ocr-line", "ocr-text"]
    assert made[1].replaces == read["whole"].id


def test_the_command_signs_and_prints(store, read):
    short = read["line"].id[:12]
    told = CliRunner().invoke(
        app, ["correct", str(store.lab), short, "--value", RIGHT, "--by", "Nadia"]
    )
    assert told.exit_code == 0, told.output
    assert f"replaces {short}, ocr-line" in told.output
