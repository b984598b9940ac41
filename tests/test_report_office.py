"""Word documents and EPUB books: real notes, right directions, nothing that acts or calls."""

import json
import re
from dataclasses import replace
from pathlib import Path

import office
import pytest
import report_lab as lab
from test_report_render import HOSTILE, NASTY

from marsad.report.render.docx import render as as_docx
from marsad.report.render.epub import render as as_epub
from marsad.report.resolve import resolve
from marsad.report.shown import shown

WORD = office.WORD
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


@pytest.fixture
def store(tmp_path):
    with lab.fill(tmp_path / "lab") as opened:
        yield opened


@pytest.fixture
def edition(store):
    return resolve(store, lab.report(store, state="published"))


def test_word_counts_the_notes_as_the_report_does(edition):
    document, notes, *_rest = office.word(as_docx(edition))
    cited = [each.get(f"{WORD}id") for each in document.iter(f"{WORD}footnoteReference")]
    assert cited == ["1", "2", "3", "4"]
    said = {
        note.get(f"{WORD}id"): "".join(each.text or "" for each in note.iter(f"{WORD}t"))
        for note in notes
    }
    for note in edition.notes:
        assert office.squeezed(note.words) == office.squeezed(said[str(note.number)])
    superscript = [
        run.findtext(f"{WORD}t")
        for run in document.iter(f"{WORD}r")
        if run.find(f"{WORD}rPr/{WORD}rStyle") is not None and run.find(f"{WORD}t") is not None
    ]
    assert superscript == ["2", "2"], "a note that is cited again is named, not set again"


def test_arabic_runs_say_their_direction_and_language(store, edition):
    document, *_rest = office.word(as_docx(edition))
    runs = [
        run for run in document.iter(f"{WORD}r")
        if any("\u0600" <= sign <= "\u06ff" for sign in run.findtext(f"{WORD}t") or "")
    ]  # fmt: skip
    assert len(runs) == 3
    for run in runs:
        assert run.find(f"{WORD}rPr/{WORD}rtl") is not None
        assert run.find(f"{WORD}rPr/{WORD}lang").get(f"{WORD}bidi") in ("ar", "fa")
        assert re.fullmatch("\u2068.*\u2069", run.findtext(f"{WORD}t"))
    draft = lab.report(store, made_by="marsad.compose/1", signed_by=())
    item = replace(draft.blocks[0].items[0], quotes=(), figures=())
    draft = replace(draft, blocks=(replace(draft.blocks[0], items=(item,)),))
    document, *_rest = office.word(as_docx(resolve(store, draft)))
    (original,) = [
        each for each in document.iter(f"{WORD}p") if each.find(f"{WORD}pPr/{WORD}bidi") is not None
    ]
    assert office.squeezed(lab.ARABIC) == office.squeezed("".join(original.itertext()))


def test_a_figure_has_its_alt_text_and_nothing_of_its_file(edition):
    content = as_docx(edition)
    (drawn,) = office.word(content)[0].iter(f"{DRAWING}docPr")
    assert (drawn.get("descr"), drawn.get("name")) == (lab.ALT, "Figure 1")
    for made in (content, as_epub(edition)):
        (picture,) = [data for name, data in office.parts(made).items() if name.endswith(".jpg")]
        assert b"SECRET-DESCRIPTION" not in picture
        assert b"Exif" not in picture


def test_equal_editions_give_equal_bytes(edition):
    assert as_docx(edition) == as_docx(edition)
    assert as_epub(edition) == as_epub(edition)


def test_a_document_names_only_parts_it_has_and_calls_nobody(edition):
    found = office.parts(as_docx(edition))
    assert not [name for name in found if "vba" in name.lower() or name.endswith(".bin")]
    relations = found["word/_rels/document.xml.rels"].decode()
    assert "External" not in "".join(data.decode("latin-1") for data in found.values())
    for target in re.findall(r'Target="([^"]+)"', relations):
        assert f"word/{target}" in found
    stories = office.word(as_docx(edition))
    fields = [each.text for story in stories for each in story.iter(f"{WORD}instrText")]
    assert fields == [" PAGE "]
    typed = re.findall(r'PartName="/([^"]+)"', found["[Content_Types].xml"].decode())
    assert set(typed) <= set(found)


def test_a_book_begins_with_its_type_and_names_only_what_it_has(edition):
    content = as_epub(edition)
    assert content[30:58] == b"mimetypeapplication/epub+zip"
    found = office.parts(content)
    package = found["book/book.opf"].decode()
    items = re.findall(r'href="([^"]+)"', package)
    assert {f"book/{name}" for name in items} == {
        name for name in found if name.startswith("book/") and name != "book/book.opf"
    }
    chapter = found["book/chapter.xhtml"].decode()
    links = re.findall(r'(?:href|src)="([^"]+)"', chapter)
    assert links
    assert all(link.startswith(("#", "figures/", "style.css")) for link in links)
    ids = set(re.findall(r' id="([^"]+)"', chapter))
    assert {link[1:] for link in links if link.startswith("#")} <= ids
    assert "<script" not in chapter
    assert chapter.count('epub:type="noteref"') == 6


def nasty(store, text):
    made = resolve(store, lab.report(store, state="published"))
    said = shown(text)
    entry = made.sections[0].entries[0]
    (quoted,), (figure,) = entry.quotations, entry.pictures
    quoted = replace(quoted, words=said)
    figure = replace(figure, alt=said, caption=said, right=said)
    entry = replace(entry, paragraphs=(said,), quotations=(quoted,), pictures=(figure,))
    section = replace(made.sections[0], name=said, meaning=said, entries=(entry,))
    notes = tuple(replace(note, words=said) for note in made.notes)
    return replace(made, title=said, lede=(said,), sections=(section,), notes=notes, lab=said)


def literal(text):
    """As a text is shown; what XML cannot say by its number."""
    said = office.squeezed(shown(text))
    for sign in "\ufffe\uffff":
        said = said.replace(sign, f"⟦U+{ord(sign):04X}⟧")
    return said


CONTROLS = "".join(chr(code) for code in (*range(9, 32), 127, 0x85, 0xFFFE, 0xFFFF, 0x2028))


@pytest.mark.parametrize(
    ("made", "text"), [(as_docx, office.word_text), (as_epub, office.book_text)]
)
@pytest.mark.parametrize(
    "said",
    [NASTY, f"a{CONTROLS}b", "]]> --> <!-- <![CDATA[ x", '{ INCLUDETEXT "c:\\\\x" } =cmd|x', "@@@"],
)
def test_signs_that_mean_something_elsewhere_are_literal_here(store, made, text, said):
    made_so = text(made(nasty(store, said)))
    assert made_so.count(literal(said)) >= 8


@pytest.mark.parametrize("name", ["payloads.json", "blns.json"])
def test_payloads_of_others_stay_text(store, name):
    payloads = json.loads(Path(HOSTILE / name).read_text(encoding="utf-8"))
    lines = tuple(line for line in map(shown, filter(None, payloads)) if line)
    plain = resolve(store, lab.report(store))
    section = plain.sections[0]
    entry = replace(section.entries[1], paragraphs=lines)
    edition = replace(plain, sections=(replace(section, entries=(entry,)),))
    word, book = office.word_text(as_docx(edition)), office.book_text(as_epub(edition))
    for line in lines:
        assert literal(line) in word, line
        assert literal(line) in book, line
    tags = {each.tag for each in office.chapter(as_epub(edition)).iter()}
    assert tags <= {each.tag for each in office.chapter(as_epub(plain)).iter()}
