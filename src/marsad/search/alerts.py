"""Ask saved searches again, and put what newly answers into their outbox. Nothing old is told.

Told is a post that came since, or of which something was said since, and which did not answer
when the search was saved. Times play no part: what is new goes by running numbers.
"""

import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice

import numpy as np

from marsad.errors import BadInput, LabBusy, MarsadError
from marsad.phrase import Phrase
from marsad.search.query import Ask, Hit, matching, search
from marsad.store import Store, records
from marsad.store.alerts import Alert, Alerts, Spots

BATCH = 1000
"""Posts asked about at a time."""
LONGEST_NAME = 60
_NAME = re.compile(rf"[\w-]{{1,{LONGEST_NAME}}}")
_MAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,190}")

Fault = Callable[[str, str], None]
"""Hears the name of a saved search that could not be asked, and why."""


def save(
    store: Store, name: str, query: str, channels: Sequence[str], by: str, strength: str
) -> Alert:
    """Save a search, and remember what answers it by now."""
    if not _NAME.fullmatch(name):
        raise BadInput(
            Phrase(
                "%(name)s is no name; take letters, digits, - and _, %(longest_name)s at most",
                name=repr(name[:80]),
                longest_name=LONGEST_NAME,
            )
        )
    chosen = tuple(dict.fromkeys(channels)) or ("page",)
    for channel in chosen:
        _check(channel)
    # What is hidden from whoever saves it is not news for the others either.
    store = store.whole
    water = store.high_water()
    ask = Ask(query, strength=strength)
    known = [number for number in matching(store, ask) if number <= water["post"]]
    at = datetime.now(UTC)
    made = Alert(name, query, chosen, by, at, strength, water, pack(known))
    Alerts(store).add(made)
    return made


def ask_again(store: Store, told: Fault) -> int:
    """Ask every saved search about what is new; one that fails is told and stops no other."""
    alerts, new = Alerts(store), 0
    for alert in alerts.all():
        try:
            new += _ask(store, alerts, alert)
        except LabBusy:
            raise
        except MarsadError as error:
            alerts.fail(alert, str(error))
            told(alert.name, str(error))
    return new


def pack(numbers: Sequence[int]) -> bytes:
    """Running numbers, in as little room as they need."""
    ordered = np.sort(np.array(numbers, np.int64))
    return zlib.compress(np.diff(ordered, prepend=0).astype("<i8").tobytes())


def unpack(packed: bytes) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    """The numbers again, in order."""
    return np.cumsum(np.frombuffer(zlib.decompress(packed), "<i8"), dtype=np.int64)


def _ask(store: Store, alerts: Alerts, alert: Alert) -> int:
    now = store.high_water()
    if now == dict(alert.water):
        return 0
    known = unpack(alert.known)
    found: list[tuple[str, Spots]] = []
    for batch in _batches(number for number, _post in store.changed(alert.water)):
        fresh = np.array([number for number in batch if number <= now["post"]], np.int64)
        fresh = fresh[~np.isin(fresh, known)]
        found += [(hit.post.id, _spots(hit)) for hit in _hits(store, alert, fresh.tolist())]
    return alerts.tell(alert, now, found, records.instant(datetime.now(UTC)))


def _hits(store: Store, alert: Alert, numbers: Sequence[int]) -> tuple[Hit, ...]:
    ask = Ask(
        alert.query, strength=alert.strength, order="first-seen", limit=len(numbers),
        counted=False, among=tuple(numbers),
    )  # fmt: skip
    # Asked also about nothing: a query that no longer stands is told at once.
    found = search(store, ask)
    if found.behind:
        raise LabBusy(
            Phrase("another process is bringing up the search index; alerts are asked after it")
        )
    return found.hits


def _spots(hit: Hit) -> Spots:
    """Where the words stand, without the words."""
    return [
        {
            "source": reason.source,
            "of": reason.of,
            "spots": [[spot.start, spot.end] for spot in reason.spots],
        }
        for reason in hit.reasons
    ]


def _check(channel: str) -> None:
    kind, _colon, whom = channel.partition(":")
    good = {
        "page": channel == "page",
        "feed": channel == "feed",
        "mail": bool(_MAIL.fullmatch(whom)),
        "webhook": whom.startswith(("https://", "http://")),
    }
    if not good.get(kind):
        raise BadInput(
            Phrase(
                "%(channel)s is no channel; there are page, feed, mail:NAME@HOST and "
                "webhook:https://ADDRESS",
                channel=repr(channel[:80]),
            )
        )


def _batches(numbers: Iterator[int]) -> Iterator[list[int]]:
    while batch := list(islice(numbers, BATCH)):
        yield batch
