"""Reads all the words of a page, for pages in which no main text can be told from the rest.

The parser of the standard library builds no tree, so it reads a page of any depth.
"""

from html.parser import HTMLParser

from marsad.collect.page_words import Words

_BLOCKS = {
    **dict.fromkeys(("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table"), 2),
    **dict.fromkeys(("article", "section", "blockquote", "pre", "header", "footer", "nav"), 2),
    **dict.fromkeys(("div", "li", "tr", "td", "th", "dt", "dd", "option"), 1),
}
_SILENT = ("script", "style", "template", "noscript", "title", "textarea")

Found = tuple[int, int, str]
"""Start and end of a link, and where it leads."""


def read_whole(page: str) -> tuple[str, list[Found]]:
    """Every visible word of a page, and its links."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    reader.end_link()
    return reader.words.text, reader.links


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words = Words()
        self.links: list[Found] = []
        self._silent = ""
        self._open: tuple[list[int], str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._silent:
            return
        if tag in _SILENT:
            self._silent = tag
        elif tag == "br":
            self.words.turn()
        elif tag == "a":
            self.end_link()
            self._open = self.words.mark(), dict(attrs).get("href") or ""
        self.words.part(_BLOCKS.get(tag, 0))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag == self._silent:
            self._silent = ""
        if tag == "a":
            self.end_link()
        self.words.part(_BLOCKS.get(tag, 0))

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.say(data)

    def end_link(self) -> None:
        """Note the link that is open; links do not stand in links."""
        if self._open is None:
            return
        start, end, said = self.words.since(self._open[0])
        if said and self._open[1]:
            self.links.append((start, end, self._open[1]))
        self._open = None
