"""Whether the time stamps in a bundle stand, and what they cover."""

from collections.abc import Collection
from pathlib import Path

from cryptography.x509 import Certificate

from marsad.errors import BadInput, NotReady
from marsad.preserve import timestamp_token as tokens
from marsad.preserve.timestamp import stamped
from marsad.preserve.verify_state import INCOMPLETE, INVALID, UNSIGNED, Verification
from marsad.store import checkpoint
from marsad.store.checkpoint import Checkpoint
from marsad.store.merkle import continues


def check_stamps(
    data: Path, note: Checkpoint, trusted: Collection[Certificate], found: Verification
) -> list[Checkpoint]:
    """The earlier checkpoints that grew into this one; each token on them is judged.

    A stamp counts as an anchor only when its root is among those the reader trusts: the one that
    lies in the bundle was chosen by whoever made the bundle.
    """
    folder, grown = data / "anchors", []
    for path in sorted(folder.glob("*.note")):
        if earlier := _earlier(path, note, (data / "lab.pub").read_bytes(), found):
            grown.append(earlier)
    known = {f"{each.size:012d}": each for each in grown}
    for path in sorted(folder.glob("*.tsr")):
        if path.name[:12] in known:
            _check_token(path, known[path.name[:12]], data, trusted, found)
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
            raise BadInput("it is not written as it was stamped")
    except FileNotFoundError:
        found.note(f"data/anchors/{path.stem}.consistency", INCOMPLETE, "missing")
        return None
    except (BadInput, ValueError) as error:
        found.note(item, INVALID, str(error))
        return None
    lines = "".join(f"{node.hex()}\n" for node in proof)
    if lines != nodes or not continues(made.size, made.root, note.size, note.root, proof):
        found.note(item, INVALID, "the checkpoint of this bundle does not continue it")
        return None
    found.passed()
    return made


def _check_token(
    path: Path,
    note: Checkpoint,
    data: Path,
    trusted: Collection[Certificate],
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
        known = all(each in trusted for each in tokens.load(root))
    except BadInput as error:
        found.note(item, INVALID, str(error))
    except NotReady as error:
        found.note(item, UNSIGNED, f"not checked: {error}")
    else:
        found.passed()
        found.anchored = max(found.anchored, note.size if known else 0)
