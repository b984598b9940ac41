"""Turns the bytes of a page into text, by what it declares and by what it can be."""

import codecs
import re

_DECLARED = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,500}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)"
)
_HEAD = 4096
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Names of encodings, and none of Python's other codecs (utf-7, punycode, unicode_escape, zlib).
_KNOWN = re.compile(
    r"utf-?8|utf-?16(?:[_-]?[lb]e)?|(?:windows-|cp)(?:125\d|874|86[46])|iso[_-]?8859[_-]\d{1,2}"
    r"|koi8-[ru]|mac(?:arabic|farsi)?|gbk|gb2312|gb18030|big5|shift_jis|euc-(?:jp|kr)"
)
# As browsers do: a page that says Latin-1 or ASCII means the Windows one.
_MEANT = {"iso-8859-1": "cp1252", "iso8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252"}


def decode(body: bytes, charset: str = "") -> str:
    """The text of a page; ``charset`` is what the server said.

    A byte order mark comes first, then the server, then the page; a page that declares nothing is
    UTF-8 if it can be, and else what the letters in it make most likely.
    """
    for mark, name in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    declared = _DECLARED.search(body[:_HEAD].lower())
    for said in (charset, declared[1].decode("ascii", "replace") if declared else ""):
        name = _codec(said)
        # Read as ASCII, "utf-16" cannot be true.
        if name and not (said != charset and name.startswith("utf-16")):
            return body.decode(name, "replace")
    return _guessed(body)


def _codec(said: str) -> str:
    name = said.strip().strip("\"'").lower()
    name = _MEANT.get(name, name)
    if not _KNOWN.fullmatch(name):
        return ""
    try:
        return codecs.lookup(name).name
    except LookupError:
        return ""


def _guessed(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        # Comes with trafilatura; loaded only for a page that says nothing and is no UTF-8.
        from charset_normalizer import from_bytes

        best = from_bytes(body[: 16 * _HEAD]).best()
        return body.decode(best.encoding if best else "utf-8", "replace")
