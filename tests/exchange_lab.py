"""A lab with work for translators, and the ways a returned file is edited in tests."""

import csv
import io
import re
import zipfile
from datetime import UTC, datetime
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from marsad.model import Capture, Place, Post, Segment, sign
from marsad.model.finding import Claim
from marsad.store import Store
from marsad.translate import approve, review, write
from marsad.translate.marking import unsigned

NOW = datetime(2024, 5, 1, 8, tzinfo=UTC)
ARABIC = "افتتح Amal Haddad المجلس. انظر https://example.org/a?b=1&c=2 الآن!"
PERSIAN = "جشنواره\u200cی کتاب امروز آغاز شد. ورود برای همه آزاد است."
URDU = "شہر کا میلہ اتوار کو ہے۔ سب آ سکتے ہیں۔"
TRICKY = "=1+1 قال \u202eddaH\u202c <b>&amp;\u200b العنوان"
"""A formula, an override, a tag and a zero-width space in one sentence."""
FIRST, SECOND = "Amal Haddad [the mayor] opened the council.", "See https://example.org/a?b=1&c=2!"


def cut(text: str, *targets: str) -> list[Segment]:
    """Segments of a text, one for each sentence."""
    spans = [found.span() for found in re.finditer(r"[^\s].*?(?:[.!۔](?=\s|$)|$)", text, re.DOTALL)]
    return [
        Segment(start, end, text[start:end], target)
        for (start, end), target in zip(spans, targets, strict=True)
    ]


def fill(store: Store) -> None:
    """Posts in three languages and what has been made of them."""
    store.add(Place("telegram:1", "telegram", "أخبار\u202e المدينة", fiction=True))
    store.add(Capture("c1", "telegram-export", "1", "result.json", NOW, "0" * 64, 1))
    for id, text, language in (
        ("post-ar", ARABIC, "ar"),
        ("post-fa", PERSIAN, "fa"),
        ("post-ur", URDU, "ur"),
        ("post-tr", TRICKY, "ar"),
    ):
        store.add(Post(id, "telegram:1", "c1", id, NOW, text))
        store.add(sign(Claim(id, "language", language), "language/1", NOW))
    machine(store)
    write(store, "post-fa", cut(PERSIAN, "The festival began.", "Entry is free."), "Salma Idris")
    made = write(
        store, "post-ur", cut(URDU, "The fair is on Sunday.", "All may come."), "Salma Idris"
    )
    approve(store, review(store, made.id, "Omar Nasser").id, "Omar Nasser")
    write(store, "post-tr", cut(TRICKY, "-2 [sic], he said [...] \u202eddaH\u202c"), "Salma Idris")


def machine(store: Store) -> None:
    """A machine's draft of the Arabic post, one sentence untranslated."""
    segments = tuple(cut(ARABIC, FIRST, SECOND))
    post = store.post("post-ar")
    store.add(unsigned(post, "text", ("ar", "en"), segments, ("opus/1", "machine draft")))


def edit_text(path: Path, *changes: tuple[str, str]) -> None:
    """Replace strings in a text file; each must be there."""
    text = path.read_bytes().decode()
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    path.write_bytes(text.encode())


def edit_docx(path: Path, *changes: tuple[str, str], part: str = "word/document.xml") -> None:
    """Replace strings in one part of a Word document."""
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    text = parts[part].decode()
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    pack(path, parts | {part: text.encode()})


def pack(path: Path, parts: dict[str, bytes]) -> None:
    """Make a zip of parts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in parts.items():
            packed.writestr(name, data)


def cells(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV as a sheet program sees them."""
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


def put_cells(path: Path, rows: list[dict[str, str]], delimiter: str = ",") -> None:
    """Write rows as a sheet program saves them: quotes only where they are needed."""
    line = io.StringIO()
    writer = csv.DictWriter(line, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(line.getvalue().encode())


def plain(xml: str) -> str:
    """XML without its tags."""
    return unescape(re.sub("<[^>]*>", "", xml))


class Canary:
    """A server that writes down who asked; files that name it must not make us ask."""

    def __init__(self) -> None:
        self.visits: list[str] = []
        canary = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                canary.visits.append(self.path)
                self.send_response(200)
                self.end_headers()

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/canary"
        Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()
