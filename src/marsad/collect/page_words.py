"""Writes down the words of marked-up elements as a reader sees them, with where their links stand.

Walked, not recursed into: how deep a page is nested is for its author to say.
"""

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any

from marsad.model import Entity

# Not \s: a no-break space and the zero-width signs of Persian are text.
_BLANK = re.compile(r"[ \t\r\n\f]+")

Link = Callable[[Any, str], tuple[str, str] | None]
"""Given an element and its words: what kind of link it is and where it leads, if it is one."""


class Words:
    """Text under way: blanks are owed until something visible follows them."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._parts: list[str] = []
        self._length = 0
        self._lines = 0
        self._blank = False
        self._waiting: list[list[int]] = []

    @property
    def text(self) -> str:
        """What was written so far."""
        return "".join(self._parts)

    def say(self, said: str, verbatim: bool = False) -> None:
        """Write, with runs of blanks as one."""
        if verbatim:
            self._quote(said)
            return
        plain = _BLANK.sub(" ", said)
        if plain[:1] == " ":
            self._blank = True
        if words := plain.strip(" "):
            self._write(words)
            self._blank = plain[-1] == " "

    def _quote(self, said: str) -> None:
        """Write with the blanks as they are, but owe those at the end, as always."""
        words = said.rstrip(" \t\r\n")
        indented = words.lstrip("\r\n")
        self._lines += words[: len(words) - len(indented)].count("\n")
        if indented:
            self._write(indented)
        rest = said[len(words) :]
        self._lines += rest.count("\n")
        self._blank = self._blank or bool(rest)

    def part(self, lines: int) -> None:
        """Begin or end a block: what follows stands this many lines further down."""
        self._lines = max(self._lines, lines)

    def turn(self) -> None:
        """Go to the next line."""
        self._lines += 1

    def mark(self) -> list[int]:
        """Where the next visible sign will stand, known once it is written."""
        begun = [self._length, len(self._parts)]
        self._waiting.append(begun)
        return begun

    def since(self, begun: list[int]) -> tuple[int, int, str]:
        """Start, end and words of what was written since a mark."""
        return begun[0], max(begun[0], self._length), "".join(self._parts[begun[1] :])

    def _write(self, words: str) -> None:
        owed = "\n" * self._lines if self._lines else " " if self._blank else ""
        self._lines, self._blank = 0, False
        if owed and self._parts:
            self._add(owed)
        for begun in self._waiting:
            begun[:] = [self._length, len(self._parts)]
        self._waiting.clear()
        self._add(words)

    def _add(self, words: str) -> None:
        self._parts.append(words)
        self._length += len(words)


def read_words(
    root: Any,
    blocks: Mapping[str, int],
    links: Collection[str],
    link: Link,
    silent: Collection[str] = (),
) -> tuple[str, tuple[Entity, ...]]:
    """The words of an element and its links, in code points.

    ``blocks`` says how many lines stand between a block and its neighbours; nothing in ``silent``
    is read.
    """
    from lxml import etree

    words, found = Words(), list[Entity]()
    opened: list[list[int]] = []
    verbatim = 0
    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, node in walk:
        if event == "start":
            verbatim += node.tag == "pre"
            if node.tag in silent:
                walk.skip_subtree()
                continue
            _begin(words, node, blocks)
            if node.tag in links:
                opened.append(words.mark())
            words.say(node.text or "", verbatim=bool(verbatim))
            continue
        if event == "end":
            verbatim -= node.tag == "pre"
            if node.tag in links and node.tag not in silent:
                found += _found(node, words, opened.pop(), link)
            words.part(blocks.get(node.tag, 0))
        if node is not root:
            words.say(node.tail or "", verbatim=bool(verbatim))
    return words.text, tuple(sorted(found, key=lambda entity: (entity.start, -entity.end)))


def _begin(words: Words, node: Any, blocks: Mapping[str, int]) -> None:
    if node.tag in ("br", "lb"):
        words.turn()
    words.part(blocks.get(node.tag, 0))


def _found(node: Any, words: Words, begun: list[int], link: Link) -> list[Entity]:
    start, end, said = words.since(begun)
    told = link(node, said) if said else None
    return [Entity(told[0], start, end, told[1])] if told else []
