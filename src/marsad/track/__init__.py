"""Stage 5. Who says what, and what in the world it answers."""

from marsad.track.denial import deny
from marsad.track.event_csv import write as events_csv
from marsad.track.event_register import add_event, import_events, revise_event, standing
from marsad.track.latin_forms import LatinForms, latin_forms
from marsad.track.lists import look_up, rebuild
from marsad.track.register import register
from marsad.track.registered import Registered

__all__ = [
    "LatinForms",
    "Registered",
    "add_event",
    "deny",
    "events_csv",
    "import_events",
    "latin_forms",
    "look_up",
    "rebuild",
    "register",
    "revise_event",
    "standing",
]
