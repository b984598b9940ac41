"""How surely posts are joined to the events they answer: ``marsad evaluate events``."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, ClassVar

import msgspec

from marsad.errors import BadInput
from marsad.evaluation import Failed, Figures, GoldLine, bootstrap, rate, readable
from marsad.model import AuthorityRecord, Event
from marsad.store.spoken import Part, Spoken
from marsad.track.event_entry import entry
from marsad.track.event_match import Matching

Pair = tuple[str, str]
"""A post and an event."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Gold:
    """What a file of gold holds."""

    events: list[Event] = field(default_factory=list)
    names: list[AuthorityRecord] = field(default_factory=list)
    posts: list[Spoken] = field(default_factory=list)
    answers: dict[str, frozenset[str]] = field(default_factory=dict)


class EventsTask:
    """Lines with ``event``, ``name`` or a post: its ``id``, ``posted_at``, ``text``, ``answers``.

    ``answers`` is the id of an event, a list of ids, or null.
    """

    name: ClassVar[str] = "events"

    def run(self, gold: Iterable[GoldLine], _options: Mapping[str, str]) -> Figures:
        """Go through the gold once."""
        failed: list[Failed] = []
        read = gather(gold, failed)
        return figures("event-match/1", read, matched(read), failed)


def gather(gold: Iterable[GoldLine], failed: list[Failed]) -> Gold:
    """Read gold, posts in order of time."""
    found = Gold()
    for one in readable(gold, _line, failed):
        if isinstance(one, Event):
            found.events.append(one)
        elif isinstance(one, AuthorityRecord):
            found.names.append(one)
        else:
            found.posts.append(one[0])
            found.answers[one[0].id] = one[1]
    found.posts.sort(key=lambda post: post.at)
    return found


def matched(gold: Gold) -> set[Pair]:
    """What matching says."""
    matching = Matching(gold.events, gold.names)
    for post in gold.posts:
        matching.see(post)
    return {(match.post, match.event) for match in matching.matches()}


def figures(maker: str, gold: Gold, said: set[Pair], failed: list[Failed]) -> Figures:
    """Precision and recall over pairs of a post and an event."""
    meant = {(post, event) for post, some in gold.answers.items() for event in some}
    right = len(said & meant)
    told = Counter(post for post, _ in said)
    rows = [
        (sum((id_, event) in said for event in some), len(some), told[id_])
        for id_, some in gold.answers.items()
    ]
    silent = [post for post, some in gold.answers.items() if not some]
    values: dict[str, Any] = {
        "events": len(gold.events),
        "answers": len(meant),
        **rate("precision", right, len(said)),
        **rate("recall", right, len(meant)),
        "f1": round(_f1(rows), 5),
        "f1_ci95": [round(end, 5) for end in bootstrap(rows or [(0, 0, 0)], _f1)],
        **rate("wrong_on_others", sum(post in told for post in silent), len(silent)),
    }
    return Figures(maker, len(gold.posts), values, failed)


def _f1(rows: Iterable[tuple[int, int, int]]) -> float:
    right, meant, said = (sum(each) for each in zip(*rows, strict=True))
    return 2 * right / (meant + said) if meant + said else 0.0


def _line(line: GoldLine) -> Event | AuthorityRecord | tuple[Spoken, frozenset[str]]:
    try:
        if "event" in line.record:
            return entry(line.record["event"])
        if "name" in line.record:
            return msgspec.convert(line.record["name"], AuthorityRecord)
    except (ValueError, TypeError) as error:
        raise BadInput(str(error)) from error
    at = datetime.fromisoformat(line.text("posted_at"))
    if at.tzinfo is None:
        raise BadInput("'posted_at' has no time zone")
    answers = line.record.get("answers")
    some = frozenset([answers] if isinstance(answers, str) else answers or ())
    fiction = bool(line.record.get("fiction", False))
    seen = int((at - EPOCH).total_seconds() * 1e6)
    return Spoken(line.text("id"), seen, (Part(0, line.text("text")),), (), fiction), some
