"""One post of the triage queue, as somebody sees it who has still to code it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from marsad import enrich
from marsad.enrich.anew import TAKEN_BACK
from marsad.enrich.codes import KINDS
from marsad.enrich.coding import Choice
from marsad.enrich.triage import Queue, Turn
from marsad.errors import BadInput, NotFound
from marsad.model import Finding, Outlet, Place, Post, Translation
from marsad.phrase import Phrase
from marsad.safeguards import PERSON, named
from marsad.store import Store
from marsad.store.triage import MOST, Sought, Triage
from marsad.translate.engine import AID
from marsad.vocabulary.codebook import NOTHING
from marsad.vocabulary.languages import tongues
from marsad.web.views.coders import coders
from marsad.web.views.dossier import Medium, media
from marsad.web.views.looks import Exposures, exposures
from marsad.web.views.rows import language_of, made_by

ONLY = ("", "flagged", "handed")
WORTH = ("approved", "reviewed", "draft")


@dataclass(frozen=True, slots=True)
class Asked:
    """The question that the address holds: which posts, and which codes."""

    codes: str = ""
    place: str = ""
    outlet: str = ""
    language: str = ""
    day: date | None = None
    only: str = ""
    stay: bool = False
    """Stay with a post after a code, to give it another one."""

    @classmethod
    def of(cls, day: str, only: str, **said: str | bool) -> Self:
        """Read the question off an address."""
        if only not in ONLY:
            raise BadInput(
                Phrase(
                    "no queue %(only)s; there are %(only_2)s",
                    only=repr(only[:20]),
                    only_2=", ".join(ONLY[1:]),
                )
            )
        try:
            chosen = date.fromisoformat(day) if day else None
            if chosen and not 1970 <= chosen.year < 3000:
                raise ValueError
        except ValueError as error:
            raise BadInput(
                Phrase("%(day)s is no day; write it as 2024-05-14", day=repr(day[:20]))
            ) from error
        return cls(day=chosen, only=only, **said)  # type: ignore[arg-type]

    def query(self, **changes: object) -> dict[str, object]:
        """What an address says that asks the same, but for the changes."""
        names = ("codes", "place", "outlet", "language", "day", "only")
        said = {name: getattr(self, name) for name in names}
        return {**said, "stay": int(self.stay), **changes}


@dataclass(frozen=True, slots=True)
class Told:
    """What the last key did, and what others said of that post."""

    post: str
    finding: Finding
    back: bool
    beside: tuple[Finding, ...]

    @property
    def code(self) -> tuple[str, str]:
        """Kind and code of what was given or taken back."""
        if not self.back:
            return self.finding.kind, self.finding.value
        kind, _, code = self.finding.value.partition(": ")
        return kind, code

    @property
    def colleagues(self) -> set[str]:
        """What other persons said."""
        return {each.value for each in self.beside if named(each.maker)}

    @property
    def agrees(self) -> bool:
        """Another person said the same."""
        return self.finding.value in self.colleagues

    @property
    def differs(self) -> bool:
        """Other persons said something, and something else."""
        return bool(self.colleagues) and not self.agrees


@dataclass(frozen=True, slots=True)
class Day:
    """A person's own day: nobody else is shown it."""

    coded: int
    most: int
    opened: Exposures

    @property
    def many(self) -> bool:
        """It is time to stop for today."""
        return self.coded >= self.most or self.opened.many


@dataclass(frozen=True, slots=True)
class Item:
    """A post that waits for a code."""

    post: Post
    place: str
    outlet: str
    language: str
    translation: Translation | None
    media: tuple[Medium, ...]
    turn: Turn
    handed_by: str
    own: tuple[Finding, ...]
    beside: tuple[Finding, ...]
    """What others said, once this person has coded it."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What the page of the queue shows."""

    by: str
    asked: Asked
    item: Item | None
    choices: tuple[Choice, ...]
    waiting: int
    more: bool
    told: Told | None
    day: Day
    places: tuple[Place, ...]
    outlets: tuple[Outlet, ...]
    languages: tuple[str, ...]
    people: tuple[str, ...]
    zone: ZoneInfo

    @property
    def known(self) -> Mapping[str, Choice]:
        """Every code of this page by its name."""
        return {each.name: each for each in self.choices}

    @property
    def nothings(self) -> tuple[Choice, ...]:
        """The answer that nothing applies, for each kind that has one."""
        kinds = dict.fromkeys(each.kind for each in self.choices if each.code not in ("yes", "no"))
        return tuple(Choice(kind, NOTHING) for kind in kinds)


def queue(store: Store, by: str, asked: Asked) -> Queue:
    """The queue that the address asks for."""
    day, zone = asked.day, store.settings.zone
    sought = Sought(
        by,
        tuple(dict.fromkeys(each.kind for each in enrich.choices(store, asked.codes))) or KINDS,
        asked.place,
        asked.outlet,
        asked.language,
        datetime.combine(day, time(), zone).astimezone(UTC) if day else None,
        datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC) if day else None,
        asked.only == "flagged",
    )
    return Queue(store, sought, asked.only == "handed")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for beside the queue."""

    post: str = ""
    show: str = ""
    """The medium to open."""
    look: str = ""
    """The pass to it, where it was marked graphic."""
    last: str = ""
    """The finding that the last key made."""


def desk(store: Store, by: str, asked: Asked, wanted: Wanted) -> Desk:
    """Look up one post of the queue and what may be said of it."""
    line = queue(store, by, asked)
    turn = line.turn(store.post(wanted.post).id if wanted.post else "")
    waiting = line.waiting()
    return Desk(
        by.removeprefix(PERSON),
        asked,
        _item(store, by, turn, wanted) if turn else None,
        enrich.choices(store, asked.codes),
        min(waiting, MOST),
        waiting > MOST,
        _told(store, by, wanted.last) if wanted.last else None,
        today(store, by, wanted.show),
        tuple(store.places()),
        tuple(store.outlets()),
        tuple(sorted(each.code for each in tongues())),
        tuple(each.name for each in coders(store) if each.signature != by),
        store.settings.zone,
    )


def today(store: Store, by: str, media: str = "") -> Day:
    """What a person has coded and opened since midnight in the zone of the lab."""
    zone = store.settings.zone
    midnight = datetime.combine(datetime.now(zone).date(), time(), zone)
    opened = exposures(store, by, media)
    assert opened  # A person's name is never empty.
    return Day(Triage(store).coded_since(by, midnight), store.settings.posts_a_day, opened)


def _item(store: Store, by: str, turn: Turn, wanted: Wanted) -> Item:
    post = store.post(turn.here)
    found = store.findings(post.id)
    return Item(
        post,
        store.place(post.place).name,
        made_by(store, post),
        language_of(store, post),
        _best(store.translations(post=post.id)),
        tuple(media(post, found, wanted.show, wanted.look)),
        turn,
        turn.hands.held.get(post.id, ""),
        tuple(enrich.mine(found, by)),
        tuple(enrich.beside(found, by)),
    )


def _best(made: Sequence[Translation]) -> Translation | None:
    """What helps most to read the text: an approved translation, and a reading aid last."""
    texts = [each for each in made if each.of == "text"]
    return min(texts, key=lambda each: (each.kind == AID, WORTH.index(each.state)), default=None)


def _told(store: Store, by: str, last: str) -> Told | None:
    try:
        said = store.finding(last)
    except NotFound:
        return None
    if said.maker != by:
        return None
    back = said.kind == TAKEN_BACK
    beside = () if back else enrich.beside(store.findings(said.post), by)
    same = tuple(each for each in beside if each.kind == said.kind)
    return Told(store.post(said.post).native_id, said, back, same)
