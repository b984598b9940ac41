"""One code after the other, by one person: given, joined to what they said before, taken back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from marsad.enrich.anew import TAKEN_BACK
from marsad.enrich.codes import JUDGED, KINDS, add_code
from marsad.errors import BadInput, NotFound, Withheld
from marsad.model import Claim, Finding, sign
from marsad.phrase import Phrase
from marsad.safeguards import named
from marsad.store import Store
from marsad.vocabulary.codebook import NOTHING, Codebook, codebook


@dataclass(frozen=True, slots=True)
class Choice:
    """A code that a key or a button gives."""

    kind: str
    code: str
    labels: Mapping[str, str] = field(default_factory=dict)
    """By language, as the codebook has them; none for yes, no and none."""
    definition: str = ""

    @property
    def name(self) -> str:
        """As addresses, forms and settings write it: ``theme:claim``."""
        return f"{self.kind}:{self.code}"


def choices(store: Store, said: str = "") -> tuple[Choice, ...]:
    """The codes of a kind, or those that ``said`` or the setting lists; else every theme."""
    book = codebook(store.settings.beside(store.settings.codebook))
    wanted = said or store.settings.triage_codes or "theme"
    if wanted in KINDS:
        names = ("yes", "no") if wanted in JUDGED else book.names(wanted)
        return tuple(_choice(book, wanted, name) for name in names)
    listed = dict.fromkeys(each.strip() for each in wanted.split(",") if each.strip())
    return tuple(_listed(book, each) for each in listed)


def _listed(book: Codebook, said: str) -> Choice:
    kind, _, code = said.partition(":")
    if kind not in KINDS:
        raise BadInput(
            Phrase(
                "%(said)s is no code; write theme:NAME, target:NAME, narrative:NAME or "
                "%(judged)s:yes, or one of %(kinds)s",
                said=repr(said),
                judged=JUDGED[0],
                kinds=", ".join(KINDS),
            )
        )
    return _choice(book, kind, code)


def _choice(book: Codebook, kind: str, code: str) -> Choice:
    if kind in JUDGED:
        if code not in ("yes", "no"):
            raise BadInput(
                Phrase("%(kind)s is %(code)s; expected yes or no", kind=kind, code=repr(code))
            )
        return Choice(kind, code)
    book.check(kind, code)
    if code == NOTHING:
        return Choice(kind, code)
    (found,) = (each for each in book.codes if (each.kind, each.name) == (kind, code))
    return Choice(kind, code, found.labels, found.definition)


def give(store: Store, post: str, kind: str, code: str, by: str) -> Finding:
    """Code a post as a person; what they said otherwise of a kind that takes one answer gives way.

    ``none`` takes the place of nothing: whoever gave codes takes those back first.
    """
    own = [each for each in store.findings(post, kind) if each.maker == by and not each.span]
    if same := [each for each in own if each.value == code]:
        return same[-1]
    if code == NOTHING and own:
        raise BadInput(
            Phrase(
                "you gave this post a %(kind)s; take that back before you say it has none",
                kind=kind,
            )
        )
    gives_way = [each.id for each in own if kind in JUDGED or each.value == NOTHING]
    after = gives_way[-1] if gives_way else _end(store.findings_ever(post), kind, code, by)
    return add_code(store, {"post": post, "kind": kind, "code": code, "replaces": after}, by)


def _end(ever: Sequence[Finding], kind: str, code: str, by: str) -> str:
    """What a code that was taken back has to follow, lest it be the same finding once more."""
    said = [each.id for each in ever if (each.kind, each.value, each.maker) == (kind, code, by)]
    after = {each.replaces: each.id for each in ever if each.replaces}
    end = said[0] if said else ""
    while end in after:
        end = after[end]
    return end


def take_back(store: Store, finding: str, by: str) -> Finding:
    """Take one's own code back; a finding that replaces it says so, and nothing is erased."""
    old = store.finding(finding)
    if old.maker != by or old.kind not in KINDS:
        raise Withheld(
            Phrase(
                "%(id)s is no code of yours; refuse it on the page of its post instead", id=old.id
            )
        )
    return withdraw(store, old, by)


def withdraw(store: Store, old: Finding, by: str) -> Finding:
    """Let a finding stand no longer, in a person's name."""
    if not named(by):
        raise Withheld(Phrase("a person takes a finding back: give a name"))
    if not any(each.id == old.id for each in store.findings(old.post, old.kind)):
        raise NotFound(
            Phrase("%(id)s was replaced already; open the post again to see by what", id=old.id)
        )
    said = Claim(
        old.post,
        TAKEN_BACK,
        f"{old.kind}: {old.value}",
        media=old.media,
        span=old.span,
        box=old.box,
        seconds=old.seconds,
        replaces=old.id,
    )
    made = sign(said, by, datetime.now(UTC))
    store.add(made, by=by)
    return made


def mine(found: Iterable[Finding], by: str) -> list[Finding]:
    """The codes that a person gave a post."""
    return [each for each in found if each.kind in KINDS and each.maker == by]


def beside(found: Iterable[Finding], by: str) -> list[Finding]:
    """What others said, people and programs, of the kinds that a person has coded; else nothing.

    Who has not coded yet is not told: a second coder who knows the first one's code agrees more.
    """
    said = list(found)
    kinds = {each.kind for each in mine(said, by)}
    return [each for each in said if each.kind in kinds and each.maker != by]
