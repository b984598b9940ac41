"""The text in pictures, read in a child that may fail."""

import hashlib
import json
import struct
import zlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image, ImageFilter

import marsad
from marsad.enrich.evaluate_ocr import OcrTask, errors, letters
from marsad.enrich.loose import Loose
from marsad.enrich.ocr import Ocr, _checked
from marsad.enrich.ocr_clean import mended
from marsad.enrich.ocr_language import model_of
from marsad.enrich.ocr_union import united, untangled, with_latin
from marsad.enrich.ocr_words import Word
from marsad.errors import BadInput, NotReady
from marsad.evaluation import gold_lines
from marsad.model import Box, Finding, Media, Post

DATA = Path(__file__).parents[1].parent / "shared" / "data"
THEN = datetime(2024, 5, 1, tzinfo=UTC)


class Shelf:
    """Files by digest and one language, as an enricher may see them."""

    def __init__(self, folder: Path, language: str = "") -> None:
        self.folder, self.language = folder, language

    def put(self, content: bytes) -> str:
        sha256 = hashlib.sha256(content).hexdigest()
        (self.folder / sha256).write_bytes(content)
        return sha256

    def path(self, sha256: str) -> Path:
        return self.folder / sha256

    def findings(self, post: str, kind: str) -> list[Finding]:
        said = Finding("f", post, kind, self.language, "language/1", THEN)
        return [said] if self.language else []


def post_with(*digests: str, kind: str = "photo") -> Post:
    media = tuple(Media(sha256, "a.png", kind) for sha256 in digests)
    return Post("p1", "place", "c", "1", THEN, "", media=media)


@pytest.fixture(scope="module")
def reader():
    try:
        made = Ocr()
    except NotReady as reason:
        pytest.skip(str(reason))
    yield made
    made.close()


def png(width: int, height: int, rows: bytes) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    end = chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + end


def test_every_example_is_read_or_stays_silent(reader, tmp_path):
    shelf = Shelf(tmp_path)
    for example in reader.examples():
        sha256 = shelf.put(example.files[0][1])
        claims = list(reader.enrich([post_with(sha256)], shelf))
        texts = tuple(claim.value for claim in claims if claim.kind == "ocr-text")
        assert texts == example.says, example.files[0][0]
        assert {claim.kind for claim in claims} <= set(reader.makes)


def test_a_text_has_its_lines_and_boxes_in_pixels_of_the_original(reader, tmp_path):
    shelf = Shelf(tmp_path, "ar")
    sha256 = shelf.put(reader.examples()[0].files[0][1])
    whole, line = reader.enrich([post_with(sha256)], shelf)
    assert (whole.kind, line.kind) == ("ocr-text", "ocr-line")
    assert whole.media == line.media == sha256
    assert 0.7 < whole.confidence <= 1
    assert 100 < whole.box.left < 300
    assert 90 < whole.box.top < 150
    assert 150 < whole.box.top + whole.box.height < 210


def test_a_line_that_was_cut_out_and_read_anew_keeps_its_place(reader):
    """Measured by eye on the poster: from 38 to 1042 and from 138 to 942, of 1080 pixels."""
    known = Loose()
    (poster,) = (Path(marsad.__file__).parent / "demo/pack/export/photos").glob("photo_1@*.jpg")
    post = post_with(known.add_file(poster))
    lines = {
        claim.value: claim.box for claim in reader.enrich([post], known) if claim.kind == "ocr-line"
    }
    for words, left, right in (("ونسوا قسم البحر", 38, 1042), ("حزب الرصيف: رصيف لمن؟", 138, 942)):
        box = lines[words]
        assert abs(box.left - left) < 30
        assert abs(box.left + box.width - right) < 30
    assert all(box.left >= 0 and box.left + box.width <= 1080 for box in lines.values())


def test_bombs_and_non_pictures_are_refused_and_the_batch_goes_on(reader, tmp_path):
    shelf = Shelf(tmp_path)
    bomb = shelf.put(png(10_000, 10_000, bytes(1251 * 10_000)))
    giant = shelf.put(png(65_535, 65_535, b""))
    words = shelf.put("ليست صورة".encode())
    good = shelf.put(reader.examples()[1].files[0][1])
    claims = list(reader.enrich([post_with(bomb, giant, words, good)], shelf))
    refused = {claim.media: claim.value for claim in claims if claim.kind == "unreadable"}
    assert set(refused) == {bomb, giant, words}
    assert "40 million pixels" in refused[bomb]
    assert "40 million pixels" in refused[giant]
    assert "no picture" in refused[words]
    assert [c.value for c in claims if c.kind == "ocr-text"] == ["درس في اللغة العربية"]


def test_a_document_is_not_looked_at(reader, tmp_path):
    shelf = Shelf(tmp_path)
    sha256 = shelf.put(b"%PDF-1.7\n")
    assert list(reader.enrich([post_with(sha256, kind="file")], shelf)) == []


@pytest.mark.slow
def test_damaged_pictures_of_pillow_are_read_or_refused(reader, tmp_path):
    files = sorted(each for each in (DATA / "hostile/pillow-bad").rglob("*") if each.is_file())
    if not files:
        pytest.skip("the damaged pictures in shared/data/hostile are not here")
    shelf = Shelf(tmp_path)
    for file in files:
        claims = list(reader.enrich([post_with(shelf.put(file.read_bytes()))], shelf))
        assert all(claim.kind in reader.makes for claim in claims)


@pytest.mark.usefixtures("reader")
def test_posters_are_read_better_than_the_recipe_promises():
    folder = DATA / "posters"
    if not folder.is_dir():
        pytest.skip("the posters in shared/data are not here")
    named = {"ara": "ar", "fas": "fa", "urd": "ur", "pus": "ps"}
    posters = json.loads((folder / "posters.json").read_text(encoding="utf-8"))[::5]
    gold = [json.dumps({**each, "lang": named[each["lang"]]}) for each in posters]
    figures = OcrTask().run(gold_lines(gold, folder, []), {})
    assert figures.n == len(posters)
    assert figures.values["cer_folded"] < 0.059


def test_an_answer_of_the_wrong_shape_is_not_believed():
    for answer in (b"{", b'[{"text":"x"}]', b"[1]"):
        with pytest.raises(BadInput):
            _checked(answer)
    line = {"text": "x", "left": -1, "top": 0, "width": 1, "height": 1, "confidence": 0.5}
    with pytest.raises(BadInput, match="no picture has"):
        _checked(json.dumps([line]).encode())


def word(text: str, confidence: float, left: int, top: int, width: int = 100) -> Word:
    return Word(text, confidence, Box(left, top, width, 30))


def test_the_best_reading_wins_and_others_fill_its_gaps_in_order():
    best = [(word("السلام", 95, 0, 100),), (word("عليكم", 94, 0, 200),)]
    other = [(word("المكتبة", 90, 0, 10),), (word("السلم", 80, 0, 102),)]
    texts = [line[0].text for line in united([other, best], latin=False)]
    assert texts == ["المكتبة", "السلام", "عليكم"]


def test_a_latin_word_replaces_what_the_arabic_reading_made_of_it():
    line = (word("قناة", 95, 200, 0), word("6اءع", 30, 0, 0))
    (mixed,) = with_latin([line], [(word("Tamkin", 96, 5, 0, 90),)])
    assert [each.text for each in mixed] == ["قناة", "Tamkin"]


def test_a_sure_arabic_word_is_not_replaced():
    line = (word("قناة", 97, 0, 0),)
    assert with_latin([line], [(word("olid", 90, 0, 0),)]) == [line]


def test_a_comma_is_mended_and_a_quotation_left_alone():
    assert mended(["قال» ثم مضى, وعاد"]) == ["قال، ثم مضى، وعاد"]
    assert mended(["قال «نعم» ثم"]) == ["قال «نعم» ثم"]


def test_a_language_that_is_not_installed_is_not_asked_for():
    assert model_of("fa", ["ara", "fas"]) == "fas"
    assert model_of("fa", ["ara"]) == ""
    assert model_of("sw", ["ara"]) == ""


def test_errors_count_letters_and_folding_forgives_spelling():
    assert errors("كتاب", "كتب") == (1, 4)
    assert letters("إلى الأمامِ،") == letters("الى الامام")


@pytest.mark.usefixtures("reader")
def test_gold_without_a_picture_fails_alone(tmp_path):
    Image.new("RGB", (9, 9)).save(tmp_path / "a.png")
    rows = [{"image": name, "text": "كلمة", "lang": "ar"} for name in ("a.png", "b.png")]
    figures = OcrTask().run(gold_lines([json.dumps(row) for row in rows], tmp_path, []), {})
    assert figures.n == 1
    assert [failed.line for failed in figures.failed] == [2]
    assert figures.values["cer"] == 1.0


def test_shreds_of_one_line_are_put_together_and_neighbours_are_not():
    shred, other = (word("رس", 60, 0, 100, 300),), (word("بية", 60, 20, 104, 90),)
    below = (word("السلام", 90, 0, 125, 300),)
    assert untangled([shred, below, other]) == [[below], [shred, other]]


def test_textures_without_text_yield_nothing(reader, tmp_path):
    shelf = Shelf(tmp_path)
    for seed, blur in ((1, 0.5), (2, 2), (3, 6)):
        texture = Image.effect_noise((400, 300), 40 * seed).filter(ImageFilter.GaussianBlur(blur))
        path = tmp_path / f"{seed}.png"
        texture.save(path)
        assert list(reader.enrich([post_with(shelf.put(path.read_bytes()))], shelf)) == []
