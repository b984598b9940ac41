"""The sweep: every original is read again from the disk; what rotted or is gone is repaired.

Always in the order of digests, from where the last sweep ended: the next one is then the one that
was not looked at for longest, apart from those that came in since, which were hashed as they came.
"""

import json
import logging
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from marsad.errors import BadInput, NotFound
from marsad.preserve.tombstones import Tombstones
from marsad.preserve.verify_originals import originals
from marsad.store import Store, layout, rot
from marsad.store.lock import held

SWEPT, ROTTED = "swept", "rotted"
"""Acts: a whole sweep, and an original that was found to have changed."""
UNREADABLE, MISSING = "unreadable", "missing"
OFTEN = 5.0
"""Seconds after which the position is written down."""

Tell = Callable[[int], None]

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Sweep:
    """How far a sweep is, and what it found; it outlives being stopped."""

    began: str
    at: str = ""
    """The last original that was checked."""
    checked: int = 0
    read: int = 0
    """Bytes."""
    rotten: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    """Originals that a record names and that are not there, though nobody erased them."""
    repaired: list[str] = field(default_factory=list)
    ended: str = ""
    """Empty while it is under way."""

    @property
    def left(self) -> list[str]:
        """What rotted or is missing and could not be repaired."""
        found = (*self.rotten, *self.missing)
        return [sha256 for sha256 in found if sha256 not in self.repaired]


def sweep(
    store: Store,
    replica: Path | None = None,
    rate: float = 0.0,
    by: str = "marsad",
    tell: Tell = lambda _done: None,
) -> Sweep:
    """Check every original once, or those that a stopped sweep left; log what was found.

    ``replica`` is a backup to repair from; ``rate`` is how many megabytes a second may be read,
    0 for as many as come.
    """
    if replica:
        rot.is_replica(replica)
    with held(store.lab / layout.FIXITY_LOCK, 0.0, "sweeping"):
        done, pace = _begun(store), Pace(rate)
        noted = time.monotonic()
        try:
            for sha256 in store.blobs:
                if sha256 <= done.at:
                    continue
                _check(store, sha256, done, replica, pace, by)
                tell(done.checked)
                if time.monotonic() - noted > OFTEN:
                    _remember(store, done)
                    noted = time.monotonic()
            _find_missing(store, done, replica, by)
            done.ended = _now()
        finally:
            _remember(store, done)
        with store.write() as writer:
            writer.act(SWEPT, by, **asdict(done))
        store.checkpoint()
    return done


class Pace:
    """Waits so that no more is read a second than was asked for."""

    def __init__(self, rate: float) -> None:
        """``rate`` is in megabytes a second; 0 is no limit."""
        self.rate = rate * 1e6
        self.start, self.read = time.monotonic(), 0

    def __call__(self, some: int) -> None:
        """Hear of so many bytes, and wait if they came too soon."""
        self.read += some
        if self.rate:
            ahead = self.read / self.rate - (time.monotonic() - self.start)
            time.sleep(max(0.0, ahead))


def _check(
    store: Store, sha256: str, done: Sweep, replica: Path | None, pace: Pace, by: str
) -> None:
    before = pace.read
    try:
        now = rot.digest(store.blobs.fresh(sha256), pace)
    except (NotFound, FileNotFoundError):
        return  # It was erased since the names were listed.
    except BadInput:
        log.warning("blobs/ holds something that is no original: %s", sha256)
        return
    except OSError as error:
        log.warning("original %s cannot be read: %s", sha256, error.strerror)
        now = UNREADABLE
    if now != sha256:
        _mend(store, sha256, now, done, replica, by)
    done.at = sha256
    done.checked += 1
    done.read += pace.read - before


def _find_missing(store: Store, done: Sweep, replica: Path | None, by: str) -> None:
    """Look for what records name: a file that is gone is in no list of files."""
    names = [sha256 for sha256, _owner in originals(store) if not store.blobs.there(sha256)]
    # Read after them: what was erased meanwhile is no loss.
    gone = Tombstones.of(store)
    told = {said["original"]: said for said in store.acts(ROTTED)}
    for sha256 in names:
        if gone.lost(sha256):
            continue
        good = replica is not None and rot.repaired(store, sha256, replica)
        done.missing.append(sha256)
        if good:
            done.repaired.append(sha256)
        last = told.get(sha256, {"now": "", "repaired": True})
        if good or last["now"] != MISSING or last["repaired"]:
            with store.write() as writer:
                writer.act(ROTTED, by, original=sha256, now=MISSING, kept="", repaired=good)


def _mend(store: Store, sha256: str, now: str, done: Sweep, replica: Path | None, by: str) -> None:
    kept = rot.set_apart(store, sha256, now)
    good = replica is not None and rot.repaired(store, sha256, replica)
    done.rotten.append(sha256)
    if good:
        done.repaired.append(sha256)
    if kept or good:
        with store.write() as writer:
            writer.act(ROTTED, by, original=sha256, now=now, kept=kept, repaired=good)


def _begun(store: Store) -> Sweep:
    """The sweep that was stopped, or a new one."""
    said = store.resume_point(SWEPT, str(store.lab))
    found = Sweep(**json.loads(said)) if said else Sweep(_now())
    return Sweep(_now()) if found.ended else found


def _remember(store: Store, done: Sweep) -> None:
    with store.write() as writer:
        # By the folder: a lab restored elsewhere has other files, which nobody has checked.
        writer.resume_at(SWEPT, str(store.lab), json.dumps(asdict(done)))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
