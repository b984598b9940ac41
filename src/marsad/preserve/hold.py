"""Legal holds: what nobody may erase, whatever is due, until two persons let it go."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from marsad import safeguards
from marsad.errors import BadInput, NotFound, Withheld
from marsad.model import Post, made_of
from marsad.phrase import Phrase
from marsad.preserve.tombstones import unversioned
from marsad.store import Store

SET, ASKED, RELEASED = "hold set", "hold release asked", "hold released"


@dataclass(frozen=True, slots=True)
class Hold:
    """A reason to keep posts, places or the whole lab."""

    id: str
    reason: str
    by: str
    at: str
    posts: tuple[str, ...] = ()
    """Place and native id: every version, those to come too."""
    places: tuple[str, ...] = ()
    everything: bool = False
    release_asked_by: str = ""

    def covers(self, post: Post) -> bool:
        """Whether the post is kept by it."""
        return self.everything or post.place in self.places or unversioned(post.id) in self.posts


def set_hold(
    store: Store,
    by: str,
    reason: str,
    posts: Sequence[str] = (),
    places: Sequence[str] = (),
    everything: bool = False,
) -> Hold:
    """Forbid erasing; one person may do that, since it can be undone."""
    if not reason.strip():
        raise BadInput(
            Phrase("a hold needs a reason, such as the number of the case: --reason TEXT")
        )
    if not (posts or places or everything):
        raise BadInput(Phrase("say what is held: ids of posts, --place ID or --all"))
    held = tuple(dict.fromkeys(unversioned(store.post(id).id) for id in posts))
    known = tuple(store.place(id).id for id in places)
    with store.write() as writer:
        id = f"hold-{made_of(held, known, everything, reason, writer.head.size)[:12]}"
        said = {"posts": held, "places": known, "everything": everything}
        writer.act(SET, by, hold=id, reason=reason, **said)
    return hold(store, id)


def release(store: Store, id: str, by: str) -> bool:
    """Let a hold go: the first person asks, another one does it. Answers whether it is gone."""
    found = hold(store, id)
    if not found.release_asked_by:
        with store.write() as writer:
            writer.act(ASKED, by, hold=found.id)
        return False
    if not (may := safeguards.two_persons(f"releasing {id}", found.release_asked_by, by)):
        raise Withheld(may.why)
    with store.write() as writer:
        writer.act(RELEASED, by, hold=found.id, asked_by=found.release_asked_by)
    return True


def holds(store: Store) -> list[Hold]:
    """Every hold that stands, oldest first."""
    found: dict[str, Hold] = {}
    asked: dict[str, str] = {}
    for said in store.acts(SET, ASKED, RELEASED):
        id = said["hold"]
        if said["act"] == SET:
            posts, places = tuple(said["posts"]), tuple(said["places"])
            everything, reason = said["everything"], said["reason"]
            found[id] = Hold(id, reason, said["by"], said["at"], posts, places, everything)
        elif said["act"] == ASKED:
            asked[id] = said["by"]
        else:
            found.pop(id, None)
    return [replace(each, release_asked_by=asked.get(id, "")) for id, each in found.items()]


def hold(store: Store, id: str) -> Hold:
    """One hold that stands."""
    standing = holds(store)
    for each in standing:
        if each.id == id:
            return each
    names = ", ".join(each.id for each in standing) or "none"
    raise NotFound(Phrase("no hold %(id)s stands; there are: %(names)s", id=repr(id), names=names))


def holding(holds: Iterable[Hold], posts: Iterable[Post]) -> list[Hold]:
    """Those holds that keep one of the posts."""
    some = list(posts)
    return [each for each in holds if any(each.covers(post) for post in some)]
