"""XML from strangers: one clear sentence, no file, no network, bounded memory and time."""

import time
from pathlib import Path

import pytest
from exchange_lab import Canary, edit_text, fill, pack

from marsad.errors import BadInput
from marsad.store import Store
from marsad.translate import Choice, export, import_file
from marsad.translate.exchange import xml_read
from marsad.translate.exchange.xml_read import records

DEFUSED = Path(__file__).parents[2] / "shared/data/hostile/defusedxml/xmltestdata"
LOL = "<!ENTITY a0 'lol'>" + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))
QUADRATIC = f"<!ENTITY a9 '{'x' * 100_000}'>"
TOP = '<xliff version="2.0" srcLang="ar" trgLang="en"><file id="tf">'
UNIT = '<unit id="1"><segment><source>{}</source><target>x</target></segment></unit>'
END = "</file></xliff>"


@pytest.fixture
def store(tmp_path):
    with Store.create(tmp_path / "lab") as made:
        fill(made)
        yield made


@pytest.fixture
def canary():
    made = Canary()
    yield made
    made.close()


@pytest.fixture
def secret(tmp_path):
    path = tmp_path / "secret.txt"
    path.write_text("the secret of this machine")
    return path


def _refusal(store, path, text):
    """What is said about a file, in less than five seconds."""
    path.write_bytes(text.encode())
    began = time.monotonic()
    try:
        done = import_file(store, path, "Salma Idris")
    except BadInput as error:
        said = str(error)
    else:
        assert (done.added, done.unchanged) == (0, 0)
        said = " ".join(each.reason for each in done.refused)
    assert time.monotonic() - began < 5
    assert "secret of this machine" not in said
    return said


def _attacks(secret, url):
    yield "lol", f"<!DOCTYPE xliff [{LOL}]>", "&a9;"
    yield "quadratic", f"<!DOCTYPE xliff [{QUADRATIC}]>", "&a9;" * 10_000
    yield "file", f"<!DOCTYPE xliff [<!ENTITY a9 SYSTEM '{secret.as_uri()}'>]>", "&a9;"
    yield "http", f"<!DOCTYPE xliff [<!ENTITY a9 SYSTEM '{url}'>]>", "&a9;"
    yield "parameter", f"<!DOCTYPE xliff [<!ENTITY % p SYSTEM '{url}'> %p;]>", "&a9;"
    yield "default", "<!DOCTYPE xliff [<!ATTLIST unit id CDATA 'x'>]>", ""


def test_entities_are_refused_before_one_of_them_is_read(store, tmp_path, secret, canary):
    for name, dtd, body in _attacks(secret, canary.url):
        text = f"{dtd}{TOP}{UNIT.format(body)}{END}"
        said = _refusal(store, tmp_path / f"{name}.xlf", text)
        assert "declares entities of its own" in said, name
    assert canary.visits == []


def test_a_dtd_that_is_only_named_is_never_looked_at(store, tmp_path, canary, secret):
    for target in (canary.url, secret.as_uri()):
        text = f"<!DOCTYPE xliff SYSTEM '{target}'>{TOP}{UNIT.format('&quot;')}{END}"
        assert "there is no translation 'f'" in _refusal(store, tmp_path / "n.xlf", text)
        text = f"<!DOCTYPE xliff SYSTEM '{target}'>{TOP}{UNIT.format('&secret;')}{END}"
        assert "'secret' is declared nowhere" in _refusal(store, tmp_path / "n.xlf", text)
    assert canary.visits == []


@pytest.mark.parametrize("there", ["file", "server"])
def test_an_xinclude_is_only_an_element(store, tmp_path, canary, secret, there):
    path = tmp_path / "work.xlf"
    export(store, "xliff", path, Choice(post="post-ar"))
    target = canary.url if there == "server" else secret.as_uri()
    space = 'xmlns:xi="http://www.w3.org/2001/XInclude"'
    include = f'<xi:include {space} href="{target}" parse="text"/>'
    edit_text(path, ("opened the council.", f"{include}words."))
    assert import_file(store, path, "Salma Idris").refused == []
    (made,) = store.translations(post="post-ar")
    assert made.segments[0].target == "Amal Haddad [the mayor] words."
    assert canary.visits == []


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<a>" * 100_000, "nest deeper than 100"),
        (f'<a b="{"x" * 40_000_000}"/>', "a tag longer than"),
        ("<a/>" * 300_000, "an entry larger than"),
        ("x" * 40_000_000, "an entry larger than"),
        ("<a", "no well-formed XML"),
        ("\x00", "no well-formed XML"),
        ("</segment>", "no well-formed XML"),
    ],
)
def test_deep_huge_and_broken_elements_end_the_file_with_a_sentence(store, tmp_path, body, said):
    text = TOP + UNIT.replace("</source>", "").format(body) + END
    assert said in _refusal(store, tmp_path / "big.xlf", text)


def test_nothing_is_kept_of_what_lies_around_the_records(tmp_path):
    """A file may be larger than memory as long as each entry is small."""
    path = tmp_path / "long.xml"
    with path.open("wb") as out:
        out.write(b"<top>")
        for _ in range(2_000):
            out.write(b"<noise a='b'>filler filler filler</noise>" * 50 + b"<tu>x</tu>")
        out.write(b"</top>")
    with path.open("rb") as file:
        reader = xml_read.records(file, path.name, "tu")
        assert sum(1 for _ in reader) == 2_000
    with path.open("rb") as file:
        first = next(records(file, path.name, "tu"))
    assert [each.name for each in first.around] == ["top"]
    assert first.around[0].parts == []


@pytest.mark.skipif(not DEFUSED.exists(), reason="the collection of bombs is not here")
def test_the_known_bombs_are_refused(store, tmp_path):
    for path in sorted(DEFUSED.glob("*.xml")):
        _refusal(store, tmp_path / path.name, path.read_text("utf-8"))


def test_every_encoding_of_a_bomb_is_seen_through(store, tmp_path):
    text = f"<?xml version='1.0' encoding='utf-16'?><!DOCTYPE xliff [{LOL}]>{TOP}&a9;{END}"
    path = tmp_path / "wide.xlf"
    path.write_bytes(text.encode("utf-16"))
    with pytest.raises(BadInput, match="declares entities"):
        import_file(store, path, "Salma Idris")


def test_xml_of_another_kind_and_other_zips_are_named(store, tmp_path):
    path = tmp_path / "x.xml"
    path.write_text("<html/>")
    with pytest.raises(BadInput, match=r"XML of another kind \(<html>\)"):
        import_file(store, path, "Salma Idris")
    pack(path, {"a.txt": b"x"})
    with pytest.raises(BadInput, match="in no form that is read here"):
        import_file(store, path, "Salma Idris")
