"""Stage 2. Keep what came in, and prove it."""

from marsad.preserve import erase, hold, retention
from marsad.preserve.bundle import FORMS, bundle, choose
from marsad.preserve.capture import capture
from marsad.preserve.fixity import Sweep, sweep
from marsad.preserve.seal import Sealed, seal
from marsad.preserve.timestamp import anchors, ask, take
from marsad.preserve.timestamp_anchor import Anchor
from marsad.preserve.timestamp_ots import ask_ots
from marsad.preserve.verify import VERIFIED, Verdict, Verification, as_plain, verify
from marsad.preserve.verify_bundle import is_bundle, verify_bundle

__all__ = [
    "FORMS",
    "VERIFIED",
    "Anchor",
    "Sealed",
    "Sweep",
    "Verdict",
    "Verification",
    "anchors",
    "as_plain",
    "ask",
    "ask_ots",
    "bundle",
    "capture",
    "choose",
    "erase",
    "hold",
    "is_bundle",
    "retention",
    "seal",
    "sweep",
    "take",
    "verify",
    "verify_bundle",
]
