"""Who receives reports: asked for by anybody, approved by a named person, ended by either side.

Each change is a new version. Logs know a reader by a handle made by chance; names and addresses
stand in the lab's database alone, are sealed in backups, and are erased on request.
"""

import secrets
from dataclasses import replace
from datetime import UTC, date, datetime

from marsad.errors import BadInput, NotFound, Withheld
from marsad.model import Reader
from marsad.phrase import Phrase
from marsad.safeguards import named, two_persons
from marsad.share.address import domain_of, listed, read_address
from marsad.store import Store
from marsad.store.erasing import Doomed, unsafe_erase

TIERS = ("complimentary", "subscribers")
"""What a reader may be; the public has no names."""
APPROVED, ENDED = ACTS = "reader approved", "reader ended"


def readers(store: Store) -> list[Reader]:
    """Every reader as they stand now."""
    return list({each.handle: each for each in store.every(Reader)}.values())


def reader(store: Store, handle: str) -> Reader:
    """One of them."""
    if found := store.recipient(handle):
        return found
    raise NotFound(
        Phrase(
            "no reader %(handle)s; see them with: marsad reader LAB list", handle=repr(handle[:40])
        )
    )


def add(
    store: Store,
    name: str,
    address: str,
    by: str,
    *,
    tier: str = TIERS[0],
    since: date | None = None,
    until: date | None = None,
    series: tuple[str, ...] = (),
) -> Reader:
    """Write down who wants to read; nothing is sent before a person approves."""
    person(by)
    return _added(store, name, address, by, tier, since, until, series)


def ask(store: Store, name: str, address: str, tier: str, why: str) -> Reader:
    """Write down who asked to read and proved the address; a person decides."""
    return _added(store, name, address, "", tier, why=why)


def _added(
    store: Store,
    name: str,
    address: str,
    by: str,
    tier: str,
    since: date | None = None,
    until: date | None = None,
    series: tuple[str, ...] = (),
    why: str = "",
) -> Reader:
    """A new reader; signed by themselves where nobody else does."""
    said = read_address(address)
    if tier not in TIERS:
        raise BadInput(
            Phrase(
                "no tier %(tier)s of readers; choose one of %(tiers)s",
                tier=repr(tier[:40]),
                tiers=", ".join(TIERS),
            )
        )
    if any(each.address == said for each in readers(store) if each.state != "ended"):
        raise BadInput(Phrase("that address is a reader's already; see: marsad reader LAB list"))
    begins = since or datetime.now(UTC).astimezone(store.settings.zone).date()
    if until and until < begins:
        raise BadInput(
            Phrase(
                "it would end on %(until)s, before it begins on %(begins)s",
                until=until,
                begins=begins,
            )
        )
    handle = f"r-{secrets.token_hex(5)}"
    shown = " ".join(name.split())
    made = Reader("", shown, said, tier, begins, until, handle, series=series, why=why)
    return _stored(store, made, by or f"reader:{handle}")


def approve(store: Store, handle: str, by: str, because: str = "", tier: str = "") -> Reader:
    """Let somebody read; an address of a domain that nobody listed takes a reason."""
    person(by)
    found = reader(store, handle)
    if found.state == "ended":
        raise BadInput(Phrase("%(handle)s has ended; add them anew", handle=handle))
    if tier and tier not in TIERS:
        raise BadInput(
            Phrase(
                "no tier %(tier)s of readers; choose one of %(tiers)s",
                tier=repr(tier[:40]),
                tiers=", ".join(TIERS),
            )
        )
    if not because and not listed(found.address, store.settings.reader_domains):
        raise BadInput(
            Phrase(
                "%(domain)s is not in setting reader_domains; say why %(handle)s "
                "may read all the same: --because TEXT",
                domain=domain_of(found.address),
                handle=handle,
            )
        )
    made = _stored(store, replace(found, state="approved", tier=tier or found.tier), by)
    _note(store, APPROVED, by, made, because)
    return made


def end(store: Store, handle: str, by: str, because: str = "", last: date | None = None) -> Reader:
    """End a reader's reading, now or after a last day."""
    person(by)
    found = reader(store, handle)
    ended = replace(found, until=last) if last else replace(found, state="ended", mail=False)
    made = _stored(store, ended, by)
    _note(store, ENDED, by, made, because)
    return made


def quieten(store: Store, handle: str) -> Reader:
    """Send a reader no more mails, as they asked themselves."""
    found = reader(store, handle)
    if not found.mail:
        return found
    return _stored(store, replace(found, mail=False), f"reader:{handle}")


def forget(store: Store, handle: str, by: str, legal_basis: str) -> str:
    """Erase name and address in every version, here and in every backup; answer the tombstone.

    Whoever ended the reader asked for it; another person does it.
    """
    found = reader(store, handle)
    ended = [said["by"] for said in store.acts(ENDED) if said["reader"] == handle]
    if found.state != "ended" or not ended:
        raise BadInput(
            Phrase(
                "%(handle)s still reads; end it first: marsad reader LAB end %(handle)s",
                handle=handle,
            )
        )
    if not (may := two_persons(f"forgetting {handle}", ended[-1], by)):
        raise Withheld(may.why)
    every = tuple(each.id for each in store.every(Reader) if each.handle == handle)
    said = {"legal_basis": legal_basis, "reason": "a reader is forgotten", "asked_by": ended[-1]}
    return unsafe_erase(store, Doomed(posts=every), by, reader=handle, **said)


def _stored(store: Store, made: Reader, by: str) -> Reader:
    fresh = replace(made, id=f"{made.handle}@{secrets.token_hex(16)}", replaces=made.id)
    store.add(fresh, by=by)
    return fresh


def _note(store: Store, act: str, by: str, made: Reader, because: str) -> None:
    with store.write() as writer:
        writer.act(act, by, reader=made.handle, tier=made.tier, because=because)


def person(by: str) -> None:
    """BadInput where nobody answers for what is done."""
    if not named(by):
        raise BadInput(Phrase("say who does this: --by NAME, or author in marsad.toml"))
