"""The languages of the desk: whoever asks chooses, and the catalogues hold what the code says."""

import importlib.util
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
import report_lab as lab
from fastapi.testclient import TestClient
from jinja2 import nodes

from marsad.errors import BadInput
from marsad.settings import DESK_LANGUAGES, load
from marsad.web import app, paper, wording
from marsad.web.terms import TERMS

ROOT = Path(__file__).parent.parent
HERE = "http://127.0.0.1:8200"


def _messages():
    spec = importlib.util.spec_from_file_location("messages", ROOT / "setup" / "messages.py")
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


messages = _messages()
CATALOGUES = {path.parts[-3]: path for path in messages.catalogues()}


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with lab.fill(tmp_path_factory.mktemp("wording") / "lab", "Asia/Amman") as store:
        yield store


def desk(store, **headers):
    return TestClient(app(store.lab), base_url=HERE, headers=headers)


def spoken(answer):
    return re.search(r'<html lang="(\w+)" dir="(\w+)">', answer.text).groups()


def test_a_choice_goes_before_the_browser_and_the_browser_before_the_lab(store, monkeypatch):
    assert spoken(desk(store).get("/")) == ("en", "ltr")
    monkeypatch.setenv("MARSAD_DESK_LANGUAGE", "ar")
    arabic = desk(store)
    assert spoken(arabic.get("/")) == ("ar", "rtl")
    asks = {"accept-language": "fr-CH, en;q=0.7, ar;q=0.3"}
    assert spoken(arabic.get("/", headers=asks)) == ("en", "ltr")
    arabic.cookies.set("language", "ar")
    assert spoken(arabic.get("/", headers=asks)) == ("ar", "rtl")
    arabic.cookies.set("language", "<script>")
    assert spoken(arabic.get("/", headers=asks)) == ("en", "ltr")


@pytest.mark.parametrize(
    ("header", "tag"),
    [
        ("", ""), ("*", ""), ("ar", "ar"), ("ar-EG,en;q=0.9", "ar"), ("en;q=0.1,ar;q=0.2", "ar"),
        ("AR-x", "ar"), ("ar;q=0,en", "en"), ("ar;q=x,en", "en"), (";q=,,;", ""), ("fa,ur", ""),
    ],
)  # fmt: skip
def test_a_browser_asks_in_its_own_order(header, tag):
    assert wording.asked_for(header) == tag


def test_a_language_is_chosen_on_a_page_of_its_own_and_leads_back(store):
    client = desk(store)
    page = client.get("/?q=%D9%86%D9%87%D8%B1&order=oldest").text
    (away,) = re.findall(r'href="(/language\?[^"]+)"', page)
    offered = client.get(away.replace("&amp;", "&")).text
    token, back = (
        re.search(rf'name="{name}" value="([^"]*)"', offered)[1] for name in ("form_token", "back")
    )
    said = {"form_token": token, "language": "ar", "back": back.replace("&amp;", "&")}
    same = {"origin": HERE}
    answer = client.post("/language", data=said, headers=same, follow_redirects=False)
    assert answer.headers["location"] == "/?q=%D9%86%D9%87%D8%B1&order=oldest"
    assert spoken(client.get("/")) == ("ar", "rtl")
    assert spoken(client.get("/nowhere")) == ("ar", "rtl")
    assert client.post("/language", data=said | {"language": "xx"}, headers=same).status_code == 400
    assert client.post("/language", data=said | {"form_token": ""}, headers=same).status_code == 403


@pytest.mark.parametrize("away", ["https://evil.example/", "//evil.example", "/\\evil", "x"])
def test_choosing_a_language_leads_to_no_other_machine(store, away):
    assert 'name="back" value="/"' in desk(store).get("/language", params={"back": away}).text


def test_a_setting_that_names_no_language_of_the_desk_is_refused():
    with pytest.raises(BadInput, match="desk_language is 'tlh'; expected one of en, ar"):
        load(None, {"MARSAD_DESK_LANGUAGE": "tlh"})
    assert set(DESK_LANGUAGES) == set(wording.LANGUAGES) == set(CATALOGUES)


@pytest.mark.parametrize("tag", CATALOGUES)
def test_a_catalogue_holds_every_message_of_the_code_and_no_other(tag):
    """``make messages`` brings it up to date."""
    now, held = messages.extracted(), messages.catalogue(CATALOGUES[tag])
    keys = [{(each.context, _one(each.id)) for each in one if each.id} for one in (now, held)]
    assert keys[0] == keys[1]


@pytest.mark.parametrize("tag", CATALOGUES)
def test_a_catalogue_is_compiled_as_it_stands(tag):
    path = CATALOGUES[tag]
    assert path.with_suffix(".mo").read_bytes() == messages.compiled(messages.catalogue(path))


def _one(id):
    return id if isinstance(id, str) else id[0]


class Said(HTMLParser):
    """The words of a page that no catalogue knows: outside of code and keys."""

    def __init__(self):
        super().__init__()
        self.inside, self.words = [], []

    def handle_starttag(self, tag, attrs):
        self.inside.append(tag)
        for name, value in attrs:
            if name in ("aria-label", "title", "alt", "placeholder") and value:
                self.handle_data(value)
        if tag in ("meta", "link", "input", "img", "br", "hr", "rect", "image"):
            self.inside.pop()

    def handle_endtag(self, tag):
        if tag in self.inside:
            while self.inside.pop() != tag:
                pass

    def handle_data(self, data):
        if not {"code", "kbd", "script"} & set(self.inside):
            self.words += re.findall(r"[A-Za-z]{2,}", data)


TEMPLATES = sorted((ROOT / "src/marsad/web/templates").glob("*.html"))
NAMES = {"Marsad", "SHA"}
"""What is written so in every language."""


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_every_word_of_a_template_is_a_message(path):
    tree = paper.environment().parse(path.read_text(encoding="utf-8"))
    said = Said()
    said.feed("".join(map(_plain, tree.body)))
    assert not set(said.words) - NAMES


ELSEWHERE = (
    nodes.Extends | nodes.FromImport | nodes.Include | nodes.Assign | nodes.AssignBlock
)  # fmt: skip
"""Names of templates, and values that are shown by expressions."""


def _plain(node):
    """What a template says itself, its expressions left out, both ways of each branch."""
    if isinstance(node, nodes.TemplateData):
        return node.data
    if isinstance(node, nodes.Output):
        return "".join(map(_plain, node.nodes))
    if isinstance(node, nodes.CondExpr):
        return "\n".join(_plain(each) for each in (node.expr1, node.expr2) if each)
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        return node.value
    if isinstance(node, nodes.Expr | ELSEWHERE):
        return ""
    return "".join(map(_plain, node.iter_child_nodes()))


def test_a_word_that_no_catalogue_knows_would_be_noticed():
    tree = paper.environment().parse(
        '<p>{% if a %}Lost {% endif %}{{ "kept" if a else "gone" }}</p>'
    )
    said = Said()
    said.feed("".join(map(_plain, tree.body)))
    assert said.words == ["Lost", "kept", "gone"]


def test_a_word_from_outside_is_no_word_of_the_desk():
    assert paper.word("draft") == "draft"
    assert "draft" in TERMS
    assert paper.word("https://evil.example") == '<bdi dir="auto">hxxps://evil[.]example</bdi>'
