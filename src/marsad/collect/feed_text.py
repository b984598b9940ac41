"""Turns the HTML of an entry into plain text and its entities. Nothing it names is loaded."""

from typing import Any
from urllib.parse import urljoin, urlsplit

from marsad.collect.feed_entry import Words, clean
from marsad.errors import BadInput
from marsad.model import Entity
from marsad.phrase import Phrase

_MARKS = {
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("i", "em"), "italic"),
    **dict.fromkeys(("s", "del", "strike"), "strikethrough"),
    "u": "underline",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
_UNSEEN = frozenset((
    "applet", "audio", "canvas", "embed", "frameset", "head", "iframe", "math", "noembed",
    "noframes", "noscript", "object", "script", "style", "svg", "template", "textarea", "title",
    "video",
))  # fmt: skip
_BREAKS = frozenset((
    "address", "article", "aside", "blockquote", "dd", "div", "dl", "dt", "figcaption", "figure",
    "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol",
    "p", "pre", "section", "table", "tr", "ul",
))  # fmt: skip
_SCHEMES = frozenset(("http", "https", "ftp", "mailto", "tel", "tg"))
_SPACES = " \t\r\n\f"


def text_of(words: Words) -> tuple[str, tuple[Entity, ...]]:
    """The words as plain text, with offsets in code points."""
    said = clean(words.said).replace("\r\n", "\n")
    if not words.html or not said.strip():
        return said.strip(), ()
    page = _Page(words.base)
    page.read(_parsed(said))
    return page.text()


def _parsed(said: str) -> Any:
    # lxml is heavy: loaded when there is HTML to read.
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True)
    try:
        root = html.document_fromstring(f"<div>{said}</div>".encode(), parser=parser)
    except etree.LxmlError as error:
        raise BadInput(
            Phrase("its HTML cannot be read: %(error)s", error=str(error)[:80])
        ) from error
    if any(each.type_name == "ERR_RESOURCE_LIMIT" for each in parser.error_log):
        # The parser drops what follows in silence: half a text would pass for the whole.
        raise BadInput(Phrase("its HTML is nested too deep or too large to be read"))
    return root


class _Page:
    """Collects words as a reader sees them: runs of white space are one, blocks are lines."""

    def __init__(self, base: str) -> None:
        self._base = base
        self._words: list[str] = []
        self._length = 0
        self._pending = ""
        self._found: list[Entity] = []
        self._kept_spaces = 0

    def text(self) -> tuple[str, tuple[Entity, ...]]:
        """What was read; a mark that ends after the last word ends with it."""
        said = "".join(self._words).rstrip(_SPACES)
        end = len(said)
        found = (
            Entity(each.kind, min(each.start, end), min(each.end, end), each.href)
            for each in self._found
        )
        return said, tuple(sorted(found, key=lambda each: (each.start, -each.end)))

    def read(self, root: Any) -> None:
        """Walk, not recurse: depth is hostile data."""
        from lxml import etree

        opened: list[int] = []
        hidden = 0
        for event, node in etree.iterwalk(root, events=("start", "end")):
            tag = node.tag if isinstance(node.tag, str) else ""
            if event == "start":
                hidden += tag in _UNSEEN or not tag
                if not hidden:
                    opened.append(self._open(node, tag))
                continue
            if not hidden:
                self._close(node, tag, opened.pop())
            hidden -= tag in _UNSEEN or not tag
            if not hidden and node is not root:
                self._say(node.tail or "")

    def _open(self, node: Any, tag: str) -> int:
        if tag == "br":
            self._line()
        elif tag in _BREAKS:
            self._block()
        self._kept_spaces += tag == "pre"
        if tag == "img":
            self._picture(node)
        start = self._length + len(self._pending) if self._length else 0
        self._say(node.text or "")
        return start

    def _close(self, node: Any, tag: str, start: int) -> None:
        self._kept_spaces -= tag == "pre"
        if start < self._length:
            if tag in _MARKS:
                self._found.append(Entity(_MARKS[tag], start, self._length))
            elif tag == "a" and (href := self._address(node.get("href"))):
                self._found.append(Entity("text_link", start, self._length, href))
        if tag in _BREAKS:
            self._block()
        elif tag in ("td", "th"):
            self._space()

    def _picture(self, node: Any) -> None:
        """The mark that there was a picture, with its address: it is not loaded."""
        if href := self._address(node.get("src")):
            place = self._length + len(self._pending) if self._length else 0
            self._found.append(Entity("image", place, place, href))

    def _address(self, href: str | None) -> str:
        try:
            whole = urljoin(self._base, (href or "").strip())
            return whole if urlsplit(whole).scheme in _SCHEMES else ""
        except ValueError:
            return ""

    def _say(self, said: str) -> None:
        if self._kept_spaces:
            self._add(said)
            return
        for index, word in enumerate(_split(said)):
            if index:
                self._space()
            if word:
                self._add(word)

    def _add(self, said: str) -> None:
        if not said:
            return
        whole = self._pending + said if self._length else said
        self._pending = ""
        self._words.append(whole)
        self._length += len(whole)

    def _space(self) -> None:
        self._pending = self._pending or " "

    def _line(self) -> None:
        # Two empty lines say no more than one.
        self._pending = self._pending.strip(" ")[:1] + "\n"

    def _block(self) -> None:
        if "\n" not in self._pending:
            self._pending = "\n"


def _split(said: str) -> list[str]:
    """Words between HTML's white space; U+00A0 and the like are part of a word."""
    for space in _SPACES[1:]:
        said = said.replace(space, " ")
    words = said.split(" ")
    inner = [word for word in words[1:-1] if word]
    return [words[0], *inner, words[-1]] if len(words) > 1 else words
