"""Stage 5. Who says what, and what in the world it answers."""

from marsad.track.denial import deny
from marsad.track.event_answers import Matched, answers, match_events
from marsad.track.event_answers import decide as decide_answer
from marsad.track.event_csv import write as events_csv
from marsad.track.event_lags import Answer, Lags, Voice, lags
from marsad.track.event_register import add_event, import_events, revise_event, standing
from marsad.track.event_table import Timeline, plain, timeline, voices_csv
from marsad.track.flow import Edge, Flow, flow
from marsad.track.flow_graph import graph
from marsad.track.latin_forms import LatinForms, latin_forms
from marsad.track.lists import look_up, rebuild
from marsad.track.register import register
from marsad.track.registered import Registered

__all__ = [
    "Answer",
    "Edge",
    "Flow",
    "Lags",
    "LatinForms",
    "Matched",
    "Registered",
    "Timeline",
    "Voice",
    "add_event",
    "answers",
    "decide_answer",
    "deny",
    "events_csv",
    "flow",
    "graph",
    "import_events",
    "lags",
    "latin_forms",
    "look_up",
    "match_events",
    "plain",
    "rebuild",
    "register",
    "revise_event",
    "standing",
    "timeline",
    "voices_csv",
]
