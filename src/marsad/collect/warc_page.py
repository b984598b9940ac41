"""From the bytes of a page to its text; runs inside the capped child only."""

import json
import re
import zlib
from collections.abc import Callable
from typing import Any

from marsad.engine.capped import decoder
from marsad.errors import BadInput
from marsad.phrase import Phrase

MOST = 32 << 20
_META = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_BLOCKS = (
    *("address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "footer"),
    *("form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol"),
    *("p", "pre", "section", "table", "td", "th", "tr", "ul"),
)
_UNREAD = "//script|//style|//noscript|//template|//svg|//head|//iframe"
_SPACES = re.compile(r"[ \t\r\f\v\xa0]+")


@decoder
def page_text(payload: bytes, html: bool, charset: str, encoding: str, url: str) -> bytes:
    """The title and the text of a page, as JSON."""
    text = _decoded(unpacked(payload, encoding), charset)
    title, words = _read(text, url) if html else ("", text)
    return json.dumps({"title": _tidy(title), "text": _tidy(words)}).encode()


def unpacked(payload: bytes, encoding: str) -> bytes:
    """What a browser made of a body that travelled packed."""
    for name in reversed([each.strip() for each in encoding.lower().split(",") if each.strip()]):
        unpack = _UNPACK.get(name)
        # Many browsers hand an archive what they have unpacked, under the header that came.
        if payload.lstrip()[:1] == b"<" or name == "identity":
            continue
        if unpack is None:
            raise BadInput(
                Phrase(
                    "its content is packed as %(name)s, which cannot be read here",
                    name=repr(name[:20]),
                )
            )
        payload = unpack(payload)
        if len(payload) > MOST:
            raise BadInput(Phrase("its content unpacks to more than %(most)s MB", most=MOST >> 20))
    return payload


def _inflated(payload: bytes) -> bytes:
    # "deflate" is sent with a zlib header and without one; browsers take both.
    bare = payload[:2] != b"\x1f\x8b" and payload[:1] != b"\x78"
    unpack = zlib.decompressobj(-zlib.MAX_WBITS if bare else 47)
    try:
        made = unpack.decompress(payload, MOST + 1)
    except zlib.error as error:
        raise BadInput(Phrase("its content is not packed as it claims to be")) from error
    if not unpack.eof and len(made) <= MOST:
        raise BadInput(Phrase("its packed content breaks off"))
    return made


def _brotli(payload: bytes) -> bytes:
    try:
        import brotli
    except ImportError as error:
        raise BadInput(
            Phrase("its content is packed as br; to read it: pip install brotli")
        ) from error
    unpack = brotli.Decompressor()
    try:
        made = bytes(unpack.process(payload, output_buffer_limit=MOST + 1))
    except brotli.error as error:
        raise BadInput(Phrase("its content is not packed as it claims to be")) from error
    if not unpack.is_finished() and len(made) <= MOST:
        raise BadInput(Phrase("its packed content breaks off"))
    return made


def _zstd(payload: bytes) -> bytes:
    try:
        import zstandard
    except ImportError as error:
        raise BadInput(
            Phrase("its content is packed as zstd; to read it: pip install zstandard")
        ) from error
    unpack = zstandard.ZstdDecompressor(max_window_size=1 << 23)
    try:
        return bytes(unpack.stream_reader(payload).read(MOST + 1))
    except zstandard.ZstdError as error:
        raise BadInput(Phrase("its content is not packed as it claims to be")) from error


_UNPACK: dict[str, Callable[[bytes], bytes]] = {
    "gzip": _inflated,
    "x-gzip": _inflated,
    "deflate": _inflated,
    "br": _brotli,
    "zstd": _zstd,
}


def _decoded(data: bytes, charset: str) -> str:
    """By mark, by what the server said, by what the page says, as UTF-8, as browsers do at last."""
    named = [name for mark, name in _MARKS if data.startswith(mark)]
    named += [charset] if charset else []
    if meta := _META.search(data[:4096]):
        named.append(meta[1].decode("ascii", "replace"))
    for name in (*named, "utf-8"):
        try:
            return data.decode(name)
        except (LookupError, UnicodeDecodeError):
            continue
    if named:
        try:
            return data.decode(named[0], "replace")
        except (LookupError, UnicodeDecodeError):
            pass
    return data.decode("windows-1252", "replace")


def _read(page: str, url: str) -> tuple[str, str]:
    from lxml import etree, html

    if not page.strip():
        return "", ""
    parser = html.HTMLParser(encoding="utf-8", remove_pis=True, remove_comments=True)
    try:
        tree = html.document_fromstring(page.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, ValueError) as error:
        raise BadInput(Phrase("the page cannot be read as HTML")) from error
    title = tree.findtext(".//title") or ""
    return title, _main_text(page, url) or _all_text(tree)


def _main_text(page: str, url: str) -> str:
    """What the page is about, without its menus; nothing where trafilatura is not installed."""
    try:
        from trafilatura import extract
    except ImportError:
        return ""
    return extract(page, url=url, include_comments=False, deduplicate=False) or ""


def _all_text(tree: Any) -> str:
    """Every word that a reader could see, a block a line."""
    for unread in tree.xpath(_UNREAD):
        if unread.getparent() is not None:
            unread.drop_tree()
    for node in tree.iter(*_BLOCKS):
        node.text = "\n" + (node.text or "")
        node.tail = "\n" + (node.tail or "")
    return str(tree.text_content())


def _tidy(text: str) -> str:
    # Some charsets decode to half a surrogate pair, which is no text and cannot be stored.
    clean = text.replace("\0", "\ufffd").encode("utf-8", "replace").decode()
    lines = (_SPACES.sub(" ", line).strip() for line in clean.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
