"""Reports as Word documents and EPUB books, read as a program that shows them would."""

import io
import re
import zipfile
from xml.etree import ElementTree

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HTML = "{http://www.w3.org/1999/xhtml}"


def parts(content: bytes) -> dict[str, bytes]:
    """Every file of the zip, each by its name."""
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        assert opened.testzip() is None
        return {name: opened.read(name) for name in opened.namelist()}


def word(content: bytes) -> list[ElementTree.Element]:
    """The stories of a Word document: its body, notes, header and footer."""
    found = parts(content)
    names = ("document", "footnotes", "header1", "footer1")
    return [ElementTree.fromstring(found[f"word/{name}.xml"]) for name in names]


def chapter(content: bytes) -> ElementTree.Element:
    """The one chapter of a book."""
    return ElementTree.fromstring(parts(content)["book/chapter.xhtml"])


def squeezed(text: str) -> str:
    """Without spaces and isolates."""
    return re.sub(r"[\s\u2066-\u2069]", "", text)


def word_text(content: bytes) -> str:
    """All words of a document, and its alt texts."""
    said = []
    for story in word(content):
        for each in story.iter():
            if each.tag == f"{WORD}t":
                said.append(each.text or "")
            said.append(each.get("descr", ""))
    return squeezed("".join(said))


def book_text(content: bytes) -> str:
    """All words of a book, and its alt texts."""
    page = chapter(content)
    alts = [each.get("alt", "") for each in page.iter(f"{HTML}img")]
    return squeezed("".join(page.itertext()) + "".join(alts))
