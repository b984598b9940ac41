"""Ingest, be killed at a random moment, come back, count what was lost; tell it as JSON.

Run as ``python tests/battery/kill_rounds.py FOLDER ROUNDS SEED``. A process of its own, so that
forking is cheap and a killed child takes nothing else with it.
"""

import contextlib
import json
import os
import random
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from lab_samples import CAPTURE, PLACE, finding, post

from marsad.errors import MarsadError
from marsad.store import Ledger, Store, checkpoint, custody, keys

LABS = 25
"""Rounds in one lab; then a new one, so that its making is killed as well."""
LONGEST = 0.25


def ingest(lab: Path, acks: int, seed: int) -> None:
    """Keep, add, enrich, sign, and say after each what has returned; never ends."""
    chance = random.Random(seed)
    store = Store.create(lab)
    ledger = Ledger(store)
    store.add(PLACE, CAPTURE)
    number = seed * 1_000_000
    while True:
        batch = []
        for _ in range(chance.randint(1, 12)):
            data = chance.randbytes(chance.choice([0, 10, 5_000, 200_000]))
            digest = store.keep(data)
            acknowledge(acks, "blob", digest)
            batch.append(post(number := number + 1, digest))
        store.add(*batch)
        for each in batch:
            acknowledge(acks, "post", each.id)
        if chance.random() < 0.3:
            said = [finding(each.id) for each in batch]
            ledger.write(said, [seed], "language/1")
            for one in said:
                acknowledge(acks, "finding", one.id)
        if chance.random() < 0.2 and (note := store.checkpoint()):
            acknowledge(acks, "note", note.name)


def acknowledge(acks: int, kind: str, id: str) -> None:
    os.write(acks, f"{kind} {id}\n".encode())


def killed(lab: Path, seed: int, after: float) -> list[tuple[str, str]]:
    """Acknowledgements of a child that ran for so long and was killed."""
    read, write = os.pipe()
    child = os.fork()
    if not child:
        os.close(read)
        with contextlib.suppress(KeyboardInterrupt):
            ingest(lab, write, seed)
    os.close(write)
    lines = bytearray()
    os.set_blocking(read, False)
    end = time.monotonic() + after
    while (left := end - time.monotonic()) > 0:
        time.sleep(min(left, 0.005))
        drain(read, lines)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status):
        raise SystemExit("the child ended by itself; its traceback stands above")
    drain(read, lines)
    os.close(read)
    whole = lines.decode().split("\n")[:-1]
    return [(kind, id) for kind, _, id in (line.partition(" ") for line in whole)]


def drain(read: int, lines: bytearray) -> None:
    with contextlib.suppress(BlockingIOError):
        while some := os.read(read, 65536):
            lines += some


def losses(lab: Path, acked: list[tuple[str, str]], round: int) -> Iterator[str]:
    """Everything that is not as it was promised, after one more write."""
    with Store.create(lab) as store:
        store.add(PLACE, CAPTURE, post(-round - 1))
        yield from (f"{kind} {id} lost" for kind, id in acked if not there(store, kind, id))
        yield from (f"blob {each} bad" for each in store.blobs if not store.blobs.intact(each))
        for each in store.posts():
            for media in each.media:
                if not store.blobs.intact(media.sha256):
                    yield f"original of {each.id} bad"
        if [line.leaf for line in custody.lines(lab)] != [open.leaf for open in store.chain()]:
            yield "the log does not agree with the database"
        if left := list((lab / "tmp").iterdir()):
            yield f"{len(left)} unfinished files left in tmp/"


def there(store: Store, kind: str, id: str) -> bool:
    try:
        if kind == "note":
            note = checkpoint.read(store.lab / "checkpoints" / id)
            return note.verified(keys.public_pem(store.lab))
        if kind == "blob":
            return store.blobs.intact(id)
        return bool(store.post(id) if kind == "post" else store.finding(id))
    except MarsadError:
        return False


def main(folder: Path, rounds: int, seed: int) -> None:
    chance = random.Random(seed)
    acked: list[tuple[str, str]] = []
    total, bad, torn, half, slowest = 0, [], 0, 0, 0.0
    for round in range(rounds):
        lab = folder / str(round // LABS)
        if round % LABS == 0:
            acked = []
        fresh = killed(lab, round + 1, chance.random() * LONGEST)
        acked += fresh
        total += len(fresh)
        log = lab / "custody.log"
        torn += log.exists() and log.stat().st_size > 0 and not log.read_bytes().endswith(b"\n")
        half += not log.exists()
        start = time.perf_counter()
        bad += [f"round {round}: {each}" for each in losses(lab, acked, round)]
        slowest = max(slowest, time.perf_counter() - start)
    found = {"rounds": rounds, "acked": total, "bad": bad, "torn_tails": torn, "half_made": half}
    found["slowest_restart"] = float(f"{slowest:.2f}")
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
