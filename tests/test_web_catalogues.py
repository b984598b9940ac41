"""The catalogues hold what the code says, and say in each language what it takes."""

import importlib.util
import json
import re
import sys
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import nodes

from marsad.web import paper, wording

ROOT = Path(__file__).parent.parent


def _messages():
    sys.path.append(str(ROOT / "setup"))
    spec = importlib.util.spec_from_file_location("messages", ROOT / "setup" / "messages.py")
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


messages = _messages()
CATALOGUES = {path.parts[-3]: path for path in messages.catalogues()}


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


def _taken(tmp_path, code):
    """What is taken from a file that says this."""
    said = tmp_path / "said.py"
    said.write_text(code, encoding="utf-8")
    return list(messages.messages_of(said, messages.KEYWORDS))


def test_values_of_a_phrase_are_no_part_of_it_and_a_template_that_is_filled_at_once_is_refused(
    tmp_path,
):
    code = """def told(id):
    pgettext("word", "kept")
    return Counted("%(num)s post", "%(num)s posts", 2), Phrase("no post %(id)s", id=f"{id:,}")
"""
    kept = [("kept", "word"), (("%(num)s post", "%(num)s posts"), None), ("no post %(id)s", None)]
    assert _taken(tmp_path, code) == kept
    with pytest.raises(SystemExit, match="cannot be translated"):
        _taken(tmp_path, 'raise NotFound(Phrase(f"no post {id}"))')


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
            # Macros that make addresses are no words.
            self.words += re.findall(r"(?<![/\w])[A-Za-z]{2,}", data)


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


PLACEHOLDER = re.compile(r"%\((\w+)\)([sd])|%%")
MARKUP = re.compile(r"</?\w+[^>]*>")
MARKS = re.compile("[\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
TRANSLATED = [tag for tag in CATALOGUES if tag != "en"]


def _said(tag):
    """Each message of a catalogue with its forms, one of which is enough where it has no plural."""
    for each in messages.catalogue(CATALOGUES[tag]):
        if each.id:
            forms = (each.string,) if isinstance(each.string, str) else each.string
            yield each, tuple(forms)


@pytest.mark.parametrize("tag", TRANSLATED)
def test_every_message_is_translated_in_all_its_forms_and_none_is_a_guess(tag):
    plurals = messages.catalogue(CATALOGUES[tag]).num_plurals
    assert tag != "ar" or plurals == 6
    for each, forms in _said(tag):
        assert all(form.strip() or each.id == form for form in forms), each.id
        assert not each.fuzzy, each.id
        assert len(forms) == (plurals if each.pluralizable else 1), each.id


@pytest.mark.parametrize("tag", TRANSLATED)
def test_a_translation_takes_what_its_message_takes_and_brings_no_marks_of_direction(tag):
    for each, forms in _said(tag):
        meant = each.id if isinstance(each.id, str) else each.id[1]
        for at, form in enumerate(forms):
            # Zero, one and two are said without their number where a language has words for them.
            few = each.pluralizable and at < 3
            taken = set(PLACEHOLDER.findall(form))
            lacking = set(PLACEHOLDER.findall(meant)) - taken
            assert not taken - set(PLACEHOLDER.findall(meant)), form
            assert not lacking or (few and {name for name, _ in lacking} <= {"num", "count"}), form
            assert sorted(MARKUP.findall(form)) == sorted(MARKUP.findall(meant)), form
            assert not MARKS.search(form), form


@contextmanager
def speaking(tag):
    """Speak a language within a block, as a request does for its length."""
    before = wording._spoken.set(tag)
    try:
        yield
    finally:
        wording._spoken.reset(before)


def test_each_of_the_six_arabic_plurals_is_chosen_for_its_numbers():
    with speaking("ar"):
        said = [
            wording.ngettext("%(num)d post", "%(num)d posts", n) % {"num": n}
            for n in (0, 1, 2, 3, 10, 11, 99, 100, 102, 103)
        ]
    assert said == [
        "لا منشورات", "منشور واحد", "منشوران", "3 منشورات", "10 منشورات", "11 منشورًا",
        "99 منشورًا", "100 منشور", "102 منشور", "103 منشورات",
    ]  # fmt: skip


def test_scripts_get_their_messages_and_nothing_that_ends_their_block():
    with speaking("ar"):
        said = json.loads(paper.script_words())
    code = "".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "src/marsad/web/static").rglob("*.js")
    )
    assert set(said) == set(re.findall(r'say\("script", "([^"]+)"', code))
    assert "<" not in paper.script_words()


SIDES = re.compile(
    r"(?<![\w-])(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)"
    r"|(?<![\w-])(?:left|right|width|height|(?:min|max)-(?:width|height))\s*:"
    r"|(?:text-align|float|clear)\s*:\s*(?:left|right)"
    r"|border-(?:top|bottom)-(?:left|right)-radius"
    r"|(?<![\w-])(?:margin|padding|inset|border-width)\s*:\s*(?:[^\s;(]+\s+){3}[^\s;(]+"
)
"""What names a side of the screen where a side of the text is meant."""


def test_no_style_names_a_side_of_the_screen():
    sheets = list((ROOT / "src/marsad/web/static").glob("*.css"))
    assert sheets
    for sheet in sheets:
        style = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.S)
        style = re.sub(r"@media[^{]*", "", style)
        assert SIDES.findall(style) == [], sheet.name
    for bad in ("p { margin-left: 1px }", "b { padding: 0 1px 0 0; }", "i { text-align:right }"):
        assert SIDES.search(bad)
    for template in TEMPLATES:
        assert "style=" not in template.read_text(encoding="utf-8")
