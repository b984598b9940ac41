"""Stage 5. Who says what, and what in the world it answers."""

from marsad.track.denial import deny
from marsad.track.latin_forms import LatinForms, latin_forms
from marsad.track.lists import look_up, rebuild
from marsad.track.register import register
from marsad.track.registered import Registered

__all__ = ["LatinForms", "Registered", "deny", "latin_forms", "look_up", "rebuild", "register"]
