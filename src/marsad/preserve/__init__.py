"""Stage 2. Keep what came in, and prove it."""

from marsad.preserve.bundle import bundle, choose
from marsad.preserve.capture import capture
from marsad.preserve.seal import Sealed, seal
from marsad.preserve.verify import VERIFIED, Verdict, Verification, as_plain, verify

__all__ = [
    "VERIFIED",
    "Sealed",
    "Verdict",
    "Verification",
    "as_plain",
    "bundle",
    "capture",
    "choose",
    "seal",
    "verify",
]
