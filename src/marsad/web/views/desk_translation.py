"""One translation beside its source, and what may be done with it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from marsad.errors import BadInput, MarsadError, NotFound
from marsad.model import Finding, Media, Post, Segment, Translation
from marsad.phrase import Phrase
from marsad.store import Pad, Pads, Store
from marsad.store.markings import Markings
from marsad.translate.engine import AID, HUMAN
from marsad.translate.rivals import rivals
from marsad.translate.segment import READ, TEXT
from marsad.web.views.dossier import pixels_of
from marsad.web.views.looks import GRAPHIC, graphic
from marsad.web.views.pairs import Pair, pairs
from marsad.web.views.versions import rules
from marsad.web.views.waiting import Asked, following
from marsad.web.wording import _, pgettext

OPENED = (READ, "transcript")
"""Kinds of findings whose medium is opened beside them: a document is not."""
NOWHERE = Asked(state="", order="")


@dataclass(frozen=True, slots=True)
class Typed:
    """What a person typed into a form that was refused, and why it was."""

    targets: tuple[str, ...] = ()
    error: MarsadError | None = None
    because: str = ""
    pad: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address of the page asks for."""

    asked: Asked = NOWHERE
    """The queue that somebody came from; empty when they came by another way."""
    show: bool = False
    """Open what it was read or heard in."""
    look: str = ""
    """The pass to that."""
    marks: bool = False
    """Say which house marks the words may need."""


@dataclass(frozen=True, slots=True)
class Medium:
    """The picture or recording that a translation is of."""

    post: str
    media: Media
    graphic: str
    """What may harm in it; empty where nobody marked it."""
    clip: str
    """The finding whose seconds are played; empty for a picture."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the page of a translation shows."""

    translation: Translation
    label: str
    post: Post
    markings: tuple[str, ...]
    """Of the post and its place, as far as whoever reads sees them."""
    read: Finding | None
    """What was read in a picture, when that is what is translated."""
    pairs: tuple[Pair, ...]
    aid: bool
    machine: bool
    standing: bool
    instead: tuple[Translation, ...]
    """What took its place."""
    zone: ZoneInfo
    pad: Pad | None
    """What was typed here before and not signed; it stands in the form."""
    pads: tuple[Pad, ...]
    """What else was typed, by others or on another page."""
    since: int
    """The last stamp among them all."""
    medium: Medium | None
    """What it was read or heard in, and what may harm in it."""
    picture: Media | None
    """The same, where it is a picture."""
    width: int
    height: int
    shown: bool
    """Somebody asked for the picture."""
    following: str
    """The id of what waits next in the same queue."""
    rules: tuple[str, ...]
    """Who may sign what, in sentences."""
    asked: Asked
    """The queue that the next one is of."""
    marks: bool
    beside: bool
    """Another person's version of the same stretch stands beside it."""


def desk_translation(store: Store, id: str, typed: Typed, wanted: Wanted) -> Sheet:
    """Lay a translation beside its source."""
    found = store.translation(id)
    there = [each for each in store.translations(post=found.post) if each.of == found.of]
    standing = any(each.id == found.id for each in there)
    pads = Pads(store).of(_before(store, found)) if standing else []
    fit = [each for each in pads if len(each.targets) == len(found.segments)]
    pad = _own(fit, found, typed)
    others = tuple(each for each in fit if each != pad)
    read, post = _read(store, found), store.post(found.post)
    medium = _medium(store, post, read)
    picture = medium.media if medium and not medium.clip else None
    said = store.findings(post.id, "dimensions") if picture else []
    width, height = pixels_of(said, picture.sha256) if picture else (0, 0)
    return Sheet(
        found, label(found), post, Markings(store).of_posts([post]).get(post.id, ()), read,
        pairs(store, found, typed.targets or (pad.targets if pad else ()), others, read,
              wanted.marks),
        found.kind == AID, found.kind not in (AID, HUMAN), standing,
        () if standing else tuple(there), store.settings.zone,
        pad, others, max((each.stamp for each in pads), default=0),
        medium, picture, width, height, wanted.show and medium is not None,
        following(store, found, wanted.asked), tuple(rules(found)), wanted.asked,
        wanted.marks, bool(rivals(store, found)),
    )  # fmt: skip


def label(translation: Translation) -> str:
    """What a translation is, so that nobody takes a machine's draft for a person's word."""
    if translation.kind == AID:
        return _("Reading aid, not a translation")
    if translation.kind == HUMAN:
        state = pgettext("word", translation.state)
        return _("Translation by a person, %(state)s") % {"state": state}
    if translation.state == "draft":
        return _("Machine draft, not reviewed by anybody")
    state = pgettext("word", translation.state)
    return _("Machine draft, %(state)s") % {"state": state}


def corrected(translation: Translation, targets: Sequence[str]) -> tuple[Segment, ...]:
    """The segments with the targets that a form brought."""
    if len(targets) != len(translation.segments):
        raise BadInput(
            Phrase(
                "the form brought %(targets)s targets for %(segments)s segments; open "
                "the page again",
                targets=len(targets),
                segments=len(translation.segments),
            )
        )
    return tuple(
        replace(segment, target=target.replace("\r\n", "\n"))
        for segment, target in zip(translation.segments, targets, strict=True)
    )


def successor(store: Store, old: Translation) -> Translation | None:
    """The one version that took the place of another and is cut at the same places."""
    cuts = [(each.start, each.end) for each in old.segments]
    for each in store.translations(post=old.post):
        cut = [(one.start, one.end) for one in each.segments]
        if each.of == old.of and cut == cuts and old.id in _before(store, each)[1:]:
            return each
    return None


def _before(store: Store, found: Translation) -> list[str]:
    """A translation and all that it replaced: what was typed on those may be wanted still."""
    ids = [found.id]
    while found.replaces and found.replaces not in ids:
        found = store.translation(found.replaces)
        ids.append(found.id)
    return ids


def _own(pads: Sequence[Pad], found: Translation, typed: Typed) -> Pad | None:
    """The pad to go on with: the one a form came from, else the last of this very version."""
    here = [each for each in pads if each.about == found.id]
    named = [each for each in here if each.id == typed.pad]
    return next(iter(named or here), None)


def _read(store: Store, found: Translation) -> Finding | None:
    if found.of == TEXT:
        return None
    try:
        return store.finding(found.of)
    except NotFound:
        return None


def _medium(store: Store, post: Post, read: Finding | None) -> Medium | None:
    known = {each.sha256: each for each in post.media}
    if read is None or not read.media or read.media not in known or read.kind not in OPENED:
        return None
    note = graphic(store.findings(post.id, GRAPHIC), read.media)
    return Medium(post.id, known[read.media], note, read.id if read.seconds else "")
