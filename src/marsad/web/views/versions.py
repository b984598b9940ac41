"""What became of a translation, and what whoever signs next has to know."""

from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from marsad.model import Translation
from marsad.safeguards import PERSON
from marsad.store import Store
from marsad.store.markings import Markings
from marsad.text.bidi import isolate
from marsad.translate import history
from marsad.translate.approval import contested
from marsad.translate.engine import AID, HUMAN
from marsad.translate.history import Part, Step, parts
from marsad.translate.rivals import rivals, signer
from marsad.translate.writing import disputes
from marsad.web.wording import _


@dataclass(frozen=True, slots=True)
class Beside:
    """Another person's version of the same stretch, and why it was written."""

    translation: Translation
    signer: str
    because: str
    parts: tuple[Part, ...]
    """From this version to that one, word by word."""


@dataclass(frozen=True, slots=True)
class Versions:
    """What the page of decisions shows."""

    translation: Translation
    markings: tuple[str, ...]
    """Of its post and place, as far as whoever reads sees them."""
    steps: tuple[Step, ...]
    beside: tuple[Beside, ...]
    rules: tuple[str, ...]
    """Who may sign what, in sentences."""
    contested: tuple[str, ...]
    """What an approval would decide against; with these it needs a reason."""
    zone: ZoneInfo


def versions(store: Store, id: str) -> Versions:
    """Look up every version of a translation and what was decided about them."""
    found = store.translation(id)
    post = store.post(found.post)
    return Versions(
        found,
        Markings(store).of_posts([post]).get(post.id, ()),
        tuple(reversed(history(store, id))),
        tuple(_beside(store, found)),
        tuple(rules(found)),
        tuple(contested(store, found).reasons) if found.state != "approved" else (),
        store.settings.zone,
    )


def rules(of: Translation) -> Iterator[str]:
    """Who may review and who may approve a version, as sentences."""
    if of.kind == AID:
        yield _("This is a reading aid: nobody can sign it")
        return
    if of.kind == HUMAN:
        made = _named(of.translator)
        yield _("%(name)s made it, so another person has to approve it") % {"name": made}
    else:
        yield _("A machine drafted it: whoever reviews or approves has read it against its source")
    if of.state == "draft":
        yield _("Nobody has reviewed it; an approval without a review is signed as both")
    elif of.state == "reviewed":
        name = _named(of.reviewer)
        yield _("%(name)s reviewed it; a second pair of eyes is better") % {"name": name}
    else:
        name = _named(of.approver)
        yield _("%(name)s approved it; a new review takes the approval back") % {"name": name}


def _named(signer: str) -> str:
    return isolate(signer.removeprefix(PERSON))


def _beside(store: Store, of: Translation) -> Iterator[Beside]:
    said = {each.translation: each.because for each in disputes(store)}
    for each in rivals(store, of):
        compared = tuple(parts(of.text, each.text))
        yield Beside(each, signer(each), said.get(each.id, ""), compared)
