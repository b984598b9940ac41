"""Regular expressions on words, folded as the words are, for an engine that takes linear time.

The engine walks an automaton through its dictionary of words, and refuses one that has too many
states; nothing here goes back to try again, so no expression can hold the desk up.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

import tantivy

from marsad.phrase import Phrase
from marsad.search.lex import fault
from marsad.search.tree import Pattern
from marsad.text.fold import folded

LONGEST = 200
"""Characters of an expression."""

MEMORY = 16_000_000
"""Bytes, the least that the engine takes."""

_PIECE = re.compile(r"\\.|\(\?.?|[^\\]", re.DOTALL)
_CLASSES = {r"\d": "[0-9]", r"\D": "[^0-9]", r"\w": "."}
"""Words hold no blanks and no signs, and every digit is folded into one of ten."""


def folded_regex(pattern: Pattern) -> str:
    """The expression as it meets folded words; it always describes whole words."""
    if len(pattern.regex) > LONGEST:
        raise fault(
            pattern.column, Phrase("a pattern may have %(longest)s characters", longest=LONGEST)
        )
    said = pattern.regex.removeprefix("^")
    if said.endswith("$") and not said.endswith(r"\$"):
        said = said[:-1]
    return "".join(_folded(piece, pattern) for piece in _PIECE.findall(said))


def described(patterns: Iterable[Pattern], words: Iterable[str]) -> dict[str, frozenset[str]]:
    """Which words each expression describes, asked of the engine that found them.

    Python's own would go back and try again, for hours where somebody means it to.
    """
    asked, known = list(patterns), sorted(set(words))
    if not asked or not known:
        return {}
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("word", tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("number", fast=True)
    index = tantivy.Index(builder.build())
    writer = index.writer(heap_size=MEMORY, num_threads=1)
    for number, word in enumerate(known):
        writer.add_document(tantivy.Document(word=word, number=number))
    writer.commit()
    index.reload()
    return {each.regex: frozenset(_described(index, each, known)) for each in asked}


def begins(text: str) -> str:
    """The expression for words that begin so."""
    return re.sub(r"([^\w])", r"\\\1", text) + ".*"


def _described(index: tantivy.Index, pattern: Pattern, known: Sequence[str]) -> Iterator[str]:
    searcher = index.searcher()
    query = tantivy.Query.regex_query(index.schema, "word", folded_regex(pattern))
    found = searcher.search(query, len(known), False, order_by_field="number")
    for number, _address in found.hits:
        yield known[number]


def _folded(piece: str, pattern: Pattern) -> str:
    if piece.startswith("(?") and piece != "(?:":
        raise fault(
            pattern.column,
            Phrase("a pattern knows no %(piece)s; only (?: and plain parentheses", piece=piece),
        )
    if piece in _CLASSES:
        return _CLASSES[piece]
    if piece.startswith("\\") and piece[1:].isalnum():
        raise fault(
            pattern.column,
            Phrase(
                "a pattern of one word knows no %(piece)s; \\d, \\w, [..] and . are known",
                piece=piece,
            ),
        )
    if piece.isalpha():
        plain = folded(piece)
        return plain if len(plain) == 1 else f"(?:{plain})" if plain else ""
    return folded(piece) if piece.isdigit() else piece
