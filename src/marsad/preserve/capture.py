"""Keeping a source byte for byte before anything is read out of it."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from marsad.errors import NotFound, Withheld
from marsad.model import Capture, made_of
from marsad.phrase import Phrase
from marsad.plugins import Collector, Fetched
from marsad.preserve.tombstones import Tombstones
from marsad.store import Store


def capture(store: Store, collector: Collector, origin: str) -> Capture:
    """Keep the originals and write down who took them; the same source is the same capture."""
    files = collector.originals(origin)
    if not files:
        return _session(store, collector, origin)
    _refuse_erased(store, files)
    digests = [(store.keep(path), path) for path in files]
    sha256 = digests[0][0] if len(digests) == 1 else store.keep(_list(digests, files))
    made = Capture(
        id=f"capture-{made_of(collector.name, collector.version, sha256)}",
        collector=collector.name,
        version=collector.version,
        origin=_shown(Path(origin)),
        taken_at=datetime.now(UTC),
        sha256=sha256,
        size=sum(path.stat().st_size for path in files),
        parts=tuple(sha256 for sha256, _path in digests) if len(digests) > 1 else (),
    )
    by = f"{collector.name}/{collector.version}"
    with store.write() as writer:
        if not writer.add([made], by):
            writer.act("seen again", by, capture=made.id, sha256=sha256)
    return made


def _refuse_erased(store: Store, files: Sequence[Path]) -> None:
    """A file that was erased does not come back; what else stood in it is here already."""
    if not (erased := Tombstones.of(store).originals):
        return
    for path in files:
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        if sha256 in erased:
            raise Withheld(
                Phrase(
                    "%(path)s was erased from this lab (%(erased)s) and is not taken in "
                    "again; make a new export for what came since",
                    path=path.name,
                    erased=erased[sha256],
                )
            )


def exchange(store: Store, collector: Collector, fetched: Fetched) -> Capture:
    """Keep what a server answered, and beside it a record of the exchange."""
    sha256 = store.keep(fetched.body)
    said = {**_told(collector, fetched), "body": sha256, "size": len(fetched.body)}
    made = Capture(
        id=f"capture-{made_of(collector.name, collector.version, fetched.url, sha256)}",
        collector=collector.name,
        version=collector.version,
        origin=fetched.url,
        taken_at=fetched.clocks.system,
        sha256=sha256,
        size=len(fetched.body),
        exchange=store.keep(_canonical(said)),
    )
    store.add(made, by=f"{collector.name}/{collector.version}")
    return made


def _told(collector: Collector, fetched: Fetched) -> dict[str, object]:
    told = asdict(fetched)
    del told["body"]
    told["clocks"]["system"] = fetched.clocks.system.isoformat()
    return {**told, "collector": collector.name, "version": collector.version}


def _canonical(said: Mapping[str, object]) -> bytes:
    """JSON with its keys in order and no spaces, as RFC 8785 has it for what stands in here."""
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _session(store: Store, collector: Collector, origin: str) -> Capture:
    """A live source as a whole, from its first poll on; each answer is a capture of its own."""
    id = f"capture-{made_of(collector.name, collector.version, origin)}"
    with suppress(NotFound):
        return store.capture(id)
    now = datetime.now(UTC)
    said = {
        "collector": collector.name,
        "version": collector.version,
        "origin": origin,
        "started": now.isoformat(),
    }
    record = _canonical(said)
    made = Capture(
        id=id,
        collector=collector.name,
        version=collector.version,
        origin=origin,
        taken_at=now,
        sha256=store.keep(record),
        size=len(record),
    )
    store.add(made, by=f"{collector.name}/{collector.version}")
    return made


def _shown(origin: Path) -> str:
    """The name of an origin and of the folder it is in: enough to know it again, no more."""
    return "/".join(origin.absolute().parts[-2:])


def _list(digests: Sequence[tuple[str, Path]], files: Sequence[Path]) -> bytes:
    """Several files as ``sha256sum`` lists them, so that anybody can check the list."""
    top = files[0].parent
    lines = (f"{sha256}  {path.relative_to(top)}\n" for sha256, path in digests)
    return "".join(lines).encode()
