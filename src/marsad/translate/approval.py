"""A person answers for a translation by name, and says why where somebody put it otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from marsad.errors import Withheld
from marsad.model import Translation, made_of
from marsad.phrase import Phrase
from marsad.safeguards import PERSON
from marsad.store import Store
from marsad.store.standing import CHOSEN
from marsad.text.bidi import isolate
from marsad.translate.consistency import Variant, otherwise
from marsad.translate.engine import HUMAN
from marsad.translate.house import segment_faults
from marsad.translate.marking import bound, person, same_person
from marsad.translate.rivals import rivals, signer
from marsad.translate.segment import text_of
from marsad.translate.standing import current, no_aid

SHOWN = 3
WIDTH = 60


@dataclass(frozen=True, slots=True)
class Approved:
    """An approved translation, and whether this approval is the one that made it so."""

    translation: Translation
    new: bool
    note: str


@dataclass(frozen=True, slots=True)
class Contested:
    """What an approval would decide against."""

    over: tuple[Translation, ...] = ()
    """Other persons' versions of the same stretch."""
    variants: tuple[Variant, ...] = ()
    """Approved translations of the same words elsewhere that put them otherwise."""

    @property
    def reasons(self) -> list[str]:
        """Each as a part of a sentence."""
        over = [
            f"{signer(each).removeprefix(PERSON)} has another version, {each.id[:12]}"
            for each in self.over
        ]
        return over + [
            f"{_short(each.entry.source)} was approved as {_short(each.entry.target)} by "
            f"{each.entry.by.removeprefix(PERSON)}, not {_short(each.target)}"
            for each in self.variants
        ]


def contested(store: Store, made: Translation) -> Contested:
    """What persons have put otherwise: this stretch, or the same words in another text."""
    over = rivals(store, made)
    skip = {made.id, *(each.id for each in over)}
    return Contested(tuple(over), tuple(otherwise(store, made, skip)))


def approve(store: Store, id: str, by: str, because: str = "") -> Approved:
    """Answer for a translation by name, so that it may be quoted.

    Where somebody put the same words otherwise it is withheld, until the approver says why; the
    reason goes into the custody log, and the other version stays.
    """
    approver, old = person(by), _latest(store, store.translation(id))
    if old.state == "approved":
        if because.strip() and old.id in store.passed_over():
            return _again(store, old, approver, because.strip())
        note = f"translation {old.id} is already approved by {old.approver}; nothing changed"
        return Approved(old, False, note)
    _may_approve(store, old, approver)
    against = contested(store, old)
    if against.reasons and not because.strip():
        raise Withheld(
            Phrase("%(told)s; say why this one stands: --because TEXT", told=_told(against.reasons))
        )
    made = replace(
        old,
        id=made_of("approved", old.id, approver),
        made_at=datetime.now(UTC),
        state="approved",
        reviewer=old.reviewer or approver,
        approver=approver,
        replaces=old.id,
    )
    _put_down(store, made, against, because.strip())
    return Approved(made, True, f"translation {made.id} is approved by {approver}")


def _may_approve(store: Store, old: Translation, approver: str) -> None:
    """Refuse what nobody may approve, or not this person, or not as it is."""
    current(store, old)
    no_aid(old)
    if old.kind == HUMAN and same_person(approver, old.translator):
        raise Withheld(
            Phrase(
                "%(approver)s made translation %(id)s; have another person read and approve it",
                approver=approver,
                id=old.id,
            )
        )
    bound(old.segments, text_of(store, old.post, old.of), f"translation {old.id}")
    if faults := segment_faults(old.segments):
        raise Withheld(
            Phrase(
                "translation %(id)s: %(told)s; correct it in a review",
                id=old.id,
                told=_told(faults),
            )
        )


def _again(store: Store, old: Translation, approver: str, because: str) -> Approved:
    """Choose an approved version over the one that was approved over it."""
    current(store, old)
    over = [each.id for each in rivals(store, old)]
    with store.write() as writer:
        said = {"translation": old.id, "over": over, "differs": []}
        writer.act(CHOSEN, approver, because=because, **said)
    return Approved(old, True, f"translation {old.id} is chosen again by {approver}")


def _put_down(store: Store, made: Translation, against: Contested, because: str) -> None:
    with store.write() as writer:
        writer.add([made], made.approver)
        if against.reasons:
            over = [each.id for each in against.over]
            differs = [
                {"segment": each.segment, "from": each.entry.translation}
                for each in against.variants
            ]
            said = {"translation": made.id, "over": over, "differs": differs}
            writer.act(CHOSEN, made.approver, because=because, **said)


def _latest(store: Store, asked: Translation) -> Translation:
    """An approved successor of what was asked for, if there is one: approving it again is idle."""
    for each in store.translations(post=asked.post, state="approved"):
        if each.replaces == asked.id:
            return each
    return asked


def _told(reasons: Sequence[str]) -> str:
    more = f"; and {len(reasons) - SHOWN} more" if len(reasons) > SHOWN else ""
    return f"{'; '.join(reasons[:SHOWN])}{more}"


def _short(words: str) -> str:
    line = " ".join(words.split())
    return isolate(line if len(line) <= WIDTH else f"{line[: WIDTH - 1]}…")
