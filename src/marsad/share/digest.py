"""Tell readers by mail what came: each version of a report once to each, whatever is killed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

from marsad.errors import MarsadError, NotReady
from marsad.model import Reader
from marsad.share.issue import Issue
from marsad.share.letter import Envelope, written
from marsad.share.readers import readers
from marsad.share.unsubscribe import token
from marsad.store import Store, records
from marsad.store.alerts import GIVEN_UP, ON_ITS_WAY, SENT, WAITING
from marsad.store.digests import Digests, Due

MOST_TRIES = 10
FIRST, LONGEST = 60.0, 6 * 3600.0
"""Seconds until a letter that was refused is tried again, the first time and at the most."""
Post = Callable[[EmailMessage, Callable[[], object]], None]
"""Posts a letter; calls back when the server waits for it, so that it can be marked."""

Tell = Callable[[str, int, int], None]
"""Told at which reader of how many it is."""


@dataclass(slots=True)
class Sent:
    """What one run did."""

    new: int = 0
    """Rows that came into the outbox: a report counts once for each reader."""
    letters: int = 0
    faults: dict[str, str] = field(default_factory=dict)
    """Readers, by their handles, whose letter did not go, and why."""


def send(
    store: Store,
    issues: Mapping[str, Sequence[Issue]],
    addresses: Mapping[str, str],
    post: Post,
    tell: Tell = lambda _step, _done, _all: None,
) -> Sent:
    """Put what is new for each reader into the outbox, and post what is due.

    ``issues`` and the ``addresses`` of the trees are by tier.
    """
    done, outbox = Sent(), Digests(store)
    now = datetime.now(UTC)
    today = now.astimezone(store.settings.zone).date()
    every = readers(store)
    for number, one in enumerate(every, 1):
        tell("letters", number, len(every))
        if not (one.mail and one.reads(today)):
            continue
        theirs = [each for each in issues.get(one.tier, ()) if _tells(one, each, store)]
        known = outbox.known(one.handle)
        news = [each for each in theirs if (each.handle, each.version) not in known]
        told = ((one.handle, each.handle, each.version) for each in news)
        done.new += outbox.put(told, records.instant(now))
        try:
            done.letters += _post(store, outbox, one, theirs, addresses.get(one.tier, ""), post)
        except NotReady:
            raise
        except MarsadError as error:
            done.faults[one.handle] = error.said
    return done


def _tells(reader: Reader, issue: Issue, store: Store) -> bool:
    """What was published before somebody became a reader is on the site, not in a letter."""
    day = issue.at.astimezone(store.settings.zone).date()
    chosen = not reader.series or issue.shelf in reader.series
    return issue.latest and chosen and reader.since <= day


def _post(
    store: Store, outbox: Digests, reader: Reader, issues: Sequence[Issue], address: str, post: Post
) -> int:
    due = outbox.waiting(reader.handle, records.instant(datetime.now(UTC)))
    told = {(each.handle, each.version): each for each in issues}
    current = [each for each in due if (each.report, each.version) in told]
    # An older version that was never told of, or a report that was taken back.
    outbox.mark([each.seq for each in due if each not in current], GIVEN_UP, WAITING)
    if not current:
        return 0
    seqs = [each.seq for each in current]
    envelope = Envelope(
        store.settings.lab_name, store.settings.mail_from, reader.address,
        token(store, reader.handle), address, store.settings.unsubscribe_address,
    )  # fmt: skip
    letter = written(envelope, [told[each.report, each.version] for each in current])
    try:
        # Marked first and durably: a run that is killed now sends nothing twice.
        post(letter, lambda: outbox.mark(seqs, ON_ITS_WAY, WAITING))
    except NotReady:
        raise
    except MarsadError:
        _put_back(outbox, current)
        raise
    outbox.mark(seqs, SENT, ON_ITS_WAY)
    return 1


def _put_back(outbox: Digests, due: Sequence[Due]) -> None:
    """Try again later, ever later; and give up in the end."""
    for each in due:
        state = WAITING if each.tries + 1 < MOST_TRIES else GIVEN_UP
        wait = timedelta(seconds=min(FIRST * 2.0**each.tries, LONGEST))
        at = records.instant(datetime.now(UTC) + wait)
        outbox.mark([each.seq], WAITING, ON_ITS_WAY)
        outbox.mark([each.seq], state, WAITING, 1, at)
