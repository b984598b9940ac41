"""Stage 5. Who says what, and what in the world it answers.

::

    register      outlets, events and names that people keep; list_*: the lists of others
    event_*       what happened; event_match: which posts answer, event_reasons: why,
                  event_lags: after how long, and who kept silent, event_posted: of whom
    flow          who repeats whom; flow_events: in which order, flow_parents: from whom,
                  flow_chance: beyond chance; independence: how many sources a claim has
    life          one outlet or place; successors: who goes on where it ended, and why
    statements    posts in columns; narratives, bursts and new_wording are told from them
    picture_*     each drawn from its data; pictures: all of them by name
    brief         what is new on a day; brief_sections: in which order it is told
    case          folders of posts; case_snapshot: frozen, case_export: taken out
"""

from marsad.track.brief import brief
from marsad.track.brief_day import Brief
from marsad.track.brief_text import as_html, as_markdown, as_plain, volume, when
from marsad.track.bursts import OF as BURSTS_OF
from marsad.track.bursts import Burst, bursts
from marsad.track.case import (
    Case,
    Step,
    add_posts,
    case,
    cases,
    drop_posts,
    note,
    notes_on,
    tag_post,
    undo_step,
)
from marsad.track.case import titles as case_titles
from marsad.track.case_export import about as about_case
from marsad.track.case_export import case_forms, export_case, write_case
from marsad.track.case_export import rows as case_rows
from marsad.track.case_opening import begin_case, open_case
from marsad.track.case_snapshot import FIELDS as CASE_FIELDS
from marsad.track.case_snapshot import Changed, Snapshot, changed, snapshot, snapshots
from marsad.track.case_snapshot import approve as approve_case
from marsad.track.denial import deny
from marsad.track.event_answers import Matched, answers, match_events
from marsad.track.event_answers import decide as decide_answer
from marsad.track.event_csv import write as events_csv
from marsad.track.event_lags import Answer, Lags, Voice, lags
from marsad.track.event_reasons import Reason, reasons
from marsad.track.event_register import add_event, import_events, revise_event, standing
from marsad.track.event_table import Timeline, plain, timeline, voices_csv
from marsad.track.flow import Edge, Flow, flow
from marsad.track.flow_graph import graph
from marsad.track.flow_kept import kept_flow, prepare, prepared
from marsad.track.flow_open import open_flow
from marsad.track.independence import Group, Independence, independence
from marsad.track.latin_forms import LatinForms, latin_forms
from marsad.track.life import Life, life
from marsad.track.lists import look_up, rebuild
from marsad.track.narratives import Narrative, Narratives, narratives
from marsad.track.new_wording import Wording, new_wording
from marsad.track.picture import Picture
from marsad.track.picture_flow import draw as draw_flow
from marsad.track.picture_look import looks
from marsad.track.picture_still import as_form, part, save
from marsad.track.pictures import PICTURES, Asked, picture
from marsad.track.register import register
from marsad.track.registered import Registered
from marsad.track.successor_decision import decide_successor
from marsad.track.successors import Successor, successors

__all__ = [
    "BURSTS_OF",
    "CASE_FIELDS",
    "PICTURES",
    "Answer",
    "Asked",
    "Brief",
    "Burst",
    "Case",
    "Changed",
    "Edge",
    "Flow",
    "Group",
    "Independence",
    "Lags",
    "LatinForms",
    "Life",
    "Matched",
    "Narrative",
    "Narratives",
    "Picture",
    "Reason",
    "Registered",
    "Snapshot",
    "Step",
    "Successor",
    "Timeline",
    "Voice",
    "Wording",
    "about_case",
    "add_event",
    "add_posts",
    "answers",
    "approve_case",
    "as_form",
    "as_html",
    "as_markdown",
    "as_plain",
    "begin_case",
    "brief",
    "bursts",
    "case",
    "case_forms",
    "case_rows",
    "case_titles",
    "cases",
    "changed",
    "decide_answer",
    "decide_successor",
    "deny",
    "draw_flow",
    "drop_posts",
    "events_csv",
    "export_case",
    "flow",
    "graph",
    "import_events",
    "independence",
    "kept_flow",
    "lags",
    "latin_forms",
    "life",
    "look_up",
    "looks",
    "match_events",
    "narratives",
    "new_wording",
    "note",
    "notes_on",
    "open_case",
    "open_flow",
    "part",
    "picture",
    "plain",
    "prepare",
    "prepared",
    "reasons",
    "rebuild",
    "register",
    "revise_event",
    "save",
    "snapshot",
    "snapshots",
    "standing",
    "successors",
    "tag_post",
    "timeline",
    "undo_step",
    "voices_csv",
    "volume",
    "when",
    "write_case",
]
