"""Stage 4. A machine drafts, a person answers for it.

::

    segment    what there is to translate: the text of a post, what was read in its pictures
    engine     the seam: who drafts
    engines    the engines by name, and what each lacks here
    handbook   what the lab knows of a segment: helps; spelling of names, renderings of scripture
    aid        the engine that needs no model: says what the handbook says, never a translation
    firefox    models that Firefox ships; ctranslate: OPUS-MT, NLLB, MADLAD; each in a worker
    chat       a language model that is told nothing but to translate; libretranslate: a server
    checks     what a machine's target must be like
    memory     what was translated before, and who answered for it; nearby: sources like another
    trigrams   blocks of texts by their runs of three letters
    doubts     what a target may have lost: words, names, numbers, dates, scripture
    terms      the lab's words, found through clitics and spellings
    desk       drafts for whatever has none
    writing    a person's own translation, or another one beside somebody's
    review     a person signs what they read; approval: another one answers for it by name
    assign     who is asked to look at it next; queue: what waits for whom
    rivals     versions that persons put otherwise; consistency: the same words, the same English
    quality    drafts beside what was approved of them; scores: BLEU and chrF
    house      the marks that words need, may have or seem to lack; gaps, glosses, lexicon: how
    history    versions and their differences; counts: words and times of a day
    foreign    memories that other tools wrote, apart from the lab's own
    exchange   out to the tools of translators, and back in
    marking    who signs, and what binds a translation to its source
"""

from marsad.translate.aid import ReadingAid, reading_aid, shown
from marsad.translate.approval import Approved, approve, contested
from marsad.translate.assign import assign, assignments
from marsad.translate.consistency import inconsistent
from marsad.translate.counts import counts
from marsad.translate.desk import Drafted, draft, draft_each
from marsad.translate.doubts import Doubt, doubts, doubts_of
from marsad.translate.engine import Engine
from marsad.translate.engines import parts
from marsad.translate.exchange import Choice, Imported, export, import_file, to_lines
from marsad.translate.foreign import drop, memories, rebuild
from marsad.translate.handbook import Handbook, helps
from marsad.translate.handed import handed
from marsad.translate.helps import Helps
from marsad.translate.history import compared, history
from marsad.translate.house import SegmentMarks, house_marks, segment_faults, segment_marks
from marsad.translate.memory import Match, Memory, own_segments
from marsad.translate.nearby import forget, prepare
from marsad.translate.outside import Means, Outside
from marsad.translate.quality import quality
from marsad.translate.queue import queue
from marsad.translate.review import review
from marsad.translate.segment import Source, sources, text_of
from marsad.translate.terms import Termbase
from marsad.translate.writing import disagree, disputes, write

__all__ = [
    "Approved",
    "Choice",
    "Doubt",
    "Drafted",
    "Engine",
    "Handbook",
    "Helps",
    "Imported",
    "Match",
    "Means",
    "Memory",
    "Outside",
    "ReadingAid",
    "SegmentMarks",
    "Source",
    "Termbase",
    "approve",
    "assign",
    "assignments",
    "compared",
    "contested",
    "counts",
    "disagree",
    "disputes",
    "doubts",
    "doubts_of",
    "draft",
    "draft_each",
    "drop",
    "export",
    "forget",
    "handed",
    "helps",
    "history",
    "house_marks",
    "import_file",
    "inconsistent",
    "memories",
    "own_segments",
    "parts",
    "prepare",
    "quality",
    "queue",
    "reading_aid",
    "rebuild",
    "review",
    "segment_faults",
    "segment_marks",
    "shown",
    "sources",
    "text_of",
    "to_lines",
    "write",
]
