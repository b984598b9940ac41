"""What is asked instead where no post holds every word."""

from marsad.search.tree import Both, Either, Node, Words


def loosened(tree: Node) -> Node | None:
    """A question that takes a third of the words for an answer; nothing where that was not meant.

    Who wrote operators, phrases or conditions meant every one of them.
    """
    if not isinstance(tree, Both):
        return None
    if any(not isinstance(part, Words) or part.quoted or part.sources for part in tree.parts):
        return None
    return Either(tree.parts, -(-len(tree.parts) // 3))
