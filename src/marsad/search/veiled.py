"""An index as somebody may ask it: what is hidden from them answers nothing and is not counted."""

from dataclasses import dataclass, replace

from marsad.search.seam import Answered, Counted, Index, Wanted
from marsad.search.tree import Both, Either, Keyword, Node, Numbers, Without
from marsad.store import Store

STATE, CITED = "state", "cited"
"""That reports cite a post stands in the index, whoever may read those reports."""


@dataclass(frozen=True, slots=True)
class Veiled:
    """An index that leaves some posts out of every answer."""

    index: Index
    without: tuple[Node, ...]
    """Any of these is hidden."""
    cited: Node | None
    """The posts that reports cite which are not hidden; nothing where none is."""

    @property
    def posts(self) -> int:
        """How many posts it holds, hidden ones too."""
        return self.index.posts

    @property
    def behind(self) -> bool:
        """Whether another process is still bringing it up to date."""
        return self.index.behind

    def answer(self, wanted: Wanted) -> Answered:
        """Ask it about the others."""
        tree = wanted.tree if self.cited is None else _recited(wanted.tree, self.cited)
        tree = Both((tree, *map(Without, self.without))) if self.without else tree
        answered = self.index.answer(replace(wanted, tree=tree))
        if self.cited is None or STATE not in wanted.facets:
            return answered
        asked = Wanted(Both((tree, self.cited)), wanted.strength, wanted.zone, among=wanted.among)
        many = self.index.answer(replace(asked, counted=True)).total or 0
        return replace(answered, facets={**answered.facets, STATE: _cited(answered, many)})


def veiled(store: Store, index: Index) -> Index:
    """The index of a lab for whoever opened its store."""
    if not store.hidden:
        return index
    without: list[Node] = []
    if places := sorted(store.hidden.places):
        without.append(Keyword("place", "", 0, tuple(places)))
    if numbers := store.hidden_numbers():
        without.append(Numbers(tuple(numbers)))
    cited: Node | None = None
    if store.hidden.reports:
        cited = _numbers(store.numbers(sorted(store.cited())))
    return Veiled(index, tuple(without), cited)


def _numbers(numbers: list[int]) -> Node:
    return Numbers(tuple(numbers)) if numbers else Either(())


def _recited(node: Node, cited: Node) -> Node:
    """The question, with what is cited taken from the reports and not from the index."""
    if isinstance(node, Both | Either):
        return replace(node, parts=tuple(_recited(part, cited) for part in node.parts))
    if isinstance(node, Without):
        return Without(_recited(node.part, cited))
    if isinstance(node, Keyword) and node.field == STATE and CITED in node.values:
        left = tuple(value for value in node.values if value != CITED)
        return Either((cited, replace(node, values=left))) if left else cited
    return node


def _cited(answered: Answered, many: int) -> Counted:
    found = answered.facets[STATE]
    counts = [each for each in found.counts if each[0] != CITED]
    return Counted([*counts, (CITED, many)] if many else counts, found.more)
