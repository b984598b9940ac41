"""XML from strangers, read as a stream: no entity, no other file, no network, bounded memory.

A plain event parser (expat) rather than a tree: a memory of half a gigabyte is read an entry at a
time, and a file that declares entities is refused before one of them can grow or fetch anything.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol
from xml.parsers import expat

from marsad.errors import BadInput

CHUNK = 1 << 16
DEEPEST = 100
"""Elements inside one another."""
LARGEST = 32 << 20
"""Characters of one record."""
LONGEST_TAG = 1 << 20
"""Bytes; the parser begins a tag anew with each chunk, so a long one takes time by the square."""
MOST_PARTS = 50_000
"""Elements of one record."""
XML = "xml:"


class Readable(Protocol):
    """What gives bytes: a file, or a part of a zip."""

    def read(self, size: int, /) -> bytes:
        """At most so many bytes; none at the end."""
        ...


@dataclass(slots=True)
class Node:
    """An element: its name without its namespace, and its text and elements in order."""

    name: str
    attributes: dict[str, str]
    line: int = 0
    parts: list["Node | str"] = field(default_factory=list)
    around: tuple["Node", ...] = ()
    """What it stands in, outermost first, without their content."""

    def text(self) -> str:
        """All the text in it."""
        found: list[str] = []
        waiting: list[Node | str] = [self]
        while waiting:
            part = waiting.pop()
            if isinstance(part, str):
                found.append(part)
            else:
                waiting.extend(reversed(part.parts))
        return "".join(found)

    def all(self, *names: str) -> list["Node"]:
        """The elements right below it that have one of these names."""
        return [part for part in self.parts if isinstance(part, Node) and part.name in names]

    def first(self, *names: str) -> "Node | None":
        """The first of them."""
        return next(iter(self.all(*names)), None)

    def said(self, name: str) -> str:
        """The nearest value of an attribute, on it or on what it stands in."""
        for node in (self, *reversed(self.around)):
            if name in node.attributes:
                return node.attributes[name]
        return ""


def records(file: Readable, called: str, *names: str) -> Iterator[Node]:
    """Yield each element with one of these names whole; a fault of the file ends it by raising."""
    reader = _Reader(called, frozenset(names))
    while chunk := file.read(CHUNK):
        reader.feed(chunk)
        yield from reader.taken()
    reader.feed(b"", last=True)
    yield from reader.taken()


def root(path: Path) -> str:
    """The name of the outermost element, or "" where a file is no XML."""
    try:
        with path.open("rb") as file:
            reader = _Reader(path.name, frozenset())
            while (chunk := file.read(CHUNK)) and not reader.outermost:
                reader.feed(chunk)
    except BadInput:
        if not reader.outermost:
            raise
    return reader.outermost


class _Reader:
    """Collects records from the events of the parser."""

    def __init__(self, called: str, names: frozenset[str]) -> None:
        self._called, self._names = called, names
        self._open: list[Node] = []
        self._record: Node | None = None
        self._done: list[Node] = []
        self._fed = self._size = self._count = 0
        self.outermost = ""
        parser = self._parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._said
        parser.StartDoctypeDeclHandler = self._doctype
        # Without this a reference to an undeclared entity would vanish silently.
        parser.SkippedEntityHandler = self._skipped

    def feed(self, chunk: bytes, last: bool = False) -> None:
        self._fed += len(chunk)
        try:
            self._parser.Parse(chunk, last)
        except expat.ExpatError as error:
            raise BadInput(
                f"{self._called} is no well-formed XML after line {error.lineno} ({error}); "
                "what stands before was read, export it again for the rest"
            ) from error
        if self._fed - self._parser.CurrentByteIndex > LONGEST_TAG:
            raise BadInput(
                f"{self._at()}: a tag longer than {LONGEST_TAG:,} bytes; export it again"
            )

    def taken(self) -> list[Node]:
        done, self._done = self._done, []
        return done

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        plain = {_local(key): value for key, value in attributes.items()}
        node = Node(_local(name), plain, self._parser.CurrentLineNumber)
        self.outermost = self.outermost or node.name
        if len(self._open) >= DEEPEST:
            raise BadInput(f"{self._at()}: elements nest deeper than {DEEPEST}; export it again")
        if self._record is not None:
            self._open[-1].parts.append(node)
        elif node.name in self._names:
            self._record, self._size, self._count = node, 0, 0
            node.around = tuple(self._open)
        self._open.append(node)
        self._grow(sum(map(len, plain.values())), 1)

    def _end(self, _: str) -> None:
        if self._open.pop() is self._record and self._record is not None:
            self._done.append(self._record)
            self._record = None

    def _said(self, text: str) -> None:
        if self._record is not None:
            self._open[-1].parts.append(text)
            self._grow(len(text), 1)

    def _grow(self, size: int, count: int) -> None:
        self._size, self._count = self._size + size, self._count + count
        if self._record is None:
            self._size = self._count = 0
        elif self._size > LARGEST or self._count > MOST_PARTS:
            raise BadInput(
                f"{self._at()}: an entry larger than {LARGEST:,} characters; cut it into several"
            )

    def _doctype(self, _name: str, _system: str | None, _public: str | None, inside: bool) -> None:
        # A DTD that is only named is never looked at; one that stands inside declares things.
        if inside:
            raise BadInput(
                f"{self._at()} declares entities of its own, which no file of this kind needs; "
                "nothing was expanded or fetched, export it again without a DTD"
            )

    def _skipped(self, name: str, *_: object) -> None:
        raise BadInput(
            f"{self._at()}: entity {name!r} is declared nowhere here; write the character itself"
        )

    def _at(self) -> str:
        return f"{self._called}, line {self._parser.CurrentLineNumber}"


def _local(name: str) -> str:
    namespace, _, local = name.rpartition(" ")
    return XML + local if namespace.endswith("XML/1998/namespace") else local
