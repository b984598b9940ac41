"""The fields of a post in the index: what it says, in three strengths, and what it is.

Where a post says something is part of the field's name (``picture_folded``), so that a query can
ask for one source alone and a field that nobody fills costs nothing.
"""

from collections.abc import Iterator

import tantivy

from marsad.search.words import STRENGTHS, analyzer

SPOKEN = ("text", "picture", "speech", "document", "file", "translation")
"""Where words are looked for unless the query says otherwise."""
SOURCES = (*SPOKEN, "name")
"""``name``: names found in a post, handles it mentions, who signed or forwarded it."""
KEYWORDS = (
    "place", "outlet", "lang", "theme", "target", "narrative", "media", "kind", "state",
)  # fmt: skip
"""What a post is: asked for by ``field:value``, and counted as facets."""
NUMBERS = ("seq", "posted", "seen", "day", "month")
"""Number in the store; places in the orders of posting and of coming; day and month, counted."""
LATIN = "latin"

_CUT = "words"
"""The name of what cuts at blanks: the words were cut, folded and stemmed before."""


def field(source: str, strength: str) -> str:
    """The field that holds the words of a source in a strength."""
    return f"{source}_{strength}"


def numbered(name: str) -> int:
    """The number of a field of words or of values, where an engine wants one."""
    return _NUMBERED[name]


def schema() -> tantivy.Schema:
    """Every field of a post. Nothing is stored: the store has it."""
    builder = tantivy.SchemaBuilder()
    for name in NUMBERS:
        builder.add_integer_field(name, indexed=name == "seq", fast=True)
    for source, strength in _spoken():
        builder.add_text_field(field(source, strength), tokenizer_name=_CUT)
    builder.add_text_field(LATIN, tokenizer_name=_CUT, index_option="basic")
    for name in KEYWORDS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    return builder.build()


def opened(path: str | None = None) -> tantivy.Index:
    """An index in a folder, or in memory, that cuts words as we do."""
    index = tantivy.Index(schema(), path=path)
    index.register_tokenizer(_CUT, analyzer())
    # Else a thread for each would watch the folder, and put a lock into one that is going away.
    index.config_reader("manual")
    return index


def _spoken() -> Iterator[tuple[str, str]]:
    for source in SOURCES:
        for strength in STRENGTHS:
            yield source, strength


_NUMBERED = {
    name: number
    for number, name in enumerate((*(field(*each) for each in _spoken()), LATIN, *KEYWORDS))
}
