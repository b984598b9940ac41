"""Stage 4. A machine drafts, a person answers for it.

::

    segment    what there is to translate: the text of a post, what was read in its pictures
    engine     the seam: who drafts
    engines    the engines by name, and what each lacks here
    aid        the engine that needs no model: memory and termbase, never called a translation
    firefox    models that Firefox ships; ctranslate: OPUS-MT, NLLB, MADLAD; each in a worker
    chat       a language model that is told nothing but to translate; libretranslate: a server
    checks     what a machine's target must be like
    memory     what the lab has translated before, and who answered for it
    terms      the lab's words, found through clitics and spellings
    desk       drafts for whatever has none
    review     a person writes, reviews, approves
    exchange   out to the tools of translators, and back in
    marking    who signs, and what binds a translation to its source
"""

from marsad.translate.aid import ReadingAid, reading_aid, shown
from marsad.translate.desk import Drafted, draft, draft_each
from marsad.translate.engine import Engine
from marsad.translate.engines import parts
from marsad.translate.exchange import Choice, Imported, export, import_file, to_lines
from marsad.translate.memory import Memory
from marsad.translate.outside import Means, Outside
from marsad.translate.review import Approved, approve, review, write
from marsad.translate.segment import Source, sources
from marsad.translate.terms import Termbase

__all__ = [
    "Approved",
    "Choice",
    "Drafted",
    "Engine",
    "Imported",
    "Means",
    "Memory",
    "Outside",
    "ReadingAid",
    "Source",
    "Termbase",
    "approve",
    "draft",
    "draft_each",
    "export",
    "import_file",
    "parts",
    "reading_aid",
    "review",
    "shown",
    "sources",
    "to_lines",
    "write",
]
