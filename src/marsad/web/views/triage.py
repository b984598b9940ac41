"""One post of the triage queue, as somebody sees it who has still to code it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from marsad import enrich
from marsad.enrich.anew import TAKEN_BACK
from marsad.enrich.coding import Choice
from marsad.enrich.triage import Turn
from marsad.errors import NotFound
from marsad.model import Finding, Outlet, Place, Post, Translation
from marsad.safeguards import PERSON, named
from marsad.store import Store
from marsad.store.markings import Markings
from marsad.store.triage import MOST, Triage
from marsad.translate.engine import AID
from marsad.vocabulary.codebook import NOTHING
from marsad.vocabulary.languages import tongues
from marsad.web.views.coders import coders
from marsad.web.views.dossier import Medium, media
from marsad.web.views.looks import Exposures, exposures
from marsad.web.views.rows import language_of, made_by
from marsad.web.views.triage_asked import Asked, Wanted, queue

WORTH = ("approved", "reviewed", "draft")


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
    markings: tuple[str, ...]
    """Its own and its place's, as far as this person sees them."""
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
        Markings(store).of_posts([post]).get(post.id, ()),
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
