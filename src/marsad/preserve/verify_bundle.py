"""Check a bundle from end to end, without the lab it came from. Fails closed."""

from collections.abc import Sequence
from pathlib import Path

from marsad.errors import BadInput
from marsad.phrase import Phrase
from marsad.preserve import timestamp_token as tokens
from marsad.preserve.timestamp_header import headers
from marsad.preserve.verify_against import Earlier, earlier
from marsad.preserve.verify_bag import check_bag
from marsad.preserve.verify_leaves import check_leaves
from marsad.preserve.verify_signature import check_signature
from marsad.preserve.verify_stamps import Trusted, check_stamps
from marsad.preserve.verify_state import INCOMPLETE, INVALID, Verification
from marsad.store import layout
from marsad.store.checkpoint import Checkpoint


def verify_bundle(
    path: Path,
    against: str | Path = "",
    roots: Path | None = None,
    header: Path | None = None,
) -> Verification:
    """Check everything in a bundle, in whichever form it came.

    ``against`` is an earlier state of the log, as for a lab; ``roots`` are the certificates of
    those authorities whose time stamps the reader trusts, and ``header`` holds headers of Bitcoin
    blocks that they trust.
    """
    found = Verification()
    trusted = Trusted(tokens.load(roots) if roots else (), headers(header) if header else ())
    if path.is_file():
        from marsad.preserve.verify_wacz import unpacked

        with unpacked(path, found) as root:
            if root is not None:
                _check(root, found, against, trusted)
        return found
    if not (path / "data").is_dir():
        raise BadInput(
            Phrase(
                "%(path)s is no bundle; name a folder with bagit.txt in it, or a .wacz file",
                path=path,
            )
        )
    _check(path, found, against, trusted)
    return found


def is_bundle(path: Path) -> bool:
    """Whether this is to be checked as a bundle and not as a lab."""
    return path.is_file() or ((path / "data").is_dir() and not (path / layout.CUSTODY).exists())


def _check(root: Path, found: Verification, against: str | Path, trusted: Trusted) -> None:
    check_bag(root, found)
    data = root / "data"
    if (note := check_signature(data, found)) is None:
        if against:
            found.note("checkpoint", INCOMPLETE, Phrase("without it, nothing can be compared"))
        return
    check_leaves(data, note, found)
    grown = check_stamps(data, note, trusted, found)
    if against:
        _check_known(earlier(against, note.origin), [*grown, note], found)


def _check_known(known: Earlier, states: Sequence[Checkpoint], found: Verification) -> None:
    """A bundle holds few states of the log; one that it does not hold it cannot speak for."""
    at = [state for state in states if state.size == known.size]
    if not at:
        sizes = ", ".join(str(state.size) for state in states)
        reason = Phrase(
            "this bundle speaks for logs of %(sizes)s entries; ask the lab to verify against it",
            sizes=sizes,
        )
        found.note(known.item, INCOMPLETE, reason)
    elif any(state.root != known.root for state in at):
        found.note(
            known.item, INVALID, Phrase("the log was rewritten: this bundle does not continue it")
        )
    else:
        found.passed()
