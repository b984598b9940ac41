"""What hostile people write is shown, never obeyed: in every field of every page."""

import json
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

import pytest
from desk_client import seated
from hostile_lab import NOON, fill, post

from marsad.model import (
    Block,
    Event,
    Item,
    Place,
    Report,
)
from marsad.web import app

DATA = Path(__file__).parent / "fixtures" / "hostile"
OWN = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' autofocus onfocus='alert(1)",
    "</textarea></title></style><svg onload=alert(1)>",
    "{{ 7 * 7 }}{% include '/etc/passwd' %}${7*7}#{7*7}",
    "javascript:alert(1)//",
    "https://evil.example/track.png?id=1",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "<!--><script>alert(1)</script-->",
    "]]><script>alert(1)</script>",
    "نص <b onmouseover=alert(1)>عريض</b> \u202egpj.exe\u202c",
    "&lt;script&gt;alert(1)&lt;/script&gt;&#x3C;script&#x3E;",
    "<base href=//evil.example><meta http-equiv=refresh content=0;url=//evil.example>",
    "\u2028javascript:alert(1)\u2029\x7f\x1b[31m",
)
TAGS = {
    "html", "head", "meta", "title", "link", "body", "a", "header", "p", "span", "bdi", "nav",
    "ul", "ol", "li", "main", "h1", "h2", "h3", "h4", "footer", "form", "label", "input",
    "select", "option", "button", "time", "section", "article", "div", "img", "table", "caption",
    "thead", "tbody", "tr", "th", "td", "code", "strong", "details", "summary", "textarea",
    "fieldset", "legend", "iframe", "kbd", "dl", "dt", "dd", "s", "script", "figure", "figcaption",
    "svg", "image", "rect", "datalist",
}  # fmt: skip
ATTRIBUTES = {
    "lang", "dir", "charset", "name", "content", "rel", "href", "type", "class", "id", "tabindex",
    "action", "method", "role", "for", "value", "autocomplete", "selected", "datetime", "title",
    "src", "alt", "scope", "rows", "required", "sandbox", "download", "aria-label",
    "aria-labelledby", "aria-current", "aria-describedby", "formaction", "formnovalidate",
    "checked", "hidden", "data-insert", "data-replace", "data-place", "data-box", "viewbox",
    "width", "height", "x", "y", "reversed", "list", "form", "draggable", "aria-hidden", "open",
    "data-at", "data-of", "data-in", "data-post", "data-missing", "data-quotation", "data-drop",
    "data-try", "data-tried", "data-page", "data-shelf", "data-saved", "data-unsaved", "data-away",
    "data-overtaken", "data-events", "data-nothing", "data-marked", "data-first", "data-ended",
    "data-typed",
}  # fmt: skip

OUR_SCRIPTS = (
    [("src", "/static/translation.js"), ("type", "module")],
    [("src", "/static/editor.js"), ("type", "module")],
    [("src", "/static/keys.js"), ("type", "module")],
    [("type", "application/json"), ("id", "wording")],
)


class Reader(HTMLParser):
    """Reads a page as a browser would and notes whatever our templates never write."""

    def __init__(self):
        super().__init__()
        self.strange = []
        self.said = []

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            leads_out = name in ("href", "src", "action") and not (value or "").startswith(
                ("/", "#")
            )
            if name not in ATTRIBUTES or leads_out or (value or "").startswith("//"):
                self.strange.append((tag, name, value))
        if tag not in TAGS or (tag == "script" and attrs not in OUR_SCRIPTS):
            self.strange.append((tag, attrs))

    def handle_comment(self, data):
        self.strange.append(f"comment {data}")

    def handle_decl(self, decl):
        if decl != "doctype html":
            self.strange.append(decl)

    def handle_data(self, data):
        self.said.append(data)


def read(answer):
    reader = Reader()
    reader.feed(answer.text)
    reader.close()
    assert reader.strange == [], answer.url
    return "".join(reader.said)


def visited(desk, store):
    """Every page about every post, as text."""
    for one in store.posts():
        part = quote(one.id, safe="")
        yield one, read(desk.get(f"/post/{part}")) + read(desk.get(f"/post/{part}?show={'a' * 64}"))


@pytest.fixture
def desk(store):
    return seated(app(store.lab))


def test_our_own_hostile_strings_do_nothing_in_any_field(store, desk):
    fill(store, OWN)
    for number, (one, said) in enumerate(visited(desk, store)):
        assert "alert(1)" in said or "alert" not in one.text
        read(desk.get(f"/translation/tr-{number}"))
    for address in ("/", "/translations", "/status", "/reports"):
        read(desk.get(address))


def test_hostile_strings_do_nothing_in_a_report(store, desk):
    fill(store, OWN)
    for number, said in enumerate(OWN):
        store.add(
            Event(said, said, NOON.date(), NOON.date(), said, said),
            Report(
                f"r-{number}", f"handle {said}", said, number + 1, said, date(2024, 5, 15), said,
                tier=said, event=said, state=said, made_by=said, signed_by=(said,), made_at=NOON,
                blocks=(Block(said, (Item(post(number, said).id, said),)),),
            ),
        )  # fmt: skip
    read(desk.get("/reports"))
    read(desk.get("/events"))
    for event in store.events():
        read(desk.get(f"/event/{quote(event.id, safe='')}"))
    for one in store.reports():
        part = quote(one.handle, safe="")
        read(desk.get(f"/report/{part}"))
        read(desk.get(f"/report/{part}/edit"))
        read(desk.get(f"/report/{part}/edit?from=search&q=alert"))
        read(desk.get(f"/report/{part}/versions"))
        named = desk.get(f"/report/{part}/file/json").headers
        assert '"' not in named.get("content-disposition", "").split('filename="', 1)[-1][:-1]


def test_hostile_strings_do_nothing_in_an_address(store, desk):
    store.add(Place("p", "telegram", "قناة"))
    for said in OWN:
        part = quote(said, safe="")
        for address in (
            f"/?q={part}", f"/?place={part}", f"/?day={part}", f"/?until={part}", f"/?skip={part}",
            f"/{part}", f"/post/{part}", f"/translation/{part}", f"/report/{part}",
            f"/report/{part}/edition", f"/report/{part}/edit", f"/report/{part}/versions",
            f"/translations?state={part}", f"/translations?page={part}",
            f"/events?skip={part}", f"/event/{part}", f"/event/{part}/csv",
        ):  # fmt: skip
            read(desk.get(address))


def test_direction_controls_are_shown_as_marks_and_never_as_themselves(store, desk):
    fill(store, [f"file{control}gpj.exe" for control in "\u202e\u202d\u2066\u2067\u200f\u200b"])
    for _, said in visited(desk, store):
        assert not set(said) & set("\u202e\u202d\u2066\u2067\u200f\u200b")
        assert "⟦" in said


def test_links_are_defanged_wherever_they_stand(store, desk):
    fill(store, ["see https://evil.example/a and t.me/evil_channel"])
    for _, said in visited(desk, store):
        assert "hxxps://evil[.]example/a" in said
        assert "https://evil" not in said
        assert "t.me/evil" not in said.replace("t[.]me", "")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["payloads.json", "blns.json"])
def test_public_collections_of_hostile_strings_do_nothing(store, desk, name):
    found = json.loads((DATA / name).read_text(encoding="utf-8"))
    strings = list(dict.fromkeys(_strings(found)))
    assert len(strings) > 100
    # Fifteen strings a post: as lines of one text, each is in every field that takes a line.
    fill(store, ["\n".join(strings[at : at + 15]) for at in range(0, len(strings), 15)])
    assert sum(1 for _ in visited(desk, store)) >= len(strings) // 15
    for address in ("/", "/translations", "/reports", "/status"):
        read(desk.get(address))


def _strings(found):
    if isinstance(found, str):
        yield found
    elif isinstance(found, list | dict):
        for each in found.values() if isinstance(found, dict) else found:
            yield from _strings(each)


def test_the_reader_of_these_tests_would_notice():
    """Guards the guard: what it must find strange, it does."""
    for said in ("<script>", "<p onclick=x>", '<a href="https://evil.example">', "<img src=//e>"):
        reader = Reader()
        reader.feed(said)
        assert reader.strange, said
