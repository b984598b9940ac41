"""The forms of one report: the same words in each, and nothing but words."""

import io
import json
import re
import unicodedata
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import office
import pypdfium2
import pytest
import report_lab as lab
from markdown_it import MarkdownIt
from PIL import Image

from marsad.errors import BadInput, Withheld
from marsad.model import Correction, Event, Outlet, Place, Quote, Segment
from marsad.report.edition import Note, Quotation
from marsad.report.render import FORMATS, render
from marsad.report.render.docx import render as as_docx
from marsad.report.render.epub import render as as_epub
from marsad.report.render.html import render as as_html
from marsad.report.render.json import render as as_json
from marsad.report.render.markdown import render as as_markdown
from marsad.report.render.pdf import printable
from marsad.report.render.pdf import render as as_pdf
from marsad.report.resolve import resolve
from marsad.report.shown import shown

HOSTILE = Path(__file__).parent / "fixtures" / "hostile"
NASTY = (
    '[[x]] #import "secret.typ": * #read("/etc/passwd") $x^2$ \\input{/etc/passwd} *b* _i_ '
    "<script>alert(1)</script> <img src=x onerror=alert(1)> `code` ``` ~~~ {{ 7*7 }} {% raw %} "
    "= head - item 1. one > quote | cell | [a](javascript:alert(1)) ![p](//x) [^1]: note "
    "&lt; &amp; @ref <lab> %PDF --- *** /* c */ // c \u202eevil\u202c https://salwan.com/a t.me/x "
    "\u2068open 'one' \"two\" \\"
)


class Page(HTMLParser):
    """The text of a page, its tags and its attributes."""

    def __init__(self):
        super().__init__()
        self.text, self.tags, self.attributes, self.style = [], [], [], ""

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_data(self, data):
        if self.lasttag == "style" and not self.style:
            self.style = data
        else:
            self.text.append(data)


def page(edition) -> Page:
    read = Page()
    read.feed(as_html(edition).decode())
    return read


def squeezed(text: str) -> str:
    """Without spaces and isolates: what must be equal wherever lines break."""
    return re.sub(r"[\s\u2066-\u2069\u00ad\ufffe\x02]", "", text)


def html_text(edition) -> str:
    read = page(edition)
    alts = [value for tag, name, value in read.attributes if (tag, name) == ("img", "alt")]
    return squeezed("".join(read.text) + "".join(alts))


def pdf_text(edition) -> str:
    pdf = pypdfium2.PdfDocument(as_pdf(edition))
    said = "".join(pdf[at].get_textpage().get_text_range() for at in range(len(pdf)))
    # The normal form takes ligatures apart.
    return squeezed(unicodedata.normalize("NFKC", said))


def docx_text(edition) -> str:
    return office.word_text(as_docx(edition))


def epub_text(edition) -> str:
    return office.book_text(as_epub(edition))


def markdown_text(edition) -> str:
    tokens = MarkdownIt("commonmark").parse(as_markdown(edition).decode())
    leaves = [leaf for token in tokens for leaf in token.children or ()]
    allowed = {"text", "softbreak", "hardbreak", "image", "text_special"}
    allowed |= {"em_open", "em_close", "strong_open", "strong_close"}
    assert {leaf.type for leaf in leaves} <= allowed
    return squeezed("".join(leaf.content for leaf in leaves))


EVERY = (html_text, pdf_text, markdown_text, docx_text, epub_text)


@pytest.fixture
def store(tmp_path):
    with lab.fill(tmp_path / "lab") as opened:
        yield opened


@pytest.fixture
def edition(store):
    return resolve(store, lab.report(store, state="published"))


WORDS = (
    lab.TITLE,
    lab.LEDE,
    "The content coincided with Orsa-hosted talks on the river crossing, involving both banks.",
    "Sada Al-Daffatayn (“Echo of the Two Banks”)",
    "A media group that supports the Salwan River League.",
    "Sada Al-Daffatayn released a poster. It shows the name",
    f"“{lab.WORDS}”",
    "“this is our [common] covenant”",
    lab.CAPTION,
    "A second message followed at noon.",
    "Daily · No. 7",
    "May 14, 2024",
    "Marsad lab, “Pro-Salwan Media Outlets",
)
NOTES = (
    "Salwan Gazette, May 13, 2024.",
    "Telegram, Sada Al-Daffatayn, May 14, 2024.",
    "Telegram, Piman Karaneh (",
)


@pytest.mark.parametrize("read", EVERY)
def test_every_form_has_the_same_words(edition, read):
    said = read(edition)
    for words in WORDS:
        assert squeezed(words) in said, words
    assert squeezed(edition.evidence) in said


@pytest.mark.parametrize("read", [html_text, markdown_text, docx_text, epub_text])
def test_the_alt_text_is_in_every_form_that_is_text(edition, read):
    assert squeezed(lab.ALT) in read(edition)


def test_the_alt_text_is_in_the_pdf(edition):
    assert lab.ALT.encode("utf-16-be") in as_pdf_uncompressed(edition) or lab.ALT.encode() in (
        as_pdf_uncompressed(edition)
    )


def as_pdf_uncompressed(edition) -> bytes:
    import zlib

    raw = as_pdf(edition)
    unpacked = []
    for found in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", raw, re.DOTALL):
        try:
            unpacked.append(zlib.decompress(found.group(1)))
        except zlib.error:
            continue
    return raw + b"".join(unpacked)


def test_the_json_holds_the_edition_and_everything_behind_it(store, edition):
    said = json.loads(as_json(edition))
    assert said["title"] == lab.TITLE
    assert said["lede"] == list(edition.lede)
    assert [note["words"] for note in said["notes"]] == [note.words for note in edition.notes]
    picture = said["sections"][0]["entries"][0]["pictures"][0]
    assert (picture["alt"], picture["sha256"]) == (lab.ALT, lab.sha256_of(store))
    behind = said["behind"]
    assert [post["id"] for post in behind["posts"]] == ["post-ar", "post-ar-2", "post-fa"]
    assert behind["captures"][0]["sha256"] == "0" * 64
    segment = behind["translations"][0]["segments"][1]
    assert lab.ARABIC[segment["start"] : segment["end"]] == segment["source"]
    assert {finding["id"] for finding in behind["findings"]} >= {"finding-1", "finding-3"}
    assert behind["events"][0]["source"] == "Salwan Gazette, May 13, 2024."


@pytest.mark.parametrize("read", [html_text, pdf_text, markdown_text])
def test_notes_stand_in_order_of_first_citation(edition, read):
    said = read(edition)
    places = [said.index(squeezed(note)) for note in NOTES]
    assert places == sorted(places)
    assert said.count(squeezed(NOTES[1])) == 2, "two items of one place and day are two notes"


def test_the_numbers_in_the_text_are_those_of_the_notes(edition):
    assert [note.number for note in edition.notes] == [1, 2, 3, 4]
    assert edition.lede_note == 1
    numbers = [entry.note for section in edition.sections for entry in section.entries]
    assert numbers == [2, 3, 4]
    assert "[1]" in pdf_text(edition)
    order = re.findall(r"\[\^(\d)\](?!:)", as_markdown(edition).decode())
    assert list(dict.fromkeys(order)) == ["1", "2", "3", "4"]


def test_every_reference_leads_to_its_note_and_back(edition):
    read = page(edition)
    ids = {value for _, name, value in read.attributes if name == "id"}
    links = [value for tag, name, value in read.attributes if (tag, name) == ("a", "href")]
    assert links
    assert all(link.startswith("#") and link[1:] in ids for link in links)
    back = [value for value in links if value.startswith("#ref-")]
    assert len(back) == sum(1 for value in ids if value.startswith("ref-")) == 6


def test_the_page_asks_nothing_of_the_outside(edition):
    read = page(edition)
    assert "script" not in read.tags
    assert ("meta", "content", read_policy(read)) in read.attributes
    for tag, name, value in read.attributes:
        if name in {"src", "href", "action", "srcset", "data", "poster"}:
            assert value.startswith(("#", "data:image/jpeg;base64,")), (tag, name, value[:60])
    assert "url(" not in read.style
    assert "@import" not in read.style


def read_policy(read: Page) -> str:
    policy = next(value for _, _, value in read.attributes if "default-src" in value)
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    return policy


def test_the_page_has_landmarks_headings_and_languages(edition):
    read = page(edition)
    assert {"header", "main", "footer", "article", "figure", "figcaption"} <= set(read.tags)
    assert read.tags.count("h1") == 1
    assert not {"h3", "h4"} & set(read.tags)
    assert ("html", "lang", "en") in read.attributes
    assert ("bdi", "lang", "fa") in read.attributes
    assert ("bdi", "dir", "rtl") in read.attributes
    assert ("section", "role", "doc-endnotes") in read.attributes


def test_a_picture_is_made_anew_without_its_metadata(store, edition):
    assert b"SECRET-DESCRIPTION" in store.read(lab.sha256_of(store))
    picture = edition.sections[0].entries[0].pictures[0]
    assert b"SECRET" not in picture.data
    with Image.open(io.BytesIO(picture.data)) as opened:
        assert opened.size == (picture.width, picture.height) == (900, 600)
        assert not opened.getexif()
    assert b"SECRET" not in as_pdf_uncompressed(edition)


def test_a_picture_above_the_cap_is_not_shown_but_explained(store):
    bomb = io.BytesIO()
    Image.new("1", (12_000, 9_000)).save(bomb, "PNG")
    medium = replace(store.post("post-ar").media[0], sha256=store.keep(bomb.getvalue()))
    post = replace(store.post("post-ar"), id="post-bomb", media=(medium,))
    store.add(post)
    made = lab.report(store)
    item = made.blocks[0].items[0]
    figure = replace(item.figures[0], media=medium.sha256)
    block = replace(made.blocks[0], items=(replace(item, post=post.id, figures=(figure,)),))
    shown_report = resolve(store, replace(made, blocks=(block,)))
    picture = shown_report.sections[0].entries[0].pictures[0]
    assert picture.data == b""
    assert "12000 x 9000" in picture.fault
    assert squeezed(picture.fault) in pdf_text(shown_report)
    assert squeezed(picture.fault) in html_text(shown_report)


def test_a_pdf_is_made_the_same_twice_and_names_its_title_and_author(edition):
    first = as_pdf(edition)
    assert first == as_pdf(edition)
    told = pypdfium2.PdfDocument(first).get_metadata_dict()
    assert (told["Title"], told["Author"]) == (lab.TITLE, "Marsad lab")
    assert told["CreationDate"].startswith("D:20240514")
    assert b"/Lang" in as_pdf_uncompressed(edition)


def test_urdu_stands_in_the_pdf_as_text(store):
    urdu = lab.report(store).blocks[1]
    made = replace(urdu.items[0], post="post-ur", quotes=(Quote("tr-ur", lab.ROUGH),))
    draft = lab.report(store, blocks=(replace(urdu, items=(made,)),))
    said = pdf_text(resolve(store, draft))
    letters = {letter for letter in said if "\u0600" <= letter <= "\u06ff"}
    assert letters >= set("دریاکےنوںاہ")


def test_a_draft_says_so_on_every_page_and_marks_what_no_person_reviewed(store):
    made = lab.report(store)
    item = replace(made.blocks[1].items[0], post="post-ur", quotes=(Quote("tr-ur", lab.ROUGH),))
    draft = replace(made, blocks=(*made.blocks, replace(made.blocks[1], items=(item,))))
    edition = resolve(store, draft)
    for read in (html_text, pdf_text, markdown_text):
        said = read(edition)
        assert squeezed("DRAFT – not reviewed") in said
        assert squeezed("machine draft, unreviewed") in said
    assert lab.URDU in as_html(edition).decode()
    pdf = pypdfium2.PdfDocument(as_pdf(edition))
    assert len(pdf) > 1
    pages = [squeezed(pdf[at].get_textpage().get_text_range()) for at in range(len(pdf))]
    assert all(squeezed("DRAFT – not reviewed") in text for text in pages)
    assert all(f"{at}of{len(pdf)}" in text for at, text in enumerate(pages, 1))


def test_a_published_report_cannot_hold_an_unapproved_quotation(store):
    made = lab.report(store, state="published")
    item = replace(made.blocks[1].items[0], post="post-ur", quotes=(Quote("tr-ur", lab.ROUGH),))
    with pytest.raises(Withheld, match="tr-ur is draft"):
        resolve(store, replace(made, blocks=(replace(made.blocks[1], items=(item,)),)))


def test_nothing_of_a_private_place_can_be_shown(store):
    made = lab.report(store)
    item = replace(made.blocks[0].items[1], post="post-private")
    with pytest.raises(Withheld, match="private place"):
        resolve(store, replace(made, blocks=(replace(made.blocks[0], items=(item,)),)))


def test_fiction_says_so(store):
    edition = resolve(store, lab.report(store, fiction=True))
    assert squeezed("FICTION – sample material, invented from end to end") in pdf_text(edition)


def test_corrections_stand_at_the_end(store):
    made = lab.report(store, corrections=(Correction(lab.DAY, "The bridge is wooden."),))
    for read in (html_text, pdf_text, markdown_text):
        assert squeezed("May 14, 2024: The bridge is wooden.") in read(resolve(store, made))


@pytest.fixture
def hostile(tmp_path):
    """A lab in which every field that reaches a reader holds the same nasty text."""
    with lab.fill(tmp_path / "hostile") as store:
        made = lab.report(store, state="published")
        translation = replace(
            store.translation("tr-ar"), id="tr-x", segments=(Segment(0, 9, "نمد أيدين", NASTY),)
        )
        store.add(
            translation,
            Outlet("nasty", NASTY + " اسم", NASTY, NASTY, description=NASTY),
            Place("telegram:66", NASTY, NASTY),
            replace(store.post("post-ar"), id="post-x", place="telegram:66"),
            Event("nasty", NASTY, lab.DAY, lab.DAY, NASTY, NASTY),
        )
        item = made.blocks[0].items[0]
        figure = replace(item.figures[0], alt=NASTY, caption=NASTY, right=NASTY)
        item = replace(
            item, post="post-x", prose=NASTY, quotes=(Quote("tr-x", NASTY),), figures=(figure,)
        )
        yield resolve(
            store,
            replace(
                made,
                title=NASTY,
                lede=NASTY,
                event="nasty",
                series=NASTY,
                blocks=(replace(made.blocks[0], outlet="nasty", items=(item,)),),
                corrections=(Correction(lab.DAY, NASTY),),
            ),
        )


@pytest.mark.parametrize(
    ("read", "most"),
    [(html_text, 14), (pdf_text, 12), (markdown_text, 12), (docx_text, 12), (epub_text, 13)],
)
def test_hostile_text_comes_out_literal_in_every_field(hostile, read, most):
    literal = squeezed(shown(NASTY))
    assert "\u202e" not in literal
    assert "⟦RLO⟧" in literal
    assert "hxxps://salwan[.]com" in literal
    assert read(hostile).count(literal) >= most


def test_hostile_text_makes_no_tag_no_attribute_and_no_live_link(hostile):
    calm = page(replace(hostile, title="calm"))
    assert {name for _, name, _ in calm.attributes if name.startswith("on")} == set()
    assert "script" not in calm.tags
    assert calm.tags.count("img") == 1
    raw = as_pdf_uncompressed(hostile)
    assert b"/URI" not in raw
    assert b"/JavaScript" not in raw
    assert b"/Launch" not in raw
    assert b"/EmbeddedFile" not in raw


@pytest.mark.parametrize("name", ["payloads.json", "blns.json"])
def test_payloads_of_others_come_out_literal(store, name, caplog):
    payloads = json.loads((HOSTILE / name).read_text(encoding="utf-8"))
    lines = tuple(line for line in map(shown, filter(None, payloads)) if line)
    assert len(lines) > 200
    plain = resolve(store, lab.report(store))
    section = plain.sections[0]
    entry = replace(section.entries[1], paragraphs=lines)
    edition = replace(plain, sections=(replace(section, entries=(entry,)),))
    before, after = page(plain), page(edition)
    assert set(after.tags) <= set(before.tags)
    assert {name for _, name, _ in after.attributes} <= {name for _, name, _ in before.attributes}
    html, markdown = html_text(edition), markdown_text(edition)
    for line in lines:
        assert squeezed(line) in html, line
        assert squeezed(line) in markdown, line
    assert len(pypdfium2.PdfDocument(as_pdf(edition))) > 3
    assert not caplog.records, "the PDF is accessible all the same"


def test_a_pictograph_is_named_in_print():
    assert printable("peace \U0001f54a now") == "peace \u2066‹dove of peace›\u2069 now"


def test_each_form_is_a_file_called_report(edition, tmp_path):
    written = render(edition, list(FORMATS), tmp_path / "out")
    names = [path.name for path in written]
    assert names == [
        "report.html", "report.pdf", "report.docx", "report.epub", "report.md", "report.json",
    ]  # fmt: skip
    (figure,) = (tmp_path / "out" / "figures").iterdir()
    assert f"figures/{figure.name}" in written[4].read_text(encoding="utf-8")


def test_a_format_that_is_not_there_is_named_with_those_that_are(edition, tmp_path):
    with pytest.raises(BadInput, match="no report format 'rtf'; there are html, pdf"):
        render(edition, ["rtf"], tmp_path)


def test_a_footnote_stands_on_the_page_of_its_first_mark_and_no_lead_in_stays_behind(edition):
    """Entries of many lengths, so that page breaks fall everywhere."""
    of = edition.sections[0].entries[0]
    entries = tuple(
        replace(
            of,
            note=at,
            paragraphs=("It said. " * (at % 5) + f"Caption{at} reads:",),
            quotations=(Quotation(f"Begin{at} " + "words of the post " * (at * 7 % 90), at),),
            pictures=(),
        )
        for at in range(1, 60)
    )
    notes = tuple(Note(at, f"Telegram, number{at}.") for at in range(1, 60))
    long = replace(
        edition, lede_note=0, sections=(replace(edition.sections[0], entries=entries),), notes=notes
    )
    pdf = pypdfium2.PdfDocument(as_pdf(long))
    pages = [squeezed(pdf[at].get_textpage().get_text_range()) for at in range(len(pdf))]
    assert len(pages) > 8
    for at in range(1, 60):
        led = next(page for page in pages if f"Caption{at}reads:" in page)
        assert f"number{at}." in led, at
        if len(entries[at - 1].quotations[0].words) < 900:
            assert f"Begin{at}" in led, at
