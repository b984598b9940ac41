"""The time stamps of a lab: each must stand, and the log must answer for its import."""

import hashlib
import json
from dataclasses import dataclass, field

from marsad.errors import NotReady
from marsad.phrase import Phrase
from marsad.preserve.timestamp import anchors
from marsad.preserve.timestamp_anchor import ANCHORED, INVALID, Anchor
from marsad.preserve.timestamp_ots import ANCHORING, TAKING
from marsad.preserve.verify_state import INCOMPLETE, UNSIGNED, Verification
from marsad.preserve.verify_state import INVALID as ALTERED
from marsad.store import Store
from marsad.store.chain import Witnessed


@dataclass(slots=True)
class Imported:
    """Tokens and roots whose import stands in the log."""

    tokens: set[tuple[str, str]] = field(default_factory=set)
    chains: dict[str, set[str]] = field(default_factory=dict)
    """Digests of the certificates between, by token; early imports did not log them."""

    def see(self, opened: Witnessed | None) -> None:
        """Remember an entry if it is the import of a token."""
        record = opened.record or b"" if opened and opened.kind == "act" else b""
        if not any(f'"{act}"'.encode() in record for act in (ANCHORING, TAKING)):
            return
        try:
            said = json.loads(record)
            if said["act"] in (ANCHORING, TAKING):
                self.tokens.add((said["token"], said["root"]))
                if chain := said.get("chain"):
                    self.chains.setdefault(said["token"], set()).add(chain)
        except (ValueError, KeyError, TypeError):
            return  # An altered record; its leaf says so.


def check_anchors(store: Store, found: Verification, imported: Imported) -> None:
    """Take down each time stamp that does not stand; what is pending counts for nothing."""
    try:
        answers = [each for each in anchors(store) if each.token]
    except NotReady as error:
        found.note("anchors", UNSIGNED, f"not checked: {error}")
        return
    gone = set(imported.tokens)
    for anchor in answers:
        item = f"anchor {anchor.token.name if anchor.token else anchor.size}"
        said = _said(anchor)
        gone -= {said, (said[0], "")}
        if anchor.state == INVALID:
            found.note(item, ALTERED, anchor.reason)
        elif said not in imported.tokens:
            found.note(item, ALTERED, Phrase("no leaf of the log answers for its import"))
        elif (known := imported.chains.get(said[0])) and _chain(anchor) not in known:
            reason = Phrase("the certificates beside it (.chain.pem) were altered; restore them")
            found.note(item, ALTERED, reason)
        else:
            found.anchored = max(found.anchored, anchor.size if anchor.state == ANCHORED else 0)
            found.passed()
    for token, _root in sorted(gone):
        found.note(
            f"anchor {token[:16]}", INCOMPLETE, Phrase("the time stamp that was imported is gone")
        )


def _said(anchor: Anchor) -> tuple[str, str]:
    """Digests of a token and of the root or header beside it, as its import was logged."""
    if anchor.token is None or anchor.token.suffix not in (".tsr", ".ots"):
        return "", ""
    if anchor.token.suffix == ".tsr" and not anchor.beside[0].exists():
        return "", ""
    trusted = [_digest(path.read_bytes()) for path in anchor.beside[:1]]
    return _digest(anchor.token.read_bytes()), "".join(trusted)


def _chain(anchor: Anchor) -> str:
    """Digest of the certificates between a token and its root."""
    return _digest(anchor.beside[1].read_bytes()) if len(anchor.beside) > 1 else ""


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
