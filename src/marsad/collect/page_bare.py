"""Runs in a capped child: a page as it was, without what could run, load, send or lead away.

Everything is written anew: tags and attributes from a list, text escaped. What a browser makes of
the rest cannot be foreseen, and a link alone is enough to tell its owner that somebody is about to
follow it: browsers open connections when a mouse button goes down.
"""

import re
from collections.abc import Iterator
from html import escape
from typing import Any

from lxml import html

from marsad.collect.page_encoding import decode
from marsad.collect.warc_page import unpacked
from marsad.engine.capped import decoder
from marsad.errors import BadInput
from marsad.phrase import Phrase
from marsad.text.links import defang

TAGS = frozenset((
    "a", "abbr", "address", "article", "aside", "b", "bdi", "bdo", "big", "blockquote", "br",
    "caption", "center", "cite", "code", "col", "colgroup", "dd", "del", "details", "dfn", "div",
    "dl", "dt", "em", "figcaption", "figure", "font", "footer", "h1", "h2", "h3", "h4", "h5",
    "h6", "header", "hgroup", "hr", "i", "ins", "kbd", "li", "main", "mark", "nav", "ol", "p",
    "pre", "q", "rp", "rt", "ruby", "s", "samp", "section", "small", "span", "strike", "strong",
    "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "tt",
    "u", "ul", "var", "wbr",
))  # fmt: skip
"""What is written as it was; of other elements, their text."""
VOID = frozenset(("br", "hr", "wbr", "col"))
DROPPED = frozenset((
    "script", "template", "iframe", "object", "embed", "applet", "frame", "frameset", "svg",
    "math", "audio", "video", "canvas", "head", "link", "meta", "base", "style", "title",
    "noframes", "select", "input", "button", "datalist",
))  # fmt: skip
"""What goes with all that is in it."""
ATTRIBUTES = frozenset((
    "dir", "lang", "class", "id", "title", "align", "valign", "width", "height", "colspan",
    "rowspan", "border", "cellpadding", "cellspacing", "bgcolor", "color", "face", "size",
    "start", "type", "value", "datetime", "open",
))  # fmt: skip
_LOADS = re.compile(
    r"@(?:import|namespace)[^;}]*|(?:\w*url|image-set|cross-fade|element)\s*\([^)]*\)?",
    re.IGNORECASE,
)
_OWN = "a[title]{text-decoration:underline}.marsad-picture{border:1px solid;padding:0 .3em}"


@decoder
def bare(payload: bytes, charset: str, encoding: str) -> bytes:
    """The page in UTF-8."""
    page = decode(unpacked(payload, encoding), charset).replace("\0", "\ufffd")
    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=True, remove_pis=True, remove_comments=True
    )
    whole = page.encode("utf-8", "replace")
    if not page.strip():
        raise BadInput(Phrase("the page is empty"))
    root = html.document_fromstring(whole, parser=parser)
    return "".join(_document(root)).encode("utf-8", "replace")


def _document(root: Any) -> Iterator[str]:
    title = next((each.text_content() for each in root.iter("title")), "")
    styles = "\n".join(_style(each.text or "") for each in root.iter("style"))
    body = next(root.iter("body"), None)
    yield f'<!doctype html>\n<html{_attributes(root)}><head><meta charset="utf-8">'
    yield f"<title>{escape(title)}</title><style>{_OWN}{styles}</style></head>"
    yield "<body>" if body is None else f"<body{_attributes(body)}>"
    yield from _written(root if body is None else body)
    yield "</body></html>\n"


def _written(top: Any) -> Iterator[str]:
    """What is in an element; without recursion, since pages nest as deep as they like."""
    todo: list[Any] = list(_inside(top))[::-1]
    while todo:
        each = todo.pop()
        if isinstance(each, str):
            yield each
        else:
            todo.extend(list(_element(each))[::-1])


def _element(each: Any) -> Iterator[Any]:
    tag = each.tag if isinstance(each.tag, str) else "script"
    if tag in DROPPED:
        return
    if tag == "img":
        yield f'<span class="marsad-picture">{escape(each.get("alt") or "□")}</span>'
    elif tag in VOID:
        yield f"<{tag}{_attributes(each)}>"
    elif tag in TAGS:
        yield f"<{tag}{_attributes(each)}>"
        yield from _inside(each)
        yield f"</{tag}>"
    else:
        yield from _inside(each)


def _inside(each: Any) -> Iterator[Any]:
    yield escape(each.text or "")
    for child in each:
        yield child
        yield escape(child.tail or "")


def _attributes(each: Any) -> str:
    said = {name: value for name, value in each.attrib.items() if name in ATTRIBUTES}
    if style := each.get("style"):
        said["style"] = _style(style)
    if each.tag == "a" and (href := each.get("href")):
        # Where it led, to be read and not to be followed.
        said["title"] = defang(href)
    return "".join(f' {name}="{escape(value)}"' for name, value in said.items())


def _style(said: str) -> str:
    """A style that asks for nothing; the policy of the page forbids it once more."""
    return _LOADS.sub("none", said.replace("\\", "").replace("<", ""))
