"""A person's own translation, as a draft in place of their earlier one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from marsad.errors import BadInput, Withheld
from marsad.model import Segment, Translation
from marsad.phrase import Phrase
from marsad.store import Store
from marsad.translate.engine import AID, HUMAN
from marsad.translate.marking import bound, earlier, person, same_person, unsigned
from marsad.translate.rivals import rivals
from marsad.translate.segment import TEXT, UNKNOWN, sources, text_of

DISPUTED = "translation disputed"


@dataclass(frozen=True, slots=True)
class Dispute:
    """Who put which version beside which other one, and why."""

    translation: str
    against: str
    by: str
    because: str
    at: str


def write(
    store: Store,
    post: str,
    segments: Sequence[Segment],
    by: str,
    of: str = TEXT,
    to: str = "",
) -> Translation:
    """Put a person's own translation on the desk, as a draft in place of their earlier one."""
    made = _made(store, post, segments, by, of, to)
    store.add(made, by=made.translator)
    return made


def disagree(
    store: Store, id: str, segments: Sequence[Segment], by: str, because: str
) -> Translation:
    """Put one's own version beside another person's, with the reason; both stand."""
    other = store.translation(id)
    if not because.strip():
        raise BadInput(Phrase("a disagreement needs a reason: --because TEXT"))
    if other.kind == AID or (other.kind == HUMAN and same_person(person(by), other.translator)):
        raise Withheld(
            Phrase("translation %(id)s is no other person's; write without --against", id=other.id)
        )
    made = _made(store, other.post, segments, by, other.of, other.language)
    if all(each.id != other.id for each in rivals(store, made)):
        raise BadInput(
            Phrase(
                "this says the same as translation %(id)s, is of another stretch, or is "
                "beside a draft that no person has read; write without --against",
                id=other.id,
            )
        )
    with store.write() as writer:
        writer.add([made], made.translator)
        said = {"translation": made.id, "against": other.id, "because": because.strip()}
        writer.act(DISPUTED, made.translator, **said)
    return made


def disputes(store: Store) -> list[Dispute]:
    """Every disagreement that was written down, oldest first."""
    names = ("translation", "against", "by", "because", "at")
    return [Dispute(*(said[name] for name in names)) for said in store.acts(DISPUTED)]


def _made(
    store: Store, post: str, segments: Sequence[Segment], by: str, of: str, to: str
) -> Translation:
    translator, to = person(by), to or store.settings.language
    seen = store.post(post)
    checked = bound(segments, text_of(store, seen.id, of), f"post {seen.id}")
    spoken = {each.of: each.language for each in sources(store, seen)}
    languages = (spoken.get(of, UNKNOWN), to)
    made = unsigned(seen, of, languages, checked, (translator, HUMAN))
    return replace(made, replaces=earlier(store.translations(post=seen.id), made))
