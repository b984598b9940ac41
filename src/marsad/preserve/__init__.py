"""Stage 2. Keep what came in, and prove it."""

from marsad.preserve.bundle import bundle
from marsad.preserve.capture import capture
from marsad.preserve.seal import Sealed, seal
from marsad.preserve.verify import Verdict, Verification, verify

__all__ = ["Sealed", "Verdict", "Verification", "bundle", "capture", "seal", "verify"]
