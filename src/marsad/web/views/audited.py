"""The audit, as a list and as files: reads and accounts from the desk, all else from the log."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import parse_qsl, unquote

from marsad.errors import NotFound
from marsad.phrase import Phrase
from marsad.safeguards import PERSON
from marsad.store import Store, desk_audit
from marsad.store.audit import entries
from marsad.store.desk import Desk
from marsad.store.desk_audit import MOST, Line
from marsad.web.views.days import day_of
from marsad.web.wording import N_

SHOWN = 200
KINDS = {
    "reads": N_("Restricted material that was opened"),
    "accounts": N_("Accounts and sign-ins"),
    "lab": N_("What was written in the lab"),
}
COLUMNS = ("at", "by", "role", "act", "about")


@dataclass(frozen=True, slots=True)
class Question:
    """Which lines are asked for."""

    what: str
    by: str
    since: str

    @classmethod
    def of(cls, what: str, by: str, since: str) -> "Question":
        """Read it from the address."""
        if what not in KINDS:
            raise NotFound(
                Phrase(
                    "no audit %(what)s; there are %(kinds)s",
                    what=repr(what[:20]),
                    kinds=", ".join(KINDS),
                )
            )
        day = day_of(since).isoformat() if since else ""
        return cls(what, " ".join(by.split())[:120], day)


def audited(store: Store, asked: Question, most: int = SHOWN) -> list[Line]:
    """The lines that answer, the newest first."""
    if asked.what == "lab":
        signer = f"{PERSON}{asked.by.removeprefix(PERSON)}" if asked.by else ""
        return entries(store, signer, asked.since, most)
    with Desk(store.lab) as desk:
        find = desk_audit.readings if asked.what == "reads" else desk_audit.deeds
        found = find(desk, asked.by, asked.since, MOST if store.hidden else most)
    return list(islice(_seen(store, found), most)) if asked.what == "reads" else found[:most]


def _seen(store: Store, lines: list[Line]) -> Iterator[Line]:
    """The lines without those whose address names what is hidden."""
    if not store.hidden:
        yield from lines
        return
    named = {line.about: _named(line.about) for line in lines}
    gone = store.gone({each for some in named.values() for each in some})
    yield from (line for line in lines if gone.isdisjoint(named[line.about]))


def _named(address: str) -> set[str]:
    """Everything in an address that may be an id, which may hold slashes itself."""
    path, _mark, asked = address.partition("?")
    parts = path.strip("/").split("/")
    whole = {"/".join(parts[a:b]) for a in range(len(parts)) for b in range(a + 1, len(parts) + 1)}
    return {unquote(each) for each in whole} | {each for _name, each in parse_qsl(asked)}
