"""B2: whatever a power cut leaves, what was acknowledged is there and the lab goes on."""

import hashlib
import os
import random
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from lab_samples import CAPTURE, PLACE, finding, post
from power_cut import Watch, fingerprint, laid_out, states

from marsad.errors import MarsadError
from marsad.store import Ledger, Store, blobs, checkpoint, custody, disk, keys


def first_day(watch: Watch, patch: pytest.MonkeyPatch) -> None:
    """A lab is made, filled, signed, closed and opened again; each return is acknowledged."""
    lab = watch.root / "lab"
    watch.start(patch)
    with Store.create(lab) as store:
        watch.acknowledge("log", b"")
        store.add(PLACE, CAPTURE)
        for number in range(3):
            digest = store.keep(f"صورة {number}".encode() * 50)
            watch.acknowledge("blob", digest)
            store.add(post(number, digest))
            watch.acknowledge("post", post(number).id)
            watch.acknowledge("log", (lab / "custody.log").read_bytes())
        note = store.checkpoint()
        assert note
        watch.acknowledge("note", note.name)
    with Store(lab) as store:
        Ledger(store).write([finding(post(1).id)], [2], "language/1")
        watch.acknowledge("finding", finding(post(1).id).id)
        again, new = store.keep("صورة 1".encode() * 50), store.keep(b"")
        watch.acknowledge("blob", again)
        watch.acknowledge("blob", new)
        store.add(post(3, again, new), post(4))
        watch.acknowledge("post", post(4).id)
        watch.acknowledge("log", (lab / "custody.log").read_bytes())


def recovery(watch: Watch, patch: pytest.MonkeyPatch) -> None:
    """A lab whose log lost its end in a cut is opened and used, and the power goes again."""
    lab = watch.root / "lab"
    with Store.create(lab) as store:
        digest = store.keep(b"before")
        store.add(PLACE, CAPTURE, post(1, digest), post(2))
    log = (lab / "custody.log").read_bytes()
    (lab / "custody.log").write_bytes(log[:250])
    (lab / "tmp" / "left").write_bytes(b"half an original")
    watch.start(patch)
    for what in (("blob", digest), ("post", post(1).id), ("post", post(2).id)):
        watch.acknowledge(*what)
    with Store(lab) as store:
        second, third = store.keep(b"after"), store.keep(b"the cut")
        store.add(post(3, digest, second, third))
        watch.acknowledge("post", post(3).id)
        watch.acknowledge("log", log)
        watch.acknowledge("log", (lab / "custody.log").read_bytes())


def second_try(watch: Watch, patch: pytest.MonkeyPatch) -> None:
    """A process dies after it named an original and before the name is durable; another comes."""
    Store.create(watch.root / "lab").close()
    watch.start(patch)
    with patch.context() as dying, Store(watch.root / "lab") as store:
        dying.setattr(blobs, "sync_folder", lambda _folder: None)
        store.keep(b"seen twice")
    with Store(watch.root / "lab") as store:
        watch.acknowledge("blob", store.keep(b"seen twice"))


def violations(lab: Path, acked: list[tuple[str, Any]]) -> Iterator[str]:
    """What is not as promised: first as the disk was found, then after the lab was used again."""
    log = lab / "custody.log"
    found = log.read_bytes() if log.exists() else b""
    for kind, what in acked:
        if kind == "log" and not found.startswith(what):
            yield "an acknowledged line of the log is lost"
    try:
        with Store.create(lab) as store:
            store.add(PLACE, CAPTURE, post(90))
            assert store.checkpoint()
            yield from broken_promises(store, acked)
    except MarsadError as error:
        yield f"the lab does not go on: {error}"


def broken_promises(store: Store, acked: list[tuple[str, Any]]) -> Iterator[str]:
    look = {"blob": store.read, "post": store.post, "finding": store.finding}
    for kind, what in acked:
        try:
            if kind in look:
                look[kind](what)
            if kind == "note":
                read = checkpoint.read(store.lab / "checkpoints" / what)
                assert read.verified(keys.public_pem(store.lab))
        except MarsadError as error:
            yield f"acknowledged, and lost: {kind} {error}"
    for each in store.posts():
        for media in each.media:
            try:
                store.read(media.sha256)
            except MarsadError as error:
                yield f"logged, and lost: {error}"
    if [line.leaf for line in custody.lines(store.lab)] != [open.leaf for open in store.chain()]:
        yield "the log does not agree with the database"


Session = Callable[[Watch, pytest.MonkeyPatch], None]


def cuts(root: Path, session: Session, patch: pytest.MonkeyPatch) -> Iterator[str]:
    """Run the session, cut the power at every point of it, and tell the worst of each state."""
    (root / "world").mkdir(parents=True)
    watch = Watch(root / "world")
    with patch.context() as watching:
        session(watch, watching)
    chance, seen = random.Random(5), set()
    for moment in watch.moments:
        for state in states(moment, chance):
            if (mark := fingerprint(state, moment.acked)) in seen:
                continue
            seen.add(mark)
            lab = laid_out(state, root / "cut")
            yield next(violations(lab, watch.acked[: moment.acked]), "")
            shutil.rmtree(root / "cut")


@pytest.mark.slow
@pytest.mark.parametrize(("session", "least"), [(first_day, 80), (recovery, 30), (second_try, 8)])
def test_no_power_cut_breaks_a_promise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, session: Session, least: int
) -> None:
    found = list(cuts(tmp_path, session, monkeypatch))
    assert [each for each in found if each] == []
    assert len(found) >= least, "too few states for the test to mean anything"


class NoFsync:
    """The system, without its fsync."""

    def __getattr__(self, name: str) -> Any:
        return (lambda _handle: None) if name == "fsync" else getattr(os, name)


def blob_without_fsync(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(blobs, "os", NoFsync())


def name_without_fsync(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(blobs, "sync_folder", lambda _folder: None)


def log_without_fsync(patch: pytest.MonkeyPatch) -> None:
    def append(path: Path, data: bytes) -> None:
        with path.open("ab") as file:
            file.write(data)

    patch.setattr(disk, "append", append)


def record_before_blob(patch: pytest.MonkeyPatch) -> None:
    late: list[bytes] = []
    keep, add = Store.keep, Store.add

    def promise(_store: Store, source: bytes) -> str:
        late.append(source)
        return hashlib.sha256(source).hexdigest()

    def add_first(store: Store, *things: Any, by: str = "marsad") -> int:
        new = add(store, *things, by=by)
        while late:
            keep(store, late.pop())
        return new

    patch.setattr(Store, "keep", promise)
    patch.setattr(Store, "add", add_first)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("fault", "complaint"),
    [
        (blob_without_fsync, "lost: .*no longer matches its digest"),
        (name_without_fsync, "lost: .*no original"),
        (log_without_fsync, "an acknowledged line of the log is lost"),
        (record_before_blob, "lost: .*no original"),
    ],
)
def test_a_fault_sown_into_the_store_is_caught(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    fault: Callable[[pytest.MonkeyPatch], None],
    complaint: str,
) -> None:
    with monkeypatch.context() as sown:
        fault(sown)
        said = cuts(tmp_path, first_day, sown)
        assert any(re.search(complaint, each) for each in said), "nobody noticed"
