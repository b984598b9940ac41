"""Versions of the same stretch that persons put otherwise."""

from marsad.model import Translation
from marsad.store import Store
from marsad.text.marks import marked
from marsad.text.tokens import Tokens
from marsad.translate.engine import AID, HUMAN


def signer(made: Translation) -> str:
    """Who answers for a version as it is: who approved, else reviewed, else made it."""
    return made.approver or made.reviewer or made.translator


def by_person(made: Translation) -> bool:
    """Say whether a person wrote or read it; what only a program drafted contradicts nobody."""
    return made.kind == HUMAN or (made.kind != AID and made.state != "draft")


def rivals(store: Store, made: Translation) -> list[Translation]:
    """What persons made otherwise of the same stretch, and still stands."""
    return [
        each
        for each in store.translations(post=made.post)
        if each.id not in (made.id, made.replaces)
        and by_person(each)
        and (each.of, each.language) == (made.of, made.language)
        and differ(each, made)
    ]


def differ(one: Translation, other: Translation) -> bool:
    """Say whether two versions put what both of them translate in other words."""
    return _said(one, other) != _said(other, one)


def _said(of: Translation, beside: Translation) -> Tokens:
    """The words of the segments that touch a segment of the other one."""
    return tuple(
        token
        for each in of.segments
        if any(each.start < b.end and b.start < each.end for b in beside.segments)
        for token in marked(each.target)
    )
