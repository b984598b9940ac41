"""XLIFF 2: what we write, what tools give back, and what strangers try."""

import re
from xml.etree import ElementTree

import pytest
from exchange_lab import FIRST, SECOND, TRICKY, edit_text, fill
from hypothesis import given
from hypothesis import strategies as st

from marsad.errors import BadInput
from marsad.store import Store
from marsad.translate import Choice, export, import_file
from marsad.translate.exchange.inline import Codes
from marsad.translate.exchange.unit import Unit
from marsad.translate.exchange.xliff_read import read_xliff
from marsad.translate.exchange.xliff_write import xliff

CORE = "{urn:oasis:names:tc:xliff:document:2.0}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.fixture
def store(tmp_path):
    with Store.create(tmp_path / "lab") as made:
        fill(made)
        yield made


@pytest.fixture
def sent(store, tmp_path):
    path = tmp_path / "work.xlf"
    export(store, "xliff", path, Choice(post="post-ar"))
    return path


def _arrived(store, path, post="post-ar", by="Salma Idris"):
    done = import_file(store, path, by)
    assert done.refused == []
    return [each.target for each in store.translations(post=post)[-1].segments]


def test_the_document_has_the_structure_that_the_specification_demands(store, tmp_path):
    path = tmp_path / "ar.xlf"
    export(store, "xliff", path, Choice(language="ar"))
    top = ElementTree.parse(path).getroot()
    assert top.tag == f"{CORE}xliff"
    assert (top.get("version"), top.get("srcLang"), top.get("trgLang")) == ("2.0", "ar", "en")
    files = list(top)
    assert [each.tag for each in files] == [f"{CORE}file"] * 2
    assert len({each.get("id") for each in files}) == 2
    order = ["metadata", "notes", "originalData", "segment"]
    for file in files:
        assert (file.get("srcDir"), file.get("trgDir")) == ("rtl", "ltr")
        units = file.findall(f"{CORE}unit")
        assert [each.get("id") for each in units] == [str(n + 1) for n in range(len(units))]
        for unit in units:
            names = [each.tag.rpartition("}")[2] for each in unit]
            assert names == sorted(names, key=order.index)
            data = {each.get("id") for each in unit.iter(f"{CORE}data")}
            codes = list(unit.iter(f"{CORE}ph"))
            assert {each.get("dataRef") for each in codes} == data
            for side in ("source", "target"):
                ids = [each.get("id") for each in unit.find(f".//{CORE}{side}")]
                assert len(ids) == len(set(ids))
            assert unit.find(f"{CORE}segment").get("state") in {"initial", "translated"}


def test_links_and_hidden_characters_are_placeholders_that_come_back(store, tmp_path):
    path = tmp_path / "tricky.xlf"
    export(store, "xliff", path, Choice(post="post-tr"))
    text = path.read_text("utf-8")
    assert (
        "\u202e" not in text.replace("<data", "\n<data").split("</source>")[0].split("<source>")[1]
    )
    assert 'disp="⟦RLO⟧"' in text
    edit_text(path, ("he said [...]", "he added [i.e., the mayor]"))
    assert _arrived(store, path, "post-tr") == [
        "-2 [sic], he added [i.e., the mayor] \u202eddaH\u202c"
    ]
    assert store.translations(post="post-tr")[-1].segments[0].source == TRICKY


def test_a_tool_that_resegments_marks_and_reorders_is_understood(store, sent):
    text = sent.read_text("utf-8")
    source = re.search(r'<segment state="translated"><source>(.*?)</source>.*?</segment>', text)
    first, rest = source[1].split(" ", 1)
    made = (
        f'<segment state="translated"><source>{first}</source>'
        '<target order="3"><mrk id="m1" type="comment">the council.</mrk></target></segment>'
        '<ignorable><source> </source><target order="2"> </target></ignorable>'
        f'<segment state="reviewed"><source><pc id="p1">{rest}</pc></source>'
        '<target order="1"><sc id="s1"/>Amal Haddad<ec startRef="s1"/> opened</target></segment>'
    )
    sent.write_text(text.replace(source[0], made), encoding="utf-8")
    assert _arrived(store, sent) == ["Amal Haddad opened the council.", SECOND]


def test_metadata_that_a_tool_dropped_is_not_missed(store, sent):
    text = re.sub("<mda:metadata>.*?</mda:metadata>", "", sent.read_text("utf-8"))
    sent.write_text(re.sub(' equiv="[^"]*"| dataRef="[^"]*"', "", text), encoding="utf-8")
    edit_text(sent, (FIRST, "New words."))
    assert _arrived(store, sent) == ["New words.", SECOND]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('srcLang="ar"', 'srcLang="fa"', "the source language is 'fa' and went out as 'ar'"),
        ('trgLang="en"', 'trgLang="fr"', "the target language is 'fr' and went out as 'en'"),
        ('<unit id="2"', '<unit id="1"', "stands 2 times"),
        ('<unit id="2"', '<unit id="7"', "has 2 segments"),
        ('<unit id="2"', '<unit id="zwei"', "id that no export of ours gives"),
        (">post-ar</mda:meta>", ">post-fa</mda:meta>", "post is 'post-fa' and went out as"),
        ('"start">0<', '"start">1<', "start is '1' and went out as 0"),
        ("sha256:", "sha256:0", "digest is"),
        ('version="2.0"', 'version="1.2"', "is of XLIFF 1"),
    ],
)
def test_changed_ids_languages_and_bounds_are_refused_with_the_place(store, sent, old, new, said):
    edit_text(sent, (old, new), (FIRST, "New words."), ("See ", "Do see "))
    refused = import_file(store, sent, "Salma Idris").refused
    assert said in refused[0].reason
    assert refused[0].where.startswith("work.xlf, file 't")
    assert len({each.where for each in refused} | {""}) <= 3


def test_units_out_of_order_are_refused_and_the_others_taken(store, sent):
    text = sent.read_text("utf-8")
    one, two = re.findall(r" <unit .*?</unit>\n", text, re.DOTALL)
    sent.write_text(text.replace(one + two, two + one), encoding="utf-8")
    edit_text(sent, (FIRST, "New words."), ("See ", "Do see "))
    done = import_file(store, sent, "Salma Idris")
    assert done.added == 1
    assert "out of order: it stands after unit 2" in done.refused[0].reason
    assert [each.target for each in store.translations(post="post-ar")[-1].segments] == [
        FIRST,
        "Do see" + SECOND[3:],
    ]


def test_a_mixed_choice_names_its_languages(store, tmp_path):
    with pytest.raises(BadInput, match=r"ar to en, fa to en, ur to en; add --from"):
        export(store, "xliff", tmp_path / "all.xlf")


def test_a_file_cut_short_gives_what_stands_before(store, sent):
    text = sent.read_text("utf-8").replace(FIRST, "New words.")
    sent.write_text(text[: text.index("</unit>") + 20], encoding="utf-8")
    done = import_file(store, sent, "Salma Idris")
    assert done.added == 1
    assert "no well-formed XML after line" in done.refused[0].reason


MIXED = st.text(
    st.sampled_from(
        "abc &<>'\"]\t\n\r\x00\x0b\ufffe\u202e\u2067\u200b\u200c\u00ad\x85\u2028نمکیيك۱٢🏴⟦⟧{}"
    )
    | st.characters(exclude_categories=("Cs",)),
    max_size=60,
)


@given(MIXED, MIXED)
def test_every_text_comes_back_from_xliff_exactly(tmp_path_factory, source, target):
    unit = Unit("f" * 32, 1, source + " https://example.org/ن", target + "x", 0, 9, "translated")
    path = tmp_path_factory.mktemp("xliff") / "one.xlf"
    path.write_text("".join(xliff([unit], ("ar", "en"))), encoding="utf-8", newline="")
    (back,) = read_xliff(path)
    assert (back.source, back.target, back.start, back.end) == (unit.source, unit.target, 0, 9)


def test_source_and_target_share_a_placeholder_for_the_same_link():
    codes = Codes()
    one, two = codes.encoded("a https://e.org https://e.org"), codes.encoded("https://e.org b")
    assert re.findall('id="([0-9]+)"', one) == ["1", "2"]
    assert re.findall('id="([0-9]+)"', two) == ["1"]
