"""The translations that wait, by what is to be done with them, in the order asked for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from marsad.errors import NotFound
from marsad.model import Translation
from marsad.phrase import Phrase
from marsad.store import Store
from marsad.store.markings import Markings
from marsad.translate import queue
from marsad.translate.assign import LEAST, MOST
from marsad.translate.queue import DRAFT, IN_REVIEW, ORDERS, REVIEWED, UNTRANSLATED
from marsad.translate.queue import Waiting as Item
from marsad.web.wording import N_

SIZE = 50
APPROVED = "approved"
QUEUES = {
    "draft": N_("Drafts to review"),
    "reviewed": N_("Reviewed, to approve"),
    APPROVED: N_("Approved"),
    "aid": N_("Reading aids"),
}
STAGES = {DRAFT: "draft", IN_REVIEW: "draft", REVIEWED: "reviewed", UNTRANSLATED: "aid"}
"""Under which heading a stage of the queue stands."""
COLUMNS = (
    "translation", "post", "stage", "source_language", "language", "translator", "to", "priority",
    "since", "words", "disputed", "fiction",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """The question that an address holds."""

    state: str = "draft"
    order: str = "priority"
    language: str = ""
    to: str = ""
    page: int = 1

    def query(self, **changes: object) -> dict[str, object]:
        """What an address says that asks the same, but for the changes."""
        said = {"state": self.state, "order": self.order, "language": self.language}
        return {**said, "for": self.to, "page": 0, **changes}


@dataclass(frozen=True, slots=True)
class Line:
    """A translation in a list, and what is asked of whom; nothing once it is approved."""

    translation: Translation
    item: Item | None
    markings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Waiting:
    """One page of one queue."""

    asked: Asked
    heading: str
    tabs: tuple[tuple[str, str, int], ...]
    """Name, heading and count of every queue."""
    lines: tuple[Line, ...]
    more: bool
    languages: tuple[str, ...]
    orders: tuple[str, ...] = tuple(ORDERS)
    priorities: tuple[int, ...] = tuple(range(LEAST, MOST + 1))


def waiting(store: Store, asked: Asked) -> Waiting:
    """A page of a queue."""
    if asked.state not in QUEUES:
        raise NotFound(
            Phrase(
                "no queue %(state)s; there are %(queues)s",
                state=repr(asked.state),
                queues=", ".join(QUEUES),
            )
        )
    standing = {each.id: each for each in store.translations()}
    items = queue(store, asked.order, to=asked.to, made=standing.values())
    kept = [each for each in items if asked.language in ("", each.source_language)]
    done = [each for each in standing.values() if _approved(each, asked)]
    queues: dict[str, list[Line]] = {name: [] for name in QUEUES}
    for each in kept:
        queues[STAGES[each.stage]].append(Line(standing[each.translation], each))
    queues[APPROVED] = [Line(each, None) for each in reversed(done)]
    start = (max(asked.page, 1) - 1) * SIZE
    chosen = queues[asked.state]
    return Waiting(
        asked,
        QUEUES[asked.state],
        tuple((name, heading, len(queues[name])) for name, heading in QUEUES.items()),
        tuple(_badged(store, chosen[start : start + SIZE])),
        len(chosen) > start + SIZE,
        tuple(sorted({each.source_language for each in standing.values()})),
    )


def _badged(store: Store, lines: Sequence[Line]) -> Iterator[Line]:
    """The lines of a page with what their posts and places are marked."""
    posts = [store.post(id) for id in {each.translation.post for each in lines}]
    found = Markings(store).of_posts(posts)
    yield from (replace(each, markings=found.get(each.translation.post, ())) for each in lines)


def following(store: Store, of: Translation, asked: Asked) -> str:
    """The id of what waits after a translation in a queue, else at its stage; empty at the end."""
    items = queue(store, asked.order or "priority", asked.language, asked.to)
    own = next((STAGES[each.stage] for each in items if each.translation == of.id), "draft")
    here = asked.state or own
    ids = [each.translation for each in items if STAGES[each.stage] == here]
    after = ids.index(of.id) + 1 if of.id in ids else 0
    return ids[after] if after < len(ids) else ""


def rows(store: Store, asked: Asked) -> Iterator[Mapping[str, object]]:
    """What waits, as ``marsad translate LAB queue`` prints it, in plain values."""
    for each in queue(store, asked.order, asked.language, asked.to):
        said = asdict(each)
        yield {name: said[name] for name in COLUMNS} | {"since": each.since.isoformat()}


def _approved(made: Translation, asked: Asked) -> bool:
    return made.state == APPROVED and asked.language in ("", made.source_language)
