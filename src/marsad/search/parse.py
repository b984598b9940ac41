"""Read a query: what is typed, as a tree. What cannot be read is refused, and the column named.

::

    query   = all { OR all }
    all     = one { [AND] one }
    one     = [NOT | -] ( "(" query ")" | FIELD:value | "phrase"~2 | /regex/ | word* | word )
"""

from marsad.errors import BadInput
from marsad.phrase import Phrase
from marsad.search.fields import FIELDS, condition, sources
from marsad.search.lex import Sign, fault, signs
from marsad.search.tree import (
    Both,
    Either,
    Everything,
    Latin,
    Node,
    Pattern,
    Prefix,
    Sources,
    Without,
    Words,
)
from marsad.search.words import folded_words

LONGEST = 10_000
"""Characters of a query."""
MOST = 1000
"""Words of a query; nobody types more, and a pasted page is no question."""
MOST_PATTERNS = 10
DEEPEST = 30
SHORTEST_PREFIX = 2
END = Sign("end", "", 0)


def parse(query: str) -> Node:
    """The tree of a query; BadInput says at which column it cannot be read."""
    if len(query) > LONGEST:
        raise BadInput(
            Phrase(
                "the query has %(query)s characters; %(longest)s are the most",
                query=len(query),
                longest=LONGEST,
            )
        )
    found = list(signs(query))
    if len(found) > MOST:
        raise BadInput(
            Phrase(
                "the query has %(found)s words and signs; %(most)s are the most",
                found=len(found),
                most=MOST,
            )
        )
    if sum(_is_pattern(sign) for sign in found) > MOST_PATTERNS:
        raise BadInput(
            Phrase(
                "the query has more than %(most_patterns)s patterns and word*",
                most_patterns=MOST_PATTERNS,
            )
        )
    reading = _Reading(found)
    tree = reading.either(0, ())
    if (left := reading.next()).kind != "end":
        raise fault(left.column, Phrase("this parenthesis was never opened"))
    if tree is None or not _says_what(tree):
        raise BadInput(
            Phrase(
                "the query %(query)s names nothing to look for; give at least one word",
                query=repr(query[:80]),
            )
        )
    return tree


def plain(text: str) -> Node:
    """A tree of the words of a text, none of which is an operator."""
    words = (Words(word, 0) for word in folded_words(text)[:MOST])
    return Both(tuple(words))


class _Reading:
    def __init__(self, found: list[Sign]) -> None:
        self._signs = found
        self._at = 0

    def next(self) -> Sign:
        return self._signs[self._at] if self._at < len(self._signs) else END

    def take(self) -> Sign:
        sign = self.next()
        self._at += 1
        return sign

    def either(self, depth: int, within: Sources) -> Node | None:
        parts = [self._all(depth, within)]
        while self.next().kind == "OR":
            operator = self.take()
            part = self._all(depth, within)
            if parts[-1] is None or part is None:
                raise fault(operator.column, Phrase("OR stands between two things to look for"))
            parts.append(part)
        kept = tuple(part for part in parts if part is not None)
        return Either(kept) if len(kept) > 1 else next(iter(kept), None)

    def _all(self, depth: int, within: Sources) -> Node | None:
        parts: list[Node] = []
        # in:picture is said of everything beside it, before and after.
        within = self._within() or within
        while self.next().kind not in ("OR", ")", "end"):
            sign = self.next()
            if sign.kind == "AND":
                self.take()
                if not parts or self.next().kind in ("AND", "OR", ")", "end"):
                    raise fault(sign.column, Phrase("AND stands between two things to look for"))
            elif (part := self._one(depth, within)) is not None:
                parts.append(part)
        return Both(tuple(parts)) if len(parts) > 1 else next(iter(parts), None)

    def _within(self) -> Sources:
        """What the ``in:`` of this stretch says; those inside of parentheses are not of it."""
        depth, found = 0, list[str]()
        for at in range(self._at, len(self._signs)):
            sign = self._signs[at]
            depth += (sign.kind == "(") - (sign.kind == ")")
            if depth < 0 or (depth == 0 and sign.kind == "OR"):
                break
            if depth == 0 and sign.kind == "field" and sign.text == "in":
                value = self._signs[at + 1] if at + 1 < len(self._signs) else END
                found += sources(value, sign.column)
        return tuple(dict.fromkeys(found))

    def _one(self, depth: int, within: Sources) -> Node | None:
        sign = self.take()
        if sign.kind == "NOT":
            if self.next().kind in ("AND", "OR", ")", "end"):
                raise fault(sign.column, Phrase("nothing follows that could be left out"))
            part = self._one(depth, within)
            return part and Without(part)
        if sign.kind == "(":
            return self._group(sign, depth, within)
        if sign.kind == "field":
            return self._field(sign, depth)
        return _leaf(sign, within)

    def _group(self, opening: Sign, depth: int, within: Sources) -> Node | None:
        if depth >= DEEPEST:
            raise fault(
                opening.column,
                Phrase("parentheses are nested more than %(deepest)s deep", deepest=DEEPEST),
            )
        part = self.either(depth + 1, within)
        if self.take().kind != ")":
            raise fault(opening.column, Phrase("this parenthesis is never closed"))
        return part

    def _field(self, sign: Sign, depth: int) -> Node | None:
        if sign.text not in FIELDS:
            raise fault(
                sign.column,
                Phrase(
                    "there is no field %(text)s; there are %(fields)s; to look for the "
                    "words, put them in quotation marks",
                    text=repr(sign.text),
                    fields=", ".join(FIELDS),
                ),
            )
        value = self.take()
        if FIELDS[sign.text] == "condition":
            return None if sign.text == "in" else condition(sign, value)
        if value.kind == "(" and FIELDS[sign.text] == "words":
            return self._group(value, depth, (sign.text,))
        leaf = _leaf(value, (sign.text,) if FIELDS[sign.text] == "words" else ())
        if FIELDS[sign.text] == "latin":
            return Latin(value.text, value.column) if value.kind in ("word", "phrase") else leaf
        return leaf


def _leaf(sign: Sign, within: Sources) -> Node | None:
    if sign.kind == "regex":
        return Pattern(sign.text, sign.column, within)
    if sign.kind == "phrase":
        said = Words(sign.text, sign.column, within, True, sign.slop)
        return said if folded_words(sign.text) else None
    if sign.kind != "word":
        raise fault(sign.column or 1, Phrase("a word is expected here"))
    if sign.text == "*":
        return Everything()
    if sign.text.endswith("*") and (words := folded_words(sign.text)):
        if len(words) == 1 and len(words[0]) < SHORTEST_PREFIX:
            raise fault(
                sign.column,
                Phrase(
                    "give at least %(shortest_prefix)s letters before the *",
                    shortest_prefix=SHORTEST_PREFIX,
                ),
            )
        return Prefix(sign.text.rstrip("*"), sign.column, within)
    return Words(sign.text, sign.column, within) if folded_words(sign.text) else None


def _is_pattern(sign: Sign) -> bool:
    return sign.kind == "regex" or (sign.kind == "word" and sign.text[1:].endswith("*"))


def _says_what(tree: Node) -> bool:
    """Whether something is asked for, and not only what must not be there."""
    if isinstance(tree, Both):
        return any(map(_says_what, tree.parts))
    if isinstance(tree, Either):
        return all(map(_says_what, tree.parts))
    return not isinstance(tree, Without)
