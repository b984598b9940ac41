"""Keeping a source byte for byte before anything is read out of it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from marsad.model import Capture, made_of
from marsad.plugins import Collector
from marsad.store import Store


def capture(store: Store, collector: Collector, origin: str) -> Capture:
    """Keep the originals and write down who took them; the same source is the same capture."""
    files = collector.originals(origin)
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


def _shown(origin: Path) -> str:
    """The name of an origin and of the folder it is in: enough to know it again, no more."""
    return "/".join(origin.absolute().parts[-2:])


def _list(digests: Sequence[tuple[str, Path]], files: Sequence[Path]) -> bytes:
    """Several files as ``sha256sum`` lists them, so that anybody can check the list."""
    top = files[0].parent
    lines = (f"{sha256}  {path.relative_to(top)}\n" for sha256, path in digests)
    return "".join(lines).encode()
