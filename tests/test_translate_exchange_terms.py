"""TBX for the termbase and TMX for the memory."""

import tomllib
from xml.etree import ElementTree

import pytest
from exchange_lab import edit_text, fill

from marsad.errors import BadInput
from marsad.store import Store
from marsad.translate import Choice, Termbase, export, import_file

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
TOML = """
[[term]]
term = "إمارة"
language = "ar"
target = "emirate"
gloss = "a territory under an <emir> & his house"
forms = ["الامارة", "إمارات"]
forbidden = ["state", "kingdom"]
definition = "منطقة يحكمها أمير"
transliteration = "imāra"
source = "Glossary of the lab, 2024"
[[term]]
term = "شورا"
language = "fa"
gloss = "a council"
fiction = true
"""


@pytest.fixture
def store(tmp_path):
    with Store.create(tmp_path / "lab") as made:
        fill(made)
        (made.lab / "termbase.toml").write_text(TOML, encoding="utf-8")
        yield made


@pytest.fixture
def terms(store, tmp_path):
    path = tmp_path / "terms.tbx"
    assert export(store, "tbx", path) == len(Termbase.of(store).terms) > 100
    return path


def test_a_termbase_unchanged_changes_nothing(store, terms):
    done = import_file(store, terms)
    count = len(Termbase.of(store).terms)
    assert (done.added, done.unchanged, done.refused, done.written) == (0, count, [], "")


def test_one_changed_target_is_written_beside_the_termbase(store, terms):
    edit_text(terms, ("<term>emirate</term>", "<term>amirate</term>"))
    done = import_file(store, terms)
    assert (done.added, done.unchanged) == (1, len(Termbase.of(store).terms) - 1)
    assert (store.lab / "termbase.toml").read_text("utf-8") == TOML
    beside = store.lab / "termbase.from-terms.toml"
    assert done.written == str(beside)
    (entry,) = tomllib.loads(beside.read_text("utf-8"))["term"]
    (was, _) = tomllib.loads(TOML)["term"]
    assert entry == was | {"target": "amirate"}
    assert len(Termbase.load(beside).terms) == 1


def test_the_older_form_that_weblate_writes_and_style_dct_are_read(store, tmp_path):
    path = tmp_path / "old.tbx"
    path.write_text(
        '<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd"><martif type="TBX" xml:lang="en"><text>'
        '<body><termEntry id="1"><descripGrp><descrip type="definition">a market</descrip>'
        '</descripGrp><langSet xml:lang="en"><tig><term>market</term></tig><ntig><termGrp><term>'
        'mall</term><termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote>'
        '</termGrp></ntig></langSet><langSet xml:lang="ur"><tig><term>بازار</term></tig></langSet>'
        '</termEntry><termEntry><langSet xml:lang="en"><tig><term>alone</term></tig></langSet>'
        "</termEntry></body></text></martif>",
        encoding="utf-8",
    )
    done = import_file(store, path)
    assert (done.added, len(done.refused)) == (1, 1)
    (term,) = Termbase.load(store.lab / "termbase.from-old.toml").terms
    assert (term.term, term.target, term.forbidden) == ("بازار", "market", ("mall",))
    assert term.definition == "a market"


def test_an_entity_in_a_termbase_is_refused(store, tmp_path):
    path = tmp_path / "evil.tbx"
    path.write_text("<!DOCTYPE tbx [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><tbx>&a;</tbx>")
    with pytest.raises(BadInput, match="declares entities"):
        import_file(store, path)


def test_the_memory_goes_out_with_who_and_when_and_no_draft(store, tmp_path):
    path = tmp_path / "memory.tmx"
    assert export(store, "tmx", path) == 1  # one translation, two segments
    top = ElementTree.parse(path).getroot()
    assert (top.tag, top.get("version")) == ("tmx", "1.4")
    header = top.find("header")
    assert {"creationtool", "creationtoolversion", "segtype", "o-tmf", "adminlang", "srclang",
            "datatype"} == set(header.keys())  # fmt: skip
    units = top.findall("body/tu")
    assert len(units) == 2
    for unit in units:
        assert unit.get("creationid") == "person:Salma Idris"
        assert unit.get("changeid") == "person:Omar Nasser"
        assert len(unit.get("changedate")) == 16
        assert [each.get(LANG) for each in unit.findall("tuv")] == ["ur", "en"]
    assert units[0].findtext("tuv/seg") == "شہر کا میلہ اتوار کو ہے۔"
    with pytest.raises(BadInput, match="holds no drafts"):
        export(store, "tmx", path, Choice(state="draft"))
