"""Lawful erasure: one person asks, on a legal basis; another one approves, and it is done.

What goes is what stands behind a post: each version of it, what was found in it, its translations,
the media that came with it alone, and the file or answer that it was read from, since its words
stand there too. Other posts that were read from the same file stay, with their records and leaves.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from marsad import safeguards
from marsad.errors import BadInput, NotFound, Withheld
from marsad.model import Post, made_of
from marsad.phrase import Phrase
from marsad.preserve.hold import Hold, holding, holds
from marsad.store import Store
from marsad.store.erasing import Doomed, unsafe_erase

ASKED, REFUSED, DONE = "erasure asked", "erasure refused", "erased"


@dataclass(frozen=True, slots=True)
class Plan:
    """What an erasure would take with it, and what stands in its way."""

    doomed: Doomed
    findings: int
    translations: int
    bereft: int
    """Posts that stay, and lose the file they were read from."""
    cited: tuple[str, ...]
    """Reports that cite one of the posts; a correction has to come first."""
    held: tuple[Hold, ...]

    @property
    def obstacle(self) -> str:
        """Why it cannot be done now; empty when it can."""
        if self.held:
            said = ", ".join(f"{each.id} ({each.reason})" for each in self.held)
            return f"it is on legal hold: {said}"
        if self.cited:
            said = ", ".join(self.cited)
            return f"{said} cites it; take the citation out first: marsad report LAB correct"
        return ""


@dataclass(frozen=True, slots=True)
class Asked:
    """An erasure that waits for a second person."""

    id: str
    posts: tuple[str, ...]
    by: str
    at: str
    legal_basis: str
    reason: str


def plan(store: Store, ids: Iterable[str]) -> Plan:
    """What erasing these posts would mean. Nothing is changed."""
    chosen = {
        version.id: version
        for post in (store.post(id) for id in ids)
        for version in store.versions(post.place, post.native_id)
    }
    if not chosen:
        raise BadInput(Phrase("no post was named; give ids of posts"))
    captures = {post.capture for post in chosen.values()}
    originals = {sha256 for id in captures for sha256 in _originals(store, id)}
    beside = [post for post in store.posts_of(captures) if post.id not in chosen]
    doomed = Doomed(tuple(sorted(chosen)), tuple(sorted(originals)), _media(store, chosen))
    return Plan(
        doomed,
        findings=sum(len(store.findings(id)) for id in chosen),
        translations=sum(len(store.translations(post=id)) for id in chosen),
        bereft=len(beside),
        cited=tuple(each.handle for each in store.reports() if chosen.keys() & set(each.cited)),
        held=tuple(holding(holds(store), [*chosen.values(), *beside])),
    )


def ask(store: Store, ids: Sequence[str], by: str, legal_basis: str, reason: str = "") -> Asked:
    """Ask for an erasure; a refusal is logged too."""
    if not legal_basis.strip():
        raise BadInput(
            Phrase("an erasure needs a legal basis, such as --legal-basis 'GDPR 17(1)(d)'")
        )
    found = plan(store, ids)
    _refuse_if(store, found, by)
    with store.write() as writer:
        id = f"erasure-{made_of(found.doomed.posts, writer.head.size)[:12]}"
        said = {"posts": found.doomed.posts, "legal_basis": legal_basis, "reason": reason}
        writer.act(ASKED, by, erasure=id, **said)
    return waiting(store, id)


def approve(store: Store, id: str, by: str) -> str:
    """Do what another person asked for, and answer the id of the tombstone."""
    asked = waiting(store, id)
    if not (may := safeguards.two_persons(id, asked.by, by)):
        raise Withheld(may.why)
    # Planned again: holds, reports and versions may have come since it was asked.
    found = plan(store, asked.posts)
    _refuse_if(store, found, by)
    said = {"legal_basis": asked.legal_basis, "reason": asked.reason, "asked_by": asked.by}
    return unsafe_erase(store, found.doomed, by, erasure=asked.id, **said)


def refuse(store: Store, id: str, by: str, why: str) -> None:
    """Turn a request down."""
    asked = waiting(store, id)
    with store.write() as writer:
        writer.act(REFUSED, by, erasure=asked.id, posts=asked.posts, why=why)


def waiting(store: Store, id: str) -> Asked:
    """One request that nobody has decided about."""
    open_ones = all_waiting(store)
    for each in open_ones:
        if each.id == id:
            return each
    names = ", ".join(each.id for each in open_ones) or "none"
    raise NotFound(
        Phrase(
            "no erasure %(id)s waits for a second person; there are: %(names)s",
            id=repr(id),
            names=names,
        )
    )


def all_waiting(store: Store) -> list[Asked]:
    """Every request that nobody has decided about, oldest first."""
    found: dict[str, Asked] = {}
    for said in store.acts(ASKED, REFUSED, DONE):
        id = said.get("erasure", "")
        if said["act"] == ASKED:
            posts, basis = tuple(said["posts"]), said["legal_basis"]
            found[id] = Asked(id, posts, said["by"], said["at"], basis, said["reason"])
        else:
            found.pop(id, None)
    return list(found.values())


def _refuse_if(store: Store, found: Plan, by: str) -> None:
    if not found.obstacle:
        return
    with store.write() as writer:
        writer.act(REFUSED, by, posts=found.doomed.posts, why=found.obstacle)
    raise Withheld(Phrase("nothing was erased: %(obstacle)s", obstacle=found.obstacle))


def _originals(store: Store, capture: str) -> set[str]:
    found = store.capture(capture)
    return {found.sha256, found.exchange, *found.parts} - {""}


def _media(store: Store, chosen: dict[str, Post]) -> tuple[str, ...]:
    """Files that came with these posts and no other."""
    digests = {each.sha256 for post in chosen.values() for each in post.media if each.sha256}
    return tuple(
        sorted(
            sha256
            for sha256 in digests
            if all(post.id in chosen for post in store.posts_with(sha256))
        )
    )
