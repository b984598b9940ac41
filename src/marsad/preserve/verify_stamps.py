"""Whether the time stamps in a bundle stand, and what they cover."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography.x509 import Certificate

from marsad.errors import BadInput, NotReady
from marsad.phrase import Phrase
from marsad.preserve import timestamp_token as tokens
from marsad.preserve.timestamp_anchor import Anchor, stamped
from marsad.preserve.timestamp_header import Header
from marsad.preserve.timestamp_ots import held_by, worth
from marsad.preserve.verify_state import INCOMPLETE, INVALID, UNSIGNED, Verification
from marsad.store import checkpoint
from marsad.store.checkpoint import Checkpoint
from marsad.store.merkle import continues


@dataclass(frozen=True, slots=True)
class Trusted:
    """What a reader brings: roots of authorities, and headers of Bitcoin blocks."""

    roots: Collection[Certificate] = ()
    headers: Sequence[Header] = ()


def check_stamps(
    data: Path, note: Checkpoint, trusted: Trusted, found: Verification
) -> list[Checkpoint]:
    """The earlier checkpoints that grew into this one; each token and proof on them is judged.

    A stamp counts as an anchor only when the reader trusts its root or header: the one that lies
    in the bundle was chosen by whoever made the bundle.
    """
    folder, grown = data / "anchors", []
    for path in sorted(folder.glob("*.note")):
        if earlier := _earlier(path, note, (data / "lab.pub").read_bytes(), found):
            grown.append(earlier)
    known = {f"{each.size:012d}": each for each in grown}
    for path in sorted([*folder.glob("*.tsr"), *folder.glob("*.ots")]):
        if path.name[:12] in known:
            check = _check_token if path.suffix == ".tsr" else _check_proof
            check(path, known[path.name[:12]], data, trusted, found)
        elif not (folder / f"{path.name[:12]}.note").exists():
            found.note(f"data/anchors/{path.name[:12]}.note", INCOMPLETE, "missing")
    return grown


def _earlier(path: Path, note: Checkpoint, public: bytes, found: Verification) -> Checkpoint | None:
    item = f"data/anchors/{path.name}"
    try:
        made = checkpoint.read(path)
        nodes = path.with_suffix(".consistency").read_bytes().decode("ascii")
        proof = [bytes.fromhex(line) for line in nodes.splitlines()]
        if path.stem != f"{made.size:012d}" or path.read_bytes() != stamped(made, public):
            raise BadInput(Phrase("it is not written as it was stamped"))
    except FileNotFoundError:
        found.note(f"data/anchors/{path.stem}.consistency", INCOMPLETE, "missing")
        return None
    except (BadInput, ValueError) as error:
        found.note(item, INVALID, str(error))
        return None
    lines = "".join(f"{node.hex()}\n" for node in proof)
    if lines != nodes or not continues(made.size, made.root, note.size, note.root, proof):
        found.note(item, INVALID, Phrase("the checkpoint of this bundle does not continue it"))
        return None
    found.passed()
    return made


def _check_token(
    path: Path,
    note: Checkpoint,
    data: Path,
    trusted: Trusted,
    found: Verification,
) -> None:
    item = f"data/anchors/{path.name}"
    root, chain = path.with_suffix(".root.pem"), path.with_suffix(".chain.pem")
    for each in (root, chain):
        if not each.exists():
            found.note(f"data/anchors/{each.name}", INCOMPLETE, "missing")
            return
    try:
        public = (data / "lab.pub").read_bytes()
        tokens.check(tokens.read(path), stamped(note, public), root, chain)
        known = all(each in trusted.roots for each in tokens.load(root))
    except BadInput as error:
        found.note(item, INVALID, str(error))
    except NotReady as error:
        found.note(item, UNSIGNED, f"not checked: {error}")
    else:
        found.passed()
        found.anchored = max(found.anchored, note.size if known else 0)


def _check_proof(
    path: Path, note: Checkpoint, data: Path, trusted: Trusted, found: Verification
) -> None:
    """A proof that leads to no block yet is no fault, and no anchor either."""
    try:
        stamp = stamped(note, (data / "lab.pub").read_bytes())
        worth(Anchor(note.size, note.root.hex(), token=path), path, stamp)
        known = held_by(path, trusted.headers)
    except BadInput as error:
        found.note(f"data/anchors/{path.name}", INVALID, str(error))
    else:
        found.passed()
        found.anchored = max(found.anchored, note.size if known else 0)
