"""Cases: folders of posts, kept as acts that people sign; nothing in them is ever edited.

What is in a case follows from its acts, oldest first: opened, posts added and taken out, tags given
and taken back, notes on the case. A note on a post is a finding of that post, and goes with it when
it is erased (decision 27).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from marsad.errors import BadInput, NotFound, Withheld
from marsad.model import Claim, sign
from marsad.phrase import Phrase
from marsad.plugins import Refused
from marsad.safeguards import named
from marsad.store import Store

ACTS = ("case", "case-add", "case-drop", "case-tag", "case-note")
LONGEST_NOTE, LONGEST_TAG = 20_000, 100
BATCH = 500


@dataclass(slots=True)
class Step:
    """What somebody added at once, as far as it is in the case still."""

    id: str
    by: str
    at: str
    query: str
    """The search that found it; empty where posts were chosen one by one."""
    posts: dict[str, None] = field(default_factory=dict)


@dataclass(slots=True)
class Case:
    """A case as it stands."""

    name: str
    title: str
    by: str
    at: str
    posts: dict[str, str] = field(default_factory=dict)
    """Ids in the order in which they were added, and who added them."""
    tags: dict[str, dict[str, str]] = field(default_factory=dict)
    """By post: each tag and who gave it."""
    notes: list[tuple[str, str, str]] = field(default_factory=list)
    """On the case: time, author and words."""
    steps: dict[str, Step] = field(default_factory=dict)
    """By its id, what may be taken out again as it came in."""


@dataclass(slots=True)
class Added:
    """What came of adding posts."""

    added: int = 0
    unchanged: int = 0
    refused: list[Refused] = field(default_factory=list)


def cases(store: Store) -> dict[str, Case]:
    """Every case as it stands, by name."""
    found: dict[str, Case] = {}
    for said in store.acts(*ACTS):
        if said["act"] == "case":
            found[said["case"]] = Case(said["case"], said["title"], said["by"], said["at"])
        else:
            _apply(found[said["case"]], said)
    return found


def titles(store: Store) -> dict[str, str]:
    """The title of every case by its name, without reading what is in them."""
    return {said["case"]: said["title"] for said in store.acts("case")}


def case(store: Store, name: str) -> Case:
    """One case as it stands."""
    every = cases(store)
    if name not in every:
        raise NotFound(
            Phrase(
                "no case %(name)s; there are %(every)s",
                name=repr(name),
                every=", ".join(sorted(every)) or Phrase("none yet"),
            )
        )
    return every[name]


def add_posts(
    store: Store,
    name: str,
    lines: Iterable[tuple[str, str]],
    by: str,
    step: str = "",
    query: str = "",
) -> Added:
    """Add posts by their ids, each with where it was read; an unknown one is refused alone.

    What bears one ``step`` can be taken out again at once; ``query`` is the search that found it.
    """
    there, done, source = case(store, name).posts, Added(), iter(lines)
    while batch := list(islice(source, BATCH)):
        known = store.known_posts([id for _where, id in batch])
        new: list[str] = []
        for where, id in batch:
            if id not in known:
                done.refused.append(
                    Refused(where, Phrase("no post %(id)s in this lab", id=repr(id[:80])))
                )
            elif id in there:
                done.unchanged += 1
            else:
                there[id] = by
                new.append(id)
        if new:
            told = {"step": step, "query": query} if step else {}
            act(store, "case-add", by, case=name, posts=new, **told)
        done.added += len(new)
    return done


def drop_posts(store: Store, name: str, posts: Sequence[str], by: str) -> int:
    """Take posts out of a case; that they were in it stays on record."""
    there = case(store, name).posts
    if unknown := [id for id in posts if id not in there]:
        raise NotFound(Phrase("%(unknown)s is not in case %(name)s", unknown=unknown[0], name=name))
    act(store, "case-drop", by, case=name, posts=list(posts))
    return len(posts)


def undo_step(store: Store, name: str, step: str, by: str) -> int:
    """Take out what one step added and nobody took out since; their tags in the case go along."""
    found = case(store, name).steps.get(step)
    if not found or not found.posts:
        raise NotFound(Phrase("nothing of that step is in case %(name)s any more", name=name))
    return drop_posts(store, name, list(found.posts), by)


def tag_post(store: Store, name: str, post: str, tag: str, by: str, on: bool = True) -> str:
    """Give a post of a case a tag, or take it back."""
    id = _inside(store, name, post)
    said = bounded(tag, LONGEST_TAG)
    act(store, "case-tag", by, case=name, post=id, tag=said, on=on)
    return said


def note(store: Store, name: str, words: str, by: str, post: str = "") -> None:
    """Note something on a case, or on one of its posts."""
    if len(words) > LONGEST_NOTE:
        raise BadInput(
            Phrase(
                "a note has at most %(longest_note)s characters; this has %(words)s",
                longest_note=f"{LONGEST_NOTE:,}",
                words=f"{len(words):,}",
            )
        )
    if not words.strip():
        raise BadInput(Phrase("the note is empty; say something"))
    if not post:
        case(store, name)
        act(store, "case-note", by, case=name, note=words)
        return
    _signed(by)
    made = sign(Claim(_inside(store, name, post), "note", words), by, datetime.now(UTC))
    with store.write() as writer:
        writer.add([made], by)
        writer.witness_findings(by)


def notes_on(store: Store, posts: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Post, author and words of the notes that stand on some posts."""
    for id, some in store.findings_of(posts, ["note"]).items():
        for each in some:
            yield id, each.maker, each.value


def act(store: Store, name: str, by: str, **said: Any) -> None:
    """Write down what a person did with a case."""
    _signed(by)
    with store.write() as writer:
        writer.act(name, by, **said)


def _signed(by: str) -> None:
    if not named(by):
        raise Withheld(
            Phrase("%(by)s is no person; a case is kept by named persons", by=by or "nobody")
        )


def _apply(found: Case, said: Any) -> None:
    if said["act"] == "case-add":
        found.posts.update(dict.fromkeys(said["posts"], said["by"]))
        if id := said.get("step"):
            step = found.steps.setdefault(id, Step(id, said["by"], said["at"], said["query"]))
            step.posts.update(dict.fromkeys(said["posts"]))
    elif said["act"] == "case-drop":
        for id in said["posts"]:
            found.posts.pop(id, None)
            found.tags.pop(id, None)
            for step in found.steps.values():
                step.posts.pop(id, None)
    elif said["act"] == "case-tag":
        tags = found.tags.setdefault(said["post"], {})
        if said["on"]:
            tags[said["tag"]] = said["by"]
        else:
            tags.pop(said["tag"], None)
    else:
        found.notes.append((said["at"], said["by"], said["note"]))


def _inside(store: Store, name: str, post: str) -> str:
    id = store.post(post).id
    if id not in case(store, name).posts:
        raise NotFound(Phrase("%(id)s is not in case %(name)s; add it first", id=id, name=name))
    return id


def bounded(words: str, longest: int) -> str:
    """Words in one line, if they are some and not too many."""
    said = " ".join(words.split())
    if not said or len(said) > longest:
        raise BadInput(
            Phrase(
                "give one to %(longest)s characters, not %(said)s", longest=longest, said=len(said)
            )
        )
    return said
