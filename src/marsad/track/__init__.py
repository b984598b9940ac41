"""Stage 5. Who says what, and what in the world it answers."""

from marsad.track.register import Registered, register

__all__ = ["Registered", "register"]
