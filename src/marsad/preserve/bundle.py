"""An evidence bundle: a BagIt bag that a stranger can check without Marsad."""

import hashlib
import json
import shutil
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path

from marsad.errors import BadInput, NotFound
from marsad.model import Post
from marsad.store import Store, checkpoint, custody, layout
from marsad.store.chain import Witnessed
from marsad.store.merkle import inclusion, levels

HASHES = ("sha256", "sha512")


def bundle(store: Store, posts: Iterable[Post], out: Path) -> Path:
    """Write what stands behind these posts: records, originals, proofs, the signed checkpoint."""
    if out.exists() and any(out.iterdir()):
        raise BadInput(f"{out} is not empty; name a new folder for the bundle")
    data = out / "data"
    for name in ("leaves", "records", "blobs"):
        (data / name).mkdir(parents=True, exist_ok=True)
    store.checkpoint()
    cited = list(posts)
    _write_leaves(store, _things(store, cited), data)
    _write_originals(store, cited, data / "blobs")
    shutil.copy(checkpoint.every(store.lab)[-1], data / "checkpoint.note")
    shutil.copy(store.lab / layout.KEYS / "lab.pub", data / "lab.pub")
    for name in ("verify.py", "VERIFY.md"):
        text = (resources.files("marsad.preserve") / "bundled" / name).read_text("utf-8")
        (data / name).write_text(text, encoding="utf-8")
    _bag(out)
    return out


def choose(store: Store, said: str) -> list[Post]:
    """The posts somebody means: ``all``, ids with commas between, or the handle of a report."""
    if said == "all":
        return list(store.posts())
    try:
        return [store.post(id) for id in store.report(said).cited]
    except NotFound:
        return [store.post(id.strip()) for id in said.split(",") if id.strip()]


def _things(store: Store, posts: Iterable[Post]) -> set[str]:
    """Ids of everything whose record belongs in: posts, places, captures, translations."""
    ids: set[str] = set()
    for post in posts:
        ids |= {post.id, post.place, post.capture}
        ids |= {translation.id for translation in store.translations(post=post.id)}
    return ids


def _write_leaves(store: Store, ids: set[str], data: Path) -> None:
    rows = levels([line.leaf for line in custody.lines(store.lab)])
    for opened in store.chain():
        if opened.id in ids and opened.record is not None:
            (data / "records" / f"{opened.n}.json").write_bytes(opened.record)
            said = _leaf(opened, [node.hex() for node in inclusion(rows, opened.n)])
            (data / "leaves" / f"{opened.n}.json").write_text(said, encoding="utf-8")


def _leaf(opened: Witnessed, proof: list[str]) -> str:
    said = {
        "n": opened.n,
        "salt": opened.salt.hex(),
        "entry": opened.entry.decode(),
        "proof": proof,
    }
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"


def _write_originals(store: Store, posts: Iterable[Post], folder: Path) -> None:
    wanted = set()
    for post in posts:
        capture = store.capture(post.capture)
        wanted |= {capture.sha256, capture.exchange, *capture.parts} - {""}
        wanted |= {media.sha256 for media in post.media if media.sha256}
    for sha256 in sorted(wanted):
        try:
            shutil.copyfile(store.path(sha256), folder / sha256)
        except NotFound as error:
            raise NotFound(f"{error}; the bundle would be incomplete") from error


def _bag(out: Path) -> None:
    """Lay the BagIt tag files around ``data`` (RFC 8493)."""
    payload = sorted(path for path in (out / "data").rglob("*") if path.is_file())
    size = sum(path.stat().st_size for path in payload)
    (out / "bagit.txt").write_text("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
    (out / "bag-info.txt").write_text(
        f"Bagging-Date: {datetime.now(UTC).date()}\nPayload-Oxum: {size}.{len(payload)}\n"
    )
    for name in HASHES:
        _manifest(out, f"manifest-{name}.txt", payload, name)
    tags = sorted(path for path in out.glob("*.txt"))
    for name in HASHES:
        _manifest(out, f"tagmanifest-{name}.txt", tags, name)


def _manifest(out: Path, name: str, paths: Iterable[Path], algorithm: str) -> None:
    lines = []
    for path in paths:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, algorithm).hexdigest()
        lines.append(f"{digest}  {path.relative_to(out).as_posix()}\n")
    (out / name).write_text("".join(lines), encoding="utf-8")
