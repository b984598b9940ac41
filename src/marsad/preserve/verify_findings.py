"""Whether each finding says what was signed, and each run of them is what its leaf answers for."""

import hashlib
from collections.abc import Iterable, Iterator

from marsad.model import Finding, finding_id
from marsad.phrase import Phrase
from marsad.preserve.tombstones import Tombstones
from marsad.preserve.verify_state import INVALID, UNSIGNED, Verdict, Verification
from marsad.store import Store, audit


def finding_fault(finding: Finding) -> Verdict | None:
    """What is wrong with a finding; nothing where its id is still made of what it says."""
    if finding_id(finding, finding.maker) == finding.id:
        return None
    return Verdict(f"finding {finding.id}", INVALID, Phrase("it is not what was signed"))


def check_findings(store: Store, found: Verification, gone: Tombstones) -> None:
    """Each finding against its own id, and each run of them against its leaf."""
    for finding in store.every_finding():
        found.judge(finding_fault(finding))
    rows = _Rows(audit.finding_rows(store))
    last = 0
    for said in audit.witnessed_findings(store):
        last = int(said["last"])
        # Where some were erased, the tombstone says what the others come to.
        expected = gone.runs.get(said["first"], said)["sha256"]
        if _digest(rows.up_to(last)) != expected:
            span = f"findings {said['first']}-{last}"
            found.note(span, INVALID, Phrase("some were removed, added or redated"))
    if loose := sum(1 for _ in rows.up_to(None)):
        found.note(
            f"findings after {last}",
            UNSIGNED,
            Phrase("%(loose)s are not in the log yet; run: marsad enrich LAB", loose=loose),
        )


class _Rows:
    """Rows in order of their numbers, taken run by run."""

    def __init__(self, rows: Iterator[tuple[int, str]]) -> None:
        self._rows = rows
        self._next = next(rows, None)

    def up_to(self, last: int | None) -> Iterator[str]:
        """The lines of the rows up to a number, or of all that are left."""
        while self._next is not None and (last is None or self._next[0] <= last):
            line = self._next[1]
            self._next = next(self._rows, None)
            yield line


def _digest(lines: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for line in lines:
        digest.update(line.encode())
    return digest.hexdigest()
