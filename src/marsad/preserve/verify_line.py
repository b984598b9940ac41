"""Whether what stands in the lab is what one line of the log answers for."""

from marsad.phrase import Phrase
from marsad.preserve.tombstones import Tombstones
from marsad.preserve.verify_originals import FINISH
from marsad.preserve.verify_state import ERASED, INCOMPLETE, INVALID, Verdict
from marsad.store import custody
from marsad.store.chain import Witnessed


def line_fault(line: custody.Line, opened: Witnessed | None, gone: Tombstones) -> Verdict | None:
    """What is wrong with the entry of a line; nothing where it stands."""
    if opened is None or opened.n != line.n:
        return Verdict(f"leaf {line.n}", INCOMPLETE, Phrase("what it stands for is gone"))
    item = f"{opened.kind} {opened.id}"
    if line.n in gone.leaves:
        if opened.record is not None or opened.salt:
            return Verdict(item, INVALID, f"still here; {FINISH}")
        return Verdict(item, ERASED, f"see {gone.leaves[line.n]}")
    if opened.record is None:
        return Verdict(item, INCOMPLETE, Phrase("its record is gone"))
    if opened.leaf != line.leaf:
        return Verdict(item, INVALID, Phrase("its record is not what was logged"))
    return None
