"""What waits for a person: to be translated, reviewed or approved."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from marsad.errors import BadInput
from marsad.model import Translation
from marsad.phrase import Phrase
from marsad.store import Store
from marsad.translate.assign import USUAL, assignments, held_by
from marsad.translate.engine import AID, HUMAN
from marsad.translate.marking import person, same_person
from marsad.translate.rivals import by_person, differ

UNTRANSLATED, DRAFT, IN_REVIEW, REVIEWED = "to translate", "draft", "in review", "reviewed"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A version that waits, and for whom."""

    translation: str
    post: str
    of: str
    stage: str
    """``to translate``, ``draft``, ``in review`` (somebody was asked) or ``reviewed``."""
    source_language: str
    language: str
    translator: str
    to: str
    """Who was asked; empty while nobody was."""
    priority: int
    since: datetime
    words: int
    """Words of the source."""
    disputed: bool
    """Whether another person's version of the same stretch stands beside it."""
    fiction: bool


ORDERS: dict[str, Callable[[Waiting], tuple[Any, ...]]] = {
    "priority": lambda each: (-each.priority, each.since),
    "language": lambda each: (each.source_language, -each.priority, each.since),
    "translator": lambda each: (each.to or "\uffff", -each.priority, each.since),
    "age": lambda each: (each.since,),
}


def queue(
    store: Store,
    order: str = "priority",
    language: str = "",
    to: str = "",
    made: Iterable[Translation] | None = None,
) -> list[Waiting]:
    """What waits in a lab, the most urgent first, of one language or for one person only.

    ``made``: every translation, for whoever has read them already.
    """
    if order not in ORDERS:
        raise BadInput(
            Phrase(
                "no order %(order)s; there are %(orders)s",
                order=repr(order),
                orders=", ".join(ORDERS),
            )
        )
    whom = person(to) if to else ""
    found = (
        each
        for each in _waiting(store, store.translations() if made is None else made)
        if language in ("", each.source_language) and (not whom or same_person(each.to, whom))
    )
    return sorted(found, key=ORDERS[order])


def _waiting(store: Store, every: Iterable[Translation]) -> Iterator[Waiting]:
    asked, over = assignments(store), store.passed_over()
    same: dict[tuple[str, str, str], list[Translation]] = defaultdict(list)
    for each in every:
        same[each.post, each.of, each.language].append(each)
    for beside in same.values():
        for made in beside:
            if made.id in over or not _waits(made, beside):
                continue
            held = held_by(made, asked)
            to, priority = (held.to, held.priority) if held else ("", USUAL)
            yield _item(made, to, priority, _disputed(made, beside, over))


def _waits(made: Translation, beside: Sequence[Translation]) -> bool:
    """Whether a person is still wanted: not for what another one's work has made idle."""
    if made.state == "approved":
        return False
    if made.kind == AID:
        return all(each.kind == AID for each in beside) and made is beside[-1]
    return by_person(made) or not any(by_person(each) for each in beside)


def _disputed(made: Translation, beside: Sequence[Translation], over: set[str]) -> bool:
    others = (each for each in beside if each is not made and by_person(each))
    return any(each.id not in over and differ(each, made) for each in others)


def _item(made: Translation, to: str, priority: int, disputed: bool) -> Waiting:
    return Waiting(
        translation=made.id,
        post=made.post,
        of=made.of,
        stage=_stage(made, to),
        source_language=made.source_language,
        language=made.language,
        translator=made.translator,
        to=to,
        priority=priority,
        since=made.made_at,
        words=sum(len(each.source.split()) for each in made.segments),
        disputed=disputed,
        fiction=made.fiction,
    )


def _stage(made: Translation, to: str) -> str:
    if made.kind == AID:
        return UNTRANSLATED
    if made.state == "reviewed":
        return REVIEWED
    # Whoever made a translation may be asked to finish it: that is no review yet.
    own = made.kind == HUMAN and same_person(to, made.translator)
    return IN_REVIEW if to and not own else DRAFT
