"""Looking into a PDF, inside the capped child: pages, text, and what would act if it were opened.

Nothing in it is run. Its objects are walked through and named; text is taken from the pages without
drawing them; the library for that is built without an engine for scripts.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from marsad.engine.capped import decoder
from marsad.errors import BadInput
from marsad.phrase import Phrase

if TYPE_CHECKING:
    from pikepdf import Object, Pdf

MOST_PAGES, MOST_OBJECTS = 10_000, 200_000
READ_PAGES, LONGEST = 200, 200_000
"""Pages whose text is taken, and letters of it."""
_KEYS = {
    "/JS": "javascript",
    "/OpenAction": "action on opening",
    "/AA": "action on events",
    "/EF": "embedded file",
    "/EmbeddedFiles": "embedded file",
    "/XFA": "form with scripts (XFA)",
    "/RichMedia": "rich media",
}
_ACTIONS = {
    "/JavaScript": "javascript",
    "/Launch": "launch of a program",
    "/SubmitForm": "sending of a form",
    "/ImportData": "import of data",
    "/GoToR": "another document",
    "/GoToE": "embedded document",
    "/URI": "web link",
}
ACTIVE = frozenset((*_KEYS.values(), *_ACTIONS.values()))


class Document(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is known of a PDF."""

    pages: int
    active: tuple[str, ...] = ()
    text: str = ""


@decoder
def document_of(payload: bytes, path: str) -> bytes:
    """Count the pages of a PDF, name what would act, and take the text."""
    del payload
    import pikepdf

    try:
        with pikepdf.open(path) as opened:
            pages = _pages(opened)
            active = tuple(sorted(set(_active(opened))))
    except pikepdf.PasswordError as error:
        raise BadInput(Phrase("the PDF is locked with a password")) from error
    except (pikepdf.PdfError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadInput(
            Phrase("the PDF is damaged: %(replace)s", replace=str(error).replace(path, "the file"))
        ) from error
    return msgspec.json.encode(Document(pages, active, _text(path, pages)))


def _pages(opened: "Pdf") -> int:
    pages = len(opened.pages)
    if pages > MOST_PAGES:
        raise BadInput(
            Phrase(
                "the PDF has %(pages)s pages, more than %(most_pages)s",
                pages=pages,
                most_pages=MOST_PAGES,
            )
        )
    return pages


def _active(opened: "Pdf") -> Iterator[str]:
    for number, each in enumerate(opened.objects):
        if number >= MOST_OBJECTS:
            raise BadInput(
                Phrase("the PDF has more than %(most_objects)s objects", most_objects=MOST_OBJECTS)
            )
        yield from _in_object(each, 0)


def _in_object(each: "Object", depth: int) -> Iterator[str]:
    """What acts in an object and in those written into it; others come up by themselves."""
    import pikepdf

    if depth > 50:
        raise BadInput(Phrase("the PDF has objects within objects without end"))
    if isinstance(each, pikepdf.Array):
        inner = [part for part in each if not _apart(part)]
    elif isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
        yield from (said for key, said in _KEYS.items() if key in each)
        yield from (said for name, said in _ACTIONS.items() if each.get("/S") == name)
        inner = [part for _key, part in each.items() if not _apart(part)]
    else:
        return
    for part in inner:
        yield from _in_object(part, depth + 1)


def _apart(part: object) -> bool:
    return bool(getattr(part, "is_indirect", False))


def _text(path: str, pages: int) -> str:
    import pypdfium2

    taken: list[str] = []
    try:
        opened = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError:
        return ""
    for number in range(min(pages, len(opened), READ_PAGES)):
        try:
            page = opened[number]
            taken.append(page.get_textpage().get_text_bounded().strip())
        except pypdfium2.PdfiumError:
            continue
        if sum(map(len, taken)) > LONGEST:
            break
    whole = "\n".join(text for text in taken if text).replace("\r\n", "\n")
    return whole.encode("utf-8", "replace").decode()[:LONGEST]
