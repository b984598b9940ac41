"""Opens packed bodies as far as a limit: it counts what comes out, not what came in.

Only what was asked for is opened, gzip and deflate. Brotli and Zstandard are never asked for, so
a server that sends them has its bytes kept as they are, with a fault.
"""

import zlib
from collections.abc import Generator, Iterable, Iterator

from marsad.phrase import Phrase

ACCEPTED = "gzip, deflate"
MOST_LAYERS = 3
MOST_MEMBERS = 10_000

_GZIP = 31
_RAW = -15
_PIECE = 1 << 16


class Fault(Exception):
    """Why a body is not whole."""


def decoded(pieces: Iterable[bytes], encoding: str, most: int) -> Iterator[bytes]:
    """Yield the body opened, at most ``most`` bytes at any layer; Fault where it is not whole."""
    names = [name.strip().lower() for name in encoding.split(",")]
    layers = [name for name in reversed(names) if name not in ("", "identity")]
    made = _limited(pieces, most)
    unknown = [name for name in layers if name not in ("gzip", "x-gzip", "deflate")]
    if unknown or len(layers) > MOST_LAYERS:
        yield from _unopened(made, encoding)
        return
    for name in layers:
        made = _limited(_opened(made, name), most)
    yield from made


def _unopened(pieces: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    came = False
    for piece in pieces:
        came = True
        yield piece
    if came:
        raise Fault(
            Phrase(
                "packed as %(encoding)s, which was not asked for; kept as it came",
                encoding=repr(encoding),
            )
        )


def _limited(pieces: Iterable[bytes], most: int) -> Iterator[bytes]:
    left = most
    for piece in pieces:
        if len(piece) > left:
            yield piece[:left]
            raise Fault(
                Phrase("cut off after %(most)s bytes, the limit of fetch_megabytes", most=most)
            )
        left -= len(piece)
        yield piece


def _opened(pieces: Iterable[bytes], name: str) -> Iterator[bytes]:
    opener, members = None, 0
    for piece in pieces:
        # Some writers fill up what is behind the end with zeros.
        rest = piece.lstrip(b"\0") if members and not opener else piece
        while rest:
            opener = opener or _opener(name, rest, members)
            rest = yield from _step(opener, rest, name)
            if opener.eof:
                rest, opener, members = opener.unused_data.lstrip(b"\0"), None, members + 1
    if opener:
        yield opener.flush()
        if not opener.eof:
            raise Fault(Phrase("its %(name)s breaks off before the end", name=name))


def _opener(name: str, data: bytes, before: int) -> "zlib._Decompress":
    if name != "deflate":
        # A gzip may be several, one behind the other; without end, they cost time and give nothing.
        if before >= MOST_MEMBERS:
            raise Fault(
                Phrase(
                    "its %(name)s is more than %(most_members)s in a row",
                    name=name,
                    most_members=MOST_MEMBERS,
                )
            )
        return zlib.decompressobj(_GZIP)
    if before:
        raise Fault(Phrase("its deflate goes on after the end"))
    # Servers send it with and without its head; no packer begins a headless one with this nibble.
    return zlib.decompressobj(zlib.MAX_WBITS if data[0] & 0x0F == 8 else _RAW)


def _step(opener: "zlib._Decompress", data: bytes, name: str) -> Generator[bytes, None, bytes]:
    """Yield a piece opened, and return what of the data is still to be opened."""
    before = opener.copy()
    try:
        yield opener.decompress(data, _PIECE)
    except zlib.error as error:
        yield from _salvaged(before, data)
        raise Fault(Phrase("its %(name)s is damaged: %(error)s", name=name, error=error)) from error
    return opener.unconsumed_tail


def _salvaged(opener: "zlib._Decompress", data: bytes) -> Iterator[bytes]:
    """What stands before the damage: zlib says nothing of a piece in which it meets an error."""
    for number in range(len(data)):
        try:
            yield opener.decompress(data[number : number + 1])
        except zlib.error:
            return
