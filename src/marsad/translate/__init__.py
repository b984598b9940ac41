"""Stage 4. A machine drafts, a person answers for it.

::

    segment    what there is to translate: the text of a post, what was read in its pictures
    engine     the seam: who drafts
    aid        the engine that needs no model: memory and termbase, never called a translation
    memory     what the lab has translated before, and who answered for it
    terms      the lab's words, found through clitics and spellings
    desk       drafts for whatever has none
    review     a person writes, reviews, approves
    exchange   translations in from a file, and out again
    marking    who signs, and what binds a translation to its source
"""

from marsad.translate.aid import ReadingAid, reading_aid, shown
from marsad.translate.desk import draft
from marsad.translate.engine import Engine
from marsad.translate.exchange import Imported, import_file, to_lines
from marsad.translate.memory import Memory
from marsad.translate.review import Approved, approve, review, write
from marsad.translate.segment import Source, sources
from marsad.translate.terms import Termbase

__all__ = [
    "Approved",
    "Engine",
    "Imported",
    "Memory",
    "ReadingAid",
    "Source",
    "Termbase",
    "approve",
    "draft",
    "import_file",
    "reading_aid",
    "review",
    "shown",
    "sources",
    "to_lines",
    "write",
]
