"""What a bundle says about entries of the log: records, leaves, and proofs that they are in it."""

import base64
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from marsad.model import Post
from marsad.store import Store
from marsad.store.chain import Witnessed
from marsad.store.erasing import ERASED, KEPT_OUT
from marsad.store.merkle import inclusion

PROOF = "c2sp.org/tlog-proof@v1"


def things(store: Store, posts: Iterable[Post]) -> set[str]:
    """Ids of everything whose record belongs in: posts, places, captures, translations."""
    ids: set[str] = set()
    for post in posts:
        ids |= {post.id, post.place, post.capture}
        ids |= {translation.id for translation in store.translations(post=post.id)}
    return ids


def write_leaves(
    store: Store,
    ids: set[str],
    lost: set[str],
    rows: Sequence[Sequence[bytes]],
    note: str,
    data: Path,
) -> None:
    """Write the record, the leaf and the proof of each of these things.

    ``lost`` are digests of originals that were erased: their tombstones come along.
    """
    for name in ("leaves", "records", "proofs"):
        (data / name).mkdir()
    for opened in store.chain():
        if opened.n >= len(rows[0]):
            break  # Added since the log was signed.
        if opened.record is not None and (opened.id in ids or _explains(opened, lost)):
            path = inclusion(rows, opened.n)
            (data / "records" / f"{opened.n}.json").write_bytes(opened.record)
            _write(data / "leaves" / f"{opened.n}.json", leaf(opened, path))
            _write(data / "proofs" / f"{opened.n}.tlog-proof", proof(opened.n, path, note))


def _explains(opened: Witnessed, lost: set[str]) -> bool:
    """Whether it is a tombstone that says why one of these originals is gone."""
    if not lost or opened.kind != "act":
        return False
    said = json.loads(opened.record or b"{}")
    digests = {*said.get("originals", ()), *said.get("media", ())}
    return said["act"] in (ERASED, KEPT_OUT) and bool(digests & lost)


def leaf(opened: Witnessed, path: Sequence[bytes]) -> str:
    """A leaf as a bundle has it."""
    said = {
        "n": opened.n,
        "salt": opened.salt.hex(),
        "entry": opened.entry.decode(),
        "proof": [node.hex() for node in path],
    }
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"


def proof(n: int, path: Sequence[bytes], note: str) -> str:
    """The same proof as other people's tools read it (C2SP tlog-proof)."""
    nodes = "".join(f"{base64.b64encode(node).decode()}\n" for node in path)
    return f"{PROOF}\nindex {n}\n{nodes}\n{note}"


def _write(path: Path, said: str) -> None:
    path.write_text(said, encoding="utf-8")
