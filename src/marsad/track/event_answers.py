"""Joins posts to the events they answer, as suggestions that a person accepts or refuses.

The program says ``answers-event`` with its confidence; a person's finding replaces it, and what a
person decided is never said again. What a run judges stands in ``event_task``.
"""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from marsad.errors import BadInput, Withheld
from marsad.model import Claim, Event, Finding, Span, sign
from marsad.phrase import Phrase
from marsad.safeguards import named
from marsad.store import Store
from marsad.store.names import NOT, Names
from marsad.store.spoken import spoken
from marsad.text.fold import folded_with_offsets
from marsad.track.event_match import Match, Matching
from marsad.track.event_register import standing
from marsad.track.event_task import BATCH, MAKER, NAME, batches, water, window, work

KIND, TAKEN_BACK = "answers-event", "taken-back"
_WORD = re.compile(r"\w+")

Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Matched:
    """What a run did."""

    events: int
    """Events that a judged post may answer."""
    posts: int
    """Posts that were read."""
    new: int
    taken_back: int


def match_events(
    store: Store, again: bool = False, tell: Tell = lambda _done, _all: None
) -> Matched:
    """Judge what is new, or everything ``again``."""
    events, now = store.events(), water(store)
    task = work(store, events, again)
    rivals = [event for event in events if task.meets(window(store, event))]
    matching = Matching(rivals, Names(store).all(), store.outlets(), store.settings.zone)
    said: list[Finding] = []
    read = 0
    for some in batches(store, task, [window(store, event) for event in rivals]):
        judged = [row.post for row in some if task.judges(row)]
        for row, post in zip(some, spoken(store, some), strict=True):
            matching.see(post, task.judges(row))
        found = store.findings_of(judged, (KIND, TAKEN_BACK)) if judged else {}
        said += (each for stands in found.values() for each in stands)
        read += len(some)
        tell(read, 0)
    made = list(_news(store, list(matching.matches()), [each for each in said if _ours(each)]))
    with store.write() as writer:
        writer.add(made, MAKER)
        writer.resume_at(NAME, "lab", json.dumps(now))
        writer.witness_findings(MAKER)
    back = sum(each.kind == TAKEN_BACK for each in made)
    return Matched(len(rivals), read, len(made) - back, back)


def answers(store: Store, event: Event, posts: Sequence[str]) -> dict[str, Finding]:
    """The standing findings that some posts answer an event; a person's word before a program's."""
    found: dict[str, Finding] = {}
    for at in range(0, len(posts), BATCH):
        for said in store.findings_of(posts[at : at + BATCH], (KIND,)).values():
            for each in sorted(said, key=lambda one: named(one.maker)):
                if each.value == event.handle:
                    found[each.post] = each
    return found


def decide(store: Store, name: str, post: str, by: str, yes: bool) -> list[Finding]:
    """Let a person say that a post answers an event, or does not: all of its versions so far."""
    if not named(by):
        raise Withheld(Phrase("a person decides what a post answers: --by NAME"))
    event, about = standing(store, name), store.post(post)
    if event.fiction is not about.fiction:
        raise BadInput(
            Phrase(
                "%(id)s and %(handle)s: one is fiction, and the other is not",
                id=about.id,
                handle=event.handle,
            )
        )
    value, made = event.handle if yes else NOT + event.handle, []
    for version in store.versions(about.place, about.native_id):
        old = _last(store, version.id, event.handle)
        if old is None or not named(old.maker) or old.value != value:
            span, replaces = (old.span, old.id) if old else (None, "")
            claim = Claim(version.id, KIND, value, span=span, replaces=replaces)
            made.append(sign(claim, by, datetime.now(UTC)))
        elif version.id == about.id:
            raise BadInput(
                Phrase("%(id)s was decided so already, by %(maker)s", id=about.id, maker=old.maker)
            )
    store.add(*made, by=by)
    return made


def _last(store: Store, post: str, handle: str) -> Finding | None:
    """What stands of a post as to an event: a person's word, else the program's."""
    said = [each for each in store.findings(post, KIND) if _about(each) == handle]
    return max(said, key=lambda each: named(each.maker), default=None)


def _news(store: Store, matches: Sequence[Match], said: Sequence[Finding]) -> Iterator[Finding]:
    """What is said otherwise than it stands; what a person decided stays."""
    now = datetime.now(UTC)
    stands: defaultdict[tuple[str, str], list[Finding]] = defaultdict(list)
    for each in said:
        stands[each.post, _about(each)].append(each)
    found = {(match.post, match.event): match for match in matches}
    for pair in dict.fromkeys([*stands, *found]):
        mine = stands.get(pair, [])
        if any(named(each.maker) for each in mine):
            continue
        old = next((each for each in mine if each.kind == KIND), None)
        match = found.get(pair)
        if match and (old is None or (old.confidence, old.maker) != (match.score, MAKER)):
            # Said, taken back, and said again: without a link to that it would stay taken back.
            back = next((each.id for each in mine if each.kind == TAKEN_BACK), "")
            span, after = _span(store, match), old.id if old else back
            claim = Claim(*_pair(match), match.score, span=span, replaces=after)
            yield sign(claim, MAKER, now)
        elif match is None and old:
            gone = f"{KIND}: {old.value}"
            claim = Claim(old.post, TAKEN_BACK, gone, span=old.span, replaces=old.id)
            yield sign(claim, MAKER, now)


def _pair(match: Match) -> tuple[str, str, str]:
    return match.post, KIND, match.event


def _ours(finding: Finding) -> bool:
    return finding.kind == KIND or finding.value.startswith(f"{KIND}: ")


def _about(finding: Finding) -> str:
    value = finding.value.removeprefix(NOT)
    return value.removeprefix(f"{KIND}: ") if finding.kind == TAKEN_BACK else value


def _span(store: Store, match: Match) -> Span | None:
    """From the first cue to the last, where both stand in the text itself."""
    text = store.post(match.post).text
    fold = folded_with_offsets(text)
    first, last = match.span
    if last >= len(fold.text):
        return None
    word = _WORD.match(fold.text, last)
    start, end = fold.span(first, word.end() if word else last + 1)
    return Span(start, end, text[start:end])
