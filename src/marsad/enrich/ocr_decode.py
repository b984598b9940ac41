"""Reading one picture, inside the capped child: passes, choice, lines, Latin words."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from marsad.engine.capped import decoder
from marsad.enrich import ocr_picture as picture
from marsad.enrich.ocr_clean import mended, without_noise
from marsad.enrich.ocr_language import LATIN, voted
from marsad.enrich.ocr_tesseract import read
from marsad.enrich.ocr_union import is_sure, united, untangled, with_latin
from marsad.enrich.ocr_words import Line, Word, around, confidence, line_box, merit, text_of
from marsad.model import Box

if TYPE_CHECKING:
    from marsad.enrich.ocr_picture import Pixels

_PAGE, _BLOCK, _LINE, _RAW_LINE = 3, 6, 7, 13
_STUMBLE = 60.0


class ReadLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line as it crosses from the child to the parent."""

    text: str
    left: int
    top: int
    width: int
    height: int
    confidence: float
    """From 0 to 1."""

    def scaled(self, by: float) -> "ReadLine":
        """The same line in a picture so many times as large."""
        sides = {
            name: round(getattr(self, name) * by) for name in ("left", "top", "width", "height")
        }
        return msgspec.structs.replace(self, **sides)


@decoder
def lines_of(payload: bytes, path: str, language: str, ready: list[str], megapixels: int) -> bytes:
    """Read the picture at ``path``; ``language`` is a model of tesseract, or empty if unknown."""
    del payload
    plane, scale = picture.grey(path, megapixels)
    model, first = _model(plane, language, ready)
    latin = model in LATIN
    found = _strip(plane, model) if picture.is_strip(plane) else _page(plane, model, first)
    if not latin and "eng" in ready and _stumbles(found):
        second = _one(picture.smoothed(plane), "eng", _BLOCK)
        found = with_latin(found, second)
    kept = without_noise(found, latin)
    texts = mended([text_of(line) for line in kept])
    made = [_crossing(line, text, scale) for line, text in zip(kept, texts, strict=True)]
    return msgspec.json.encode(made)


def _model(plane: "Pixels", language: str, ready: Sequence[str]) -> tuple[str, list[Line]]:
    """The language to read in, and what the first pass read in it."""
    clean = picture.smoothed(plane)
    start = language or "ara"
    first = _one(clean, start, _BLOCK)
    if language and language not in LATIN:
        return language, first
    if language and without_noise(first, latin=True):
        return language, first
    outlined = picture.outlined(plane)
    captions = _one(outlined, "ara", _BLOCK)
    if merit(captions, False) > merit(_one(clean, "ara", _BLOCK), False):
        clean = outlined
    readings = {model: _one(clean, model, _BLOCK) for model in ready if model != "fra"}
    model = voted(readings, ready)
    return model, readings[model] if clean is not outlined else _one(
        picture.smoothed(plane), model, _BLOCK
    )


def _page(plane: "Pixels", model: str, first: list[Line]) -> list[Line]:
    readings = [first]
    if not is_sure(first):
        readings += [
            _one(picture.smoothed(plane, picture.SIDE), model, _PAGE),
            _one(picture.adaptive(plane), model, _PAGE),
            _one(picture.outlined(plane), model, _BLOCK),
            _one(picture.white(plane), model, _PAGE),
        ]
    lines = united(readings, model in LATIN)
    return _line_by_line(plane, lines, model)


def _line_by_line(plane: "Pixels", lines: list[Line], model: str) -> list[Line]:
    """Read each line again by itself, and keep the better of the two."""
    groups = untangled(lines)
    boxes = [around([line_box(line) for line in group]) for group in groups]
    again = _cut_out(plane, boxes, model, _LINE)
    made: list[Line] = []
    for group, line in zip(groups, again, strict=True):
        if len(group) == 1:
            made.append(max(group[0], line, key=confidence))
        elif line and merit([line], model in LATIN) > merit(group, model in LATIN):
            made.append(line)
        else:
            made.extend(group)
    return made


def _strip(plane: "Pixels", model: str) -> list[Line]:
    """Read a picture that is one line, at two heights: it has no layout to go by."""
    height, width = plane.shape
    whole = [Box(0, 0, width, height)]
    ways = ((36, _LINE), (48, _LINE), (48, _RAW_LINE))
    read_so = [_cut_out(plane, whole, model, layout, size)[0] for size, layout in ways]
    best = max(read_so, key=lambda line: merit([line], model in LATIN))
    return [best] if best else []


def _cut_out(
    plane: "Pixels", boxes: Sequence[Box], model: str, layout: int, size: int = 36
) -> list[Line]:
    if not boxes:
        return []
    strips = [picture.strip(plane, box, size) for box in boxes]
    pages = read(strips, model, layout)
    return [
        tuple(_moved(word, box, scale, plane.shape[1]) for line in page for word in line)
        for page, box, (_pixels, scale) in zip(pages, boxes, strips, strict=True)
    ]


def _moved(word: Word, line: Box, scale: float, width: int) -> Word:
    """Put a word of a cut-out line back to its place in the picture, and not beyond its edge."""
    start = picture.strip_left(line, scale) + word.box.left
    left = min(max(0, start), width - 1)
    right = min(max(left + 1, start + word.box.width), width)
    return Word(word.text, word.confidence, Box(left, line.top, right - left, line.height))


def _one(seen: "tuple[Pixels, float]", model: str, layout: int) -> list[Line]:
    return read([seen], model, layout)[0]


def _stumbles(lines: Sequence[Line]) -> bool:
    weak = (word for line in lines for word in line if word.confidence < _STUMBLE)
    return not lines or any(len(word.text) >= 3 for word in weak)


def _crossing(line: Line, text: str, scale: float) -> ReadLine:
    box = line_box(line)
    return ReadLine(
        text,
        left=round(box.left / scale),
        top=round(box.top / scale),
        width=round(box.width / scale),
        height=round(box.height / scale),
        confidence=round(confidence(line) / 100, 4),
    )
