"""The edition as an EPUB 3 book of one chapter: the article of the page, as XML, in a small zip."""

import hashlib

from marsad.report.edition import Edition, picture_files
from marsad.report.render.html import article, style
from marsad.report.render.xml import escaped, zipped

MIME = "application/epub+zip"
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_CONTAINER = (
    f'{_XML}<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
    '<rootfiles><rootfile full-path="book/book.opf" '
    'media-type="application/oebps-package+xml"/></rootfiles></container>'
)
_PAGE = 'xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'


def render(edition: Edition) -> bytes:
    """The book; equal editions give equal bytes."""
    chapter = _chapter(edition)
    figures = picture_files(edition)
    book: dict[str, str | bytes] = {
        "chapter.xhtml": chapter,
        "contents.xhtml": _contents(edition),
        "style.css": style("book"),
        **figures,
    }
    return zipped(
        {
            "mimetype": MIME,
            "META-INF/container.xml": _CONTAINER,
            "book/book.opf": _package(edition, chapter, list(figures)),
            **{f"book/{name}": content for name, content in book.items()},
        },
        first="mimetype",
    )


def _chapter(edition: Edition) -> str:
    banners = "".join(f'<p class="banner">{escaped(each)}</p>' for each in edition.banners)
    series = f'<p class="series">{escaped(edition.lab)} · {escaped(edition.series_line)}</p>'
    return _page(edition, f"{banners}{series}{_sayable(str(article(edition, book=True)))}")


def _sayable(markup: str) -> str:
    """Markup in which XML's forbidden characters are shown, as ``escaped`` shows them."""
    return "".join(
        sign if sign.isprintable() or sign in "\t\n\r" else escaped(sign) for sign in markup
    )


def _contents(edition: Edition) -> str:
    one = f'<li><a href="chapter.xhtml">{escaped(edition.title)}</a></li>'
    return _page(edition, f'<nav epub:type="toc"><h1>Contents</h1><ol>{one}</ol></nav>')


def _page(edition: Edition, body: str) -> str:
    return (
        f'{_XML}<!DOCTYPE html>\n<html {_PAGE} lang="{edition.language}" '
        f'xml:lang="{edition.language}"><head><title>{escaped(edition.title)}</title>'
        f'<link rel="stylesheet" href="style.css"/></head><body>{body}</body></html>'
    )


def _package(edition: Edition, chapter: str, figures: list[str]) -> str:
    digest = hashlib.sha256(chapter.encode("utf-8", "replace")).hexdigest()[:32]
    items = "".join(
        f'<item id="figure{at}" href="{escaped(name)}" media-type="image/jpeg"/>'
        for at, name in enumerate(figures, 1)
    )
    return (
        f'{_XML}<package xmlns="http://www.idpf.org/2007/opf" version="3.0" '
        f'unique-identifier="id" xml:lang="{edition.language}">'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<dc:identifier id="id">urn:marsad:{digest}</dc:identifier>'
        f"<dc:title>{escaped(edition.title)}</dc:title><dc:language>{edition.language}</dc:language>"
        f"<dc:creator>{escaped(edition.lab)}</dc:creator><dc:date>{edition.day}</dc:date>"
        f'<meta property="dcterms:modified">{edition.day}T00:00:00Z</meta></metadata><manifest>'
        '<item id="chapter" href="chapter.xhtml" media-type="application/xhtml+xml"/>'
        '<item id="contents" href="contents.xhtml" media-type="application/xhtml+xml" '
        f'properties="nav"/><item id="style" href="style.css" media-type="text/css"/>{items}'
        '</manifest><spine><itemref idref="chapter"/></spine></package>'
    )
