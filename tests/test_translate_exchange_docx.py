"""Word: what Word and LibreOffice save, and what a document must not bring along."""

import zipfile
from xml.etree import ElementTree

import pytest
from exchange_lab import FIRST, SECOND, Canary, edit_docx, fill, pack
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.store import Store
from marsad.text.bidi import unmarked, visible_controls
from marsad.translate import export, import_file
from marsad.translate.exchange.docx_read import read_docx
from marsad.translate.exchange.docx_write import docx
from marsad.translate.exchange.unit import Unit

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RELATIONS = "word/_rels/document.xml.rels"


@pytest.fixture
def store(tmp_path):
    with Store.create(tmp_path / "lab") as made:
        fill(made)
        yield made


@pytest.fixture
def sent(store, tmp_path):
    path = tmp_path / "work.docx"
    export(store, "docx", path)
    return path


@pytest.fixture
def canary():
    made = Canary()
    yield made
    made.close()


def _refusal(store, path):
    done = import_file(store, path, "Salma Idris")
    assert (done.added, done.unchanged) == (0, 0)
    (refused,) = done.refused
    return refused.reason


def test_each_text_has_its_direction_and_each_arabic_run_a_font_with_its_letters(sent):
    with zipfile.ZipFile(sent) as packed:
        top = ElementTree.fromstring(packed.read("word/document.xml"))
        styles = packed.read("word/styles.xml").decode()
    rows = [row.findall(f"{W}tc") for row in top.iter(f"{W}tr")]
    units = [row for row in rows if len(row) == 4][1:]
    assert len(units) == 7
    for row in units:
        source, target = row[1].find(f"{W}p"), row[2].find(f"{W}p")
        assert source.find(f"{W}pPr/{W}bidi") is not None
        assert target.find(f"{W}pPr/{W}bidi") is None
        for run in source.iter(f"{W}r"):
            text = "".join(each.text for each in run.iter(f"{W}t"))
            arabic = any("\u0600" <= letter <= "\u06ff" for letter in text)
            assert (run.find(f"{W}rPr/{W}rtl") is not None) == arabic
    assert 'w:cs="Arial"' in styles
    assert [run.text for run in units[0][1].iter(f"{W}t")] == [
        "افتتح",
        " Amal Haddad ",
        "المجلس",
        ".",
    ]


def test_overrides_are_shown_in_source_target_and_names_and_come_back(store, sent):
    with zipfile.ZipFile(sent) as packed:
        text = packed.read("word/document.xml").decode()
    assert "\u202e" not in text
    assert "\u200b" not in text
    assert text.count("⟦RLO⟧") == 4 + 2  # the name of the place above each text; source, target
    edit_docx(sent, ("he said [...] ", "he added [...] "))
    assert import_file(store, sent, "Salma Idris").refused == []
    (made,) = store.translations(post="post-tr")
    assert made.segments[0].target == "-2 [sic], he added [...] \u202eddaH\u202c"


def test_tracked_changes_links_split_runs_and_comments_are_read_as_word_shows_them(store, sent):
    old = f'<w:r><w:rPr></w:rPr><w:t xml:space="preserve">{FIRST}</w:t></w:r>'
    new = (
        '<w:proofErr w:type="spellStart"/><w:r><w:t>Amal</w:t></w:r><w:r><w:t xml:space="preserve">'
        ' Haddad </w:t></w:r><w:del w:id="1" w:author="Salma"><w:r><w:delText>[the mayor]'
        '</w:delText></w:r></w:del><w:ins w:id="2" w:author="Salma"><w:r><w:t>[sic]</w:t></w:r>'
        '</w:ins><w:moveFrom w:id="3"><w:r><w:t>gone</w:t></w:r></w:moveFrom>'
        '<w:commentRangeStart w:id="0"/><w:hyperlink r:id="rId9" xmlns:r="x"><w:r><w:t '
        'xml:space="preserve"> opened</w:t></w:r></w:hyperlink><w:r><w:br/><w:t>it</w:t><w:tab/>'
        "<w:t>all.</w:t></w:r>"
    )
    edit_docx(sent, (old, new))
    link = (
        '<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/hyperlink" Target="https://example.org" TargetMode="External"/>'
    )
    edit_docx(sent, ("</Relationships>", link + "</Relationships>"), part=RELATIONS)
    done = import_file(store, sent, "Salma Idris")
    assert (done.added, done.refused) == (1, [])
    (made,) = store.translations(post="post-ar")
    assert [each.target for each in made.segments] == [
        "Amal Haddad [sic] opened\nit\tall.",
        SECOND,
    ]


def test_marks_cut_into_runs_of_one_script_are_put_together(store, sent):
    """LibreOffice saves every mark as three runs and renames our styles."""
    style = '<w:rPr><w:rStyle w:val="MarsadControl"/></w:rPr>'
    for name in ("RLO", "PDF", "ZWSP"):
        whole = (
            '<w:r><w:rPr><w:rStyle w:val="Control"/></w:rPr>'
            f'<w:t xml:space="preserve">⟦{name}⟧</w:t></w:r>'
        )
        cut = "".join(f"<w:r>{style}<w:t>{each}</w:t></w:r>" for each in ("⟦", name, "⟧"))
        edit_docx(sent, (whole, cut))
    assert import_file(store, sent, "Omar Nasser").refused == []


def test_a_row_that_lost_its_number_is_refused(store, sent):
    (unit, *_) = store.translations(post="post-ar")
    edit_docx(sent, (f"t{unit.id}.1", "1"))
    done = import_file(store, sent, "Omar Nasser")
    assert (done.added, done.unchanged) == (0, 4)
    assert done.refused[0].where == "work.docx, row 3"
    assert "lost the number" in done.refused[0].reason


@pytest.mark.parametrize("name", ["word/vbaProject.bin", "word/embeddings/oleObject1.bin"])
def test_macros_and_embedded_programs_are_refused(store, sent, name):
    with zipfile.ZipFile(sent, "a") as packed:
        packed.writestr(name, b"\xd0\xcf\x11\xe0")
    assert f"holds a macro or a program ('{name}')" in _refusal(store, sent)


@pytest.mark.parametrize("kind", ["attachedTemplate", "image", "oleObject", "subDocument", "frame"])
def test_parts_from_elsewhere_are_refused_and_never_fetched(store, sent, kind, canary):
    relation = (
        f'<Relationship Id="rId9" Type="http://x/{kind}" Target="{canary.url}" '
        'TargetMode="External"/></Relationships>'
    )
    edit_docx(sent, ("</Relationships>", relation), part=RELATIONS)
    assert "would fetch a part from elsewhere" in _refusal(store, sent)
    assert canary.visits == []


def test_the_template_of_a_translators_own_disk_is_nothing_to_fetch(store, sent):
    relation = (
        '<Relationship Id="rId9" Type="http://x/attachedTemplate" '
        'Target="file:///C:\\Users\\Salma\\Normal.dotm" TargetMode="External"/></Relationships>'
    )
    edit_docx(sent, ("</Relationships>", relation), part=RELATIONS)
    assert import_file(store, sent, "Omar Nasser").unchanged == 4


def test_a_bomb_is_stopped_at_the_cap(store, tmp_path, monkeypatch):
    monkeypatch.setattr("marsad.translate.exchange.docx_read.LARGEST", 1 << 20)
    path = tmp_path / "bomb.docx"
    pack(path, {"word/document.xml": b"<w>" + b" " * (2 << 20)})
    assert "unpacks to more than 1,048,576 bytes" in _refusal(store, path)
    data = path.read_bytes()
    size = (2 << 20) + 3
    path.write_bytes(data.replace(size.to_bytes(4, "little"), (9).to_bytes(4, "little")))
    assert "cannot be opened: Bad CRC-32" in _refusal(store, path)


def test_a_broken_zip_is_one_sentence(store, sent):
    data = sent.read_bytes()
    at = data.index(b"word/document.xml") + 200
    sent.write_bytes(data[:at] + bytes(50) + data[at + 50 :])
    assert import_file(store, sent, "Omar Nasser").refused


TEXT = st.text(
    st.sampled_from("ab &<\n\t\r\x00\x0b\ufffe\u202e\u200b\u200c\u2028نمی۱🏴⟦⟧")
    | st.characters(exclude_categories=("Cs",)),
    max_size=40,
)


@settings(deadline=None)
@given(TEXT.filter(str.strip), TEXT)
def test_every_text_comes_back_from_word_exactly(tmp_path_factory, source, target):
    path = tmp_path_factory.mktemp("docx") / "one.docx"
    unit = Unit("f" * 32, 1, source, target, 0, 9, "translated", "note", digest="sha256:0")
    with path.open("wb") as out:
        docx([unit], out)
    (back,) = read_docx(path)
    assert (back.source, back.target, back.start, back.end) == (source, target, 0, 9)
    assert (back.state, back.digest) == ("translated", "sha256:0")


@given(st.text(st.sampled_from("\u202e\u200b\u2069\ufeff\U000e0067\x7fab نم"), max_size=20))
def test_marks_of_hidden_characters_are_turned_back(text):
    assert unmarked(visible_controls(text)) == text


def test_what_only_looks_like_a_mark_stays():
    assert unmarked("⟦U+FFFFFF⟧ ⟦NOPE⟧ ⟦⟧") == "⟦U+FFFFFF⟧ ⟦NOPE⟧ ⟦⟧"
